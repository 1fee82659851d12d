// Names of comprehensions, and of `:=`, which binds in the function around them.

import { type ast } from "@tjit/parser";
import { CompileError } from "../diagnostic.ts";
import { type SymbolTableBuilder } from "./builder.ts";
import { type ComprehensionType } from "./entry.ts";
import { visitExpression, visitExpressions } from "./expressions.ts";
import { Definition } from "./flags.ts";

type ComprehensionNode = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp;

const types: Readonly<Record<ComprehensionNode["node"], ComprehensionType>> = {
  ListComp: "list",
  SetComp: "set",
  DictComp: "dict",
  GeneratorExp: "generator",
};

/** A block of its own, but for the outermost iterable, which it receives as parameter `.0`. */
export function visitComprehension(st: SymbolTableBuilder, node: ComprehensionNode): void {
  const [outermost, ...others] = node.generators;
  if (outermost === undefined) throw new TypeError("a comprehension has a generator");
  const type = types[node.node];
  visitIterable(st, outermost.iter);

  const location = st.locate(node);
  const entry = st.enter(type === "generator" ? "genexpr" : `${type}comp`, "function", location);
  st.blocks.set(node, entry);
  entry.comprehension = type;
  if (outermost.is_async === 1) entry.coroutine = true;
  st.define(".0", Definition.PARAM, location);
  visitTarget(st, outermost.target);
  visitExpressions(st, outermost.ifs);
  for (const generator of others) {
    visitTarget(st, generator.target);
    visitIterable(st, generator.iter);
    visitExpressions(st, generator.ifs);
    if (generator.is_async === 1) entry.coroutine = true;
  }
  if (node.node === "DictComp") {
    visitExpression(st, node.value);
    visitExpression(st, node.key);
  } else visitExpression(st, node.elt);
  entry.generator = type === "generator";
  st.exit();

  if (!entry.coroutine || type === "generator") return;
  const { current } = st;
  const inAsyncFunction = current.type === "function" && current.coroutine;
  if (!inAsyncFunction && current.comprehension === null && !st.allowsTopLevelAwait) {
    throw st.error("asynchronous comprehension outside of an asynchronous function", node);
  }
  current.coroutine = true;
}

function visitTarget(st: SymbolTableBuilder, target: ast.Expression): void {
  st.current.inComprehensionTarget = true;
  visitExpression(st, target);
  st.current.inComprehensionTarget = false;
}

function visitIterable(st: SymbolTableBuilder, iterable: ast.Expression): void {
  const { current } = st;
  current.comprehensionIterableDepth++;
  visitExpression(st, iterable);
  current.comprehensionIterableDepth--;
}

/** `target := value`. */
export function visitNamedExpression(st: SymbolTableBuilder, node: ast.NamedExpr): void {
  if (st.current.comprehensionIterableDepth > 0) {
    throw st.error("assignment expression cannot be used in a comprehension iterable expression", node);
  }
  if (st.current.comprehension !== null && node.target.node === "Name") extendScope(st, node.target);
  visitExpression(st, node.value);
  visitExpression(st, node.target);
}

/** Binds a name of a comprehension in the nearest block that is none. */
function extendScope(st: SymbolTableBuilder, target: ast.Name): void {
  const name = target.id;
  const location = st.locate(target);
  for (const entry of [...st.stack].reverse()) {
    if (entry.comprehension !== null) {
      const known = st.lookup(name, entry);
      if ((known & Definition.COMPREHENSION_ITERATOR) !== 0 && (known & Definition.LOCAL) !== 0) {
        throw new CompileError(
          `assignment expression cannot rebind comprehension iteration variable '${name}'`,
          location,
        );
      }
      continue;
    }
    switch (entry.type) {
      case "function": {
        const isGlobal = (st.lookup(name, entry) & Definition.GLOBAL) !== 0;
        st.define(name, isGlobal ? Definition.GLOBAL : Definition.NONLOCAL, location);
        st.recordDirective(name, location);
        return st.defineIn(entry, name, Definition.LOCAL, location);
      }
      case "module":
        st.define(name, Definition.GLOBAL, location);
        st.recordDirective(name, location);
        return st.defineIn(entry, name, Definition.GLOBAL, location);
      case "class":
      case "type parameters":
      case "type alias":
      case "type variable":
        throw new CompileError(
          `assignment expression within a comprehension cannot be used ${places[entry.type]}`,
          location,
        );
      case "annotation":
    }
  }
}

const places = {
  class: "in a class body",
  "type parameters": "within the definition of a generic",
  "type alias": "in a type alias",
  "type variable": "in a TypeVar bound",
} as const;
