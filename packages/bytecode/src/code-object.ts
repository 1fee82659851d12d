// A code object as plain data: what the compiler makes, the assembler fills and the runtime loads into its memory.
// Fields are CPython's `co_` attributes without the prefix.

/** Bits of `flags`, as in the `inspect` module. */
export const CodeFlag = {
  OPTIMIZED: 0x1,
  NEWLOCALS: 0x2,
  VARARGS: 0x4,
  VARKEYWORDS: 0x8,
  NESTED: 0x10,
  GENERATOR: 0x20,
  COROUTINE: 0x80,
  ITERABLE_COROUTINE: 0x100,
  ASYNC_GENERATOR: 0x200,
  FUTURE_ANNOTATIONS: 0x1000000,
  HAS_DOCSTRING: 0x4000000,
  METHOD: 0x8000000,
} as const;

/** Kinds of a "fast" local, as bits: an argument that is also a cell has several. */
export const LocalKind = {
  ARGUMENT_POSITIONAL: 0x02,
  ARGUMENT_KEYWORD: 0x04,
  ARGUMENT_VARIADIC: 0x08,
  HIDDEN: 0x10,
  LOCAL: 0x20,
  CELL: 0x40,
  FREE: 0x80,
} as const;

/** A constant of a code object. Tuples and frozensets hold constants; slices hold constants too. */
export type CodeConstant =
  | { readonly type: "None" }
  | { readonly type: "Ellipsis" }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "int"; readonly value: number | bigint }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "complex"; readonly real: number; readonly imag: number }
  /** May hold lone surrogates. */
  | { readonly type: "str"; readonly value: string }
  | { readonly type: "bytes"; readonly value: Uint8Array }
  | { readonly type: "tuple"; readonly items: readonly CodeConstant[] }
  | { readonly type: "frozenset"; readonly items: readonly CodeConstant[] }
  | { readonly type: "slice"; readonly start: CodeConstant; readonly stop: CodeConstant; readonly step: CodeConstant }
  | { readonly type: "code"; readonly code: CodeObject };

/** A range of code units guarded by a handler. Offsets are in code units; `end` is exclusive. */
export interface ExceptionTableEntry {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  /** Stack depth to cut back to before the exception is pushed. */
  readonly depth: number;
  /** Push the offset of the instruction that raised below the exception. */
  readonly pushLasti: boolean;
}

/** Source position of one code unit; columns are UTF-8 byte offsets, lines are 1-based. Absent where there is none. */
export interface CodePosition {
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
}

/** A name of a fast local and what it is. */
export interface LocalVariable {
  readonly name: string;
  /** Bits of {@link LocalKind}. */
  readonly kind: number;
}

/** A compiled function body, class body, module or expression. */
export interface CodeObject {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  readonly firstLineNumber: number;
  /** Bits of {@link CodeFlag}. */
  readonly flags: number;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  /** Maximum depth of the evaluation stack. */
  readonly stacksize: number;
  readonly consts: readonly CodeConstant[];
  readonly names: readonly string[];
  /** Fast locals in order: arguments, other locals, cells, free variables (CPython's `co_localsplusnames`). */
  readonly localsplus: readonly LocalVariable[];
  /** 16-bit code units, caches included and zero: opcode in the low byte, oparg in the high byte. */
  readonly code: Uint16Array;
  readonly exceptionTable: readonly ExceptionTableEntry[];
  /** One entry per code unit; `null` where an instruction has no position. */
  readonly positions: readonly (CodePosition | null)[];
}
