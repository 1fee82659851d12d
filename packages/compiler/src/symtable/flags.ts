// What is known about a name in a scope: bits for how it is bound and used, and above them the scope it was resolved to.

/** Bits of a symbol. */
export const Definition = {
  /** `global` statement */
  GLOBAL: 1,
  /** assigned in the block */
  LOCAL: 2,
  /** formal parameter */
  PARAM: 4,
  /** `nonlocal` statement */
  NONLOCAL: 8,
  /** read */
  USE: 16,
  /** free in a method of the class, local in the class */
  FREE_CLASS: 64,
  /** bound by an import */
  IMPORT: 128,
  /** annotated */
  ANNOTATION: 256,
  /** iteration variable of a comprehension */
  COMPREHENSION_ITERATOR: 512,
  /** type parameter */
  TYPE_PARAMETER: 1024,
  /** a cell in an inlined comprehension */
  COMPREHENSION_CELL: 2048,
} as const;

/** Any way of being bound in the block. */
export const BOUND: number = Definition.LOCAL | Definition.PARAM | Definition.IMPORT | Definition.TYPE_PARAMETER;

/** What a name refers to; 0 while that is not known. */
export const Scope = { UNKNOWN: 0, LOCAL: 1, GLOBAL_EXPLICIT: 2, GLOBAL_IMPLICIT: 3, FREE: 4, CELL: 5 } as const;

const scopeShift = 12;

/** The scope in a symbol. */
export const scopeOf = (symbol: number): number => symbol >> scopeShift;

/** A scope as it is stored in a symbol. */
export const scopeBits = (scope: number): number => scope << scopeShift;

/** The bits of a symbol that are not its scope. */
export const definitionBits = (symbol: number): number => symbol & ((1 << scopeShift) - 1);
