// The module `gc`: the cycle collector by hand. There is one generation, whatever number is asked for.

import { collectCycles } from "../heap/collect-cycles.ts";
import { newModule } from "../kinds/module.ts";
import { newInt } from "../object/int.ts";
import { None, pyBool } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { builtinFunction } from "../types/builtin-definition.ts";

const functions = {
  collect: builtinFunction("(generation=2)", (rt) => newInt(rt, collectCycles(rt))),
  enable: builtinFunction("()", (rt) => {
    rt.collectsCycles = true;
    return None;
  }),
  disable: builtinFunction("()", (rt) => {
    rt.collectsCycles = false;
    return None;
  }),
  isenabled: builtinFunction("()", (rt) => pyBool(rt.collectsCycles)),
};

/** Makes the module. */
export function newGcModule(rt: Runtime): number {
  return newModule(rt, "gc", functions);
}
