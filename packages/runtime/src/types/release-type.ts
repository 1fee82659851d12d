// The end of a class: its dict, its bases, its shared keys, its place in the host.

import { SharedKeys, TypeObject } from "../layout/objects.ts";
import { decref, typeInfo, xdecref } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";

const ownedFields = [TypeObject.dict.offset, TypeObject.mro.offset, TypeObject.base.offset, TypeObject.name.offset];

/** Releases what a class object owns. Its memory is freed by the caller. */
export function releaseType(rt: Runtime, type: number): void {
  const { heap } = rt;
  const info = typeInfo(rt, type);
  const version = heap.load(type + TypeObject.version.offset);
  if (version !== 0 && rt.hooks.typeChanged !== null) rt.hooks.typeChanged(type, version);
  for (let index = 0, length = tupleLength(rt, info.bases); index < length; index++) {
    const subclasses = typeInfo(rt, tupleItem(rt, info.bases, index)).subclasses;
    const at = subclasses.indexOf(type);
    if (at >= 0) subclasses.splice(at, 1);
  }
  // The fields are cleared first: what dies now may still look at the type.
  const owned = ownedFields.map((offset) => heap.load(type + offset));
  const bases = info.bases;
  releaseSharedKeys(rt, type);
  heap.store(type + TypeObject.dict.offset, 0);
  heap.store(type + TypeObject.mro.offset, 0);
  const handle = heap.load(type + TypeObject.handle.offset);
  rt.patternSequences.delete(type);
  rt.patternMappings.delete(type);
  for (const reference of owned) xdecref(rt, reference);
  decref(rt, bases);
  rt.typeInfos.remove(handle);
  rt.plainSubclassSlots.delete(type);
}

function releaseSharedKeys(rt: Runtime, type: number): void {
  const { heap } = rt;
  const keys = heap.load(type + TypeObject.sharedKeys.offset);
  if (keys === 0) return;
  const names = heap.load(keys + SharedKeys.names.offset);
  const count = heap.load(keys + SharedKeys.count.offset);
  for (let index = 0; index < count; index++) decref(rt, heap.load(names + 4 * index));
  heap.freeBlock(names, 4 * heap.load(keys + SharedKeys.capacity.offset));
  heap.freeBlock(keys, SharedKeys.size);
  heap.store(type + TypeObject.sharedKeys.offset, 0);
}
