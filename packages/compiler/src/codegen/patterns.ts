// Patterns. Each takes its subject from the top of the stack, or jumps to a place that pops what is there and fails.

import { type CodeConstant, reprConstant } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { NONE, constantKey, fromLiteral, intConstant, stringTuple } from "../constants/constant.ts";
import { foldBinary, foldUnary } from "../constants/operators.ts";
import { type Label } from "../flowgraph/sequence.ts";
import { type Location } from "../location.ts";
import { Op } from "../opcodes.ts";
import { compareOperation } from "./conditions.ts";
import { binaryOperation, subscriptOperation, visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";

/** What a pattern has on the stack. */
export class PatternContext {
  /** Names to bind; their values are on the stack, below `onTop` others. */
  stores: string[] = [];
  allowIrrefutable: boolean;
  /** Items on top of the stack, to be popped on failure. */
  onTop = 0;
  /** Places to jump to on failure, by the number of items they pop. */
  private failures: Label[] = [];
  private readonly generator: CodeGenerator;

  constructor(generator: CodeGenerator, options: { readonly allowIrrefutable: boolean }) {
    this.generator = generator;
    this.allowIrrefutable = options.allowIrrefutable;
  }

  /** Where to go to pop so many items and fail. */
  failLabel(pops: number): Label {
    while (this.failures.length <= pops) this.failures.push(this.generator.newLabel());
    return this.failures[pops] ?? this.generator.newLabel();
  }

  /** Jumps to failure with all that is on the stack. */
  jumpToFail(opcode: number, location: Location): void {
    this.generator.jump(opcode, this.failLabel(this.onTop + this.stores.length), location);
  }

  /** Writes the places that fail; after them, nothing of the pattern is on the stack. */
  emitFailures(location: Location): void {
    for (let pops = this.failures.length - 1; pops >= 0; pops--) {
      const label = this.failures[pops];
      if (label !== undefined) this.generator.useLabel(label);
      if (pops > 0) this.generator.op(Op.POP_TOP, location);
    }
    this.failures = [];
  }
}

/** `_`, or a pattern without effect. */
export const isWildcard = (node: ast.Pattern): boolean => node.node === "MatchAs" && node.name === null;

const isWildcardStar = (node: ast.Pattern): boolean => node.node === "MatchStar" && node.name === null;

/** Matches the value on the stack. */
export function visitPattern(c: CodeGenerator, node: ast.Pattern, context: PatternContext): void {
  switch (node.node) {
    case "MatchValue":
      return visitValue(c, node, context);
    case "MatchSingleton": {
      const location = c.locate(node);
      c.loadConst(fromLiteral(node.value), location);
      compareOperation(c, "Is", location);
      return context.jumpToFail(Op.POP_JUMP_IF_FALSE, location);
    }
    case "MatchSequence":
      return visitSequence(c, node, context);
    case "MatchMapping":
      return visitMapping(c, node, context);
    case "MatchClass":
      return visitClassPattern(c, node, context);
    case "MatchStar":
      return storeName(c, node.name, node, context);
    case "MatchAs":
      return visitAs(c, node, context);
    case "MatchOr":
      return visitOr(c, node, context);
  }
}

/** A part of a pattern may always match. */
function visitSubpattern(c: CodeGenerator, node: ast.Pattern, context: PatternContext): void {
  const { allowIrrefutable } = context;
  context.allowIrrefutable = true;
  visitPattern(c, node, context);
  context.allowIrrefutable = allowIrrefutable;
}

/** Moves the top of the stack below so many items, itself included. */
function rotate(c: CodeGenerator, count: number, location: Location): void {
  for (let depth = count; depth > 1; depth--) c.op1(Op.SWAP, depth, location);
}

function storeName(c: CodeGenerator, name: string | null, node: ast.Pattern, context: PatternContext): void {
  const location = c.locate(node);
  if (name === null) return c.op(Op.POP_TOP, location);
  if (context.stores.includes(name)) throw duplicateStore(c, name, node);
  rotate(c, context.onTop + context.stores.length + 1, location);
  context.stores.push(name);
}

function duplicateStore(c: CodeGenerator, name: string, node: ast.Pattern): Error {
  return c.error(`multiple assignments to name ${reprConstant({ type: "str", value: name })} in pattern`, node);
}

/** A literal, perhaps negative or complex; `null` for other expressions. */
function literalValue(node: ast.Expression): CodeConstant | null {
  if (node.node === "Constant") return fromLiteral(node.value);
  if (node.node === "UnaryOp" && node.op === "USub" && node.operand.node === "Constant") {
    return foldUnary("-", fromLiteral(node.operand.value));
  }
  if (node.node !== "BinOp" || node.right.node !== "Constant" || (node.op !== "Add" && node.op !== "Sub")) return null;
  const left = literalValue(node.left);
  return left === null ? null : foldBinary(left, node.op === "Add" ? "+" : "-", fromLiteral(node.right.value));
}

function visitValue(c: CodeGenerator, node: ast.MatchValue, context: PatternContext): void {
  const location = c.locate(node);
  const literal = literalValue(node.value);
  if (literal !== null) c.loadConst(literal, c.locate(node.value));
  else if (node.value.node === "Attribute") visitExpression(c, node.value);
  else throw c.error("patterns may only match literals and attribute lookups", node);
  compareOperation(c, "Eq", location);
  c.op(Op.TO_BOOL, location);
  context.jumpToFail(Op.POP_JUMP_IF_FALSE, location);
}

function visitAs(c: CodeGenerator, node: ast.MatchAs, context: PatternContext): void {
  if (node.pattern === null) {
    if (!context.allowIrrefutable) {
      const what = node.name === null ? "wildcard" : `name capture ${reprConstant({ type: "str", value: node.name })}`;
      throw c.error(`${what} makes remaining patterns unreachable`, node);
    }
    return storeName(c, node.name, node, context);
  }
  context.onTop++;
  c.op1(Op.COPY, 1, c.locate(node));
  visitPattern(c, node.pattern, context);
  context.onTop--;
  storeName(c, node.name, node, context);
}

function visitSequence(c: CodeGenerator, node: ast.MatchSequence, context: PatternContext): void {
  const { patterns } = node;
  const location = c.locate(node);
  const size = patterns.length;
  const star = patterns.findIndex((pattern) => pattern.node === "MatchStar");
  if (patterns.filter((pattern) => pattern.node === "MatchStar").length > 1) {
    throw c.error("multiple starred names in sequence pattern", node);
  }
  const starPattern = patterns[star];
  const starIsWildcard = starPattern !== undefined && isWildcardStar(starPattern);
  const onlyWildcards = patterns.every((pattern) => isWildcard(pattern) || isWildcardStar(pattern));
  context.onTop++;
  c.op(Op.MATCH_SEQUENCE, location);
  context.jumpToFail(Op.POP_JUMP_IF_FALSE, location);
  if (star < 0 || size > 1) {
    c.op(Op.GET_LEN, location);
    c.loadConst(intConstant(star < 0 ? size : size - 1), location);
    compareOperation(c, star < 0 ? "Eq" : "GtE", location);
    context.jumpToFail(Op.POP_JUMP_IF_FALSE, location);
  }
  context.onTop--;
  if (onlyWildcards) c.op(Op.POP_TOP, location);
  else if (starIsWildcard) matchBySubscript(c, node, star, context);
  else matchByUnpacking(c, node, star, context);
}

function matchByUnpacking(c: CodeGenerator, node: ast.MatchSequence, star: number, context: PatternContext): void {
  const { patterns } = node;
  const location = c.locate(node);
  const after = patterns.length - star - 1;
  if (star < 0) c.op1(Op.UNPACK_SEQUENCE, patterns.length, location);
  else if (star >= 1 << 8 || after >= 0x7fffff) {
    throw c.error("too many expressions in star-unpacking sequence pattern", node);
  } else c.op1(Op.UNPACK_EX, star + (after << 8), location);
  context.onTop += patterns.length;
  for (const pattern of patterns) {
    context.onTop--;
    visitSubpattern(c, pattern, context);
  }
}

/** With a starred wildcard, the elements that matter are taken by index. */
function matchBySubscript(c: CodeGenerator, node: ast.MatchSequence, star: number, context: PatternContext): void {
  const location = c.locate(node);
  context.onTop++;
  node.patterns.forEach((pattern, index) => {
    if (isWildcard(pattern) || index === star) return;
    c.op1(Op.COPY, 1, location);
    if (index < star) c.loadConst(intConstant(index), location);
    else {
      c.op(Op.GET_LEN, location);
      c.loadConst(intConstant(node.patterns.length - index), location);
      binaryOperation(c, "Sub", location);
    }
    subscriptOperation(c, location);
    visitSubpattern(c, pattern, context);
  });
  context.onTop--;
  c.op(Op.POP_TOP, location);
}

function visitClassPattern(c: CodeGenerator, node: ast.MatchClass, context: PatternContext): void {
  const { patterns, kwd_attrs: attributes, kwd_patterns: keywordPatterns } = node;
  const location = c.locate(node);
  attributes.forEach((name, index) => {
    const other = attributes.indexOf(name, index + 1);
    const culprit = keywordPatterns[other];
    if (culprit !== undefined) throw c.error(`attribute name repeated in class pattern: ${name}`, culprit);
  });
  visitExpression(c, node.cls);
  c.loadConst(stringTuple(attributes), location);
  c.op1(Op.MATCH_CLASS, patterns.length, location);
  jumpIfNone(c, context, 1, location);
  const all = [...patterns, ...keywordPatterns];
  c.op1(Op.UNPACK_SEQUENCE, all.length, location);
  context.onTop += all.length - 1;
  for (const pattern of all) {
    context.onTop--;
    if (isWildcard(pattern) && pattern.node === "MatchAs" && pattern.pattern === null) c.op(Op.POP_TOP, location);
    else visitSubpattern(c, pattern, context);
  }
}

/** Fails when the top of the stack is None; it and others below are `added` items that stay. */
function jumpIfNone(c: CodeGenerator, context: PatternContext, added: number, location: Location): void {
  context.onTop += added;
  c.op1(Op.COPY, 1, location);
  c.loadConst(NONE, location);
  c.op1(Op.IS_OP, 1, location);
  context.jumpToFail(Op.POP_JUMP_IF_FALSE, location);
}

function visitMapping(c: CodeGenerator, node: ast.MatchMapping, context: PatternContext): void {
  const { keys, patterns, rest } = node;
  const location = c.locate(node);
  const size = keys.length;
  context.onTop++;
  c.op(Op.MATCH_MAPPING, location);
  context.jumpToFail(Op.POP_JUMP_IF_FALSE, location);
  if (size === 0 && rest === null) {
    context.onTop--;
    return c.op(Op.POP_TOP, location);
  }
  if (size > 0) {
    c.op(Op.GET_LEN, location);
    c.loadConst(intConstant(size), location);
    compareOperation(c, "GtE", location);
    context.jumpToFail(Op.POP_JUMP_IF_FALSE, location);
  }
  visitMappingKeys(c, node);
  c.op1(Op.BUILD_TUPLE, size, location);
  c.op(Op.MATCH_KEYS, location);
  jumpIfNone(c, context, 2, location);
  c.op1(Op.UNPACK_SEQUENCE, size, location);
  context.onTop += size - 1;
  for (const pattern of patterns) {
    context.onTop--;
    visitSubpattern(c, pattern, context);
  }
  context.onTop -= 2;
  if (rest === null) {
    c.op(Op.POP_TOP, location);
    return c.op(Op.POP_TOP, location);
  }
  // A copy of the subject without the keys.
  c.op1(Op.BUILD_MAP, 0, location);
  c.op1(Op.SWAP, 3, location);
  c.op1(Op.DICT_UPDATE, 2, location);
  c.op1(Op.UNPACK_SEQUENCE, size, location);
  for (let left = size; left > 0; left--) {
    c.op1(Op.COPY, 1 + left, location);
    c.op1(Op.SWAP, 2, location);
    c.op(Op.DELETE_SUBSCR, location);
  }
  storeName(c, rest, node, context);
}

function visitMappingKeys(c: CodeGenerator, node: ast.MatchMapping): void {
  const seen = new Set<string>();
  for (const key of node.keys) {
    const literal = literalValue(key);
    if (literal !== null) {
      const id = equalityKey(literal);
      if (seen.has(id)) throw c.error(`mapping pattern checks duplicate key (${reprConstant(literal)})`, node);
      seen.add(id);
      c.loadConst(literal, c.locate(key));
    } else if (key.node === "Attribute") visitExpression(c, key);
    else throw c.error("mapping pattern keys may only match literals and attribute lookups", node);
  }
}

/** Equal for constants that are equal as keys of a dict: `1`, `1.0` and `True` are. */
function equalityKey(constant: CodeConstant): string {
  if (constant.type === "bool") return `n${Number(constant.value)}`;
  if (constant.type === "int") return `n${constant.value}`;
  if (constant.type === "float") {
    return Number.isInteger(constant.value) ? `n${BigInt(constant.value)}` : `n${constant.value}`;
  }
  if (constant.type === "complex" && constant.imag === 0) return equalityKey({ type: "float", value: constant.real });
  return constantKey(constant);
}

function visitOr(c: CodeGenerator, node: ast.MatchOr, context: PatternContext): void {
  const end = c.newLabel();
  // Names of the first alternative, in the order of their values; the others must bring theirs into it.
  let control: readonly string[] | null = null;
  node.patterns.forEach((alternative, index) => {
    const location = c.locate(alternative);
    const isLast = index === node.patterns.length - 1;
    const inner = new PatternContext(c, { allowIrrefutable: isLast && context.allowIrrefutable });
    c.op1(Op.COPY, 1, location);
    visitPattern(c, alternative, inner);
    if (control === null) control = [...inner.stores];
    else if (!sameNames(inner.stores, control)) throw c.error("alternative patterns bind different names", node);
    else reorder(c, inner, control, location);
    c.jump(Op.JUMP, end, location);
    inner.emitFailures(location);
  });
  const location = c.locate(node);
  c.op(Op.POP_TOP, location);
  context.jumpToFail(Op.JUMP, location);

  c.useLabel(end);
  const names: readonly string[] = control ?? [];
  const rotations = names.length + 1 + context.onTop + context.stores.length;
  for (const name of names) {
    rotate(c, rotations, location);
    if (context.stores.includes(name)) throw duplicateStore(c, name, node);
    context.stores.push(name);
  }
  c.op(Op.POP_TOP, location);
}

const sameNames = (names: readonly string[], control: readonly string[]): boolean =>
  names.length === control.length && names.every((name) => control.includes(name));

/** Brings captures into the order of the first alternative. */
function reorder(c: CodeGenerator, context: PatternContext, control: readonly string[], location: Location): void {
  const { stores } = context;
  for (let wanted = control.length - 1; wanted >= 0; wanted--) {
    const actual = stores.indexOf(control[wanted] ?? "");
    if (actual === wanted) continue;
    const rotated = stores.splice(0, actual + 1);
    stores.splice(wanted - actual, 0, ...rotated);
    for (let count = 0; count <= actual; count++) rotate(c, wanted + 1, location);
  }
}
