// Functions of the module `builtins` that `__reduce__` answers with.

import { setError } from "../exceptions/errors.ts";
import { dictGetName } from "../object/dict.ts";
import { decref, newRef } from "../object/reference.ts";
import { internStr } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";

/** `builtins.name`: a new reference; 0 with AttributeError set. */
export function builtinsFunction(rt: Runtime, name: string): number {
  const key = internStr(rt, name);
  const found = dictGetName(rt, rt.builtins, key);
  decref(rt, key);
  if (found !== 0) return newRef(rt, found);
  return setError(rt, rt.types.AttributeError, `module 'builtins' has no attribute '${name}'`);
}
