// Attributes of instances: inline values by the class's shared keys, or a dict.
//
// Inline values are in the order of the shared keys. The dict is materialised when an attribute is set out of order, a deleted one
// is set again, the keys are full, or somebody asks for `__dict__`; from then on only the dict counts.

import { InstanceObject, LayoutKind, SharedKeys, TupleObject, TypeObject } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import { dictGetName, dictSet, dictTake, newDict } from "./dict.ts";
import { lookupType, typeModified } from "../types/lookup.ts";
import { decref, incref, typeOf } from "./reference.ts";
import { alignTo } from "../layout/struct.ts";

const instanceDict = InstanceObject.dict.offset;
const valueCount = InstanceObject.valueCount.offset;
const sharedKeysOffset = TypeObject.sharedKeys.offset;
const dictOffsetOffset = TypeObject.dictOffset.offset;
const inlineCapacityOffset = TypeObject.inlineCapacity.offset;
const flagsOffset = TypeObject.flags.offset;
const namesOffset = SharedKeys.names.offset;
const countOffset = SharedKeys.count.offset;
const capacityOffset = SharedKeys.capacity.offset;

/** `Type.dictOffset` of subclasses of variable-sized types: the dict is in the last 8 bytes of the object. */
export const DICT_AT_END = -1;

/** Offset of the first inline value. */
export const inlineValues = InstanceObject.size;

/** Address of the field that holds an object's `__dict__`; 0 if it has none. */
export function dictField(rt: Runtime, object: number): number {
  if ((object & 1) !== 0) return 0;
  const heap = rt.heap;
  const offset = heap.load(typeOf(rt, object) + dictOffsetOffset);
  if (offset !== DICT_AT_END) return offset === 0 ? 0 : object + offset;
  return object + alignTo(TupleObject.size + 4 * heap.load(object + TupleObject.length.offset), 8);
}

/** Whether an object's attributes are inline values now. */
export function hasInlineValues(rt: Runtime, object: number, type: number): boolean {
  return (rt.heap.load(type + flagsOffset) & 0xff) === LayoutKind.INSTANCE && rt.heap.load(object + instanceDict) === 0;
}

/** Index of an interned name among a type's shared keys; -1 if it is not there. */
export function sharedKeyIndex(rt: Runtime, type: number, name: number): number {
  const heap = rt.heap;
  const keys = heap.load(type + sharedKeysOffset);
  if (keys === 0) return -1;
  const names = heap.load(keys + namesOffset) >>> 2;
  const words = heap.i32;
  for (let index = 0, count = heap.load(keys + countOffset); index < count; index++) {
    if (words[names + index] === name) return index;
  }
  return -1;
}

/** The instance attribute `name`, interned: borrowed, 0 if there is none. Never raises. */
export function getInstanceAttribute(rt: Runtime, object: number, type: number, name: number): number {
  const heap = rt.heap;
  if (hasInlineValues(rt, object, type)) {
    const index = sharedKeyIndex(rt, type, name);
    return index < 0 || index >= heap.load(object + valueCount) ? 0 : heap.load(object + inlineValues + 4 * index);
  }
  const field = dictField(rt, object);
  if (field === 0) return 0;
  const dict = heap.load(field);
  return dict === 0 ? 0 : dictGetName(rt, dict, name);
}

/** Sets the instance attribute `name`, interned. The object has a dict field. Status. */
export function setInstanceAttribute(rt: Runtime, object: number, type: number, name: number, value: number): number {
  const heap = rt.heap;
  if (hasInlineValues(rt, object, type)) {
    const count = heap.load(object + valueCount);
    const index = sharedKeyIndex(rt, type, name);
    if (index >= 0 && index < count) {
      const address = object + inlineValues + 4 * index;
      const old = heap.load(address);
      if (old !== 0) {
        incref(rt, value);
        heap.store(address, value);
        decref(rt, old);
        return 0;
      }
    } else if ((index === count || (index < 0 && addSharedKey(rt, type, name, count))) && count < heap.load(type + inlineCapacityOffset)) {
      incref(rt, value);
      heap.store(object + inlineValues + 4 * count, value);
      heap.store(object + valueCount, count + 1);
      return 0;
    }
  }
  return dictSet(rt, instanceDictionary(rt, object), name, value);
}

/** Adds a name to a type's shared keys if it would be number `expected`; whether it did. */
function addSharedKey(rt: Runtime, type: number, name: number, expected: number): boolean {
  const heap = rt.heap;
  const keys = heap.load(type + sharedKeysOffset);
  if (keys === 0 || heap.load(keys + countOffset) !== expected || expected >= heap.load(keys + capacityOffset)) return false;
  incref(rt, name);
  heap.store(heap.load(keys + namesOffset) + 4 * expected, name);
  heap.store(keys + countOffset, expected + 1);
  // Inline caches took it for granted that no instance hides what the class has under this name.
  if (lookupType(rt, type, name) !== 0) typeModified(rt, type);
  return true;
}

/** Deletes the instance attribute `name`, interned: 1 if it was there, 0 if not. */
export function deleteInstanceAttribute(rt: Runtime, object: number, type: number, name: number): number {
  const heap = rt.heap;
  if (hasInlineValues(rt, object, type)) {
    const index = sharedKeyIndex(rt, type, name);
    if (index < 0 || index >= heap.load(object + valueCount)) return 0;
    const address = object + inlineValues + 4 * index;
    const old = heap.load(address);
    if (old === 0) return 0;
    heap.store(address, 0);
    decref(rt, old);
    return 1;
  }
  const field = dictField(rt, object);
  if (field === 0 || heap.load(field) === 0) return 0;
  const old = dictTake(rt, heap.load(field), name);
  if (old === 0) return 0;
  decref(rt, old);
  return 1;
}

/** The `__dict__` of an object that has a dict field, borrowed; made now if need be. */
export function instanceDictionary(rt: Runtime, object: number): number {
  const heap = rt.heap;
  const field = dictField(rt, object);
  const existing = heap.load(field);
  if (existing !== 0) return existing;
  const dict = newDict(rt);
  const type = typeOf(rt, object);
  if ((heap.load(type + flagsOffset) & 0xff) === LayoutKind.INSTANCE) moveInlineValues(rt, object, type, dict);
  heap.store(field, dict);
  return dict;
}

function moveInlineValues(rt: Runtime, object: number, type: number, dict: number): void {
  const heap = rt.heap;
  const count = heap.load(object + valueCount);
  if (count === 0) return;
  const names = heap.load(heap.load(type + sharedKeysOffset) + namesOffset);
  for (let index = 0; index < count; index++) {
    const address = object + inlineValues + 4 * index;
    const value = heap.load(address);
    if (value === 0) continue;
    dictSet(rt, dict, heap.load(names + 4 * index), value);
    heap.store(address, 0);
    decref(rt, value);
  }
  heap.store(object + valueCount, 0);
}

