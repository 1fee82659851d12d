// Builtin functions on numbers and characters: abs, divmod, pow, round, bin, oct, hex, chr, ord, hash.

import { setError } from "../exceptions/errors.ts";
import { indexInteger } from "../numbers/int-new.ts";
import { integerToRadix } from "../numbers/integer-text.ts";
import { newInt } from "../object/int.ts";
import { None, isStr, typeName } from "../object/reference.ts";
import { newStr, strLength, strValue } from "../object/str.ts";
import { absoluteOperation, BinaryOperator, binaryOperation, powerOperation } from "../protocols/number.ts";
import { callSpecial, hasSpecial } from "../protocols/special.ts";
import { hashValue } from "../protocols/visible-hash.ts";
import { type Runtime } from "../runtime.ts";
import { bytesValue, isByteArray, isBytes } from "../text/bytes-object.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";

function round(rt: Runtime, number: number, digits: number): number {
  if (!hasSpecial(rt, number, rt.names.__round__)) {
    return setError(rt, rt.types.TypeError, `type ${typeName(rt, number)} doesn't define __round__ method`);
  }
  return digits === 0 || digits === None
    ? callSpecial(rt, number, rt.names.__round__)
    : callSpecial(rt, number, rt.names.__round__, digits);
}

function radix(base: 2 | 8 | 16, prefix: string): BuiltinSpecification {
  return builtinFunction("(number, /)", (rt, number) => {
    const value = indexInteger(rt, number);
    return value === null ? 0 : newStr(rt, integerToRadix(value, base, prefix));
  });
}

function chr(rt: Runtime, ref: number): number {
  const code = indexInteger(rt, ref);
  if (code === null) return 0;
  if (code >= 0 && code <= 0x10ffff) return newStr(rt, String.fromCodePoint(Number(code)));
  return setError(rt, rt.types.ValueError, "chr() arg not in range(0x110000)");
}

function ord(rt: Runtime, ref: number): number {
  if (isStr(rt, ref)) {
    const length = strLength(rt, ref);
    if (length === 1) return newInt(rt, strValue(rt, ref).codePointAt(0) ?? 0);
    return setError(rt, rt.types.TypeError, `ord() expected a character, but string of length ${length} found`);
  }
  if (isBytes(rt, ref) || isByteArray(rt, ref)) {
    const bytes = bytesValue(rt, ref);
    if (bytes.length === 1) return newInt(rt, bytes[0] ?? 0);
    return setError(rt, rt.types.TypeError, `ord() expected a character, but string of length ${bytes.length} found`);
  }
  return setError(rt, rt.types.TypeError, `ord() expected string of length 1, but ${typeName(rt, ref)} found`);
}

/** Functions on numbers and characters. */
export const numberFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  abs: builtinFunction("(number, /)", absoluteOperation),
  divmod: builtinFunction("(x, y, /)", (rt, x, y) => binaryOperation(rt, x, y, BinaryOperator.DIVMOD)),
  pow: builtinFunction("(base, exp, mod=None)", (rt, base, exp, mod) =>
    powerOperation(rt, base, exp, mod === 0 ? None : mod),
  ),
  round: builtinFunction("(number, ndigits=None)", round),
  bin: radix(2, "0b"),
  oct: radix(8, "0o"),
  hex: radix(16, "0x"),
  chr: builtinFunction("(i, /)", chr),
  ord: builtinFunction("(character, /)", ord),
  hash: builtinFunction("(obj, /)", hashValue),
};
