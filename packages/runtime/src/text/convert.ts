// The conversions `!r`, `!s` and `!a`.

import { setError } from "../exceptions/errors.ts";
import { newStr } from "../object/str.ts";
import { reprObject, reprText, strObject } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { asciiRepr } from "./repr.ts";

/** `value` converted as a format field with `!conversion` asks: a new reference. */
export function convertObject(rt: Runtime, value: number, conversion: string): number {
  if (conversion === "s") return strObject(rt, value);
  if (conversion === "r") return reprObject(rt, value);
  if (conversion === "a") return asciiObject(rt, value);
  const code = conversion.codePointAt(0) ?? 0;
  const shown = code > 32 && code < 127 ? conversion : `\\x${code.toString(16)}`;
  return setError(rt, rt.types.ValueError, `Unknown conversion specifier ${shown}`);
}

/** `ascii(value)`. */
export function asciiObject(rt: Runtime, value: number): number {
  const text = reprText(rt, value);
  return text === null ? 0 : newStr(rt, asciiRepr(text));
}
