// A context: precision, rounding, limits, and what has happened so far.

/** Ways to round, by CPython's numbers. */
export const roundings = [
  "ROUND_UP",
  "ROUND_DOWN",
  "ROUND_CEILING",
  "ROUND_FLOOR",
  "ROUND_HALF_UP",
  "ROUND_HALF_DOWN",
  "ROUND_HALF_EVEN",
  "ROUND_05UP",
] as const;
export type Rounding = (typeof roundings)[number];

/** What can happen: libmpdec's bits. */
export const Flag = {
  Clamped: 0x1,
  ConversionSyntax: 0x2,
  DivisionByZero: 0x4,
  DivisionImpossible: 0x8,
  DivisionUndefined: 0x10,
  Inexact: 0x40,
  InvalidContext: 0x80,
  InvalidOperation: 0x100,
  Overflow: 0x800,
  Rounded: 0x1000,
  Subnormal: 0x2000,
  Underflow: 0x4000,
  FloatOperation: 0x8000,
} as const;

/** All that the signal InvalidOperation stands for. */
export const anyInvalid =
  Flag.ConversionSyntax |
  Flag.DivisionImpossible |
  Flag.DivisionUndefined |
  Flag.InvalidContext |
  Flag.InvalidOperation;

/** The largest precision and exponent of a 64-bit build: as a double 10 ** 18. */
export const largest = 999999999999999999n;
export const largestExponent = Number(largest);

/** State of a context. */
export class Context {
  precision = 28;
  rounding: Rounding = "ROUND_HALF_EVEN";
  emin = -999999;
  emax = 999999;
  capitals = 1;
  clamp = 0;
  /** Signals that raise, and those that happened: bits of {@link Flag}. */
  traps: number = anyInvalid | Flag.DivisionByZero | Flag.Overflow;
  flags = 0;
  /** What the operation that runs has met; whoever calls it takes care of it. */
  pending = 0;

  copy(): Context {
    const copy = Object.assign(new Context(), this);
    copy.pending = 0;
    return copy;
  }

  /** The smallest exponent of a number. */
  get etiny(): number {
    return this.emin - this.precision + 1;
  }

  /** The largest exponent of a number with all its digits. */
  get etop(): number {
    return this.emax - this.precision + 1;
  }
}

/** A context in which nothing is rounded, nothing raises. */
export function exactContext(): Context {
  const context = new Context();
  context.precision = largestExponent;
  context.emax = largestExponent;
  context.emin = -largestExponent;
  context.traps = 0;
  return context;
}

/** One for results on the way to another: so many digits, half even, no limits that matter. */
export function workContext(precision: number): Context {
  const context = exactContext();
  context.precision = precision;
  return context;
}
