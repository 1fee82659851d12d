// Arithmetic of floats where Python differs from the hardware: floor division, modulo, powers with errors, rounding.

import { Failure, overflowError, valueError, zeroDivision } from "./failure.ts";
import { fixedDigits, roundedQuotient } from "./float-text.ts";
import { type Integer, integerOfNumber, normalize } from "./integer.ts";

/** `left % right` for `right != 0`: the sign of `right`, also of a zero. */
export function doubleModulo(left: number, right: number): number {
  const remainder = left % right;
  if (remainder !== 0) return remainder < 0 !== right < 0 ? remainder + right : remainder;
  return right < 0 ? -0 : 0;
}

/** `left // right` for `right != 0`. */
export function doubleFloorDivide(left: number, right: number): number {
  const remainder = left % right;
  let quotient = (left - remainder) / right;
  if (remainder !== 0 && right < 0 !== remainder < 0) quotient -= 1;
  if (quotient === 0) return left / right < 0 || Object.is(left / right, -0) ? -0 : 0;
  // The division above may be off by a rounding: the quotient is an integer.
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** What raising to a power gives besides a float: a failure, or "complex" (a negative base, a fractional exponent). */
export function doublePower(base: number, exponent: number): number | "complex" | Failure {
  if (exponent === 0 || base === 1) return 1;
  if (Number.isNaN(base) || Number.isNaN(exponent)) return NaN;
  if (!Number.isFinite(exponent)) {
    const size = Math.abs(base);
    if (size === 1) return 1;
    return exponent > 0 === size > 1 ? Infinity : 0;
  }
  if (base === 0 && exponent < 0) return zeroDivision("zero to a negative power");
  if (base < 0 && Number.isFinite(base) && !Number.isInteger(exponent)) return "complex";
  // As generated code does it: correctly rounded, where the host's power need not be.
  const result = exponent === 0.5 && base > 0 ? Math.sqrt(base) : base ** exponent;
  if (!Number.isFinite(result) && Number.isFinite(base))
    return new Failure("OverflowError", "(34, 'Numerical result out of range')", [34, "Numerical result out of range"]);
  return result;
}

/** `round(value)`: an int. */
export function roundToInteger(value: number): Integer | Failure {
  if (Number.isNaN(value)) return valueError("cannot convert float NaN to integer");
  if (!Number.isFinite(value)) return overflowError("cannot convert float infinity to integer");
  return integerOfNumber(roundHalfEven(value));
}

/** The nearest integer, ties to even. */
export function roundHalfEven(value: number): number {
  if (Math.abs(value) >= 4503599627370496) return value;
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest > 0.5 || (rest === 0.5 && floor % 2 !== 0)) return floor + 1;
  return floor;
}

/** `round(value, places)`: the float nearest to the correctly rounded decimal. */
export function roundToPlaces(value: number, places: Integer): number | Failure {
  if (!Number.isFinite(value) || value === 0) return value;
  if (places > 323) return value;
  if (places < -308) return value < 0 ? -0 : 0;
  const digits = Number(places);
  if (digits >= 0) return Number(fixedDigits(value, digits));
  const unit = 10n ** BigInt(-digits);
  const size = Math.abs(value);
  // Below one unit a fraction still decides a tie, so keep it as a factor of two.
  const whole = BigInt(Math.floor(size));
  const rest = size - Math.floor(size);
  const scaled = 2n * whole + (rest > 0 ? 1n : 0n);
  const result = Number(roundedQuotient(scaled, 2n * unit) * unit);
  if (!Number.isFinite(result)) return overflowError("rounded value too large to represent");
  return value < 0 ? -result : result;
}

/** `int(value)`: towards zero. */
export function truncateToInteger(value: number): Integer | Failure {
  if (Number.isNaN(value)) return valueError("cannot convert float NaN to integer");
  if (!Number.isFinite(value)) return overflowError("cannot convert float infinity to integer");
  return integerOfNumber(Math.trunc(value));
}

/** `round(value, places)` of an int, for negative `places`. */
export function roundInteger(value: Integer, places: Integer): Integer {
  if (places >= 0) return value;
  if (value === 0) return 0;
  // A unit with more digits than the value rounds it to 0.
  const length = value.toString().length;
  if (-places > length) return 0;
  const unit = 10n ** BigInt(-Number(places));
  const size = BigInt(value < 0 ? -value : value);
  const rounded = roundedQuotient(size, unit) * unit;
  return normalize(value < 0 ? -rounded : rounded);
}
