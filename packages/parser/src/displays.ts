/** What stands in brackets: groups, tuples, lists, sets, dicts and comprehensions. */
import type { Comprehension, Expression } from "./ast.ts";
import { bitwiseOr, disjunction, expression, starNamedExpression, yieldExpression } from "./expressions.ts";
import { type Parser, REFUSED } from "./state.ts";
import { starTargets } from "./targets.ts";
import * as K from "./tokenizer/kinds.ts";

function startsComprehension(kind: number): boolean {
  return kind === K.FOR || kind === K.ASYNC;
}

/** `genexp`, `tuple` or `group`. */
export function parenthesized(p: Parser): Expression {
  const start = p.start;
  p.advance();
  if (p.accept(K.RPAR)) return { node: "Tuple", elts: [], ctx: "Load", start, end: p.end };
  if (p.kind === K.YIELD) {
    const value = yieldExpression(p);
    p.expect(K.RPAR);
    return value;
  }
  const first = starNamedExpression(p);
  if (p.kind === K.COMMA) {
    const elts = elements(p, first, K.RPAR);
    return { node: "Tuple", elts, ctx: "Load", start, end: p.end };
  }
  if (startsComprehension(p.kind) && first.node !== "Starred") {
    const generators = forIfClauses(p);
    p.expect(K.RPAR);
    return { node: "GeneratorExp", elt: first, generators, start, end: p.end };
  }
  if (first.node === "Starred") throw REFUSED;
  p.expect(K.RPAR);
  return first;
}

/** `listcomp` or `list`. */
export function bracketed(p: Parser): Expression {
  const start = p.start;
  p.advance();
  if (p.accept(K.RSQB)) return { node: "List", elts: [], ctx: "Load", start, end: p.end };
  const first = starNamedExpression(p);
  if (startsComprehension(p.kind) && first.node !== "Starred") {
    const generators = forIfClauses(p);
    p.expect(K.RSQB);
    return { node: "ListComp", elt: first, generators, start, end: p.end };
  }
  const elts = elements(p, first, K.RSQB);
  return { node: "List", elts, ctx: "Load", start, end: p.end };
}

/** `dict`, `dictcomp`, `set` or `setcomp`. */
export function braced(p: Parser): Expression {
  const start = p.start;
  p.advance();
  if (p.kind === K.RBRACE || p.kind === K.DOUBLESTAR) return dictionary(p, start, [], []);
  const starred = p.kind === K.STAR;
  const named = p.kind === K.NAME && p.peek(1) === K.COLONEQUAL;
  const first = starNamedExpression(p);
  if (p.kind === K.COLON && !starred && !named) {
    p.advance();
    const value = expression(p);
    if (startsComprehension(p.kind)) {
      const generators = forIfClauses(p);
      p.expect(K.RBRACE);
      return { node: "DictComp", key: first, value, generators, start, end: p.end };
    }
    if (p.kind !== K.RBRACE) p.expect(K.COMMA);
    return dictionary(p, start, [first], [value]);
  }
  if (startsComprehension(p.kind) && !starred) {
    const generators = forIfClauses(p);
    p.expect(K.RBRACE);
    return { node: "SetComp", elt: first, generators, start, end: p.end };
  }
  const elts = elements(p, first, K.RBRACE);
  return { node: "Set", elts, start, end: p.end };
}

/** The rest of a dict display, after zero or more entries and their comma. */
function dictionary(p: Parser, start: number, keys: (Expression | null)[], values: Expression[]): Expression {
  while (p.kind !== K.RBRACE) {
    if (p.accept(K.DOUBLESTAR)) {
      keys.push(null);
      values.push(bitwiseOr(p));
    } else {
      keys.push(expression(p));
      p.expect(K.COLON);
      values.push(expression(p));
    }
    if (!p.accept(K.COMMA)) break;
  }
  p.expect(K.RBRACE);
  return { node: "Dict", keys, values, start, end: p.end };
}

/** The rest of a display's elements, up to and with the closing bracket. */
function elements(p: Parser, first: Expression, close: number): Expression[] {
  const elts: Expression[] = [first];
  while (p.accept(K.COMMA)) {
    if (p.kind === close) break;
    elts.push(starNamedExpression(p));
  }
  p.expect(close);
  return elts;
}

/** `for_if_clauses`. */
export function forIfClauses(p: Parser): Comprehension[] {
  const generators: Comprehension[] = [];
  while (startsComprehension(p.kind)) {
    const isAsync = p.accept(K.ASYNC) ? 1 : 0;
    p.expect(K.FOR);
    const target = starTargets(p);
    p.expect(K.IN);
    const iter = disjunction(p);
    const ifs: Expression[] = [];
    while (p.accept(K.IF)) ifs.push(disjunction(p));
    generators.push({ node: "comprehension", target, iter, ifs, is_async: isAsync });
  }
  return generators;
}
