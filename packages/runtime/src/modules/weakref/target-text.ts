// What a weak reference shows of the object that it refers to.

import { clearError } from "../../exceptions/errors.ts";
import { fullTypeName } from "../../kinds/type-type.ts";
import { decref, isStr, newRef, typeOf } from "../../object/reference.ts";
import { strValue } from "../../object/str.ts";
import { getOptionalAttribute } from "../../protocols/attributes.ts";
import { addressText } from "../../protocols/text.ts";
import { type Runtime } from "../../runtime.ts";

/** `'type' at 0x…`, the type by module and name, and its `__name__` if it has one. */
export function targetText(rt: Runtime, target: number): string {
  newRef(rt, target);
  const type = fullTypeName(rt, typeOf(rt, target)).replace(/^__main__[.]/, "");
  const shown = `'${type}' at ${addressText(target)}`;
  const name = getOptionalAttribute(rt, target, rt.names.__name__);
  const text = name !== 0 && isStr(rt, name) ? strValue(rt, name) : "";
  if (name === 0) clearError(rt);
  else decref(rt, name);
  decref(rt, target);
  return text === "" ? shown : `${shown} (${text})`;
}
