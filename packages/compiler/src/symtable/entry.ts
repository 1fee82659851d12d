// The symbol table of one block: what its names are, and what codegen must know about the block.

import { mangle } from "../mangle.ts";
import { type Location } from "../location.ts";
import { scopeOf } from "./flags.ts";

/** Kinds of blocks. All but module and class behave like functions. */
export type BlockType =
  "function" | "class" | "module" | "annotation" | "type variable" | "type alias" | "type parameters";

/** Kinds of comprehension blocks. */
export type ComprehensionType = "list" | "set" | "dict" | "generator";

/** A `global` or `nonlocal` statement's name and place. */
export interface Directive {
  readonly name: string;
  readonly location: Location;
}

/** A block's symbol table. Filled by the collecting pass, then resolved by the analysis. */
export class SymbolTableEntry {
  readonly name: string;
  readonly type: BlockType;
  readonly location: Location;
  /** Symbols by mangled name, in order of appearance. */
  readonly symbols = new Map<string, number>();
  /** Mangled names of parameters, in order. */
  readonly varnames: string[] = [];
  children: SymbolTableEntry[] = [];
  readonly directives: Directive[] = [];
  /** In the block of a generic class's type parameters: the only names that are mangled. */
  mangledNames: Set<string> | null = null;
  /** In the block of a type variable: what it is, for messages. */
  scopeInfo: string | null = null;

  /** In a function, at whatever depth. */
  readonly nested: boolean;
  /** A function directly in a class. */
  readonly method: boolean;
  generator = false;
  coroutine = false;
  varargs = false;
  varkeywords = false;
  annotationsUsed = false;
  comprehension: ComprehensionType | null = null;
  hasDocstring = false;
  needsClassClosure = false;
  needsClassDict = false;
  comprehensionInlined = false;
  inComprehensionTarget = false;
  /** Depth of comprehension iterables, in which `:=` is not allowed. */
  comprehensionIterableDepth = 0;
  canSeeClassScope = false;
  hasConditionalAnnotations = false;
  inConditionalBlock = false;
  inUnevaluatedAnnotation = false;
  /** Of a module or class: the block of its variables' annotations. */
  annotationBlock: SymbolTableEntry | null = null;

  constructor(name: string, type: BlockType, location: Location, parent: SymbolTableEntry | null) {
    this.name = name;
    this.type = type;
    this.location = location;
    this.nested = parent !== null && (parent.nested || parent.isFunctionLike);
    this.method = parent?.type === "class" && type === "function";
  }

  get isFunctionLike(): boolean {
    return this.type !== "module" && this.type !== "class";
  }

  /** A name's symbol, 0 when it does not occur. */
  symbol(name: string): number {
    return this.symbols.get(name) ?? 0;
  }

  /** A name's scope, 0 when it does not occur. */
  scope(name: string): number {
    return scopeOf(this.symbol(name));
  }

  /** A name as it is stored in this block's table. */
  mangled(className: string | null, name: string): string {
    return this.mangledNames !== null && !this.mangledNames.has(name) ? name : mangle(className, name);
  }
}

/** All tables of a module. */
export interface SymbolTable {
  readonly top: SymbolTableEntry;
  /**
   * Tables by the node that makes the block: functions, classes, lambdas, comprehensions, type aliases, type parameters' lists,
   * a function's `arguments` for its annotations, a type parameter for its bound (or only default).
   */
  readonly blocks: ReadonlyMap<object, SymbolTableEntry>;
  /** Tables of the defaults of type variables. */
  readonly defaults: ReadonlyMap<object, SymbolTableEntry>;
}

/** @throws Error when the node makes no block. */
export function lookupBlock(blocks: ReadonlyMap<object, SymbolTableEntry>, key: object): SymbolTableEntry {
  const entry = blocks.get(key);
  if (entry === undefined) throw new Error("unknown symbol table entry");
  return entry;
}
