/** Simple statements, and the way from a statement's first token to its rule. */
import type { Alias, BinaryOperator, Expression, Statement } from "./ast.ts";
import { compoundStatement } from "./compound.ts";
import {
  BINARY_OPERATORS,
  annotatedRhs,
  expression,
  primary,
  starExpressions,
  startsExpression,
} from "./expressions.ts";
import { typeParameters } from "./parameters.ts";
import type { Parser } from "./state.ts";
import { asSingleTarget, asTarget } from "./targets.ts";
import * as K from "./tokenizer/kinds.ts";

/** `statement`: appends one compound statement or the simple statements of one line to `body`. */
export function statement(p: Parser, body: Statement[]): void {
  const compound = compoundStatement(p);
  if (compound === null) return simpleStatements(p, body);
  body.push(compound);
  if (!compound.node.endsWith("FunctionDef")) p.lastCompound = Math.max(p.lastCompound, compound.start);
}

/** `simple_stmts`: statements separated by semicolons, up to and with NEWLINE. */
export function simpleStatements(p: Parser, body: Statement[]): void {
  for (;;) {
    body.push(simpleStatement(p));
    if (p.kind === K.NEWLINE) break;
    p.expect(K.SEMI);
    if (p.kind === K.NEWLINE) break;
  }
  p.advanceLayout();
}

/** `simple_stmt`. */
function simpleStatement(p: Parser): Statement {
  const start = p.start;
  switch (p.kind) {
    case K.RETURN: {
      p.advance();
      const value = p.kind === K.STAR || startsExpression(p.kind) ? starExpressions(p) : null;
      return { node: "Return", value, start, end: p.end };
    }
    case K.IMPORT: {
      p.advance();
      const names = importNames(p);
      return { node: "Import", names, start, end: p.end };
    }
    case K.FROM:
      return importFrom(p);
    case K.RAISE:
      return raiseStatement(p);
    case K.PASS:
      p.advance();
      return { node: "Pass", start, end: p.end };
    case K.BREAK:
      p.advance();
      return { node: "Break", start, end: p.end };
    case K.CONTINUE:
      p.advance();
      return { node: "Continue", start, end: p.end };
    case K.DEL:
      return deleteStatement(p);
    case K.ASSERT: {
      p.advance();
      const test = expression(p);
      const msg = p.accept(K.COMMA) ? expression(p) : null;
      return { node: "Assert", test, msg, start, end: p.end };
    }
    case K.GLOBAL:
    case K.NONLOCAL: {
      const node = p.kind === K.GLOBAL ? "Global" : "Nonlocal";
      const names: string[] = [];
      do {
        p.advance();
        names.push(p.identifier());
      } while (p.kind === K.COMMA);
      return { node, names, start, end: p.end };
    }
    case K.NAME:
      if (p.peek(1) === K.NAME && p.isSoftKeyword("type")) return typeAlias(p);
      return assignmentOrExpression(p);
    default:
      return assignmentOrExpression(p);
  }
}

/** `assignment`, or an expression as a statement. */
function assignmentOrExpression(p: Parser): Statement {
  const start = p.start;
  const parenthesized = p.kind === K.LPAR;
  const first = annotatedRhs(p);
  if (p.kind === K.EQUAL) return assignment(p, first, start);
  if (p.kind === K.COLON) {
    const target = asSingleTarget(first);
    p.advance();
    const annotation = expression(p);
    const value = p.accept(K.EQUAL) ? annotatedRhs(p) : null;
    const simple = target.node === "Name" && !parenthesized ? 1 : 0;
    return { node: "AnnAssign", target, annotation, value, simple, start, end: p.end };
  }
  const op = augmentedOperator(p.kind);
  if (op === null) return { node: "Expr", value: first, start, end: p.end };
  const target = asSingleTarget(first);
  p.advance();
  const value = annotatedRhs(p);
  return { node: "AugAssign", target, op, value, start, end: p.end };
}

function augmentedOperator(kind: number): BinaryOperator | null {
  if (kind < K.VBAREQUAL || kind > K.DOUBLESTAREQUAL) return null;
  return BINARY_OPERATORS[kind - K.VBAREQUAL] ?? null;
}

function assignment(p: Parser, first: Expression, start: number): Statement {
  const targets: Expression[] = [];
  let value = first;
  while (p.accept(K.EQUAL)) {
    targets.push(asTarget(value, "Store"));
    value = annotatedRhs(p);
  }
  return { node: "Assign", targets, value, type_comment: null, start, end: p.end };
}

function typeAlias(p: Parser): Statement {
  const start = p.start;
  p.advance();
  const nameStart = p.start;
  const id = p.identifier();
  const name: Expression = { node: "Name", id, ctx: "Store", start: nameStart, end: p.end };
  const type_params = typeParameters(p);
  p.expect(K.EQUAL);
  const value = expression(p);
  return { node: "TypeAlias", name, type_params, value, start, end: p.end };
}

function raiseStatement(p: Parser): Statement {
  const start = p.start;
  p.advance();
  if (!startsExpression(p.kind)) return { node: "Raise", exc: null, cause: null, start, end: p.end };
  const exc = expression(p);
  const cause = p.accept(K.FROM) ? expression(p) : null;
  return { node: "Raise", exc, cause, start, end: p.end };
}

function deleteStatement(p: Parser): Statement {
  const start = p.start;
  const targets: Expression[] = [];
  p.advance();
  do {
    if (targets.length > 0 && (p.kind === K.NEWLINE || p.kind === K.SEMI)) break;
    targets.push(asTarget(primary(p), "Del"));
  } while (p.accept(K.COMMA));
  return { node: "Delete", targets, start, end: p.end };
}

/** `dotted_as_names`. */
function importNames(p: Parser): Alias[] {
  const names: Alias[] = [];
  do {
    const start = p.start;
    const name = dottedName(p);
    const asname = p.accept(K.AS) ? p.identifier() : null;
    names.push({ node: "alias", name, asname, start, end: p.end });
  } while (p.accept(K.COMMA));
  return names;
}

function dottedName(p: Parser): string {
  let name = p.identifier();
  while (p.accept(K.DOT)) name += `.${p.identifier()}`;
  return name;
}

function importFrom(p: Parser): Statement {
  const start = p.start;
  let level = 0;
  p.advance();
  for (; p.kind === K.DOT || p.kind === K.ELLIPSIS; p.advance()) level += p.kind === K.DOT ? 1 : 3;
  const module = level === 0 || p.kind === K.NAME ? dottedName(p) : null;
  p.expect(K.IMPORT);
  const namesStart = p.start;
  if (p.accept(K.STAR)) {
    const names: Alias[] = [{ node: "alias", name: "*", asname: null, start: namesStart, end: p.end }];
    return { node: "ImportFrom", module, names, level, start, end: p.end };
  }
  const parenthesized = p.accept(K.LPAR);
  const names: Alias[] = [];
  do {
    if (parenthesized && names.length > 0 && p.kind === K.RPAR) break;
    const aliasStart = p.start;
    const name = p.identifier();
    const asname = p.accept(K.AS) ? p.identifier() : null;
    names.push({ node: "alias", name, asname, start: aliasStart, end: p.end });
  } while (p.accept(K.COMMA));
  if (parenthesized) p.expect(K.RPAR);
  return { node: "ImportFrom", module, names, level, start, end: p.end };
}
