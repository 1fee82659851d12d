// Names of statements.

import { type ast } from "@tjit/parser";
import { getDocstring } from "../preprocess/docstring.ts";
import { visitAnnotation, visitFunctionAnnotations } from "./annotations.ts";
import { type SymbolTableBuilder } from "./builder.ts";
import { type SymbolTableEntry } from "./entry.ts";
import { visitArguments, visitExpression, visitExpressions, visitKeywords } from "./expressions.ts";
import { Definition } from "./flags.ts";
import { visitPattern } from "./patterns.ts";
import { enterTypeParameterBlock, visitTypeParameter } from "./type-parameters.ts";

/** Visits a body. */
export function visitStatements(st: SymbolTableBuilder, body: readonly ast.Statement[]): void {
  for (const statement of body) visitStatement(st, statement);
}

function visitStatement(st: SymbolTableBuilder, node: ast.Statement): void {
  switch (node.node) {
    case "FunctionDef":
    case "AsyncFunctionDef":
      return visitFunction(st, node);
    case "ClassDef":
      return visitClass(st, node);
    case "TypeAlias":
      return visitTypeAlias(st, node);
    case "Return":
      return visitOptional(st, node.value);
    case "Delete":
      return visitExpressions(st, node.targets);
    case "Assign":
      visitExpressions(st, node.targets);
      return visitExpression(st, node.value);
    case "AnnAssign":
      return visitAnnAssign(st, node);
    case "AugAssign":
      visitExpression(st, node.target);
      return visitExpression(st, node.value);
    case "For":
      return visitFor(st, node);
    case "AsyncFor":
      requireCoroutine(st, node, "'async for' outside async function");
      return visitFor(st, node);
    case "If":
      return visitIf(st, node);
    case "While":
      visitExpression(st, node.test);
      return st.inConditionalBlock(() => {
        visitStatements(st, node.body);
        visitStatements(st, node.orelse);
      });
    case "Match":
      visitExpression(st, node.subject);
      return st.inConditionalBlock(() => node.cases.forEach((each) => visitMatchCase(st, each)));
    case "Raise":
      visitOptional(st, node.exc);
      return visitOptional(st, node.cause);
    case "Try":
    case "TryStar":
      return st.inConditionalBlock(() => {
        visitStatements(st, node.body);
        for (const handler of node.handlers) visitExceptHandler(st, handler);
        visitStatements(st, node.orelse);
        visitStatements(st, node.finalbody);
      });
    case "Assert":
      visitExpression(st, node.test);
      return visitOptional(st, node.msg);
    case "Import":
      return node.names.forEach((alias) => visitAlias(st, alias));
    case "ImportFrom":
      node.names.forEach((alias) => visitAlias(st, alias));
      return checkFutureImport(st, node);
    case "Global":
      return visitDirective(st, node, Definition.GLOBAL, "global");
    case "Nonlocal":
      return visitDirective(st, node, Definition.NONLOCAL, "nonlocal");
    case "Expr":
      return visitExpression(st, node.value);
    case "Pass":
    case "Break":
    case "Continue":
      return;
    case "With":
      return visitWith(st, node);
    case "AsyncWith":
      requireCoroutine(st, node, "'async with' outside async function");
      return visitWith(st, node);
  }
}

/** Follows `elif`s in a loop, as they may be many. */
function visitIf(st: SymbolTableBuilder, node: ast.If): void {
  visitExpression(st, node.test);
  st.inConditionalBlock(() => {
    for (let each = node; ;) {
      visitStatements(st, each.body);
      const [only, second] = each.orelse;
      if (only?.node !== "If" || second !== undefined) return visitStatements(st, each.orelse);
      each = only;
      visitExpression(st, each.test);
    }
  });
}

function visitOptional(st: SymbolTableBuilder, node: ast.Expression | null): void {
  if (node !== null) visitExpression(st, node);
}

function visitFunction(st: SymbolTableBuilder, node: ast.FunctionDef | ast.AsyncFunctionDef): void {
  const { args } = node;
  const location = st.locate(node);
  st.define(node.name, Definition.LOCAL, location);
  visitExpressions(st, args.defaults);
  for (const value of args.kw_defaults) visitOptional(st, value);
  visitExpressions(st, node.decorator_list);
  const generic = node.type_params.length > 0;
  if (generic) {
    const parameters = [".defaults", ...(args.kw_defaults.some((value) => value !== null) ? [".kwdefaults"] : [])];
    enterTypeParameterBlock(st, node, parameters);
    for (const parameter of node.type_params) visitTypeParameter(st, parameter);
  }
  const entry = st.newEntry(node.name, "function", location);
  st.blocks.set(node, entry);
  entry.hasDocstring = getDocstring(node.body) !== null;
  visitFunctionAnnotations(st, node);
  st.enterExisting(entry);
  if (node.node === "AsyncFunctionDef") entry.coroutine = true;
  visitArguments(st, args);
  visitStatements(st, node.body);
  st.exit();
  if (generic) st.exit();
}

function visitClass(st: SymbolTableBuilder, node: ast.ClassDef): void {
  const location = st.locate(node);
  st.define(node.name, Definition.LOCAL, location);
  visitExpressions(st, node.decorator_list);
  const outerClass = st.className;
  const generic = node.type_params.length > 0;
  if (generic) {
    const block = enterTypeParameterBlock(st, node, []);
    st.className = node.name;
    block.mangledNames = new Set();
    for (const parameter of node.type_params) visitTypeParameter(st, parameter);
  }
  visitExpressions(st, node.bases);
  visitKeywords(st, node.keywords);
  const entry: SymbolTableEntry = st.enter(node.name, "class", location);
  st.blocks.set(node, entry);
  st.className = node.name;
  if (generic) {
    st.define("__type_params__", Definition.LOCAL, location);
    st.define(".type_params", Definition.USE, location);
  }
  entry.hasDocstring = getDocstring(node.body) !== null;
  visitStatements(st, node.body);
  st.exit();
  if (generic) st.exit();
  st.className = outerClass;
}

function visitTypeAlias(st: SymbolTableBuilder, node: ast.TypeAlias): void {
  visitExpression(st, node.name);
  if (node.name.node !== "Name") throw new TypeError("a type alias has a name");
  const inClass = st.current.type === "class";
  const generic = node.type_params.length > 0;
  if (generic) {
    enterTypeParameterBlock(st, { ...node, name: node.name.id }, []);
    for (const parameter of node.type_params) visitTypeParameter(st, parameter);
  }
  const entry = st.enter(node.name.id, "type alias", st.locate(node));
  st.blocks.set(node, entry);
  entry.canSeeClassScope = inClass;
  if (inClass) st.define("__classdict__", Definition.USE, st.locate(node.value));
  visitExpression(st, node.value);
  st.exit();
  if (generic) st.exit();
}

function visitAnnAssign(st: SymbolTableBuilder, node: ast.AnnAssign): void {
  st.current.annotationsUsed = true;
  const { target } = node;
  if (target.node === "Name") {
    const known = st.lookup(target.id);
    const declared = known & (Definition.GLOBAL | Definition.NONLOCAL);
    if (declared !== 0 && st.current !== st.top && node.simple === 1) {
      const kind = (known & Definition.GLOBAL) !== 0 ? "global" : "nonlocal";
      throw st.error(`annotated name '${target.id}' can't be ${kind}`, node);
    }
    if (node.simple === 1) st.define(target.id, Definition.ANNOTATION | Definition.LOCAL, st.locate(target));
    else if (node.value !== null) st.define(target.id, Definition.LOCAL, st.locate(target));
  } else visitExpression(st, target);
  visitAnnotation(st, node.annotation);
  visitOptional(st, node.value);
}

function visitFor(st: SymbolTableBuilder, node: ast.For | ast.AsyncFor): void {
  visitExpression(st, node.target);
  visitExpression(st, node.iter);
  st.inConditionalBlock(() => {
    visitStatements(st, node.body);
    visitStatements(st, node.orelse);
  });
}

function visitWith(st: SymbolTableBuilder, node: ast.With | ast.AsyncWith): void {
  st.inConditionalBlock(() => {
    for (const item of node.items) {
      visitExpression(st, item.context_expr);
      visitOptional(st, item.optional_vars);
    }
    visitStatements(st, node.body);
  });
}

function requireCoroutine(st: SymbolTableBuilder, node: ast.Statement, message: string): void {
  if (st.allowsTopLevelAwait) st.current.coroutine = true;
  if (!st.current.coroutine) throw st.error(message, node);
}

function visitMatchCase(st: SymbolTableBuilder, node: ast.MatchCase): void {
  visitPattern(st, node.pattern);
  visitOptional(st, node.guard);
  visitStatements(st, node.body);
}

function visitExceptHandler(st: SymbolTableBuilder, node: ast.ExceptHandler): void {
  visitOptional(st, node.type);
  if (node.name !== null) st.define(node.name, Definition.LOCAL, st.locate(node));
  visitStatements(st, node.body);
}

function visitAlias(st: SymbolTableBuilder, node: ast.Alias): void {
  const name = node.asname ?? node.name;
  if (name !== "*") {
    st.define(name.split(".")[0] ?? name, Definition.IMPORT, st.locate(node));
  } else if (st.current.type !== "module") throw st.error("import * only allowed at module level", node);
}

function checkFutureImport(st: SymbolTableBuilder, node: ast.ImportFrom): void {
  if (node.module !== "__future__" || node.level !== 0) return;
  const { line, column } = st.locate(node);
  const last = st.future.location;
  if (line > last.line || (line === last.endLine && column > last.endColumn)) {
    throw st.error("from __future__ imports must occur at the beginning of the file", node);
  }
}

function visitDirective(
  st: SymbolTableBuilder,
  node: ast.Global | ast.Nonlocal,
  definition: number,
  keyword: "global" | "nonlocal",
): void {
  const location = st.locate(node);
  for (const name of node.names) {
    const known = st.lookup(name);
    if ((known & Definition.PARAM) !== 0) throw st.error(`name '${name}' is parameter and ${keyword}`, node);
    if ((known & Definition.USE) !== 0) throw st.error(`name '${name}' is used prior to ${keyword} declaration`, node);
    if ((known & Definition.ANNOTATION) !== 0) throw st.error(`annotated name '${name}' can't be ${keyword}`, node);
    if ((known & Definition.LOCAL) !== 0) {
      throw st.error(`name '${name}' is assigned to before ${keyword} declaration`, node);
    }
    st.define(name, definition, location);
    st.recordDirective(name, location);
  }
}
