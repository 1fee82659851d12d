// Leak detection: which objects live, by type, now and then.

import { ObjectHeader } from "../layout/objects.ts";
import { typeInfo } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { FixedType } from "../layout/memory-map.ts";
import { type Runtime } from "../runtime.ts";
import { clearMethodCache } from "../types/lookup.ts";

/** Live objects by address: the name of their type and their count. */
export type LiveObjects = ReadonlyMap<number, { readonly type: string; readonly refcount: number; readonly text: string }>;

/** A snapshot. Empties the method cache first, which keeps names alive. */
export function liveObjects(rt: Runtime): LiveObjects {
  clearMethodCache(rt);
  const live = new Map<number, { readonly type: string; readonly refcount: number; readonly text: string }>();
  rt.heap.forEachObject((object) => {
    const type = rt.heap.load(object + ObjectHeader.type.offset);
    const text = type === FixedType.str ? strValue(rt, object) : "";
    live.set(object, { type: typeInfo(rt, type).name, refcount: rt.heap.load(object), text });
  });
  return live;
}

/** One line for each object that is in `after` but not in `before`; empty when nothing leaked. */
export function compareLiveObjects(before: LiveObjects, after: LiveObjects): readonly string[] {
  const lines: string[] = [];
  for (const [address, { type, refcount, text }] of after) {
    if (before.has(address)) continue;
    lines.push(`${type} at 0x${address.toString(16)}, count ${refcount}${text === "" ? "" : `: ${JSON.stringify(text)}`}`);
  }
  return lines.sort();
}
