/** `match` patterns. */
import type { Attribute, Expression, Name, Pattern } from "./ast.ts";
import { numberValue } from "./literals.ts";
import { type Parser, REFUSED } from "./state.ts";
import { strings } from "./strings.ts";
import * as K from "./tokenizer/kinds.ts";

/** `patterns`: what follows `case`; a sequence needs no brackets here. */
export function patterns(p: Parser): Pattern {
  const start = p.start;
  const first = maybeStarPattern(p);
  if (p.kind !== K.COMMA) {
    if (first.node === "MatchStar") throw REFUSED;
    return first;
  }
  const sequence = sequenceRest(p, first, (kind) => kind === K.COLON || kind === K.IF);
  return { node: "MatchSequence", patterns: sequence, start, end: p.end };
}

function sequenceRest(p: Parser, first: Pattern, closes: (kind: number) => boolean): Pattern[] {
  const sequence: Pattern[] = [first];
  while (p.accept(K.COMMA)) {
    if (closes(p.kind)) break;
    sequence.push(maybeStarPattern(p));
  }
  return sequence;
}

function maybeStarPattern(p: Parser): Pattern {
  if (p.kind !== K.STAR) return pattern(p);
  const start = p.start;
  p.advance();
  const name = captureTarget(p);
  return { node: "MatchStar", name: name === "_" ? null : name, start, end: p.end };
}

/** A name to bind (or `_`): not the start of a dotted name, a class pattern or a keyword. */
function captureTarget(p: Parser): string {
  const name = p.identifier();
  if (p.kind === K.DOT || p.kind === K.LPAR || p.kind === K.EQUAL) throw REFUSED;
  return name;
}

/** `pattern`: alternatives, perhaps with `as name`. */
function pattern(p: Parser): Pattern {
  const start = p.start;
  p.enter();
  const inner = orPattern(p);
  p.leave();
  if (!p.accept(K.AS)) return inner;
  const name = captureTarget(p);
  if (name === "_") throw REFUSED;
  return { node: "MatchAs", pattern: inner, name, start, end: p.end };
}

function orPattern(p: Parser): Pattern {
  const start = p.start;
  const first = closedPattern(p);
  if (p.kind !== K.VBAR) return first;
  const alternatives: Pattern[] = [first];
  while (p.accept(K.VBAR)) alternatives.push(closedPattern(p));
  return { node: "MatchOr", patterns: alternatives, start, end: p.end };
}

function closedPattern(p: Parser): Pattern {
  const start = p.start;
  switch (p.kind) {
    case K.NONE:
      p.advance();
      return { node: "MatchSingleton", value: { type: "None" }, start, end: p.end };
    case K.TRUE:
    case K.FALSE: {
      const value = p.kind === K.TRUE;
      p.advance();
      return { node: "MatchSingleton", value: { type: "bool", value }, start, end: p.end };
    }
    case K.NAME:
      return namePattern(p);
    case K.LPAR:
    case K.LSQB:
      return sequencePattern(p);
    case K.LBRACE:
      return mappingPattern(p);
    default: {
      const value = literalExpression(p);
      return { node: "MatchValue", value, start, end: p.end };
    }
  }
}

/** A capture, the wildcard, a dotted value or a class pattern. */
function namePattern(p: Parser): Pattern {
  const start = p.start;
  if (p.peek(1) !== K.DOT && p.peek(1) !== K.LPAR) {
    const name = captureTarget(p);
    return { node: "MatchAs", pattern: null, name: name === "_" ? null : name, start, end: p.end };
  }
  const value = nameOrAttribute(p);
  if (p.kind === K.LPAR) return classPattern(p, value, start);
  if (p.kind === K.EQUAL) throw REFUSED;
  return { node: "MatchValue", value, start, end: p.end };
}

function nameOrAttribute(p: Parser): Name | Attribute {
  const start = p.start;
  const id = p.identifier();
  let value: Name | Attribute = { node: "Name", id, ctx: "Load", start, end: p.end };
  while (p.accept(K.DOT)) {
    const attr = p.identifier();
    value = { node: "Attribute", value, attr, ctx: "Load", start, end: p.end };
  }
  return value;
}

function sequencePattern(p: Parser): Pattern {
  const start = p.start;
  const close = p.kind === K.LPAR ? K.RPAR : K.RSQB;
  p.advance();
  if (p.accept(close)) return { node: "MatchSequence", patterns: [], start, end: p.end };
  const first = maybeStarPattern(p);
  if (close === K.RPAR && p.kind !== K.COMMA) {
    if (first.node === "MatchStar") throw REFUSED;
    p.expect(K.RPAR);
    return first;
  }
  const sequence = sequenceRest(p, first, (kind) => kind === close);
  p.expect(close);
  return { node: "MatchSequence", patterns: sequence, start, end: p.end };
}

function mappingPattern(p: Parser): Pattern {
  const start = p.start;
  const keys: Expression[] = [];
  const values: Pattern[] = [];
  let rest: string | null = null;
  p.advance();
  while (p.kind !== K.RBRACE) {
    if (p.accept(K.DOUBLESTAR)) {
      rest = captureTarget(p);
      if (rest === "_") throw REFUSED;
      p.accept(K.COMMA);
      break;
    }
    keys.push(mappingKey(p));
    p.expect(K.COLON);
    values.push(pattern(p));
    if (!p.accept(K.COMMA)) break;
  }
  p.expect(K.RBRACE);
  return { node: "MatchMapping", keys, patterns: values, rest, start, end: p.end };
}

function mappingKey(p: Parser): Expression {
  const start = p.start;
  switch (p.kind) {
    case K.NAME: {
      const key = nameOrAttribute(p);
      if (key.node === "Name") throw REFUSED;
      return key;
    }
    case K.NONE:
      p.advance();
      return { node: "Constant", value: { type: "None" }, kind: null, start, end: p.end };
    case K.TRUE:
    case K.FALSE: {
      const value = p.kind === K.TRUE;
      p.advance();
      return { node: "Constant", value: { type: "bool", value }, kind: null, start, end: p.end };
    }
    default:
      return literalExpression(p);
  }
}

function classPattern(p: Parser, cls: Expression, start: number): Pattern {
  const positional: Pattern[] = [];
  const kwd_attrs: string[] = [];
  const kwd_patterns: Pattern[] = [];
  p.advance();
  while (p.kind !== K.RPAR) {
    if (p.kind === K.NAME && p.peek(1) === K.EQUAL) {
      kwd_attrs.push(p.identifier());
      p.advance();
      kwd_patterns.push(pattern(p));
    } else {
      if (kwd_attrs.length > 0) throw REFUSED;
      positional.push(pattern(p));
    }
    if (!p.accept(K.COMMA)) break;
  }
  p.expect(K.RPAR);
  return { node: "MatchClass", cls, patterns: positional, kwd_attrs, kwd_patterns, start, end: p.end };
}

/** `literal_expr` without the keywords: strings, signed and complex numbers. */
function literalExpression(p: Parser): Expression {
  if (p.kind === K.STRING || p.kind === K.FSTRING_START || p.kind === K.TSTRING_START) return strings(p);
  const start = p.start;
  const left = signedNumber(p);
  if (p.kind !== K.PLUS && p.kind !== K.MINUS) return left;
  const op = p.kind === K.PLUS ? "Add" : "Sub";
  p.advance();
  const right = number(p);
  const real = left.node === "UnaryOp" ? left.operand : left;
  if (real.node !== "Constant" || real.value.type === "complex") throw REFUSED;
  if (right.node !== "Constant" || right.value.type !== "complex") throw REFUSED;
  return { node: "BinOp", left, op, right, start, end: p.end };
}

function signedNumber(p: Parser): Expression {
  if (p.kind !== K.MINUS) return number(p);
  const start = p.start;
  p.advance();
  return { node: "UnaryOp", op: "USub", operand: number(p), start, end: p.end };
}

function number(p: Parser): Expression {
  if (p.kind !== K.NUMBER) throw REFUSED;
  const start = p.start;
  const value = numberValue(p.text()) ?? p.refuse();
  p.advance();
  return { node: "Constant", value, kind: null, start, end: p.end };
}
