// AttributeError and NameError with the fields that suggestions are made from.

import { type Runtime } from "../runtime.ts";
import { isType, typeName, messageName } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { setExceptionState } from "./exception-state.ts";
import { errorOccurred, setError } from "./errors.ts";

/** Raises AttributeError for `object.name`. Always 0. */
export function attributeError(rt: Runtime, object: number, name: number, more = ""): 0 {
  const shown = isType(rt, object) ? `type object '${messageName(rt, object)}'` : `'${typeName(rt, object)}' object`;
  setError(rt, rt.types.AttributeError, `${shown} has no attribute '${strValue(rt, name)}'${more}`);
  setExceptionState(rt, errorOccurred(rt), "name", name);
  setExceptionState(rt, errorOccurred(rt), "obj", object);
  return 0;
}

/** Raises NameError for a name. Always 0. */
export function nameError(rt: Runtime, name: number): 0 {
  setError(rt, rt.types.NameError, `name '${strValue(rt, name)}' is not defined`);
  setExceptionState(rt, errorOccurred(rt), "name", name);
  return 0;
}
