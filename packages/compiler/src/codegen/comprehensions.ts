// Comprehensions. Generator expressions are functions; the others are inlined where they stand (PEP 709): names that they bind
// are saved on the stack before and restored after, also when an exception passes.

import { type ast } from "@tjit/parser";
import { NONE } from "../constants/constant.ts";
import { type Label } from "../flowgraph/sequence.ts";
import { type Location, NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { type SymbolTableEntry, lookupBlock } from "../symtable/entry.ts";
import { Definition, Scope, scopeOf } from "../symtable/flags.ts";
import { makeClosure } from "./closures.ts";
import { jumpIf } from "./conditions.ts";
import { visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { addYieldFrom, wrapInStopIterationHandler, yieldValue } from "./generators.ts";
import { NO_ARGUMENTS, indexOf } from "./unit.ts";

type ComprehensionNode = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp;

const kinds = {
  GeneratorExp: { name: "<genexpr>", build: null, add: Op.YIELD_VALUE },
  ListComp: { name: "<listcomp>", build: Op.BUILD_LIST, add: Op.LIST_APPEND },
  SetComp: { name: "<setcomp>", build: Op.BUILD_SET, add: Op.SET_ADD },
  DictComp: { name: "<dictcomp>", build: Op.BUILD_MAP, add: Op.MAP_ADD },
} as const;

/** Compiles a comprehension of any kind. */
export function visitComprehension(c: CodeGenerator, node: ComprehensionNode): void {
  const entry = lookupBlock(c.symbolTable.blocks, node);
  if (entry.comprehensionInlined) inlineComprehension(c, node, entry);
  else callComprehension(c, node, entry);
}

function callComprehension(c: CodeGenerator, node: ComprehensionNode, entry: SymbolTableEntry): void {
  const location = c.locate(node);
  const { name, build } = kinds[node.node];
  const counts = { ...NO_ARGUMENTS, argcount: 1 };
  c.enterScope(name, "comprehension", entry, location.line, { counts });
  if (build !== null) c.op1(build, 0, location);
  visitGenerators(c, node, 0, 0, { iteratorOnStack: false });
  if (build === null) wrapInStopIterationHandler(c);
  else c.op(Op.RETURN_VALUE, location);
  const code = c.exitScope({ returnsNone: true });
  makeClosure(c, code, 0, location);
  visitOutermostIterable(c, node);
  c.op1(Op.CALL, 0, location);
  if (entry.coroutine && build !== null) {
    c.op1(Op.GET_AWAITABLE, 0, location);
    c.loadConst(NONE, location);
    addYieldFrom(c, location, "await");
  }
}

function inlineComprehension(c: CodeGenerator, node: ComprehensionNode, entry: SymbolTableEntry): void {
  const location = c.locate(node);
  visitOutermostIterable(c, node);
  const state = enterInlined(c, entry, location);
  c.op1(kinds[node.node].build ?? Op.BUILD_LIST, 0, location);
  c.op1(Op.SWAP, 2, location);
  visitGenerators(c, node, 0, 0, { iteratorOnStack: true });
  leaveInlined(c, state, location);
}

function visitOutermostIterable(c: CodeGenerator, { generators: [outermost] }: ComprehensionNode): void {
  if (outermost !== undefined) visitIterable(c, outermost);
}

/** Leaves an iterator. */
function visitIterable(c: CodeGenerator, { iter, is_async }: ast.Comprehension): void {
  visitExpression(c, iter);
  c.op(is_async === 1 ? Op.GET_AITER : Op.GET_ITER, c.locate(iter));
}

// ------------------------------------------------------------------------------------------------------------- loops

interface IteratorOptions {
  readonly iteratorOnStack: boolean;
}

/** The loop of one `for` and, inside, those after it. `depth` is that of the iterators above the result. */
function visitGenerators(
  c: CodeGenerator,
  node: ComprehensionNode,
  index: number,
  depth: number,
  options: IteratorOptions,
): void {
  const generator = node.generators[index];
  if (generator === undefined) return;
  if (generator.is_async === 1) visitAsyncGenerator(c, node, generator, index, depth, options);
  else visitSyncGenerator(c, node, generator, index, depth, options);
}

function visitSyncGenerator(
  c: CodeGenerator,
  node: ComprehensionNode,
  generator: ast.Comprehension,
  index: number,
  depth: number,
  { iteratorOnStack }: IteratorOptions,
): void {
  const location = c.locate(node);
  const start = c.newLabel();
  const ifCleanup = c.newLabel();
  const anchor = c.newLabel();
  let loops = true;
  if (!iteratorOnStack) {
    if (index === 0) c.op1(Op.LOAD_FAST, 0, location);
    else {
      const only = onlyElement(generator.iter);
      if (only !== null) {
        // `for y in [f(x)]` is an assignment.
        visitExpression(c, only);
        loops = false;
      } else visitIterable(c, generator);
    }
  }
  if (loops) {
    c.useLabel(start);
    c.jump(Op.FOR_ITER, anchor, c.locate(generator.iter));
  }
  visitExpression(c, generator.target);
  for (const condition of generator.ifs) jumpIf(c, condition, ifCleanup, false, location);
  const elementLocation = visitElement(c, node, index, depth + (loops ? 1 : 0));
  c.useLabel(ifCleanup);
  if (!loops) return;
  c.jump(Op.JUMP, start, elementLocation);
  c.useLabel(anchor);
  c.op(Op.END_FOR, NO_LOCATION);
  c.op(Op.POP_ITER, NO_LOCATION);
}

function onlyElement(node: ast.Expression): ast.Expression | null {
  if (node.node !== "List" && node.node !== "Tuple") return null;
  const [only, second] = node.elts;
  return only === undefined || second !== undefined || only.node === "Starred" ? null : only;
}

function visitAsyncGenerator(
  c: CodeGenerator,
  node: ComprehensionNode,
  generator: ast.Comprehension,
  index: number,
  depth: number,
  { iteratorOnStack }: IteratorOptions,
): void {
  const location = c.locate(node);
  const start = c.newLabel();
  const send = c.newLabel();
  const except = c.newLabel();
  const ifCleanup = c.newLabel();
  if (!iteratorOnStack) {
    if (index === 0) c.op1(Op.LOAD_FAST, 0, location);
    else visitIterable(c, generator);
  }
  c.useLabel(start);
  c.pushBlock({ type: "async comprehension" }, location);
  c.jump(Op.SETUP_FINALLY, except, location);
  c.op(Op.GET_ANEXT, location);
  c.loadConst(NONE, location);
  c.useLabel(send);
  addYieldFrom(c, location, "await");
  c.op(Op.POP_BLOCK, location);
  visitExpression(c, generator.target);
  for (const condition of generator.ifs) jumpIf(c, condition, ifCleanup, false, location);
  const elementLocation = visitElement(c, node, index, depth + 1);
  c.useLabel(ifCleanup);
  c.jump(Op.JUMP, start, elementLocation);
  c.popBlock();
  c.useLabel(except);
  c.jump(Op.END_ASYNC_FOR, send, location);
}

/** The next loop, or in the innermost the element itself. Gives the element's location. */
function visitElement(c: CodeGenerator, node: ComprehensionNode, index: number, depth: number): Location {
  const isInnermost = index === node.generators.length - 1;
  if (!isInnermost) visitGenerators(c, node, index + 1, depth, { iteratorOnStack: false });
  if (node.node === "DictComp") {
    const key = c.locate(node.key);
    if (!isInnermost) return key;
    const { endLine, endColumn } = c.locate(node.value);
    const location = { ...key, endLine, endColumn };
    visitExpression(c, node.key);
    visitExpression(c, node.value);
    c.op1(Op.MAP_ADD, depth + 1, location);
    return location;
  }
  const location = c.locate(node.elt);
  if (!isInnermost) return location;
  visitExpression(c, node.elt);
  if (node.node === "GeneratorExp") {
    yieldValue(c, location);
    c.op(Op.POP_TOP, location);
  } else c.op1(kinds[node.node].add, depth + 1, location);
  return location;
}

// ---------------------------------------------------------------------------------------------------------- inlining

/** What must be undone after an inlined comprehension. */
interface InlinedState {
  /** Names whose values are on the stack, in order. */
  readonly pushed: readonly string[];
  readonly cleanup: Label | null;
  /** Symbols of the block as they were. */
  readonly symbols: ReadonlyMap<string, number>;
  readonly fastHidden: readonly string[];
}

function enterInlined(c: CodeGenerator, entry: SymbolTableEntry, location: Location): InlinedState {
  const { unit } = c;
  const inClassBody = unit.entry.type === "class" && unit.inlinedComprehensionDepth === 0;
  unit.inlinedComprehensionDepth++;
  const symbols = new Map<string, number>();
  const fastHidden: string[] = [];
  const pushed: string[] = [];
  const isolated = [...entry.symbols].filter(
    ([, symbol]) => (symbol & Definition.LOCAL) !== 0 && (symbol & Definition.NONLOCAL) === 0,
  );
  for (const [name, symbol] of entry.symbols) {
    const scope = scopeOf(symbol);
    const outer = unit.entry.symbol(name);
    const outerScope = scopeOf(outer);
    // The name means here what it means in the comprehension; a name that is free there is looked up as outside.
    const differs =
      scope !== outerScope && scope !== Scope.FREE && !(scope === Scope.CELL && outerScope === Scope.FREE);
    if (!differs && !inClassBody) continue;
    symbols.set(name, outer);
    unit.entry.symbols.set(name, symbol);
  }
  for (const [name] of isolated) {
    if (unit.isFunctionLike || unit.fastHidden.get(name) === true) continue;
    unit.fastHidden.set(name, true);
    fastHidden.push(name);
  }
  for (const [name, symbol] of isolated) {
    // For a cell this pushes the cell itself; the comprehension gets a new one.
    c.op1(Op.LOAD_FAST_AND_CLEAR, indexOf(unit.varnames, name), location);
    if (scopeOf(symbol) === Scope.CELL) {
      const isFree = unit.entry.scope(name) === Scope.FREE;
      c.op1(Op.MAKE_CELL, indexOf(isFree ? unit.freevars : unit.cellvars, name), location);
    }
    pushed.push(name);
  }
  if (pushed.length === 0) return { pushed, cleanup: null, symbols, fastHidden };
  // The iterator goes back on top.
  c.op1(Op.SWAP, pushed.length + 1, location);
  const cleanup = c.newLabel();
  c.jump(Op.SETUP_FINALLY, cleanup, location);
  return { pushed, cleanup, symbols, fastHidden };
}

function leaveInlined(c: CodeGenerator, state: InlinedState, location: Location): void {
  if (state.cleanup !== null) {
    const end = c.newLabel();
    c.op(Op.POP_BLOCK, NO_LOCATION);
    c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
    // On an exception the unfinished result, which is below it, goes.
    c.useLabel(state.cleanup);
    c.op1(Op.SWAP, 2, NO_LOCATION);
    c.op(Op.POP_TOP, NO_LOCATION);
    restoreLocals(c, state.pushed, location);
    c.op1(Op.RERAISE, 0, NO_LOCATION);
    c.useLabel(end);
    restoreLocals(c, state.pushed, location);
  }
  const { unit } = c;
  unit.inlinedComprehensionDepth--;
  for (const [name, symbol] of state.symbols) unit.entry.symbols.set(name, symbol);
  for (const name of state.fastHidden) unit.fastHidden.set(name, false);
}

/** Stores the saved values, which lie below the result. */
function restoreLocals(c: CodeGenerator, names: readonly string[], location: Location): void {
  c.op1(Op.SWAP, names.length + 1, location);
  for (const name of [...names].reverse()) {
    c.op1(Op.STORE_FAST_MAYBE_NULL, indexOf(c.unit.varnames, name), location);
  }
}
