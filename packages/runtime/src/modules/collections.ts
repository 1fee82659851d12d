// The module `_collections`: what the library's `collections` takes from the machine.

import { newModule } from "../kinds/module.ts";
import { newRef } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { defineDefaultDict } from "./default-dict.ts";
import { defineDeque } from "./deque.ts";

/** Makes the module. */
export function newCollectionsModule(rt: Runtime): number {
  return newModule(
    rt,
    "_collections",
    {},
    {
      deque: newRef(rt, defineDeque(rt)),
      defaultdict: newRef(rt, defineDefaultDict(rt)),
    },
  );
}
