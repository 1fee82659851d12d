// Operations by name: methods of Decimal, which take a context, and of Context.

import {
  absolute,
  add,
  divide,
  divideToInteger,
  minus,
  multiply,
  plus,
  remainder,
  remainderNear,
  subtract,
} from "./arithmetic.ts";
import { choose, orderOrNaN, totalMagnitude, totalOrder } from "./compare.ts";
import type { Context } from "./context.ts";
import {
  logb,
  logical,
  logicalInvert,
  nextNumber,
  nextToward,
  normalize,
  quantize,
  scaleB,
  shiftDigits,
  toIntegral,
} from "./exponents.ts";
import { type Decimal, adjusted, isNaN, isZero, negated, ofInteger, withSign } from "./number.ts";
import { nanResult } from "./rounding.ts";
import { exp, ln, log10, squareRoot } from "./transcendental.ts";

type Unary = (context: Context, a: Decimal) => Decimal;
type Binary = (context: Context, a: Decimal, b: Decimal) => Decimal;

/** The order of two numbers as a number; a NaN among them is the result. */
function compare(use: "quiet" | "signaling"): Binary {
  return (context, a, b) => {
    const order = orderOrNaN(context, a, b, use);
    if (order !== null) return ofInteger(BigInt(Math.sign(order)));
    return nanResult(context, a, b) ?? a;
  };
}

/** Of Decimal and of Context. */
export const unaryMethods: Readonly<Record<string, Unary>> = {
  exp,
  ln,
  log10,
  logb,
  logical_invert: logicalInvert,
  next_minus: (context, a) => nextNumber(context, a, "minus"),
  next_plus: (context, a) => nextNumber(context, a, "plus"),
  normalize,
  sqrt: squareRoot,
};

/** Of Context only; Decimal has operators for them, or parameters of its own. */
export const contextUnaryMethods: Readonly<Record<string, Unary>> = {
  abs: absolute,
  minus,
  plus,
  to_integral_exact: (context, a) => toIntegral(context, a, "noted"),
  to_integral_value: (context, a) => toIntegral(context, a, "quiet"),
  to_integral: (context, a) => toIntegral(context, a, "quiet"),
};

/** Of Decimal and of Context. */
export const binaryMethods: Readonly<Record<string, Binary>> = {
  compare: compare("quiet"),
  compare_signal: compare("signaling"),
  max: (context, a, b) => choose(context, a, b, { side: "larger", by: "value" }),
  max_mag: (context, a, b) => choose(context, a, b, { side: "larger", by: "magnitude" }),
  min: (context, a, b) => choose(context, a, b, { side: "smaller", by: "value" }),
  min_mag: (context, a, b) => choose(context, a, b, { side: "smaller", by: "magnitude" }),
  next_toward: nextToward,
  remainder_near: remainderNear,
  logical_and: (context, a, b) => logical(context, a, b, (x, y) => x && y),
  logical_or: (context, a, b) => logical(context, a, b, (x, y) => x || y),
  logical_xor: (context, a, b) => logical(context, a, b, (x, y) => x !== y),
  rotate: (context, a, b) => shiftDigits(context, a, b, "rotate"),
  scaleb: scaleB,
  shift: (context, a, b) => shiftDigits(context, a, b, "shift"),
  compare_total: (_context, a, b) => ofInteger(BigInt(totalOrder(a, b))),
  compare_total_mag: (_context, a, b) => ofInteger(BigInt(totalMagnitude(a, b))),
  copy_sign: (_context, a, b) => withSign(a, b.sign),
};

/** Of Context only. */
export const contextBinaryMethods: Readonly<Record<string, Binary>> = {
  add,
  divide,
  divide_int: divideToInteger,
  multiply,
  quantize,
  remainder,
  subtract,
};

/** Of both, without a context for Decimal. */
export const plainMethods: Readonly<Record<string, (a: Decimal) => Decimal>> = {
  copy_abs: (a) => withSign(a, 0),
  copy_negate: negated,
};

/** Questions that need no context. */
export const questions: Readonly<Record<string, (a: Decimal) => boolean>> = {
  is_canonical: () => true,
  is_finite: ({ kind }) => kind === "finite",
  is_infinite: ({ kind }) => kind === "infinite",
  is_nan: isNaN,
  is_qnan: ({ kind }) => kind === "quiet",
  is_signed: ({ sign }) => sign === 1,
  is_snan: ({ kind }) => kind === "signaling",
  is_zero: isZero,
};

/** Questions that depend on the limits of a context. */
export const contextQuestions: Readonly<Record<string, (context: Context, a: Decimal) => boolean>> = {
  is_normal: (context, a) => a.kind === "finite" && a.coefficient !== 0n && adjusted(a) >= context.emin,
  is_subnormal: (context, a) => a.kind === "finite" && a.coefficient !== 0n && adjusted(a) < context.emin,
};
