// The module `_collections`: what the library's `collections` takes from the machine.

import { type Runtime, builtinFunction, newModule, newRef } from "@tjit/runtime/api";
import { countElements } from "./count-elements.ts";
import { defineDefaultDict } from "./default-dict.ts";
import { defineDeque } from "./deque.ts";
import { defineOrderedDict } from "./ordered-dict.ts";
import { defineTupleGetter } from "./tuple-getter.ts";

/** Makes the module. */
export function newCollectionsModule(rt: Runtime): number {
  const types = {
    ...defineDeque(rt),
    defaultdict: defineDefaultDict(rt),
    OrderedDict: defineOrderedDict(rt),
    _tuplegetter: defineTupleGetter(rt),
  };
  return newModule(
    rt,
    "_collections",
    { _count_elements: builtinFunction("(mapping, iterable, /)", countElements) },
    Object.fromEntries(Object.entries(types).map(([name, type]) => [name, newRef(rt, type)])),
  );
}
