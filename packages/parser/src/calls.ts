/** Call arguments. */
import type { Call, Expression, Keyword } from "./ast.ts";
import { forIfClauses } from "./displays.ts";
import { expression, namedExpression } from "./expressions.ts";
import { type Parser, REFUSED } from "./state.ts";
import * as K from "./tokenizer/kinds.ts";

/** The call of `func`, from its opening parenthesis on; a lone generator expression needs no parentheses of its own. */
export function call(p: Parser, func: Expression, start: number): Call {
  const open = p.start;
  p.expect(K.LPAR);
  const { args, keywords } = argumentList(p, open);
  p.expect(K.RPAR);
  // A generator expression without parentheses spans those of the call.
  const only = args[0];
  if (only?.node === "GeneratorExp" && only.start === open) {
    const { elt, generators } = only;
    return {
      node: "Call",
      func,
      args: [{ node: "GeneratorExp", elt, generators, start: open, end: p.end }],
      keywords,
      start,
      end: p.end,
    };
  }
  return { node: "Call", func, args, keywords, start, end: p.end };
}

/** `arguments`, up to the closing parenthesis, which stays. */
export function argumentList(p: Parser, open: number): { args: Expression[]; keywords: Keyword[] } {
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  let unpackedMapping = false;
  while (p.kind !== K.RPAR) {
    const start = p.start;
    if (p.kind === K.STAR) {
      if (unpackedMapping) throw REFUSED;
      p.advance();
      args.push({ node: "Starred", value: expression(p), ctx: "Load", start, end: p.end });
    } else if (p.kind === K.DOUBLESTAR) {
      p.advance();
      unpackedMapping = true;
      keywords.push({ node: "keyword", arg: null, value: expression(p), start, end: p.end });
    } else if (p.kind === K.NAME && p.peek(1) === K.EQUAL) {
      const arg = p.identifier();
      p.advance();
      keywords.push({ node: "keyword", arg, value: expression(p), start, end: p.end });
    } else {
      if (keywords.length > 0) throw REFUSED;
      const argument = namedExpression(p);
      if (p.kind === K.FOR || p.kind === K.ASYNC) {
        if (args.length > 0) throw REFUSED;
        const generators = forIfClauses(p);
        if (p.kind !== K.RPAR) throw REFUSED;
        args.push({ node: "GeneratorExp", elt: argument, generators, start: open, end: p.end });
        break;
      }
      args.push(argument);
    }
    if (!p.accept(K.COMMA)) break;
  }
  return { args, keywords };
}
