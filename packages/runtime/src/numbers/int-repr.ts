// `repr` and `str` of an int.

import { newStr } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { readInteger } from "./integer-object.ts";
import { integerToDecimal } from "./integer-text.ts";
import { raiseFailure } from "./raise.ts";

export function intRepr(rt: Runtime, self: number): number {
  const text = integerToDecimal(readInteger(rt, self), rt.maxStrDigits);
  return typeof text === "string" ? newStr(rt, text) : raiseFailure(rt, text);
}
