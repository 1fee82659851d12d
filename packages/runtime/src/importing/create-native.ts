// `_imp.create_builtin`: a native module for a spec.

import { errorOccurred, setError } from "../exceptions/errors.ts";
import { setExceptionState } from "../exceptions/exception-state.ts";
import { dictGet } from "../object/dict.ts";
import { None, decref, isStr, newRef, typeName } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { type Runtime } from "../runtime.ts";
import { nativeMaker } from "./native-maker.ts";

/** The native module that a spec names: the one that is imported, or a new one. New reference. */
export function createNative(rt: Runtime, spec: number): number {
  const name = getAttributeString(rt, spec, "name");
  if (name === 0) return 0;
  const module = createNamed(rt, name);
  decref(rt, name);
  return module;
}

function createNamed(rt: Runtime, name: number): number {
  if (!isStr(rt, name)) return setError(rt, rt.types.TypeError, `name must be string, not ${typeName(rt, name)}`);
  const known = dictGet(rt, rt.modules, name);
  if (known !== 0 && known !== None) return newRef(rt, known);
  const text = strValue(rt, name);
  const make = nativeMaker(rt, text);
  if (make !== undefined) return make(rt);
  setError(rt, rt.types.ImportError, `'${text}' is not a built-in module`);
  setExceptionState(rt, errorOccurred(rt), "name", name);
  return 0;
}
