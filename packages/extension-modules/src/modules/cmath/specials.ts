// Results where a part of the argument is infinite or no number (ISO C, annex G), as tables of 7 times 7.

import { complexSpecials } from "../../generated/complex-specials.ts";
import type { Complex, Result } from "./functions.ts";

/** The functions that have a table. */
export type SpecialName = keyof typeof complexSpecials;

/** The row or column of a part: -inf, negative, -0, 0, positive, inf, nan. */
function kindOf(part: number): number {
  if (Number.isNaN(part)) return 6;
  if (part === 0) return Object.is(part, -0) ? 2 : 3;
  if (Number.isFinite(part)) return part < 0 ? 1 : 4;
  return part < 0 ? 0 : 5;
}

/** The table's entry. */
export function specialResult(name: SpecialName, { real, imaginary }: Complex): Result {
  const entry = complexSpecials[name].split(",")[7 * kindOf(real) + kindOf(imaginary)] ?? "";
  if (entry === "error") return "domain";
  const [x = NaN, y = NaN] = entry.split(" ").map(partOf);
  return { real: x, imaginary: y };
}

function partOf(text: string): number {
  return text.endsWith("inf") ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);
}
