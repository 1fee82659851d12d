// `__format__` of str.

import { Failure, valueError } from "../numbers/failure.ts";
import { type FormatCaches } from "./format-caches.ts";
import { padText } from "./format-layout.ts";
import { parseFormatSpec, unknownFormatCode } from "./format-spec.ts";
import { truncate } from "./code-points.ts";

/** `format(value, text)` of a str with `length` code points for a `text` that is not empty. */
export function formatString(
  value: string,
  length: number,
  text: string,
  typeName: string,
  caches?: FormatCaches,
): string | Failure {
  const spec = parseFormatSpec(text, typeName, "<", caches);
  if (spec instanceof Failure) return spec;
  if (spec.type !== "" && spec.type !== "s") return unknownFormatCode(spec.type, typeName);
  if (spec.sign === " ") return valueError("Space not allowed in string format specifier");
  if (spec.sign !== "") return valueError("Sign not allowed in string format specifier");
  if (spec.coerceZero) return valueError("Negative zero coercion (z) not allowed in string format specifier");
  if (spec.alternate) return valueError("Alternate form (#) not allowed in string format specifier");
  if (spec.align === "=") return valueError("'=' alignment not allowed in string format specifier");
  if (spec.precision < 0 || length <= spec.precision) return padText(value, length, spec);
  return padText(truncate(value, spec.precision), spec.precision, spec);
}
