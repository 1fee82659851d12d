// Bytes as hexadecimal digits.

import { sizeArgument } from "../builtins/arguments.ts";
import { setError } from "../exceptions/errors.ts";
import { isStr, typeName } from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { bytesLike, hasBuffer } from "../protocols/buffer.ts";
import { lengthOf } from "../protocols/subscript.ts";
import { type Runtime } from "../runtime.ts";
import { bytesValue, isBytes } from "./bytes-object.ts";
import { textFromUnits } from "./from-units.ts";
import { roomFor } from "./str-methods.ts";

/** `bytes.hex(sep, bytes_per_sep)`, of any bytes: a new reference. */
export function hexText(rt: Runtime, bytes: Uint8Array, separatorRef: number, groupRef: number): number {
  const group = sizeArgument(rt, groupRef, 1, "int");
  if (group === null) return 0;
  const separator = separatorRef === 0 ? "" : separatorText(rt, separatorRef);
  if (separator === null || !roomFor(rt, 3 * bytes.length)) return 0;
  const size = Math.abs(group);
  const digitOf = (index: number): number => hexDigit(((bytes[index >> 1] as number) >> (4 - 4 * (index & 1))) & 15);
  if (separator === "" || size === 0) return newStr(rt, textFromUnits(2 * bytes.length, digitOf));
  let text = "";
  // Groups are counted from the end, or from the start when the number is negative.
  const first = group > 0 ? bytes.length % size : 0;
  for (let index = 0; index < bytes.length; index++) {
    if (index > 0 && (index - first) % size === 0) text += separator;
    text += (bytes[index] as number).toString(16).padStart(2, "0");
  }
  return newStr(rt, text);
}

function hexDigit(value: number): number {
  return value < 10 ? 48 + value : 87 + value;
}

function separatorText(rt: Runtime, ref: number): string | null {
  const length = lengthOf(rt, ref);
  if (length < 0) return null;
  if (length !== 1) {
    setError(rt, rt.types.ValueError, "sep must be length 1.");
    return null;
  }
  let code: number;
  if (isStr(rt, ref)) code = strValue(rt, ref).codePointAt(0) ?? 0;
  else if (isBytes(rt, ref)) code = bytesValue(rt, ref)[0] ?? 0;
  else {
    setError(rt, rt.types.TypeError, "sep must be str or bytes.");
    return null;
  }
  if (code < 128) return String.fromCharCode(code);
  setError(rt, rt.types.ValueError, "sep must be ASCII.");
  return null;
}

/** The bytes that hexadecimal digits, in a str or bytes-like object, stand for; null with an exception set. */
export function bytesFromHex(rt: Runtime, ref: number): Uint8Array | null {
  let text: string;
  if (isStr(rt, ref)) text = strValue(rt, ref);
  else if (hasBuffer(rt, ref)) {
    const bytes = bytesLike(rt, ref);
    if (bytes === null) return null;
    text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  } else {
    setError(rt, rt.types.TypeError, `fromhex() argument must be str or bytes-like, not ${typeName(rt, ref)}`);
    return null;
  }
  const result: number[] = [];
  for (let position = 0; position < text.length;) {
    const code = text.charCodeAt(position);
    if (code === 32 || (code >= 9 && code <= 13)) {
      position++;
      continue;
    }
    for (const at of [position, position + 1]) {
      if (at === text.length) {
        setError(rt, rt.types.ValueError, "fromhex() arg must contain an even number of hexadecimal digits");
        return null;
      }
      if (!/^[0-9a-fA-F]$/.test(text.charAt(at))) {
        setError(rt, rt.types.ValueError, `non-hexadecimal number found in fromhex() arg at position ${at}`);
        return null;
      }
    }
    result.push(Number.parseInt(text.slice(position, position + 2), 16));
    position += 2;
  }
  return Uint8Array.from(result);
}
