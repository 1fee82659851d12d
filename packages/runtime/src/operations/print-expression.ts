// `sys.displayhook` of interactive input: shows a value unless it is None.

import { None } from "../object/reference.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";

/** Writes `repr(value)` and a newline. New reference to None. */
export function printExpression(rt: Runtime, value: number): number {
  if (value === None) return None;
  const text = reprText(rt, value);
  if (text === null) return 0;
  rt.host.stdout(`${text}\n`);
  return None;
}
