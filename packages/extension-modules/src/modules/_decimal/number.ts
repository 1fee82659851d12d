// A decimal number as plain data: sign, coefficient, exponent; or an infinity, or a NaN with a payload.

/** 0: positive. */
export type Sign = 0 | 1;

/** `(-1) ** sign * coefficient * 10 ** exponent`, when it is finite. */
export interface Decimal {
  readonly sign: Sign;
  readonly kind: "finite" | "infinite" | "quiet" | "signaling";
  /** Not negative; of a NaN its payload. */
  readonly coefficient: bigint;
  readonly exponent: number;
}

export function finite(sign: Sign, coefficient: bigint, exponent: number): Decimal {
  return { sign, kind: "finite", coefficient, exponent };
}

export function infinity(sign: Sign): Decimal {
  return { sign, kind: "infinite", coefficient: 0n, exponent: 0 };
}

export function nan(payload = 0n, sign: Sign = 0): Decimal {
  return { sign, kind: "quiet", coefficient: payload, exponent: 0 };
}

export function ofInteger(value: bigint): Decimal {
  return value < 0n ? finite(1, -value, 0) : finite(0, value, 0);
}

export function withSign(number: Decimal, sign: Sign): Decimal {
  return number.sign === sign ? number : { ...number, sign };
}

export function negated(number: Decimal): Decimal {
  return { ...number, sign: number.sign === 0 ? 1 : 0 };
}

export function isNaN(number: Decimal): boolean {
  return number.kind === "quiet" || number.kind === "signaling";
}

export function isZero(number: Decimal): boolean {
  return number.kind === "finite" && number.coefficient === 0n;
}

const smallPowers = Array.from({ length: 512 }, (_, exponent) => 10n ** BigInt(exponent));

/** `10 ** exponent`. */
export function powerOfTen(exponent: number): bigint {
  return smallPowers[exponent] ?? 10n ** BigInt(exponent);
}

/** Decimal digits of a coefficient; 1 for zero. */
export function digitCount(coefficient: bigint): number {
  const estimate = Number(coefficient);
  if (estimate < 1e15) return estimate < 10 ? 1 : countSmall(estimate);
  const logarithm = estimate < Infinity ? Math.log10(estimate) : guessLarge(coefficient);
  const guess = Math.floor(logarithm);
  const fraction = logarithm - guess;
  if (fraction > 1e-9 && fraction < 1 - 1e-9) return guess + 1;
  // Next to a power of ten the logarithm may be off by one.
  if (coefficient < powerOfTen(guess)) return guess;
  return coefficient < powerOfTen(guess + 1) ? guess + 1 : guess + 2;
}

function countSmall(value: number): number {
  let count = 1;
  for (let bound = 10; value >= bound; bound *= 10) count++;
  return count;
}

/** The decimal logarithm of a coefficient that is no double. */
function guessLarge(coefficient: bigint): number {
  const digits = coefficient.toString(16);
  return (digits.length - 13) * Math.log10(16) + Math.log10(parseInt(digits.slice(0, 13), 16));
}

/** The exponent of the first digit. */
export function adjusted({ coefficient, exponent }: Decimal): number {
  return exponent + digitCount(coefficient) - 1;
}
