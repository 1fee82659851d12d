// The native types of the module `typing`, by name.

import { type Runtime } from "../runtime.ts";

/** The native type with this name, borrowed. */
export function typingType(rt: Runtime, name: string): number {
  return rt.nativeTypes.get(`typing.${name}`) ?? 0;
}
