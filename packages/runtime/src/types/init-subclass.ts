// `super(cls, cls).__init_subclass__(**kwargs)` after a class was made.

import { callDictionary } from "../protocols/call-dictionary.ts";
import { callNoArguments } from "../protocols/call.ts";
import { TypeObject } from "../layout/objects.ts";
import { dictGetName, dictLength } from "../object/dict.ts";
import { decref, emptyTuple, newRef, slotsOf } from "../object/reference.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";

/** `super(after, type).__init_subclass__(**keywords)`; after the class itself unless given. Status. */
export function initSubclass(rt: Runtime, type: number, keywords: number, after = type): number {
  const name = rt.names.__init_subclass__;
  const mro = rt.heap.load(type + TypeObject.mro.offset);
  let isBehind = false;
  for (let index = 0, length = tupleLength(rt, mro); index < length; index++) {
    const isAfter = tupleItem(rt, mro, index) === after;
    if (isAfter || !isBehind) {
      isBehind ||= isAfter;
      continue;
    }
    const found = dictGetName(rt, rt.heap.load(tupleItem(rt, mro, index) + TypeObject.dict.offset), name);
    if (found === 0) continue;
    const get = slotsOf(rt, found).descriptorGet;
    const bound = get === null ? newRef(rt, found) : get(rt, found, 0, type);
    if (bound === 0) return -1;
    const result =
      keywords === 0 || dictLength(rt, keywords) === 0
        ? callNoArguments(rt, bound)
        : callDictionary(rt, bound, emptyTuple, keywords);
    decref(rt, bound);
    if (result === 0) return -1;
    decref(rt, result);
    return 0;
  }
  return 0;
}
