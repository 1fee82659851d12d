// What is being compiled into one code object: its names, constants and instructions so far.

import { type ast } from "@tjit/parser";
import { type Location } from "../location.ts";
import { ConstantTable } from "../constants/constant.ts";
import { InstructionSequence, type Label } from "../flowgraph/sequence.ts";
import { type SymbolTableEntry } from "../symtable/entry.ts";
import { Definition, Scope, scopeOf } from "../symtable/flags.ts";

/** Kinds of code objects. */
export type ScopeType = "module" | "class" | "function" | "async function" | "lambda" | "comprehension" | "annotations";

/** Statements that `break`, `continue` and `return` have to get out of. */
export type FrameBlock =
  | { readonly type: "while loop"; readonly block: Label; readonly exit: Label }
  | { readonly type: "for loop"; readonly block: Label; readonly exit: Label }
  | { readonly type: "async for loop"; readonly block: Label; readonly exit: Label }
  | { readonly type: "try except" }
  | { readonly type: "finally try"; readonly body: readonly ast.Statement[] }
  | { readonly type: "finally end" }
  | { readonly type: "with"; readonly location: Location }
  | { readonly type: "async with"; readonly location: Location }
  | { readonly type: "handler cleanup"; readonly name: string | null }
  | { readonly type: "pop value" }
  | { readonly type: "exception handler" }
  | { readonly type: "exception group handler" }
  | { readonly type: "async comprehension" }
  | { readonly type: "stop iteration" };

/** An annotation to evaluate when asked for; with an index when it depends on whether it was reached. */
export interface DeferredAnnotation {
  readonly statement: ast.AnnAssign;
  readonly conditionalIndex: number | null;
}

/** Numbers of parameters. */
export interface ArgumentCounts {
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
}

/** The counts of a function without parameters. */
export const NO_ARGUMENTS: ArgumentCounts = { argcount: 0, posonlyargcount: 0, kwonlyargcount: 0 };

/** State of one code object. */
export class CompilerUnit {
  readonly name: string;
  qualname: string;
  readonly scopeType: ScopeType;
  readonly entry: SymbolTableEntry;
  readonly firstLineNumber: number;
  /** Innermost class, for private names. */
  readonly className: string | null;
  readonly counts: ArgumentCounts;

  readonly consts = new ConstantTable();
  readonly names = new Map<string, number>();
  readonly varnames = new Map<string, number>();
  readonly cellvars: Map<string, number>;
  readonly freevars: Map<string, number>;
  /** Names that are (true) or were (false) fast locals of an inlined comprehension, outside of functions. */
  readonly fastHidden = new Map<string, boolean>();

  sequence = new InstructionSequence();
  stashedSequence: InstructionSequence | null = null;
  readonly frameBlocks: FrameBlock[] = [];
  /** Attributes that methods of the class assign on `self`. */
  readonly staticAttributes = new Set<string>();
  readonly deferredAnnotations: DeferredAnnotation[] = [];
  nextConditionalAnnotation = 0;
  inlinedComprehensionDepth = 0;
  conditionalBlockDepth = 0;

  constructor(
    name: string,
    scopeType: ScopeType,
    entry: SymbolTableEntry,
    firstLineNumber: number,
    className: string | null,
    counts: ArgumentCounts,
  ) {
    this.name = name;
    this.qualname = name;
    this.scopeType = scopeType;
    this.entry = entry;
    this.firstLineNumber = firstLineNumber;
    this.className = className;
    this.counts = counts;
    for (const varname of entry.varnames) this.varnames.set(varname, this.varnames.size);
    this.cellvars = namesOfScope(entry, Scope.CELL, Definition.COMPREHENSION_CELL, 0);
    if (entry.needsClassClosure) indexOf(this.cellvars, "__class__");
    if (entry.needsClassDict) indexOf(this.cellvars, "__classdict__");
    if (entry.hasConditionalAnnotations) indexOf(this.cellvars, "__conditional_annotations__");
    this.freevars = namesOfScope(entry, Scope.FREE, Definition.FREE_CLASS, this.cellvars.size);
  }

  get isFunctionLike(): boolean {
    return this.entry.isFunctionLike;
  }
}

/** Index of a name in a table that numbers names from 0, which grows as needed. */
export function indexOf(table: Map<string, number>, name: string): number {
  const known = table.get(name);
  if (known !== undefined) return known;
  table.set(name, table.size);
  return table.size - 1;
}

/** Names of a scope, or with a flag, sorted and numbered. */
function namesOfScope(entry: SymbolTableEntry, scope: number, flag: number, first: number): Map<string, number> {
  const names = [...entry.symbols]
    .filter(([, symbol]) => scopeOf(symbol) === scope || (symbol & flag) !== 0)
    .map(([name]) => name)
    .sort(compareCodePoints);
  return new Map(names.map((name, index) => [name, first + index]));
}

/** Order of Python strings, which differs from JavaScript's beyond the basic plane. */
export function compareCodePoints(first: string, second: string): number {
  const length = Math.min(first.length, second.length);
  for (let index = 0; index < length; index++) {
    const one = first.codePointAt(index) ?? 0;
    const other = second.codePointAt(index) ?? 0;
    if (one !== other) return one - other;
  }
  return first.length - second.length;
}
