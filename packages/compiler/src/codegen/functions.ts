// `def`, `async def` and `lambda`.

import { intrinsics2 } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { stringConstant } from "../constants/constant.ts";
import { type Location, NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { cleanDocstring, getDocstring } from "../preprocess/docstring.ts";
import { lookupBlock } from "../symtable/entry.ts";
import { visitFunctionAnnotations } from "./annotations.ts";
import { FunctionAttribute, makeClosure } from "./closures.ts";
import { visitExpression, visitExpressions } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { wrapInStopIterationHandler } from "./generators.ts";
import { nameOperation } from "./names.ts";
import { visitStatements } from "./statements.ts";
import { callTypeParameters, enterTypeParameters } from "./type-parameters.ts";
import { type ArgumentCounts, NO_ARGUMENTS } from "./unit.ts";

/** `def name(args): body`. */
export function visitFunction(c: CodeGenerator, node: ast.FunctionDef | ast.AsyncFunctionDef): void {
  const { args, decorator_list: decorators, type_params: typeParameters } = node;
  const location = c.locate(node);
  visitExpressions(c, decorators);
  const firstLine = firstLineOf(c, node);
  let attributes = visitDefaults(c, args, location);
  const isGeneric = typeParameters.length > 0;
  // Defaults are evaluated outside of the type parameters' scope and passed in.
  const passed = ((attributes & FunctionAttribute.DEFAULTS) !== 0 ? 1 : 0) + (attributes > 1 ? 1 : 0);
  if (isGeneric) {
    if (passed === 2) c.op1(Op.SWAP, 2, location);
    const counts = { ...NO_ARGUMENTS, argcount: passed };
    enterTypeParameters(c, node.name, typeParameters, firstLine, { counts });
    for (let index = 0; index < passed; index++) c.op1(Op.LOAD_FAST, index, location);
  }
  attributes |= visitFunctionAnnotations(c, node);
  visitFunctionBody(c, node, attributes, firstLine);
  if (isGeneric) {
    c.op1(Op.SWAP, 2, location);
    c.op1(Op.CALL_INTRINSIC_2, intrinsics2.indexOf("INTRINSIC_SET_FUNCTION_TYPE_PARAMS"), location);
    const code = c.exitScope({ returnsNone: false });
    makeClosure(c, code, 0, location);
    callTypeParameters(c, passed, location);
  }
  applyDecorators(c, decorators);
  nameOperation(c, node.name, "Store", location);
}

function visitFunctionBody(
  c: CodeGenerator,
  node: ast.FunctionDef | ast.AsyncFunctionDef,
  attributes: number,
  firstLine: number,
): void {
  const entry = lookupBlock(c.symbolTable.blocks, node);
  const type = node.node === "AsyncFunctionDef" ? "async function" : "function";
  c.enterScope(node.name, type, entry, firstLine, { counts: countArguments(node.args) });
  const docstring = entry.hasDocstring ? getDocstring(node.body) : null;
  if (docstring !== null) c.unit.consts.add(stringConstant(cleanDocstring(docstring)));
  const body = docstring === null ? node.body : node.body.slice(1);
  if (entry.coroutine || entry.generator) {
    c.pushBlock({ type: "stop iteration" }, NO_LOCATION);
    visitStatements(c, body);
    wrapInStopIterationHandler(c);
    c.popBlock();
  } else visitStatements(c, body);
  const code = c.exitScope({ returnsNone: true });
  makeClosure(c, code, attributes, c.locate(node));
}

/** `lambda args: body`. */
export function visitLambda(c: CodeGenerator, node: ast.Lambda): void {
  const location = c.locate(node);
  const attributes = visitDefaults(c, node.args, location);
  const entry = lookupBlock(c.symbolTable.blocks, node);
  c.enterScope("<lambda>", "lambda", entry, location.line, { counts: countArguments(node.args) });
  visitExpression(c, node.body);
  if (!entry.generator) c.op(Op.RETURN_VALUE, c.locate(node.body));
  const code = c.exitScope({ returnsNone: !entry.generator });
  makeClosure(c, code, attributes, location);
}

const countArguments = (args: ast.Arguments): ArgumentCounts => ({
  argcount: args.args.length,
  posonlyargcount: args.posonlyargs.length,
  kwonlyargcount: args.kwonlyargs.length,
});

/** Leaves the tuple of defaults and the dict of keyword defaults, as far as there are any; gives their flags. */
function visitDefaults(c: CodeGenerator, args: ast.Arguments, location: Location): number {
  let attributes = 0;
  if (args.defaults.length > 0) {
    visitExpressions(c, args.defaults);
    c.op1(Op.BUILD_TUPLE, args.defaults.length, location);
    attributes |= FunctionAttribute.DEFAULTS;
  }
  let count = 0;
  args.kwonlyargs.forEach(({ arg }, index) => {
    const value = args.kw_defaults[index] ?? null;
    if (value === null) return;
    c.loadConst(stringConstant(c.mangled(arg)), location);
    visitExpression(c, value);
    count++;
  });
  if (count > 0) {
    c.op1(Op.BUILD_MAP, count, location);
    attributes |= FunctionAttribute.KWDEFAULTS;
  }
  return attributes;
}

/** Line of the first decorator, or of the definition. */
export function firstLineOf(c: CodeGenerator, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef): number {
  return c.locate(node.decorator_list[0] ?? node).line;
}

/** Calls the decorators on the stack, innermost first. */
export function applyDecorators(c: CodeGenerator, decorators: readonly ast.Expression[]): void {
  for (const decorator of [...decorators].reverse()) c.op1(Op.CALL, 0, c.locate(decorator));
}
