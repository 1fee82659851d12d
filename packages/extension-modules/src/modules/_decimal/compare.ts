// Comparing, and what picks one of two numbers.

import { type Context, Flag } from "./context.ts";
import { type Decimal, adjusted, isNaN, powerOfTen } from "./number.ts";
import { finishNumber, nanResult } from "./rounding.ts";

/** Numerical order of numbers that are no NaNs: negative, 0, positive. */
export function order(a: Decimal, b: Decimal): number {
  if (a.kind === "infinite" || b.kind === "infinite") return level(a) - level(b);
  if (a.coefficient === 0n || b.coefficient === 0n || a.sign !== b.sign) return signum(a) - signum(b);
  const magnitude = magnitudes(a, b);
  return a.sign === 0 ? magnitude : -magnitude;
}

function signum(a: Decimal): number {
  if (a.coefficient === 0n) return 0;
  return a.sign === 0 ? 1 : -1;
}

function level(a: Decimal): number {
  if (a.kind !== "infinite") return 0;
  return a.sign === 0 ? 1 : -1;
}

/** Order of absolute values, neither of them zero. */
function magnitudes(a: Decimal, b: Decimal): number {
  if (a.exponent === b.exponent) return a.coefficient < b.coefficient ? -1 : a.coefficient > b.coefficient ? 1 : 0;
  const gap = adjusted(a) - adjusted(b);
  if (gap !== 0) return gap;
  const exponent = Math.min(a.exponent, b.exponent);
  const x = a.coefficient * powerOfTen(a.exponent - exponent);
  const y = b.coefficient * powerOfTen(b.exponent - exponent);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The total order of IEEE 754, of representations. */
export function totalOrder(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign) return a.sign === 1 ? -1 : 1;
  const magnitude = totalMagnitude(a, b);
  return a.sign === 0 ? magnitude : -magnitude;
}

/** The same without signs. */
export function totalMagnitude(a: Decimal, b: Decimal): number {
  const ranks = { finite: 0, infinite: 0, signaling: 1, quiet: 2 } as const;
  const rank = ranks[a.kind] - ranks[b.kind];
  if (rank !== 0) return Math.sign(rank);
  if (isNaN(a)) return a.coefficient < b.coefficient ? -1 : a.coefficient > b.coefficient ? 1 : 0;
  const difference = Math.sign(order({ ...a, sign: 0 }, { ...b, sign: 0 }));
  return difference !== 0 ? difference : Math.sign(a.exponent - b.exponent);
}

/** Which of two numbers `max` and the like choose. */
export interface Choice {
  readonly side: "larger" | "smaller";
  readonly by: "value" | "magnitude";
}

/** `max`, `min`, `max_mag`, `min_mag`: a quiet NaN gives way to a number. */
export function choose(context: Context, a: Decimal, b: Decimal, { side, by }: Choice): Decimal {
  if (a.kind === "signaling" || b.kind === "signaling" || (a.kind === "quiet" && b.kind === "quiet")) {
    return nanResult(context, a, b) ?? a;
  }
  if (a.kind === "quiet") return finishNumber(context, b);
  if (b.kind === "quiet") return finishNumber(context, a);
  let difference = by === "value" ? order(a, b) : order({ ...a, sign: 0 }, { ...b, sign: 0 });
  if (difference === 0) difference = totalOrder(a, b);
  const isFirst = side === "larger" ? difference >= 0 : difference < 0;
  return finishNumber(context, isFirst ? a : b);
}

/** The order of two numbers for `==` and the like; null when one is a NaN. Notes an invalid operation where there is one. */
export function orderOrNaN(context: Context, a: Decimal, b: Decimal, use: "quiet" | "signaling"): number | null {
  if (!isNaN(a) && !isNaN(b)) return order(a, b);
  const isSignaling = a.kind === "signaling" || b.kind === "signaling";
  if (isSignaling || use === "signaling") context.pending |= Flag.InvalidOperation;
  return null;
}
