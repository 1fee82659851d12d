/** Expressions, from `star_expressions` down to atoms. Left-associative chains are loops, not recursion. */
import type {
  BinaryOperator,
  BoolOperator,
  ComparisonOperator,
  ConstantValue,
  Expression,
  UnaryOperator,
} from "./ast.ts";
import { call } from "./calls.ts";
import { braced, bracketed, parenthesized } from "./displays.ts";
import { numberValue } from "./literals.ts";
import { lambdaParameters } from "./parameters.ts";
import { type Parser, REFUSED } from "./state.ts";
import { strings } from "./strings.ts";
import * as K from "./tokenizer/kinds.ts";

/** Binary operators by `kind - K.VBAR`. */
export const BINARY_OPERATORS: readonly BinaryOperator[] = [
  "BitOr",
  "BitXor",
  "BitAnd",
  "LShift",
  "RShift",
  "Add",
  "Sub",
  "Mult",
  "Div",
  "FloorDiv",
  "Mod",
  "MatMult",
  "Pow",
];

/** Binding strength by token kind: 0 is no binary operator; `**` is not in the table, it binds in `power`. */
const PRECEDENCE: Uint8Array = Uint8Array.from({ length: 128 }, (_, kind) => {
  if (kind < K.VBAR || kind > K.AT) return 0;
  if (kind >= K.STAR) return 6;
  if (kind >= K.PLUS) return 5;
  if (kind >= K.LEFTSHIFT) return 4;
  return kind - K.VBAR + 1;
});

const NONE: ConstantValue = { type: "None" };
const TRUE: ConstantValue = { type: "bool", value: true };
const FALSE: ConstantValue = { type: "bool", value: false };
const ELLIPSIS: ConstantValue = { type: "Ellipsis" };

/** Whether a token can begin an expression. */
export function startsExpression(kind: number): boolean {
  switch (kind) {
    case K.NAME:
    case K.NUMBER:
    case K.STRING:
    case K.FSTRING_START:
    case K.TSTRING_START:
    case K.LPAR:
    case K.LSQB:
    case K.LBRACE:
    case K.ELLIPSIS:
    case K.TILDE:
    case K.PLUS:
    case K.MINUS:
    case K.NOT:
    case K.LAMBDA:
    case K.AWAIT:
    case K.NONE:
    case K.TRUE:
    case K.FALSE:
      return true;
    default:
      return false;
  }
}

/** `star_expressions`: a starred or plain expression, or a tuple of them without parentheses. */
export function starExpressions(p: Parser): Expression {
  const start = p.start;
  const first = starExpression(p);
  if (p.kind !== K.COMMA) return first;
  const elts: Expression[] = [first];
  while (p.accept(K.COMMA)) {
    if (p.kind !== K.STAR && !startsExpression(p.kind)) break;
    elts.push(starExpression(p));
  }
  return { node: "Tuple", elts, ctx: "Load", start, end: p.end };
}

/** `star_expression`. */
export function starExpression(p: Parser): Expression {
  if (p.kind !== K.STAR) return expression(p);
  const start = p.start;
  p.advance();
  return { node: "Starred", value: bitwiseOr(p), ctx: "Load", start, end: p.end };
}

/** `star_named_expression`: an element of a display. */
export function starNamedExpression(p: Parser): Expression {
  return p.kind === K.STAR ? starExpression(p) : namedExpression(p);
}

/** `expressions`: as `star_expressions`, without stars. */
export function expressions(p: Parser): Expression {
  const start = p.start;
  const first = expression(p);
  if (p.kind !== K.COMMA) return first;
  const elts: Expression[] = [first];
  while (p.accept(K.COMMA)) {
    if (!startsExpression(p.kind)) break;
    elts.push(expression(p));
  }
  return { node: "Tuple", elts, ctx: "Load", start, end: p.end };
}

/** `annotated_rhs`: the right side of an assignment. */
export function annotatedRhs(p: Parser): Expression {
  return p.kind === K.YIELD ? yieldExpression(p) : starExpressions(p);
}

/** `yield_expr`. */
export function yieldExpression(p: Parser): Expression {
  const start = p.start;
  p.expect(K.YIELD);
  if (p.accept(K.FROM)) {
    const value = expression(p);
    return { node: "YieldFrom", value, start, end: p.end };
  }
  const value = p.kind === K.STAR || startsExpression(p.kind) ? starExpressions(p) : null;
  return { node: "Yield", value, start, end: p.end };
}

/** `named_expression`: an expression, or `name := expression`. */
export function namedExpression(p: Parser): Expression {
  if (p.kind !== K.NAME || p.peek(1) !== K.COLONEQUAL) return expression(p);
  const start = p.start;
  const id = p.identifier();
  const target: Expression = { node: "Name", id, ctx: "Store", start, end: p.end };
  p.advance();
  const value = expression(p);
  return { node: "NamedExpr", target, value, start, end: p.end };
}

/** `expression`: a disjunction, a conditional or a lambda. */
export function expression(p: Parser): Expression {
  if (p.kind === K.LAMBDA) return lambdef(p);
  const start = p.start;
  p.enter();
  const body = disjunction(p);
  if (p.kind !== K.IF) {
    p.leave();
    return body;
  }
  p.advance();
  const test = disjunction(p);
  p.expect(K.ELSE);
  const orelse = expression(p);
  p.leave();
  return { node: "IfExp", test, body, orelse, start, end: p.end };
}

/** `lambdef`. */
function lambdef(p: Parser): Expression {
  const start = p.start;
  p.enter();
  p.advance();
  const args = lambdaParameters(p);
  p.expect(K.COLON);
  const body = expression(p);
  p.leave();
  return { node: "Lambda", args, body, start, end: p.end };
}

/** `disjunction`. */
export function disjunction(p: Parser): Expression {
  const start = p.start;
  const first = conjunction(p);
  return p.kind === K.OR ? booleanChain(p, "Or", K.OR, conjunction, first, start) : first;
}

function conjunction(p: Parser): Expression {
  const start = p.start;
  const first = inversion(p);
  return p.kind === K.AND ? booleanChain(p, "And", K.AND, inversion, first, start) : first;
}

function booleanChain(
  p: Parser,
  op: BoolOperator,
  kind: number,
  operand: (p: Parser) => Expression,
  first: Expression,
  start: number,
): Expression {
  const values: Expression[] = [first];
  while (p.accept(kind)) values.push(operand(p));
  return { node: "BoolOp", op, values, start, end: p.end };
}

function inversion(p: Parser): Expression {
  if (p.kind !== K.NOT) return comparison(p);
  const start = p.start;
  p.enter();
  p.advance();
  const operand = inversion(p);
  p.leave();
  return { node: "UnaryOp", op: "Not", operand, start, end: p.end };
}

/** `comparison`: a chain of comparisons is one node. */
function comparison(p: Parser): Expression {
  const start = p.start;
  const left = bitwiseOr(p);
  let op = comparisonOperator(p);
  if (op === null) return left;
  const ops: ComparisonOperator[] = [];
  const comparators: Expression[] = [];
  do {
    ops.push(op);
    comparators.push(bitwiseOr(p));
    op = comparisonOperator(p);
  } while (op !== null);
  return { node: "Compare", left, ops, comparators, start, end: p.end };
}

/** Consumes a comparison operator, if one is next. */
function comparisonOperator(p: Parser): ComparisonOperator | null {
  const kind = p.kind;
  if (kind >= K.EQEQUAL && kind <= K.GREATEREQUAL) {
    if (kind === K.NOTEQUAL && p.source.charCodeAt(p.start) !== 33) throw REFUSED;
    p.advance();
    switch (kind) {
      case K.EQEQUAL:
        return "Eq";
      case K.NOTEQUAL:
        return "NotEq";
      case K.LESS:
        return "Lt";
      case K.LESSEQUAL:
        return "LtE";
      case K.GREATER:
        return "Gt";
      default:
        return "GtE";
    }
  }
  if (kind === K.IN) {
    p.advance();
    return "In";
  }
  if (kind === K.IS) {
    p.advance();
    return p.accept(K.NOT) ? "IsNot" : "Is";
  }
  if (kind === K.NOT && p.peek(1) === K.IN) {
    p.advance();
    p.advance();
    return "NotIn";
  }
  return null;
}

/** `bitwise_or` and all binary operators that bind tighter, by precedence climbing. */
export function bitwiseOr(p: Parser): Expression {
  return binary(p, 1);
}

function binary(p: Parser, minimum: number): Expression {
  const start = p.start;
  let left = factor(p);
  for (;;) {
    const kind = p.kind;
    const precedence = PRECEDENCE[kind] ?? 0;
    if (precedence < minimum || precedence === 0) return left;
    p.advance();
    const right = binary(p, precedence + 1);
    left = { node: "BinOp", left, op: BINARY_OPERATORS[kind - K.VBAR] ?? "Add", right, start, end: p.end };
  }
}

function unaryOperator(kind: number): UnaryOperator | null {
  if (kind === K.MINUS) return "USub";
  if (kind === K.PLUS) return "UAdd";
  return kind === K.TILDE ? "Invert" : null;
}

/** `factor`: a sign, or a power. */
function factor(p: Parser): Expression {
  const op = unaryOperator(p.kind);
  if (op === null) return power(p);
  const start = p.start;
  p.enter();
  p.advance();
  const operand = factor(p);
  p.leave();
  return { node: "UnaryOp", op, operand, start, end: p.end };
}

/** `power`: `**` binds to the right, tighter than a sign on its left. */
function power(p: Parser): Expression {
  const start = p.start;
  const left = awaitPrimary(p);
  if (p.kind !== K.DOUBLESTAR) return left;
  p.enter();
  p.advance();
  const right = factor(p);
  p.leave();
  return { node: "BinOp", left, op: "Pow", right, start, end: p.end };
}

function awaitPrimary(p: Parser): Expression {
  if (p.kind !== K.AWAIT) return primary(p);
  const start = p.start;
  p.advance();
  const value = primary(p);
  return { node: "Await", value, start, end: p.end };
}

/** `primary`: an atom and its attributes, calls and subscripts. */
export function primary(p: Parser): Expression {
  const start = p.start;
  let value = atom(p);
  for (;;) {
    switch (p.kind) {
      case K.DOT: {
        p.advance();
        const attr = p.identifier();
        value = { node: "Attribute", value, attr, ctx: "Load", start, end: p.end };
        break;
      }
      case K.LPAR:
        value = call(p, value, start);
        break;
      case K.LSQB: {
        p.advance();
        const slice = slices(p);
        p.expect(K.RSQB);
        value = { node: "Subscript", value, slice, ctx: "Load", start, end: p.end };
        break;
      }
      default:
        return value;
    }
  }
}

/** `slices`: what stands between the brackets of a subscript. */
function slices(p: Parser): Expression {
  const start = p.start;
  const starred = p.kind === K.STAR;
  const first = slice(p);
  if (p.kind !== K.COMMA && !starred) return first;
  const elts: Expression[] = [first];
  while (p.accept(K.COMMA)) {
    if (p.kind === K.RSQB) break;
    elts.push(slice(p));
  }
  return { node: "Tuple", elts, ctx: "Load", start, end: p.end };
}

function slice(p: Parser): Expression {
  const start = p.start;
  if (p.accept(K.STAR)) {
    return { node: "Starred", value: expression(p), ctx: "Load", start, end: p.end };
  }
  const lower = p.kind === K.COLON ? null : namedExpression(p);
  if (p.kind !== K.COLON) return lower ?? p.refuse();
  if (lower?.node === "NamedExpr" && lower.start === start) throw REFUSED;
  p.advance();
  const upper = startsExpression(p.kind) ? expression(p) : null;
  let step: Expression | null = null;
  if (p.accept(K.COLON)) step = startsExpression(p.kind) ? expression(p) : null;
  return { node: "Slice", lower, upper, step, start, end: p.end };
}

/** `atom`. */
function atom(p: Parser): Expression {
  const start = p.start;
  switch (p.kind) {
    case K.NAME: {
      const id = p.identifier();
      return { node: "Name", id, ctx: "Load", start, end: p.end };
    }
    case K.NUMBER: {
      const value = numberValue(p.text()) ?? p.refuse();
      p.advance();
      return { node: "Constant", value, kind: null, start, end: p.end };
    }
    case K.STRING:
    case K.FSTRING_START:
    case K.TSTRING_START:
      return strings(p);
    case K.LPAR:
      return parenthesized(p);
    case K.LSQB:
      return bracketed(p);
    case K.LBRACE:
      return braced(p);
    case K.NONE:
      return constant(p, NONE);
    case K.TRUE:
      return constant(p, TRUE);
    case K.FALSE:
      return constant(p, FALSE);
    case K.ELLIPSIS:
      return constant(p, ELLIPSIS);
    default:
      throw REFUSED;
  }
}

function constant(p: Parser, value: ConstantValue): Expression {
  const start = p.start;
  p.advance();
  return { node: "Constant", value, kind: null, start, end: p.end };
}
