/** Parameters of functions and lambdas, and type parameters. */
import type { Argument, Arguments, Expression, TypeParameter } from "./ast.ts";
import { expression, starExpression } from "./expressions.ts";
import { type Parser, REFUSED } from "./state.ts";
import * as K from "./tokenizer/kinds.ts";

/** `params`, up to the closing parenthesis, which stays. */
export function parameters(p: Parser): Arguments {
  return parameterList(p, K.RPAR);
}

/** `lambda_params`, up to the colon, which stays. */
export function lambdaParameters(p: Parser): Arguments {
  return parameterList(p, K.COLON);
}

/** Parameters up to `close`; only those of a function (closed by a parenthesis) may be annotated. */
function parameterList(p: Parser, close: number): Arguments {
  let posonlyargs: Argument[] = [];
  let args: Argument[] = [];
  let vararg: Argument | null = null;
  let kwarg: Argument | null = null;
  const kwonlyargs: Argument[] = [];
  const kw_defaults: (Expression | null)[] = [];
  const defaults: Expression[] = [];
  const annotated = close === K.RPAR;
  let keywordOnly = false;
  let slash = false;
  while (p.kind !== close) {
    if (p.kind === K.SLASH) {
      if (slash || keywordOnly || args.length === 0) throw REFUSED;
      slash = true;
      posonlyargs = args;
      args = [];
      p.advance();
    } else if (p.kind === K.STAR) {
      if (keywordOnly) throw REFUSED;
      keywordOnly = true;
      p.advance();
      if (p.kind === K.COMMA) {
        if (p.peek(1) !== K.NAME) throw REFUSED;
      } else vararg = parameter(p, annotated ? "starred" : "none");
    } else if (p.accept(K.DOUBLESTAR)) {
      kwarg = parameter(p, annotated ? "plain" : "none");
      p.accept(K.COMMA);
      if (p.kind !== close) throw REFUSED;
      break;
    } else {
      const argument = parameter(p, annotated ? "plain" : "none");
      const value = p.accept(K.EQUAL) ? expression(p) : null;
      if (keywordOnly) {
        kwonlyargs.push(argument);
        kw_defaults.push(value);
      } else {
        args.push(argument);
        if (value !== null) defaults.push(value);
        else if (defaults.length > 0) throw REFUSED;
      }
    }
    if (!p.accept(K.COMMA)) break;
  }
  if (p.kind !== close) throw REFUSED;
  return { node: "arguments", posonlyargs, args, vararg, kwonlyargs, kw_defaults, kwarg, defaults };
}

function parameter(p: Parser, annotation: "none" | "plain" | "starred"): Argument {
  const start = p.start;
  const arg = p.identifier();
  let annotationNode: Expression | null = null;
  if (annotation !== "none" && p.accept(K.COLON)) {
    annotationNode = annotation === "starred" ? starExpression(p) : expression(p);
  }
  return { node: "arg", arg, annotation: annotationNode, type_comment: null, start, end: p.end };
}

/** `[type_params]`: the list in brackets, or nothing. */
export function typeParameters(p: Parser): TypeParameter[] {
  const parameters: TypeParameter[] = [];
  if (!p.accept(K.LSQB)) return parameters;
  do {
    if (p.kind === K.RSQB && parameters.length > 0) break;
    parameters.push(typeParameter(p));
  } while (p.accept(K.COMMA));
  p.expect(K.RSQB);
  return parameters;
}

function typeParameter(p: Parser): TypeParameter {
  const start = p.start;
  if (p.accept(K.STAR)) {
    const name = p.identifier();
    const default_value = p.accept(K.EQUAL) ? starExpression(p) : null;
    return { node: "TypeVarTuple", name, default_value, start, end: p.end };
  }
  if (p.accept(K.DOUBLESTAR)) {
    const name = p.identifier();
    const default_value = p.accept(K.EQUAL) ? expression(p) : null;
    return { node: "ParamSpec", name, default_value, start, end: p.end };
  }
  const name = p.identifier();
  const bound = p.accept(K.COLON) ? expression(p) : null;
  const default_value = p.accept(K.EQUAL) ? expression(p) : null;
  return { node: "TypeVar", name, bound, default_value, start, end: p.end };
}
