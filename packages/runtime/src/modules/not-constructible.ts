// Types whose instances only the runtime makes.

import { setError } from "../exceptions/errors.ts";
import { type BuiltinSpecification, method } from "../types/builtin-definition.ts";

/** The constructor of such a type; `name` as CPython's message has it. */
export function notConstructible(name: string): BuiltinSpecification {
  return method("($type, /, *args, **kwargs)", (rt) =>
    setError(rt, rt.types.TypeError, `cannot create '${name}' instances`),
  );
}
