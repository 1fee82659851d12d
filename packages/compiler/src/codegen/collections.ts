// Displays of lists, tuples, sets and dicts; unpacking into lists and tuples.

import { intrinsics1 } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { type Location } from "../location.ts";
import { Op } from "../opcodes.ts";
import { visitExpression, visitExpressions } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";

/** Values beyond this number are gathered one by one, not on the stack. */
export const STACK_USE_GUIDELINE = 30;

/** Instructions that make, extend by one and extend by many. */
interface Builder {
  readonly build: number;
  readonly add: number;
  readonly extend: number;
  readonly tuple: boolean;
}

const listBuilder: Builder = { build: Op.BUILD_LIST, add: Op.LIST_APPEND, extend: Op.LIST_EXTEND, tuple: false };
const tupleBuilder: Builder = { ...listBuilder, tuple: true };
const setBuilder: Builder = { build: Op.BUILD_SET, add: Op.SET_ADD, extend: Op.SET_UPDATE, tuple: false };

/** `[…]`. */
export function visitList(c: CodeGenerator, node: ast.ListDisplay): void {
  if (node.ctx === "Load") gather(c, node.elts, listBuilder, c.locate(node));
  else visitTargets(c, node);
}

/** `(…)`. */
export function visitTuple(c: CodeGenerator, node: ast.Tuple): void {
  if (node.ctx === "Load") gatherTuple(c, node.elts, c.locate(node));
  else visitTargets(c, node);
}

/** `{…}`. */
export function visitSet(c: CodeGenerator, node: ast.SetDisplay): void {
  gather(c, node.elts, setBuilder, c.locate(node));
}

/** What stands before and after the values of a tuple of arguments. */
interface GatherOptions {
  /** Values already on the stack. */
  readonly pushed?: number;
  /** A name whose value comes last. */
  readonly injected?: string;
}

/** Makes a tuple of values, starred ones included. */
export function gatherTuple(
  c: CodeGenerator,
  elements: readonly ast.Expression[],
  location: Location,
  options: GatherOptions = {},
): void {
  gather(c, elements, tupleBuilder, location, options);
}

function gather(
  c: CodeGenerator,
  elements: readonly ast.Expression[],
  { build, add, extend, tuple }: Builder,
  location: Location,
  { pushed = 0, injected }: GatherOptions = {},
): void {
  const count = elements.length + pushed + (injected === undefined ? 0 : 1);
  const isBig = count > STACK_USE_GUIDELINE;
  if (!isBig && !elements.some((element) => element.node === "Starred")) {
    visitExpressions(c, elements);
    if (injected !== undefined) nameOperation(c, injected, "Load", location);
    return c.op1(tuple ? Op.BUILD_TUPLE : build, count, location);
  }
  let built = isBig;
  if (isBig) c.op1(build, pushed, location);
  elements.forEach((element, index) => {
    if (element.node === "Starred") {
      if (!built) c.op1(build, index + pushed, location);
      built = true;
      visitExpression(c, element.value);
      c.op1(extend, 1, location);
    } else {
      visitExpression(c, element);
      if (built) c.op1(add, 1, location);
    }
  });
  if (injected !== undefined) {
    nameOperation(c, injected, "Load", location);
    c.op1(add, 1, location);
  }
  if (tuple) c.op1(Op.CALL_INTRINSIC_1, intrinsics1.indexOf("INTRINSIC_LIST_TO_TUPLE"), location);
}

function visitTargets(c: CodeGenerator, node: ast.ListDisplay | ast.Tuple): void {
  if (node.ctx === "Del") return visitExpressions(c, node.elts);
  unpack(c, node);
  for (const element of node.elts) visitExpression(c, element.node === "Starred" ? element.value : element);
}

function unpack(c: CodeGenerator, node: ast.ListDisplay | ast.Tuple): void {
  const { elts } = node;
  const star = elts.findIndex((element) => element.node === "Starred");
  if (star < 0) return c.op1(Op.UNPACK_SEQUENCE, elts.length, c.locate(node));
  const after = elts.length - star - 1;
  if (star >= 1 << 8 || after >= 0x7fffff) throw c.error("too many expressions in star-unpacking assignment", node);
  if (elts.findLastIndex((element) => element.node === "Starred") !== star) {
    throw c.error("multiple starred expressions in assignment", node);
  }
  c.op1(Op.UNPACK_EX, star + (after << 8), c.locate(node));
}

/** `{key: value, **mapping}`. */
export function visitDict(c: CodeGenerator, node: ast.Dict): void {
  const location = c.locate(node);
  let hasDict = false;
  let pending = 0;
  const flush = (end: number): void => {
    buildPart(c, node, end - pending, end);
    if (hasDict) c.op1(Op.DICT_UPDATE, 1, location);
    hasDict = true;
    pending = 0;
  };
  node.values.forEach((value, index) => {
    if (node.keys[index] === null) {
      if (pending > 0) flush(index);
      if (!hasDict) c.op1(Op.BUILD_MAP, 0, location);
      hasDict = true;
      visitExpression(c, value);
      c.op1(Op.DICT_UPDATE, 1, location);
    } else {
      // The part may grow by the one that found it full.
      pending++;
      if ((pending - 1) * 2 > STACK_USE_GUIDELINE) flush(index + 1);
    }
  });
  if (pending > 0) flush(node.values.length);
  if (!hasDict) c.op1(Op.BUILD_MAP, 0, location);
}

function buildPart(c: CodeGenerator, node: ast.Dict, begin: number, end: number): void {
  const location = c.locate(node);
  const isBig = (end - begin) * 2 > STACK_USE_GUIDELINE;
  if (isBig) c.op1(Op.BUILD_MAP, 0, location);
  for (let index = begin; index < end; index++) {
    const key = node.keys[index];
    const value = node.values[index];
    if (key !== null && key !== undefined) visitExpression(c, key);
    if (value !== undefined) visitExpression(c, value);
    if (isBig) c.op1(Op.MAP_ADD, 1, location);
  }
  if (!isBig) c.op1(Op.BUILD_MAP, end - begin, location);
}
