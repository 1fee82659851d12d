// The first pass over the tree collects, per block, how each name is bound and used. This is the state that the visitors
// share, and the only code that writes tables while they are built.

import { CodeFlag } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { CompileError } from "../diagnostic.ts";
import { type FutureFeatures } from "../future.ts";
import { type Location, type Locator } from "../location.ts";
import { type BlockType, SymbolTableEntry } from "./entry.ts";
import { Definition } from "./flags.ts";

const allowTopLevelAwait = 0x2000;

/** State of the collecting pass. */
export class SymbolTableBuilder {
  readonly blocks = new Map<object, SymbolTableEntry>();
  readonly defaults = new Map<object, SymbolTableEntry>();
  readonly locate: Locator;
  readonly future: FutureFeatures;
  readonly top: SymbolTableEntry;
  /** Blocks around the current one, itself last. */
  readonly stack: SymbolTableEntry[] = [];
  /** Innermost class, for private names. */
  className: string | null = null;
  private readonly flags: number;

  constructor(module: ast.ModuleNode, locate: Locator, future: FutureFeatures, flags: number) {
    this.locate = locate;
    this.future = future;
    this.flags = flags;
    this.top = new SymbolTableEntry("top", "module", { line: 0, endLine: 0, column: 0, endColumn: 0 }, null);
    this.blocks.set(module, this.top);
    this.stack.push(this.top);
  }

  get current(): SymbolTableEntry {
    return this.stack.at(-1) ?? this.top;
  }

  get futureAnnotations(): boolean {
    return (this.flags & CodeFlag.FUTURE_ANNOTATIONS) !== 0;
  }

  /** Whether `await` may stand here outside of a function, as in an interactive prompt for coroutines. */
  get allowsTopLevelAwait(): boolean {
    return (this.flags & allowTopLevelAwait) !== 0 && this.current.type === "module";
  }

  error(message: string, node: ast.Span): CompileError {
    return new CompileError(message, this.locate(node));
  }

  /** A table for a block, not yet entered. */
  newEntry(name: string, type: BlockType, location: Location): SymbolTableEntry {
    return new SymbolTableEntry(name, type, location, this.current);
  }

  /** Enters a new block. */
  enter(name: string, type: BlockType, location: Location): SymbolTableEntry {
    const entry = this.newEntry(name, type, location);
    this.enterExisting(entry);
    if (type === "annotation" || type === "type variable" || type === "type alias") {
      this.define(".format", Definition.PARAM, location);
      this.define(".format", Definition.USE, location);
    }
    return entry;
  }

  enterExisting(entry: SymbolTableEntry): void {
    const previous = this.current;
    entry.comprehensionIterableDepth = previous.comprehensionIterableDepth;
    if (entry.type !== "class") entry.mangledNames ??= previous.mangledNames;
    this.stack.push(entry);
    // Future annotations become strings: what is in them affects nobody.
    if (!(this.futureAnnotations && entry.type === "annotation")) previous.children.push(entry);
  }

  exit(): void {
    this.stack.pop();
  }

  /** What is known of a name in the current block. */
  lookup(name: string, entry: SymbolTableEntry = this.current): number {
    return entry.symbol(entry.mangled(this.className, name));
  }

  /** Records a binding or use, after checking that the name may be bound. */
  define(name: string, definition: number, location: Location, context?: ast.ExpressionContext): void {
    const writes = Definition.PARAM | Definition.LOCAL | Definition.IMPORT;
    if ((definition & writes) !== 0) {
      this.checkName(name, location, context ?? (definition === Definition.USE ? "Load" : "Store"));
    }
    if ((definition & Definition.TYPE_PARAMETER) !== 0) this.current.mangledNames?.add(name);
    this.defineIn(this.current, name, definition, location);
  }

  /** Records a binding or use in a block around the current one. */
  defineIn(entry: SymbolTableEntry, name: string, definition: number, location: Location): void {
    const mangled = this.current.mangled(this.className, name);
    const known = entry.symbol(mangled);
    if ((definition & known & Definition.PARAM) !== 0) {
      throw new CompileError(`duplicate argument '${name}' in function definition`, location);
    }
    if ((definition & known & Definition.TYPE_PARAMETER) !== 0) {
      throw new CompileError(`duplicate type parameter '${name}'`, location);
    }
    let symbol = known | definition;
    if (entry.inComprehensionTarget) {
      if ((symbol & (Definition.GLOBAL | Definition.NONLOCAL)) !== 0) {
        throw new CompileError(
          `comprehension inner loop cannot rebind assignment expression target '${name}'`,
          location,
        );
      }
      symbol |= Definition.COMPREHENSION_ITERATOR;
    }
    entry.symbols.set(mangled, symbol);
    if ((definition & Definition.PARAM) !== 0) entry.varnames.push(mangled);
    else if ((definition & Definition.GLOBAL) !== 0) {
      this.top.symbols.set(mangled, this.top.symbol(mangled) | definition);
    }
  }

  /** @throws CompileError when the name is one that cannot be bound. */
  checkName(name: string, location: Location, context: ast.ExpressionContext): void {
    if (name !== "__debug__" || context === "Load") return;
    throw new CompileError(`cannot ${context === "Store" ? "assign to" : "delete"} __debug__`, location);
  }

  recordDirective(name: string, location: Location): void {
    this.current.directives.push({ name: this.current.mangled(this.className, name), location });
  }

  /** Runs a visit whose annotations depend on a condition. */
  inConditionalBlock(visit: () => void): void {
    const entry = this.current;
    const before = entry.inConditionalBlock;
    entry.inConditionalBlock = true;
    visit();
    entry.inConditionalBlock = before;
  }
}
