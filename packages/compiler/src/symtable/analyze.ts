// The second pass over symbol tables: what each name refers to.
//
// Going down, a block gets the names bound in functions around it and those declared global; going up, it gives the names it
// uses but does not bind. A local that comes up free from a child becomes a cell. Comprehensions other than generators are
// merged into their block here. Sets are copied on the way down, so that siblings do not see each other's names.

import { CompileError } from "../diagnostic.ts";
import { type SymbolTableEntry } from "./entry.ts";
import { BOUND, Definition, Scope, definitionBits, scopeBits, scopeOf } from "./flags.ts";

/** Names visible to a block. `bound` is null at module level. */
interface Surroundings {
  readonly bound: Set<string> | null;
  readonly global: Set<string>;
  readonly typeParameters: Set<string>;
  /** The class whose namespace annotations and the like can see. */
  readonly classEntry: SymbolTableEntry | null;
}

/** Resolves all names. @throws CompileError for `global` and `nonlocal` that contradict. */
export function analyze(top: SymbolTableEntry): void {
  analyzeBlock(top, { bound: null, global: new Set(), typeParameters: new Set(), classEntry: null });
}

/** Resolves a block and those in it; gives the names free in it. */
function analyzeBlock(entry: SymbolTableEntry, around: Surroundings): Set<string> {
  const scopes = new Map<string, number>();
  const local = new Set<string>();
  /** Names free in the block itself, and in its children. */
  const ownFree = new Set<string>();
  const free = new Set<string>();
  const inlinedCells = new Set<string>();
  const isClass = entry.type === "class";

  // A class's names are not visible in its functions, so what those see is fixed before its names are looked at.
  const seenByClass = isClass ? { bound: new Set(around.bound ?? []), global: new Set(around.global) } : null;
  for (const [name, symbol] of entry.symbols)
    analyzeName(entry, name, symbol, around, { scopes, local, free: ownFree });
  const bound = seenByClass?.bound ?? new Set([...(entry.isFunctionLike ? local : []), ...(around.bound ?? [])]);
  const global = seenByClass?.global ?? new Set(around.global);
  if (isClass) for (const name of implicitCells) bound.add(name);

  for (const child of entry.children) {
    const childFree = analyzeBlock(child, {
      bound: new Set(bound),
      global: new Set(global),
      typeParameters: new Set(around.typeParameters),
      classEntry: child.canSeeClassScope ? (isClass ? entry : around.classEntry) : null,
    });
    if (mayInline(entry, child)) {
      inlineComprehension(entry, child, scopes, childFree, inlinedCells);
      child.comprehensionInlined = true;
    }
    for (const name of childFree) free.add(name);
  }
  entry.children = entry.children.flatMap((child) => (child.comprehensionInlined ? child.children : [child]));

  if (entry.isFunctionLike) markCells(scopes, free, inlinedCells);
  else if (isClass) dropClassFree(entry, free);
  updateSymbols(entry, scopes, around.bound, free, inlinedCells);
  for (const name of ownFree) free.add(name);
  return free;
}

const implicitCells = ["__class__", "__classdict__", "__conditional_annotations__"];

interface Findings {
  readonly scopes: Map<string, number>;
  readonly local: Set<string>;
  readonly free: Set<string>;
}

function analyzeName(
  entry: SymbolTableEntry,
  name: string,
  symbol: number,
  { bound, global, typeParameters, classEntry }: Surroundings,
  { scopes, local, free }: Findings,
): void {
  if ((symbol & Definition.GLOBAL) !== 0) {
    if ((symbol & Definition.NONLOCAL) !== 0)
      throw directiveError(entry, name, `name '${name}' is nonlocal and global`);
    scopes.set(name, Scope.GLOBAL_EXPLICIT);
    global.add(name);
    bound?.delete(name);
    return;
  }
  if ((symbol & Definition.NONLOCAL) !== 0) {
    if (bound === null) throw directiveError(entry, name, "nonlocal declaration not allowed at module level");
    if (!bound.has(name)) throw directiveError(entry, name, `no binding for nonlocal '${name}' found`);
    if (typeParameters.has(name)) {
      throw directiveError(entry, name, `nonlocal binding not allowed for type parameter '${name}'`);
    }
    scopes.set(name, Scope.FREE);
    free.add(name);
    return;
  }
  if ((symbol & BOUND) !== 0) {
    scopes.set(name, Scope.LOCAL);
    local.add(name);
    global.delete(name);
    if ((symbol & Definition.TYPE_PARAMETER) !== 0) typeParameters.add(name);
    else typeParameters.delete(name);
    return;
  }
  if (classEntry !== null) {
    // A name of the class comes from there or from the globals, not from a function around the class.
    const inClass = classEntry.symbol(name);
    if ((inClass & Definition.GLOBAL) !== 0) {
      scopes.set(name, Scope.GLOBAL_EXPLICIT);
      return;
    }
    if ((inClass & BOUND) !== 0 && (inClass & Definition.NONLOCAL) === 0) {
      scopes.set(name, Scope.GLOBAL_IMPLICIT);
      return;
    }
  }
  if (bound?.has(name) === true) {
    scopes.set(name, Scope.FREE);
    free.add(name);
  } else scopes.set(name, Scope.GLOBAL_IMPLICIT);
}

function directiveError(entry: SymbolTableEntry, name: string, message: string): CompileError {
  const directive = entry.directives.find((it) => it.name === name);
  return new CompileError(message, directive?.location ?? entry.location);
}

/** All comprehensions but generators are inlined, except in annotation scopes that see a class. */
function mayInline(entry: SymbolTableEntry, child: SymbolTableEntry): boolean {
  return child.comprehension !== null && child.comprehension !== "generator" && !entry.canSeeClassScope;
}

/** Whether a function in the block needs a name from around the block. */
const isFreeInChild = (entry: SymbolTableEntry, name: string): boolean =>
  entry.children.some((child) => child.scope(name) === Scope.FREE);

/** Merges a comprehension's names into its block, where its code will be. */
function inlineComprehension(
  entry: SymbolTableEntry,
  comprehension: SymbolTableEntry,
  scopes: Map<string, number>,
  comprehensionFree: Set<string>,
  inlinedCells: Set<string>,
): void {
  const removed: string[] = [];
  for (const [name, symbol] of comprehension.symbols) {
    if ((symbol & Definition.PARAM) !== 0) continue;
    const definition = definitionBits(symbol);
    let scope = scopeOf(symbol);
    if (scope === Scope.CELL || (definition & Definition.COMPREHENSION_CELL) !== 0) inlinedCells.add(name);
    if (scope === Scope.FREE && entry.type === "class" && implicitCells.includes(name)) {
      scope = Scope.GLOBAL_IMPLICIT;
      // A function in the comprehension gets the class's cell all the same. (CPython 3.14 forgets to make it.)
      if (!isFreeInChild(comprehension, name)) comprehensionFree.delete(name);
      removed.push(name);
    }
    const existing = entry.symbols.get(name);
    if (existing === undefined) {
      entry.symbols.set(name, definition);
      scopes.set(name, scope);
    } else if ((existing & BOUND) !== 0 && entry.type !== "class") {
      // Free in the comprehension and local here: just a local, unless a function in the comprehension needs it too.
      if (!isFreeInChild(comprehension, name)) comprehensionFree.delete(name);
    }
  }
  for (const name of removed) comprehension.symbols.delete(name);
}

/** Locals that a child needs, or that were cells of an inlined comprehension, become cells. */
function markCells(scopes: Map<string, number>, free: Set<string>, inlinedCells: ReadonlySet<string>): void {
  for (const [name, scope] of scopes) {
    if (scope !== Scope.LOCAL || !(free.has(name) || inlinedCells.has(name))) continue;
    scopes.set(name, Scope.CELL);
    free.delete(name);
  }
}

/** A class provides the implicit cells itself. */
function dropClassFree(entry: SymbolTableEntry, free: Set<string>): void {
  if (free.delete("__class__")) entry.needsClassClosure = true;
  if (free.delete("__classdict__")) entry.needsClassDict = true;
  if (free.delete("__conditional_annotations__")) entry.hasConditionalAnnotations = true;
}

/** Stores the scopes, and the names that pass through from children. */
function updateSymbols(
  entry: SymbolTableEntry,
  scopes: ReadonlyMap<string, number>,
  bound: ReadonlySet<string> | null,
  free: ReadonlySet<string>,
  inlinedCells: ReadonlySet<string>,
): void {
  for (const [name, symbol] of entry.symbols) {
    const cell = inlinedCells.has(name) ? Definition.COMPREHENSION_CELL : 0;
    entry.symbols.set(name, symbol | cell | scopeBits(scopes.get(name) ?? 0));
  }
  const marksFree = entry.type === "class" || entry.canSeeClassScope;
  for (const name of free) {
    const symbol = entry.symbols.get(name);
    if (symbol !== undefined) {
      if (marksFree) entry.symbols.set(name, symbol | Definition.FREE_CLASS);
    } else if (bound === null || bound.has(name)) entry.symbols.set(name, scopeBits(Scope.FREE));
  }
}
