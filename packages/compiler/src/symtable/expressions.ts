// Names of expressions.

import { type ast } from "@tjit/parser";
import { type SymbolTableBuilder } from "./builder.ts";
import { visitComprehension, visitNamedExpression } from "./comprehensions.ts";
import { Definition } from "./flags.ts";

/** Visits expressions in order. */
export function visitExpressions(st: SymbolTableBuilder, nodes: readonly (ast.Expression | null)[]): void {
  for (const node of nodes) if (node !== null) visitExpression(st, node);
}

/** Visits an expression. Left operands are followed in a loop, so that long sums do not exhaust the stack. */
export function visitExpression(st: SymbolTableBuilder, node: ast.Expression): void {
  switch (node.node) {
    case "NamedExpr":
      refuseInAnnotation(st, "named expression", node);
      return visitNamedExpression(st, node);
    case "BoolOp":
      return visitExpressions(st, node.values);
    case "BinOp": {
      const spine: ast.BinOp[] = [];
      let left: ast.Expression = node;
      for (; left.node === "BinOp"; left = left.left) spine.push(left);
      visitExpression(st, left);
      for (let each = spine.pop(); each !== undefined; each = spine.pop()) visitExpression(st, each.right);
      return;
    }
    case "UnaryOp":
      return visitExpression(st, node.operand);
    case "Lambda":
      return visitLambda(st, node);
    case "IfExp":
      visitExpression(st, node.test);
      visitExpression(st, node.body);
      return visitExpression(st, node.orelse);
    case "Dict":
      visitExpressions(st, node.keys);
      return visitExpressions(st, node.values);
    case "Set":
    case "List":
    case "Tuple":
      return visitExpressions(st, node.elts);
    case "GeneratorExp":
    case "ListComp":
    case "SetComp":
    case "DictComp":
      return visitComprehension(st, node);
    case "Yield":
    case "YieldFrom":
      refuseInAnnotation(st, "yield expression", node);
      if (node.value !== null) visitExpression(st, node.value);
      st.current.generator = true;
      return refuseInComprehension(st, node);
    case "Await":
      return visitAwait(st, node);
    case "Compare":
      visitExpression(st, node.left);
      return visitExpressions(st, node.comparators);
    case "Call":
      visitExpression(st, node.func);
      visitExpressions(st, node.args);
      return visitKeywords(st, node.keywords);
    case "FormattedValue":
    case "Interpolation":
      visitExpression(st, node.value);
      if (node.format_spec !== null) visitExpression(st, node.format_spec);
      return;
    case "JoinedStr":
    case "TemplateStr":
      return visitExpressions(st, node.values);
    case "Constant":
      return;
    case "Attribute":
      st.checkName(node.attr, st.locate(node), node.ctx);
      return visitExpression(st, node.value);
    case "Subscript":
      visitExpression(st, node.value);
      return visitExpression(st, node.slice);
    case "Starred":
      return visitExpression(st, node.value);
    case "Slice":
      return visitExpressions(st, [node.lower, node.upper, node.step]);
    case "Name":
      return visitName(st, node);
  }
}

/** Visits keyword arguments. */
export function visitKeywords(st: SymbolTableBuilder, keywords: readonly ast.Keyword[]): void {
  for (const keyword of keywords) {
    if (keyword.arg !== null) st.checkName(keyword.arg, st.locate(keyword), "Store");
  }
  for (const { value } of keywords) visitExpression(st, value);
}

/** Parameters become locals, in the order that code objects have them. */
export function visitArguments(st: SymbolTableBuilder, args: ast.Arguments): void {
  for (const each of [...args.posonlyargs, ...args.args, ...args.kwonlyargs]) define(st, each);
  if (args.vararg !== null) {
    define(st, args.vararg);
    st.current.varargs = true;
  }
  if (args.kwarg !== null) {
    define(st, args.kwarg);
    st.current.varkeywords = true;
  }
}

const define = (st: SymbolTableBuilder, argument: ast.Argument): void =>
  st.define(argument.arg, Definition.PARAM, st.locate(argument));

function visitLambda(st: SymbolTableBuilder, node: ast.Lambda): void {
  visitExpressions(st, node.args.defaults);
  visitExpressions(st, node.args.kw_defaults);
  st.blocks.set(node, st.enter("lambda", "function", st.locate(node)));
  visitArguments(st, node.args);
  visitExpression(st, node.body);
  st.exit();
}

function visitName(st: SymbolTableBuilder, node: ast.Name): void {
  if (st.current.inUnevaluatedAnnotation) return;
  const location = st.locate(node);
  st.define(node.id, node.ctx === "Load" ? Definition.USE : Definition.LOCAL, location, node.ctx);
  // super() uses __class__ without saying so.
  if (node.ctx === "Load" && node.id === "super" && st.current.isFunctionLike) {
    st.define("__class__", Definition.USE, location);
  }
}

function visitAwait(st: SymbolTableBuilder, node: ast.Await): void {
  refuseInAnnotation(st, "await expression", node);
  if (!st.allowsTopLevelAwait) {
    if (!st.current.isFunctionLike) throw st.error("'await' outside function", node);
    const inAsyncFunction = st.current.type === "function" && st.current.coroutine;
    if (!inAsyncFunction && st.current.comprehension === null) throw st.error("'await' outside async function", node);
  }
  visitExpression(st, node.value);
  st.current.coroutine = true;
}

/** Annotations and type scopes are functions in which some expressions make no sense. */
function refuseInAnnotation(st: SymbolTableBuilder, what: string, node: ast.Expression): void {
  const { type, scopeInfo } = st.current;
  switch (type) {
    case "annotation":
      throw st.error(`${what} cannot be used within an annotation`, node);
    case "type variable":
      throw st.error(`${what} cannot be used within ${scopeInfo ?? "a type variable"}`, node);
    case "type alias":
      throw st.error(`${what} cannot be used within a type alias`, node);
    case "type parameters":
      throw st.error(`${what} cannot be used within the definition of a generic`, node);
    case "function":
    case "class":
    case "module":
  }
}

function refuseInComprehension(st: SymbolTableBuilder, node: ast.Expression): void {
  const { comprehension } = st.current;
  if (comprehension === null) return;
  const what = comprehension === "generator" ? "generator expression" : `${comprehension} comprehension`;
  throw st.error(`'yield' inside ${what}`, node);
}
