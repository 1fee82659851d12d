/** The start rules: `file`, `eval`, `interactive` and `func_type`. */
import type { Expression, ModuleNode, Statement } from "./ast.ts";
import { compoundStatement } from "./compound.ts";
import { expression, expressions } from "./expressions.ts";
import { type Parser, REFUSED } from "./state.ts";
import { simpleStatements, statement } from "./statements.ts";
import * as K from "./tokenizer/kinds.ts";

/** Runs the start rule of a mode over all tokens. */
export function runMode(p: Parser, mode: "exec" | "eval" | "single" | "func_type"): ModuleNode {
  switch (mode) {
    case "exec":
      return file(p);
    case "eval":
      return evaluation(p);
    case "single":
      return interactive(p);
    case "func_type":
      return functionType(p);
  }
}

function file(p: Parser): ModuleNode {
  const body: Statement[] = [];
  if (p.kind === K.NEWLINE && p.peek(1) === K.ENDMARKER) p.advanceLayout();
  while (p.kind !== K.ENDMARKER) {
    p.previousStatementIndex = p.statementIndex;
    p.statementIndex = p.index;
    statement(p, body);
  }
  return { node: "Module", body, type_ignores: [] };
}

function evaluation(p: Parser): ModuleNode {
  const body = expressions(p);
  endOfText(p);
  return { node: "Expression", body };
}

/** One statement; more text after it is refused. */
function interactive(p: Parser): ModuleNode {
  const start = p.start;
  const body: Statement[] = [];
  if (p.kind === K.NEWLINE) {
    p.advanceLayout();
    body.push({ node: "Pass", start, end: start });
  } else {
    const compound = compoundStatement(p);
    if (compound === null) simpleStatements(p, body);
    else {
      body.push(compound);
      p.expectLayout(K.NEWLINE);
    }
  }
  endOfText(p);
  return { node: "Interactive", body };
}

/** `func_type`: `(int, *str, **dict) -> bool`; stars are read and forgotten. */
function functionType(p: Parser): ModuleNode {
  const argtypes: Expression[] = [];
  let stars = 0;
  p.expect(K.LPAR);
  while (p.kind !== K.RPAR) {
    if (p.kind === K.STAR || p.kind === K.DOUBLESTAR) {
      const weight = p.kind === K.STAR ? 1 : 2;
      if (weight <= stars) throw REFUSED;
      stars = weight;
      p.advance();
    } else if (stars > 0) throw REFUSED;
    argtypes.push(expression(p));
    if (!p.accept(K.COMMA)) break;
    if (p.kind === K.RPAR) throw REFUSED;
  }
  p.expect(K.RPAR);
  p.expect(K.RARROW);
  const returns = expression(p);
  endOfText(p);
  return { node: "FunctionType", argtypes, returns };
}

function endOfText(p: Parser): void {
  while (p.kind === K.NEWLINE) p.advanceLayout();
  if (p.kind !== K.ENDMARKER) throw REFUSED;
}
