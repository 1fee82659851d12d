// The code generator's state: the stack of code objects being compiled, and the only functions that write instructions.

import { CodeFlag, type CodeConstant, type CodeObject } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { NONE } from "../constants/constant.ts";
import { CompileError } from "../diagnostic.ts";
import { optimizeAndAssemble } from "../flowgraph/optimize.ts";
import { type Label } from "../flowgraph/sequence.ts";
import { type Location, type Locator, NO_LOCATION, lineLocation } from "../location.ts";
import { mangle } from "../mangle.ts";
import { Op } from "../opcodes.ts";
import { type SymbolTable, type SymbolTableEntry } from "../symtable/entry.ts";
import { Scope } from "../symtable/flags.ts";
import { type ArgumentCounts, CompilerUnit, type FrameBlock, NO_ARGUMENTS, type ScopeType, indexOf } from "./unit.ts";

/** What stays the same for a whole module. */
export interface GeneratorOptions {
  readonly filename: string;
  readonly symbolTable: SymbolTable;
  readonly locate: Locator;
  readonly optimize: number;
  /** Bits of `CodeFlag` that every code object has. */
  readonly flags: number;
  readonly interactive: boolean;
  /** Sees each name that code is generated for. */
  readonly warn: (message: string, location: Location) => void;
}

/** How a new code object begins. */
export interface ScopeOptions {
  readonly className?: string | null;
  readonly counts?: ArgumentCounts;
}

/** A module starts before its first line. */
const moduleStart: Location = { line: 0, endLine: 1, column: 0, endColumn: 0 };

/** Most nested statements with a frame block. */
const maximumBlocks = 21;

/** State of code generation. */
export class CodeGenerator {
  readonly options: GeneratorOptions;
  readonly symbolTable: SymbolTable;
  readonly locate: Locator;
  unit: CompilerUnit;
  /** Units around the current one. */
  private readonly outer: CompilerUnit[] = [];
  /** A `finally` body is compiled twice, but warned about once. */
  private warningsDisabled = 0;

  constructor(options: GeneratorOptions) {
    this.options = options;
    this.symbolTable = options.symbolTable;
    this.locate = options.locate;
    this.unit = new CompilerUnit("<module>", "module", options.symbolTable.top, 1, null, NO_ARGUMENTS);
    this.begin(moduleStart);
    this.op(Op.ANNOTATIONS_PLACEHOLDER, moduleStart);
  }

  // ------------------------------------------------------------------------------------------------------- scopes

  /** Starts a code object in the current one. */
  enterScope(
    name: string,
    type: ScopeType,
    entry: SymbolTableEntry,
    line: number,
    { className = this.unit.className, counts = NO_ARGUMENTS }: ScopeOptions = {},
  ): void {
    this.outer.push(this.unit);
    this.unit = new CompilerUnit(name, type, entry, line, className, counts);
    this.setQualname();
    this.begin(lineLocation(line));
  }

  private begin(location: Location): void {
    this.op1(Op.RESUME, 0, location);
  }

  /** Ends the current code object. */
  exitScope({ returnsNone }: { readonly returnsNone: boolean }): CodeObject {
    if (returnsNone) this.loadConst(NONE, NO_LOCATION);
    this.op(Op.RETURN_VALUE, NO_LOCATION);
    const code = optimizeAndAssemble(this.unit, this.codeFlags(), this.options.filename);
    const outer = this.outer.pop();
    if (outer !== undefined) this.unit = outer;
    return code;
  }

  private setQualname(): void {
    const { unit, outer } = this;
    let parent = outer.at(-1);
    if (parent?.scopeType === "annotations") {
      // What is in an annotation scope is named as if it were around it.
      parent = outer.length === 1 ? undefined : outer.at(-2);
      if (parent === undefined) return;
    }
    if (parent === undefined || outer.length === 0) return;
    const isDefinition = ["function", "async function", "class"].includes(unit.scopeType);
    const isGlobal = isDefinition && parent.entry.scope(mangle(parent.className, unit.name)) === Scope.GLOBAL_EXPLICIT;
    if (parent.scopeType === "module" || isGlobal) return;
    const isFunction = ["function", "async function", "lambda"].includes(parent.scopeType);
    unit.qualname = `${parent.qualname}${isFunction ? ".<locals>" : ""}.${unit.name}`;
  }

  private codeFlags(): number {
    const { entry } = this.unit;
    let flags = this.options.flags;
    const set = (condition: boolean, flag: number): void => {
      if (condition) flags |= flag;
    };
    if (entry.isFunctionLike) {
      flags |= CodeFlag.NEWLOCALS | CodeFlag.OPTIMIZED;
      set(entry.nested, CodeFlag.NESTED);
      set(entry.generator, entry.coroutine ? CodeFlag.ASYNC_GENERATOR : CodeFlag.GENERATOR);
      set(entry.varargs, CodeFlag.VARARGS);
      set(entry.varkeywords, CodeFlag.VARKEYWORDS);
      set(entry.hasDocstring, CodeFlag.HAS_DOCSTRING);
      set(entry.method, CodeFlag.METHOD);
    }
    set(entry.coroutine && !entry.generator, CodeFlag.COROUTINE);
    return flags;
  }

  /** The class around that an assignment to an attribute of `self` tells about. */
  get enclosingClass(): CompilerUnit | undefined {
    return this.outer.findLast((unit) => unit.scopeType === "class");
  }

  get isInteractiveTopLevel(): boolean {
    return this.options.interactive && this.outer.length === 0;
  }

  get futureAnnotations(): boolean {
    return (this.options.flags & CodeFlag.FUTURE_ANNOTATIONS) !== 0;
  }

  // ------------------------------------------------------------------------------------------------- instructions

  /** Writes an instruction without argument. */
  op(opcode: number, location: Location): void {
    this.unit.sequence.add(opcode, 0, null, location);
  }

  /** Writes an instruction with an argument. */
  op1(opcode: number, oparg: number, location: Location): void {
    this.unit.sequence.add(opcode, oparg, null, location);
  }

  /** Writes a jump, or the start of a guarded range. */
  jump(opcode: number, label: Label, location: Location): void {
    this.unit.sequence.add(opcode, 0, label, location);
  }

  newLabel(): Label {
    return this.unit.sequence.newLabel();
  }

  useLabel(label: Label): void {
    this.unit.sequence.useLabel(label);
  }

  loadConst(constant: CodeConstant, location: Location): void {
    this.op1(Op.LOAD_CONST, this.unit.consts.add(constant), location);
  }

  /** Writes an instruction whose argument is a name as it is in a class: mangled. */
  opName(opcode: number, name: string, location: Location): void {
    this.op1(opcode, indexOf(this.unit.names, this.mangled(name)), location);
  }

  /** `LOAD_ATTR`, as a method to call or not. */
  loadAttribute(name: string, { method }: { readonly method: boolean }, location: Location): void {
    const index = indexOf(this.unit.names, this.mangled(name));
    this.op1(Op.LOAD_ATTR, (index << 1) | (method ? 1 : 0), location);
  }

  mangled(name: string): string {
    return this.unit.entry.mangled(this.unit.className, name);
  }

  // -------------------------------------------------------------------------------------------------- frame blocks

  pushBlock(block: FrameBlock, location: Location): void {
    if (this.unit.frameBlocks.length >= maximumBlocks) {
      throw new CompileError("too many statically nested blocks", location);
    }
    this.unit.frameBlocks.push(block);
    if (block.type === "finally end") this.warningsDisabled++;
  }

  popBlock(): void {
    if (this.unit.frameBlocks.pop()?.type === "finally end") this.warningsDisabled--;
  }

  // --------------------------------------------------------------------------------------------------- diagnostics

  error(message: string, node: ast.Span): CompileError {
    return new CompileError(message, this.locate(node));
  }

  warn(message: string, location: Location): void {
    if (this.warningsDisabled === 0) this.options.warn(message, location);
  }
}
