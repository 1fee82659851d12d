// The module `errno`: the numbers of Linux, whatever the host, as those of exceptions are.

import { systemErrorAliases, systemErrors } from "../../files/system-errors.ts";
import { newModule } from "../../kinds/module.ts";
import { dictSet, newDict } from "../../object/dict.ts";
import { newInt } from "../../object/int.ts";
import { decref } from "../../object/reference.ts";
import { newStr } from "../../object/str.ts";
import { type Runtime } from "../../runtime.ts";

/** Makes the module. */
export function newErrnoModule(rt: Runtime): number {
  const attributes: Record<string, number> = {};
  const byCode = newDict(rt);
  for (const { name, number } of systemErrors()) {
    const text = newStr(rt, name);
    dictSet(rt, byCode, newInt(rt, number), text);
    decref(rt, text);
    attributes[name] = newInt(rt, number);
  }
  for (const [name, number] of Object.entries(systemErrorAliases())) attributes[name] = newInt(rt, number);
  return newModule(rt, "errno", {}, { ...attributes, errorcode: byCode });
}
