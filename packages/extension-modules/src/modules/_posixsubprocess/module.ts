// The module `_posixsubprocess` of a machine without processes: starting one is refused, as by a system that cannot.

import { type Runtime, builtinFunction, newModule, raiseNamedError } from "@tjit/runtime/api";

/** Makes the module. */
export function newPosixsubprocessModule(rt: Runtime): number {
  return newModule(rt, "_posixsubprocess", {
    fork_exec: builtinFunction("(*args)", (rt_) => raiseNamedError(rt_, "ENOSYS")),
  });
}
