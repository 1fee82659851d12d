// What this version cannot do yet: SystemError that names the construct.

import { setError } from "../exceptions/errors.ts";
import { type Runtime } from "../runtime.ts";

/** Raises. Always 0. */
export function notSupported(rt: Runtime, what: string): 0 {
  return setError(rt, rt.types.SystemError, `not supported yet: ${what}`);
}
