// One conversion of printf-style formatting, parsed: what is between `%` and the conversion character.

import { type Failure, valueError } from "../numbers/failure.ts";

/** A conversion. Width and precision: -1 where absent, "*" where an argument gives them. */
export interface PercentSpec {
  /** The mapping key, or undefined. */
  readonly key: string | undefined;
  readonly flags: string;
  readonly width: number | "*";
  readonly precision: number | "*";
  /** The conversion character, and where in the format it is. */
  readonly conversion: string;
  readonly index: number;
  readonly end: number;
  /** Nothing between `%` and the conversion character. */
  readonly bare: boolean;
}

/** The mapping key that starts at `start`, behind the `(`; undefined: the parenthesis is not closed. */
export function percentKey(format: string, start: number): { readonly key: string; readonly end: number } | undefined {
  let depth = 1;
  for (let position = start; position < format.length; position++) {
    const character = format.charAt(position);
    if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return { key: format.slice(start, position), end: position + 1 };
  }
  return undefined;
}

/** Flags, width and precision. Where it looks is set before each use. */
const SIZES = /([-+ #0]*)(\*|\d*)(?:(\.)(\*|\d*))?[hlL]?/y;
/** Conversions that have none of these are most. */
const BARE = /[a-gi-km-zA-KM-Z%]/;

/** The conversion whose flags start at `start`. */
export function parsePercent(format: string, start: number, key: string | undefined): PercentSpec | Failure {
  const first = format.charAt(start);
  if (BARE.test(first)) {
    return { key, flags: "", width: -1, precision: -1, conversion: first, index: start, end: start + 1, bare: key === undefined };
  }
  SIZES.lastIndex = start;
  const parts = SIZES.exec(format);
  const width = size(parts?.[2] ?? "");
  if (width !== "*" && width > Number.MAX_SAFE_INTEGER) return valueError("width too big");
  const precision = parts?.[3] === undefined ? -1 : parts[4] === "" ? 0 : size(parts[4] ?? "");
  if (precision !== "*" && precision > 0x7fffffff) return valueError("precision too big");
  const index = start + (parts?.[0] ?? "").length;
  if (index >= format.length) return valueError("incomplete format");
  const conversion = String.fromCodePoint(format.codePointAt(index) ?? 0);
  return {
    key,
    flags: parts?.[1] ?? "",
    width,
    precision,
    conversion,
    index,
    end: index + conversion.length,
    bare: key === undefined && index === start,
  };
}

function size(text: string): number | "*" {
  return text === "*" ? "*" : text === "" ? -1 : Number(text);
}
