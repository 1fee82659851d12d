// The `new` slot of types that programs cannot make instances of.

import { setError } from "../exceptions/errors.ts";
import { messageName } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";

/** Raises TypeError: only the machine makes these. */
export function cannotCreate(rt: Runtime, type: number): 0 {
  return setError(rt, rt.types.TypeError, `cannot create '${messageName(rt, type)}' instances`);
}
