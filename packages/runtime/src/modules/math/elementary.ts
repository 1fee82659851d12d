// Functions of one double: what computes them, where they are defined, and CPython's words when they are not.

import { setError } from "../../exceptions/errors.ts";
import { doubleFrom } from "../../numbers/int-new.ts";
import { reprDouble } from "../../numbers/float-text.ts";
import { newFloat } from "../../object/float.ts";
import { type BuiltinSpecification, builtinFunction } from "../../types/builtin-definition.ts";
import { erf, erfc } from "./error-function.ts";
import { gamma, logGamma } from "./gamma.ts";

/** A function; `expected` is what an argument outside of its domain is told. */
type Row = readonly [compute: (x: number) => number, expected?: string];

const range = "expected a number in range from -1 up to 1";
const finite = "expected a finite input";
const pole = "expected a noninteger or positive integer";

const rows: Readonly<Record<string, Row>> = {
  acos: [Math.acos, range],
  acosh: [Math.acosh, "expected argument value not less than 1"],
  asin: [Math.asin, range],
  asinh: [Math.asinh],
  atan: [Math.atan],
  atanh: [(x) => (Math.abs(x) === 1 ? NaN : Math.atanh(x)), "expected a number between -1 and 1"],
  cbrt: [Math.cbrt],
  cos: [Math.cos, finite],
  cosh: [Math.cosh],
  erf: [erf],
  erfc: [erfc],
  exp: [Math.exp],
  exp2: [(x) => 2 ** x],
  expm1: [Math.expm1],
  fabs: [Math.abs],
  gamma: [gamma, pole],
  lgamma: [logGamma, pole],
  log1p: [(x) => (x === -1 ? NaN : Math.log1p(x)), "expected argument value > -1"],
  sin: [Math.sin, finite],
  sinh: [Math.sinh],
  sqrt: [Math.sqrt, "expected a nonnegative input"],
  tan: [Math.tan, finite],
  tanh: [Math.tanh],
};

function define([compute, expected]: Row): BuiltinSpecification {
  return builtinFunction("(x, /)", (rt, ref) => {
    const x = doubleFrom(rt, ref);
    if (x === null) return 0;
    const result = compute(x);
    if (Number.isFinite(result)) return newFloat(rt, result);
    if (Number.isNaN(result) && !Number.isNaN(x)) {
      return setError(rt, rt.types.ValueError, `${expected ?? "math domain error"}, got ${reprDouble(x)}`);
    }
    if (!Number.isNaN(result) && Number.isFinite(x)) return setError(rt, rt.types.OverflowError, "math range error");
    return newFloat(rt, result);
  });
}

/** The functions by name. */
export function elementaryFunctions(): Readonly<Record<string, BuiltinSpecification>> {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, define(row)]));
}
