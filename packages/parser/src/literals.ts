/** Values of numeric literals. */
import type { ConstantValue } from "./ast.ts";

/** CPython's default limit on decimal digits of an integer literal. */
export const MAXIMUM_DECIMAL_DIGITS = 4300;

/** The value of a NUMBER token; `null` where a decimal integer has more digits than CPython converts. */
export function numberValue(token: string): ConstantValue | null {
  const text = token.includes("_") ? token.replaceAll("_", "") : token;
  const last = text.charCodeAt(text.length - 1) | 32;
  const radix = text.charCodeAt(1) | 32;
  if (text.charCodeAt(0) === 48 && (radix === 120 || radix === 111 || radix === 98)) return integer(text);
  if (last === 106) return { type: "complex", imag: Number(text.slice(0, -1)) };
  if (/[.eE]/.test(text)) return { type: "float", value: Number(text) };
  if (text.length > MAXIMUM_DECIMAL_DIGITS) return null;
  return integer(text);
}

function integer(text: string): ConstantValue {
  const value = Number(text);
  return { type: "int", value: Number.isSafeInteger(value) ? value : BigInt(text) };
}
