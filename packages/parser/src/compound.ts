/** Compound statements. */
import type {
  Arguments,
  Expression,
  ExceptHandler,
  If,
  Keyword,
  Match,
  MatchCase,
  Statement,
  WithItem,
} from "./ast.ts";
import { argumentList } from "./calls.ts";
import {
  expression,
  expressions,
  namedExpression,
  starExpressions,
  starNamedExpression,
  startsExpression,
} from "./expressions.ts";
import { parameters, typeParameters } from "./parameters.ts";
import { patterns } from "./patterns.ts";
import { type Parser, REFUSED } from "./state.ts";
import { simpleStatements, statement } from "./statements.ts";
import { starTarget, starTargets } from "./targets.ts";
import * as K from "./tokenizer/kinds.ts";

/** `compound_stmt`, or `null` where a simple statement begins. */
export function compoundStatement(p: Parser): Statement | null {
  switch (p.kind) {
    case K.DEF:
      return functionDefinition(p, p.start, "FunctionDef", []);
    case K.IF:
      return ifStatement(p);
    case K.CLASS:
      return classDefinition(p, []);
    case K.FOR:
      return forStatement(p, p.start, "For");
    case K.WITH:
      return withStatement(p, p.start, "With");
    case K.TRY:
      return tryStatement(p);
    case K.WHILE:
      return whileStatement(p);
    case K.AT:
      return decorated(p);
    case K.ASYNC:
      return asyncStatement(p, []);
    case K.NAME:
      if (!p.isSoftKeyword("match")) return null;
      if (!startsExpression(p.peek(1)) && p.peek(1) !== K.STAR) return null;
      return p.attempt(() => matchStatement(p));
    default:
      return null;
  }
}

/** `block`: an indented suite, or simple statements on the same line. */
function block(p: Parser): Statement[] {
  const body: Statement[] = [];
  if (p.kind !== K.NEWLINE) {
    simpleStatements(p, body);
    return body;
  }
  p.advanceLayout();
  p.expectLayout(K.INDENT);
  p.enter();
  do statement(p, body);
  while (p.kind !== K.DEDENT);
  p.leave();
  p.advanceLayout();
  return body;
}

function colonBlock(p: Parser): Statement[] {
  p.expect(K.COLON);
  return block(p);
}

/** `else_block`, or nothing. */
function elseBlock(p: Parser): Statement[] {
  return p.accept(K.ELSE) ? colonBlock(p) : [];
}

/** `if_stmt` with its `elif` parts, which nest in each other's `orelse`. */
function ifStatement(p: Parser): Statement {
  const heads: { start: number; test: Expression; body: Statement[] }[] = [];
  do {
    const start = p.start;
    p.advance();
    const test = namedExpression(p);
    heads.push({ start, test, body: colonBlock(p) });
  } while (p.kind === K.ELIF);
  let orelse: readonly Statement[] = elseBlock(p);
  const end = p.end;
  let result: If | null = null;
  for (const { start, test, body } of heads.reverse()) {
    result = { node: "If", test, body, orelse, start, end };
    orelse = [result];
  }
  return result ?? p.refuse();
}

function whileStatement(p: Parser): Statement {
  const start = p.start;
  p.advance();
  const test = namedExpression(p);
  const body = colonBlock(p);
  const orelse = elseBlock(p);
  return { node: "While", test, body, orelse, start, end: p.end };
}

function forStatement(p: Parser, start: number, node: "For" | "AsyncFor"): Statement {
  p.advance();
  const target = starTargets(p);
  p.expect(K.IN);
  const iter = starExpressions(p);
  const body = colonBlock(p);
  const orelse = elseBlock(p);
  return { node, target, iter, body, orelse, type_comment: null, start, end: p.end };
}

function withStatement(p: Parser, start: number, node: "With" | "AsyncWith"): Statement {
  p.advance();
  const items = (p.kind === K.LPAR ? p.attempt(() => parenthesizedItems(p)) : null) ?? withItems(p);
  const body = colonBlock(p);
  return { node, items, body, type_comment: null, start, end: p.end };
}

/** Items in parentheses, which must be followed by the colon: else the parenthesis belongs to an expression. */
function parenthesizedItems(p: Parser): WithItem[] {
  p.advance();
  const items: WithItem[] = [];
  do {
    if (p.kind === K.RPAR && items.length > 0) break;
    items.push(withItem(p));
  } while (p.accept(K.COMMA));
  p.expect(K.RPAR);
  if (p.kind !== K.COLON) throw REFUSED;
  return items;
}

function withItems(p: Parser): WithItem[] {
  const items: WithItem[] = [];
  do items.push(withItem(p));
  while (p.accept(K.COMMA));
  return items;
}

function withItem(p: Parser): WithItem {
  const context_expr = expression(p);
  const optional_vars = p.accept(K.AS) ? starTarget(p) : null;
  return { node: "withitem", context_expr, optional_vars };
}

function tryStatement(p: Parser): Statement {
  const start = p.start;
  p.advance();
  const body = colonBlock(p);
  const handlers: ExceptHandler[] = [];
  const isStar = p.kind === K.EXCEPT && p.peek(1) === K.STAR;
  while (p.kind === K.EXCEPT) handlers.push(exceptBlock(p, isStar ? "star" : "plain"));
  const orelse = handlers.length > 0 ? elseBlock(p) : [];
  const finalbody = p.accept(K.FINALLY) ? colonBlock(p) : [];
  if (handlers.length === 0 && finalbody.length === 0) throw REFUSED;
  return { node: isStar ? "TryStar" : "Try", body, handlers, orelse, finalbody, start, end: p.end };
}

function exceptBlock(p: Parser, form: "plain" | "star"): ExceptHandler {
  const start = p.start;
  p.advance();
  if (form === "star") p.expect(K.STAR);
  let type: Expression | null = null;
  let name: string | null = null;
  if (p.kind !== K.COLON || form === "star") {
    type = expressions(p);
    const parenthesized = p.source.charCodeAt(type.start) === 40;
    if (p.kind === K.AS) {
      if (type.node === "Tuple" && !parenthesized) throw REFUSED;
      p.advance();
      name = p.identifier();
    }
  }
  const body = colonBlock(p);
  return { node: "ExceptHandler", type, name, body, start, end: p.end };
}

/** `match_stmt`; throws where the line is an expression that begins with the name `match`. */
function matchStatement(p: Parser): Match {
  const start = p.start;
  p.advance();
  const subject = subjectExpression(p);
  p.expect(K.COLON);
  p.expectLayout(K.NEWLINE);
  p.expectLayout(K.INDENT);
  p.enter();
  const cases: MatchCase[] = [];
  do cases.push(caseBlock(p));
  while (p.kind !== K.DEDENT);
  p.leave();
  p.advanceLayout();
  return { node: "Match", subject, cases, start, end: p.end };
}

function subjectExpression(p: Parser): Expression {
  const start = p.start;
  const first = starNamedExpression(p);
  if (p.kind !== K.COMMA) {
    if (first.node === "Starred") throw REFUSED;
    return first;
  }
  const elts: Expression[] = [first];
  while (p.accept(K.COMMA)) {
    if (p.kind === K.COLON) break;
    elts.push(starNamedExpression(p));
  }
  return { node: "Tuple", elts, ctx: "Load", start, end: p.end };
}

function caseBlock(p: Parser): MatchCase {
  if (!p.isSoftKeyword("case")) throw REFUSED;
  p.advance();
  const pattern = patterns(p);
  const guard = p.accept(K.IF) ? namedExpression(p) : null;
  const body = colonBlock(p);
  return { node: "match_case", pattern, guard, body };
}

function decorated(p: Parser): Statement {
  const decorators: Expression[] = [];
  while (p.accept(K.AT)) {
    decorators.push(namedExpression(p));
    p.expectLayout(K.NEWLINE);
  }
  switch (p.kind) {
    case K.DEF:
      return functionDefinition(p, p.start, "FunctionDef", decorators);
    case K.CLASS:
      return classDefinition(p, decorators);
    case K.ASYNC:
      return asyncStatement(p, decorators);
    default:
      throw REFUSED;
  }
}

function asyncStatement(p: Parser, decorators: readonly Expression[]): Statement {
  const start = p.start;
  p.advance();
  if (p.kind === K.DEF) return functionDefinition(p, start, "AsyncFunctionDef", decorators);
  if (decorators.length > 0) throw REFUSED;
  if (p.kind === K.FOR) return forStatement(p, start, "AsyncFor");
  if (p.kind === K.WITH) return withStatement(p, start, "AsyncWith");
  throw REFUSED;
}

function functionDefinition(
  p: Parser,
  start: number,
  node: "FunctionDef" | "AsyncFunctionDef",
  decorator_list: readonly Expression[],
): Statement {
  p.advance();
  const name = p.identifier();
  const type_params = typeParameters(p);
  p.expect(K.LPAR);
  const args: Arguments = parameters(p);
  p.expect(K.RPAR);
  const returns = p.accept(K.RARROW) ? expression(p) : null;
  const body = colonBlock(p);
  return { node, name, args, body, decorator_list, returns, type_comment: null, type_params, start, end: p.end };
}

function classDefinition(p: Parser, decorator_list: readonly Expression[]): Statement {
  const start = p.start;
  p.advance();
  const name = p.identifier();
  const type_params = typeParameters(p);
  let bases: readonly Expression[] = [];
  let keywords: readonly Keyword[] = [];
  if (p.kind === K.LPAR) {
    const open = p.start;
    p.advance();
    const list = argumentList(p, open);
    bases = list.args;
    keywords = list.keywords;
    p.expect(K.RPAR);
    if (bases.length === 1 && bases[0]?.node === "GeneratorExp" && bases[0].start === open) throw REFUSED;
  }
  const body = colonBlock(p);
  return { node: "ClassDef", name, bases, keywords, body, decorator_list, type_params, start, end: p.end };
}
