// The builtins that CPython's module `site` adds for people. Few programs name one, so that it is made when that happens, with the library.

import { clearIf } from "../exceptions/errors.ts";
import { dictSet } from "../object/dict.ts";
import { decref } from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { callWith } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { importModule } from "./import-module.ts";

const howToEnd = "Ctrl-D (i.e. EOF)";

/** The class of `_sitebuiltins` that makes each, and its arguments. */
const makers: Readonly<Record<string, readonly string[]>> = {
  help: ["_Helper"],
  exit: ["Quitter", "exit", howToEnd],
  quit: ["Quitter", "quit", howToEnd],
};

/** A builtin of this name, which is one from now on: a new reference; 0 without an exception when there is none. */
export function siteBuiltin(rt: Runtime, name: number): number {
  const [className, ...texts] = makers[strValue(rt, name)] ?? [];
  if (className === undefined || rt.host.library === undefined) return 0;
  const module = importModule(rt, "_sitebuiltins");
  if (module === 0) {
    clearIf(rt, rt.types.ImportError);
    return 0;
  }
  const type = getAttributeString(rt, module, className);
  decref(rt, module);
  if (type === 0) return 0;
  const given = texts.map((text) => newStr(rt, text));
  const made = callWith(rt, type, ...given);
  for (const it of [type, ...given]) decref(rt, it);
  if (made !== 0) dictSet(rt, rt.builtins, name, made);
  return made;
}
