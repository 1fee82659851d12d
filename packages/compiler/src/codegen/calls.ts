// Calls: plain, with keywords, with * and **; methods; and `any`, `all` and `tuple` of a generator, which loop in place.

import { commonConstants, intrinsics1 } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { FALSE, TRUE, stringConstant, stringTuple } from "../constants/constant.ts";
import { type Label } from "../flowgraph/sequence.ts";
import { type Location, NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { Definition } from "../symtable/flags.ts";
import { attributeLocation } from "./access.ts";
import { STACK_USE_GUIDELINE, gatherTuple } from "./collections.ts";
import { compareOperation } from "./conditions.ts";
import { visitExpression, visitExpressions } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";
import { loadSuperAttribute, superCall } from "./super.ts";
import { checkCaller } from "./warnings.ts";

/** `func(args)`. */
export function visitCall(c: CodeGenerator, node: ast.Call): void {
  validateKeywords(c, node.keywords);
  if (visitMethodCall(c, node)) return;
  const end = c.newLabel();
  checkCaller(c, node.func);
  visitExpression(c, node.func);
  visitBuiltinOfGenerator(c, node, end);
  c.op(Op.PUSH_NULL, c.locate(node.func));
  callWith(c, node, { pushed: 0 }, c.locate(node));
  c.useLabel(end);
}

function validateKeywords(c: CodeGenerator, keywords: readonly ast.Keyword[]): void {
  const seen = new Set<string>();
  const repeated = keywords.filter(({ arg }) => {
    if (arg === null) return false;
    const isRepeated = seen.has(arg);
    seen.add(arg);
    return isRepeated;
  });
  const [first] = repeated;
  if (first === undefined) return;
  // Reported in order of the first of the two that are equal.
  const order = keywords.findIndex(({ arg }) => arg !== null && repeated.some((it) => it.arg === arg));
  const culprit = repeated.find((it) => it.arg === keywords[order]?.arg) ?? first;
  throw c.error(`keyword argument repeated: ${culprit.arg ?? ""}`, culprit);
}

/** Compiles `object.method(args)` so that no bound method is made. Gives false when it does not apply. */
function visitMethodCall(c: CodeGenerator, node: ast.Call): boolean {
  const { func, args, keywords } = node;
  if (func.node !== "Attribute" || func.ctx !== "Load" || isImported(c, func.value)) return false;
  const count = args.length + keywords.length + (keywords.length > 0 ? 1 : 0);
  if (count >= STACK_USE_GUIDELINE || hasUnpacking(args, keywords)) return false;

  let location = c.locate(func);
  const zuper = superCall(c, func);
  if (zuper !== null) {
    loadSuperAttribute(c, func, zuper, { method: true }, location);
    location = attributeLocation(c, location, func);
    c.op(Op.NOP, location);
  } else {
    visitExpression(c, func.value);
    location = attributeLocation(c, location, func);
    c.loadAttribute(func.attr, { method: true }, location);
  }
  visitExpressions(c, args);
  const callLocation = attributeLocation(c, c.locate(node), func);
  if (keywords.length === 0) c.op1(Op.CALL, args.length, callLocation);
  else {
    visitKeywordValues(c, keywords, location);
    c.op1(Op.CALL_KW, args.length + keywords.length, callLocation);
  }
  return true;
}

/** Modules are not instances: their attributes are functions, not methods. */
function isImported(c: CodeGenerator, node: ast.Expression): boolean {
  return node.node === "Name" && (c.symbolTable.top.symbol(node.id) & Definition.IMPORT) !== 0;
}

function hasUnpacking(args: readonly ast.Expression[], keywords: readonly ast.Keyword[]): boolean {
  return args.some((argument) => argument.node === "Starred") || keywords.some((keyword) => keyword.arg === null);
}

/** Values of keywords, and the tuple of their names. */
function visitKeywordValues(c: CodeGenerator, keywords: readonly ast.Keyword[], location: Location): void {
  for (const { value } of keywords) visitExpression(c, value);
  c.loadConst(stringTuple(keywords.map(({ arg }) => arg ?? "")), location);
}

/** What is called with. */
interface Arguments {
  readonly args: readonly ast.Expression[];
  readonly keywords: readonly ast.Keyword[];
}

/** Values that are on the stack already, and a name whose value comes after the positional ones. */
interface CallOptions {
  readonly pushed: number;
  readonly injected?: string;
}

/** Pushes arguments and calls; the callable and its NULL are on the stack. */
export function callWith(
  c: CodeGenerator,
  { args, keywords }: Arguments,
  { pushed, injected }: CallOptions,
  location: Location,
): void {
  validateKeywords(c, keywords);
  const isBig = args.length + keywords.length * 2 > STACK_USE_GUIDELINE;
  if (isBig || hasUnpacking(args, keywords)) {
    return callUnpacking(c, { args, keywords }, injected === undefined ? { pushed } : { pushed, injected }, location);
  }
  visitExpressions(c, args);
  if (injected !== undefined) nameOperation(c, injected, "Load", location);
  const count = pushed + args.length + (injected === undefined ? 0 : 1) + keywords.length;
  if (keywords.length === 0) return c.op1(Op.CALL, count, location);
  visitKeywordValues(c, keywords, location);
  c.op1(Op.CALL_KW, count, location);
}

function callUnpacking(
  c: CodeGenerator,
  { args, keywords }: Arguments,
  options: CallOptions,
  location: Location,
): void {
  const [only, second] = args;
  if (options.pushed === 0 && only?.node === "Starred" && second === undefined) visitExpression(c, only.value);
  else gatherTuple(c, args, location, options);

  let hasDict = false;
  let pending = 0;
  const flush = (end: number): void => {
    if (pending === 0) return;
    buildKeywords(c, keywords.slice(end - pending, end), location);
    if (hasDict) c.op1(Op.DICT_MERGE, 1, location);
    hasDict = true;
    pending = 0;
  };
  keywords.forEach(({ arg, value }, index) => {
    if (arg !== null) {
      pending++;
      return;
    }
    flush(index);
    if (!hasDict) c.op1(Op.BUILD_MAP, 0, location);
    hasDict = true;
    visitExpression(c, value);
    c.op1(Op.DICT_MERGE, 1, location);
  });
  flush(keywords.length);
  if (!hasDict) c.op(Op.PUSH_NULL, location);
  c.op(Op.CALL_FUNCTION_EX, location);
}

function buildKeywords(c: CodeGenerator, keywords: readonly ast.Keyword[], location: Location): void {
  const isBig = keywords.length * 2 > STACK_USE_GUIDELINE;
  if (isBig) c.op1(Op.BUILD_MAP, 0, NO_LOCATION);
  for (const { arg, value } of keywords) {
    c.loadConst(stringConstant(arg ?? ""), location);
    visitExpression(c, value);
    if (isBig) c.op1(Op.MAP_ADD, 1, NO_LOCATION);
  }
  if (!isBig) c.op1(Op.BUILD_MAP, keywords.length, location);
}

/** `any`, `all` or `tuple` of a generator expression loops in place, if the name still means the builtin. */
function visitBuiltinOfGenerator(c: CodeGenerator, { func, args, keywords }: ast.Call, end: Label): void {
  const [generator, second] = args;
  if (func.node !== "Name" || keywords.length > 0 || second !== undefined) return;
  if (generator?.node !== "GeneratorExp") return;
  const name = func.id;
  if (name !== "any" && name !== "all" && name !== "tuple") return;
  const location = c.locate(func);
  const skip = c.newLabel();
  c.op1(Op.COPY, 1, location);
  c.op1(Op.LOAD_COMMON_CONSTANT, commonConstants.indexOf(name), location);
  compareOperation(c, "Is", location);
  c.jump(Op.POP_JUMP_IF_FALSE, skip, location);
  c.op(Op.POP_TOP, location);
  if (name === "tuple") c.op1(Op.BUILD_LIST, 0, location);
  visitExpression(c, generator);

  const loop = c.newLabel();
  const cleanup = c.newLabel();
  c.useLabel(loop);
  c.jump(Op.FOR_ITER, cleanup, location);
  if (name === "tuple") {
    c.op1(Op.LIST_APPEND, 2, location);
    c.jump(Op.JUMP, loop, location);
  } else {
    c.op(Op.TO_BOOL, location);
    c.jump(name === "all" ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, loop, location);
  }
  c.op(Op.POP_ITER, NO_LOCATION);
  if (name !== "tuple") c.loadConst(name === "all" ? FALSE : TRUE, location);
  c.jump(Op.JUMP, end, location);

  c.useLabel(cleanup);
  c.op(Op.END_FOR, NO_LOCATION);
  c.op(Op.POP_ITER, NO_LOCATION);
  if (name === "tuple") c.op1(Op.CALL_INTRINSIC_1, intrinsics1.indexOf("INTRINSIC_LIST_TO_TUPLE"), location);
  else c.loadConst(name === "all" ? TRUE : FALSE, location);
  c.jump(Op.JUMP, end, location);
  c.useLabel(skip);
}
