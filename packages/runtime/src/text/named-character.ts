// The characters of `\N{…}`, which the module `unicodedata` knows.

import { clearError } from "../exceptions/errors.ts";
import { importModule } from "../importing/import-module.ts";
import { decref, isStr } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { callMethod } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";

/** The character of this name; undefined when there is none, or nothing that knows names. */
export function namedCharacter(rt: Runtime, name: string): string | undefined {
  const module = importModule(rt, "unicodedata");
  if (module === 0) {
    clearError(rt);
    return undefined;
  }
  const lookup = internStr(rt, "lookup");
  const text = newStr(rt, name);
  const found = callMethod(rt, module, lookup, text);
  for (const it of [module, lookup, text]) decref(rt, it);
  if (found === 0) {
    clearError(rt);
    return undefined;
  }
  const character = isStr(rt, found) ? strValue(rt, found) : undefined;
  decref(rt, found);
  return character;
}
