// Makes objects: memory of the right size with its header set.

import { HostObject, ObjectHeader, TypeFlag, TypeObject } from "../layout/objects.ts";
import { VmState, vmStateAddress } from "../layout/memory-map.ts";
import { isContainerKind } from "../heap/container-kind.ts";
import { type HandleTable } from "../heap/handles.ts";
import { type Runtime } from "../runtime.ts";

const typeOffset = ObjectHeader.type.offset;
const typeFlags = TypeObject.flags.offset;
const instanceSize = TypeObject.instanceSize.offset;
const inlineCapacity = TypeObject.inlineCapacity.offset;
const allocationCount = vmStateAddress + VmState.allocationCount.offset;

/**
 * An object of `type` with `bytes` bytes and count 1; all other fields are 0. A class defined in Python is counted by its instances,
 * and containers are counted for the cycle collector.
 */
export function allocateSized(rt: Runtime, type: number, bytes: number): number {
  const heap = rt.heap;
  const object = heap.allocateObject(bytes);
  heap.store(object, 1);
  heap.store(object + typeOffset, type);
  const flags = heap.load(type + typeFlags);
  if ((flags & TypeFlag.HEAP) !== 0) heap.store(type, heap.load(type) + 1);
  if (isContainerKind(flags & 0xff)) heap.store(allocationCount, heap.load(allocationCount) + 1);
  return object;
}

/** Puts a dead object, with its handle, on a list of the VM state (`freeStrings`, `freeBigInts`). */
export function keepObject(rt: Runtime, head: number, object: number): void {
  const heap = rt.heap;
  heap.store(object, 0);
  heap.store(object + typeOffset, heap.load(head));
  heap.store(head, object);
}

/** An object from such a list, with count 1; 0 when it is empty. */
export function takeKept(rt: Runtime, head: number, type: number): number {
  const heap = rt.heap;
  const object = heap.load(head);
  if (object === 0) return 0;
  heap.store(head, heap.load(object + typeOffset));
  heap.store(object, 1);
  heap.store(object + typeOffset, type);
  return object;
}

/** Gives back the handles and the memory of the objects on such a list. */
export function releaseKept(
  rt: Runtime,
  head: number,
  handles: HandleTable<unknown>,
  handleOffset: number,
  bytes: number,
): void {
  for (let object = takeKept(rt, head, 0); object !== 0; object = takeKept(rt, head, 0)) {
    handles.remove(rt.heap.load(object + handleOffset));
    rt.heap.freeObject(object, bytes);
  }
}

/** An object of `type` with the size that the type says, inline values included. */
export function allocate(rt: Runtime, type: number): number {
  return allocateSized(rt, type, rt.heap.load(type + instanceSize) + 4 * rt.heap.load(type + inlineCapacity));
}

/** A container died: what counts for the cycle collector is by how many there are more. */
export function uncountContainer(rt: Runtime): void {
  const count = rt.heap.load(allocationCount);
  if (count > 0) rt.heap.store(allocationCount, count - 1);
}

/** An object whose state is a host value: layout kind HOST. */
export function newHostObject(rt: Runtime, type: number, payload: unknown): number {
  const object = allocate(rt, type);
  rt.heap.store(object + HostObject.handle.offset, rt.payloads.add(payload));
  return object;
}

/** The host value behind an object of layout kind HOST. The caller knows its type. */
export function hostPayload(rt: Runtime, object: number): unknown {
  return rt.payloads.get(rt.heap.load(object + HostObject.handle.offset));
}

/** Replaces the host value behind an object. */
export function setHostPayload(rt: Runtime, object: number, payload: unknown): void {
  rt.payloads.set(rt.heap.load(object + HostObject.handle.offset), payload);
}
