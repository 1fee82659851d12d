/** Expressions as targets: assignment, deletion, loop and `with` targets are parsed as expressions, then converted. */
import type { Expression, ExpressionContext, Starred } from "./ast.ts";
import { primary } from "./expressions.ts";
import { type Parser, REFUSED } from "./state.ts";
import * as K from "./tokenizer/kinds.ts";

/** The expression as a target; refuses what CPython's `star_targets` or `del_targets` would not match. */
export function asTarget(expression: Expression, ctx: Exclude<ExpressionContext, "Load">): Expression {
  switch (expression.node) {
    case "Name": {
      const { id, start, end } = expression;
      return { node: "Name", id, ctx, start, end };
    }
    case "Attribute": {
      const { value, attr, start, end } = expression;
      return { node: "Attribute", value, attr, ctx, start, end };
    }
    case "Subscript": {
      const { value, slice, start, end } = expression;
      return { node: "Subscript", value, slice, ctx, start, end };
    }
    case "Starred": {
      if (ctx === "Del" || expression.value.node === "Starred") throw REFUSED;
      const { start, end } = expression;
      return { node: "Starred", value: asTarget(expression.value, ctx), ctx, start, end };
    }
    case "List":
    case "Tuple": {
      const { node, start, end } = expression;
      const elts = expression.elts.map((element) => asTarget(element, ctx));
      return { node, elts, ctx, start, end };
    }
    default:
      throw REFUSED;
  }
}

/** `single_target`: what may stand left of an augmented assignment or, in parentheses, of an annotation. */
export function asSingleTarget(expression: Expression): Expression {
  if (expression.node === "Name" || expression.node === "Attribute" || expression.node === "Subscript") {
    return asTarget(expression, "Store");
  }
  throw REFUSED;
}

/** `star_targets`: one target, or a tuple of them. */
export function starTargets(p: Parser): Expression {
  const start = p.start;
  const first = starTarget(p);
  if (p.kind !== K.COMMA) return first;
  const elts: Expression[] = [first];
  while (p.accept(K.COMMA)) {
    if (p.kind === K.IN || p.kind === K.EQUAL) break;
    elts.push(starTarget(p));
  }
  return { node: "Tuple", elts, ctx: "Store", start, end: p.end };
}

/** `star_target`, by way of a primary expression. */
export function starTarget(p: Parser): Expression {
  const start = p.start;
  if (!p.accept(K.STAR)) return asTarget(primary(p), "Store");
  if (p.kind === K.STAR) throw REFUSED;
  const starred: Starred = { node: "Starred", value: starTarget(p), ctx: "Store", start, end: p.end };
  return starred;
}
