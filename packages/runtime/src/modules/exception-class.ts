// Exception classes of native modules: `struct.error` and the like.

import { FixedType } from "../layout/memory-map.ts";
import { dictSet, newDict } from "../object/dict.ts";
import { decref, newRef } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { callWith } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";

/** A class `module.name` that derives from `base`: a new reference. */
export function newExceptionClass(rt: Runtime, module: string, name: string, base: number): number {
  const namespace = newDict(rt);
  const value = newStr(rt, module);
  dictSet(rt, namespace, rt.names.__module__, value);
  const text = newStr(rt, name);
  const bases = tupleOf(rt, newRef(rt, base));
  const made = callWith(rt, FixedType.type, text, bases, namespace);
  for (const it of [namespace, value, text, bases]) decref(rt, it);
  return made;
}
