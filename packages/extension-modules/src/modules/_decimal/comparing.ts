// `==`, `<` and the like, with all of Python's numbers.

import {
  Compare,
  NotImplemented,
  type Runtime,
  complexValue,
  decref,
  getAttributeString,
  isComplex,
  isFloat,
  isInstance,
  isInt,
  floatValue,
  newRef,
  pyBool,
  readInteger,
} from "@tjit/runtime/api";
import { orderOrNaN } from "./compare.ts";
import { type Context, Flag } from "./context.ts";
import { decimalOf, ofDouble, operand } from "./convert.ts";
import { exactProduct } from "./exponents.ts";
import { type Decimal, finite, isNaN, ofInteger } from "./number.ts";
import type { DecimalModule } from "./state.ts";

interface Pair {
  readonly a: Decimal;
  readonly b: Decimal;
}

/** `left operator right`, where `left` is a Decimal. */
export function compareDecimals(
  rt: Runtime,
  module: DecimalModule,
  left: number,
  right: number,
  operator: number,
): number {
  const context = module.contextArgument(rt, 0);
  if (context === null) return 0;
  const isEquality = operator === Compare.EQ || operator === Compare.NE;
  const pair = comparable(rt, module, context, left, right, isEquality);
  if (pair === null) return 0;
  if (pair === undefined) return newRef(rt, NotImplemented);
  const order = orderOrNaN(context, pair.a, pair.b, isEquality ? "quiet" : "signaling");
  if (context.pending !== 0 && module.settle(rt, context) < 0) return 0;
  if (order === null) return pyBool(operator === Compare.NE);
  const results = [order < 0, order <= 0, order === 0, order !== 0, order > 0, order >= 0];
  return pyBool(results[operator] === true);
}

/** Two numbers in the order that the objects have; undefined: they cannot be compared; null with an exception set. */
function comparable(
  rt: Runtime,
  module: DecimalModule,
  context: Context,
  left: number,
  right: number,
  isEquality: boolean,
): Pair | null | undefined {
  const a = decimalOf(rt, left);
  const b = operand(rt, module, right);
  if (b !== null) return { a, b };
  if (isFloat(rt, right) || (isEquality && isComplex(rt, right))) {
    const { real, imaginary } = isFloat(rt, right)
      ? { real: floatValue(rt, right), imaginary: 0 }
      : complexValue(rt, right);
    if (imaginary !== 0) return { a, b: { ...finite(0, 0n, 0), kind: "quiet" } };
    if (isEquality) context.flags |= Flag.FloatOperation;
    else if (module.signal(rt, context, Flag.FloatOperation) < 0) return null;
    return { a, b: ofDouble(real) };
  }
  const isRational = isInstance(rt, right, module.rational);
  if (isRational < 0) return null;
  return isRational === 0 ? undefined : withRational(rt, a, right);
}

/** `a` and `n / d` have the order of `a * d` and `n`. */
function withRational(rt: Runtime, a: Decimal, rational: number): Pair | null {
  const numerator = part(rt, rational, "numerator");
  const denominator = numerator === null ? null : part(rt, rational, "denominator");
  if (numerator === null || denominator === null) return null;
  return { a: isNaN(a) ? a : exactProduct(a, denominator), b: ofInteger(numerator) };
}

function part(rt: Runtime, rational: number, name: string): bigint | null {
  const value = getAttributeString(rt, rational, name);
  if (value === 0) return null;
  const integer = isInt(rt, value) ? BigInt(readInteger(rt, value)) : 0n;
  decref(rt, value);
  return integer;
}
