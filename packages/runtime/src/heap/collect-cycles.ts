// The cycle collector: frees what only refers to itself.
//
// 1. Every container's count, less the references that containers own of it, is what the rest of the world owns (frames, the host, traces, builtin types).
// 2. What has some left, and all it reaches, lives.
// 3. Of the others: weak references die, finalizers run. If one ran, 1 and 2 are done again: it may have saved some.
// 4. The rest is held once, its references are dropped, and it is let go: counting does what remains.
//
// Cost: one pass over all objects. Counts of references are kept beside the heap, one word for each 8 bytes of it, while it runs.

import {
  CellObject,
  HostObject,
  InstanceObject,
  LayoutKind,
  ObjectHeader,
  TypeFlag,
  TypeObject,
} from "../layout/objects.ts";
import { VmState, heapAddress, vmStateAddress } from "../layout/memory-map.ts";
import { setEntry } from "../kinds/module.ts";
import { dictClear, newDict } from "../object/dict.ts";
import { listAppend, listItem, listLength, setListLength } from "../object/list.ts";
import { newStr } from "../object/str.ts";
import { newInt } from "../object/int.ts";
import { callTwoArguments } from "../protocols/call.ts";
import { reportUnraisable } from "../exceptions/unraisable.ts";
import { decref, incref, newRef, typeOf, typeInfo, typeSlots, xdecref } from "../object/reference.ts";
import { dictField, inlineValues } from "../object/instance-dict.ts";
import { type CollectorRecord, type Runtime } from "../runtime.ts";
import { fetchError, restoreError } from "../exceptions/errors.ts";
import { clearGenerator } from "../object/generator.ts";
import { setClear } from "../object/set-table.ts";
import { referenceFields } from "./fields.ts";
import { noteFinalized } from "./finalize.ts";
import { isContainerKind } from "./container-kind.ts";
import { visitReferences } from "./visit.ts";
import { clearWeakReferencesOf } from "./weak-references.ts";

const typeOffset = ObjectHeader.type.offset;
const flagsOffset = TypeObject.flags.offset;
/** `gc.DEBUG_SAVEALL`. */
const saveAll = 32;
const allocationCount = vmStateAddress + VmState.allocationCount.offset;

/** Collects when enough containers were made since the last time. For the eval breaker. */
export function maybeCollectCycles(rt: Runtime): void {
  if (rt.isCollecting || !rt.collectsCycles || rt.heap.load(allocationCount) < rt.collectionThreshold) return;
  collectCycles(rt);
}

/** Frees all unreachable cycles; how many objects that were. `generation` is what it counts as: there is only one. */
export function collectCycles(rt: Runtime, generation = 2): number {
  if (rt.isCollecting) return 0;
  rt.isCollecting = true;
  const { collector } = rt;
  if (collector !== null) notify(rt, collector, "start", generation, 0);
  const count = collect(rt);
  const statistics = collector?.statistics[generation];
  if (collector !== null && statistics !== undefined) {
    statistics.collections++;
    statistics.collected += count;
    notify(rt, collector, "stop", generation, count);
  }
  rt.isCollecting = false;
  return count;
}

/** Calls `gc.callbacks`. */
function notify(
  rt: Runtime,
  { callbacks }: CollectorRecord,
  phase: string,
  generation: number,
  collected: number,
): void {
  if (listLength(rt, callbacks) === 0) return;
  const pending = fetchError(rt);
  const text = newStr(rt, phase);
  const info = newDict(rt);
  for (const [name, value] of Object.entries({ generation, collected, uncollectable: 0 }))
    setEntry(rt, info, name, newInt(rt, value));
  for (let index = 0; index < listLength(rt, callbacks); index++) {
    const callback = newRef(rt, listItem(rt, callbacks, index));
    const result = callTwoArguments(rt, callback, text, info);
    if (result === 0) reportUnraisable(rt, "Exception ignored while calling GC callback", callback);
    else decref(rt, result);
    decref(rt, callback);
  }
  decref(rt, text);
  decref(rt, info);
  restoreError(rt, pending);
}

function collect(rt: Runtime): number {
  let garbage = findGarbage(rt);
  for (const object of garbage) incref(rt, object);
  if (finalize(rt, garbage)) {
    for (const object of garbage) rt.heap.store(object, rt.heap.load(object) - 1);
    const stillGarbage = new Set(findGarbage(rt));
    for (const object of garbage) rt.heap.store(object, rt.heap.load(object) + 1);
    const saved = garbage.filter((it) => !stillGarbage.has(it));
    garbage = garbage.filter((it) => stillGarbage.has(it));
    for (const object of saved) decref(rt, object);
  }
  const { collector } = rt;
  const isKept = collector !== null && (collector.debugFlags & saveAll) !== 0;
  for (const object of garbage) {
    if (isKept) listAppend(rt, collector.garbage, object);
    else dropReferences(rt, object);
  }
  for (const object of garbage) decref(rt, object);
  rt.heap.store(allocationCount, 0);
  rt.collectionThreshold = rt.leastAllocations + Math.max(0, rt.liveContainers - garbage.length);
  return garbage.length;
}

/** Containers that nothing outside of them refers to. */
function findGarbage(rt: Runtime): number[] {
  const { heap } = rt;
  const external = new Int32Array((heap.usedBytes - heapAddress + 8) >>> 3);
  const containers: number[] = [];
  heap.forEachObject((object) => {
    const type = heap.load(object + typeOffset);
    if (!isContainerKind(heap.load(type + flagsOffset) & 0xff)) return;
    containers.push(object);
    external[(object - heapAddress) >>> 3] = heap.load(object);
  });
  rt.liveContainers = containers.length;
  const subtract = (reference: number): void => {
    if ((reference & 1) !== 0 || reference < heapAddress) return;
    const at = (reference - heapAddress) >>> 3;
    external[at] = (external[at] as number) - 1;
  };
  for (const object of containers) visitReferences(rt, object, subtract);
  // What is alive gets -1; what is still positive is alive from the outside.
  const alive = -0x40000000;
  const pending: number[] = [];
  const follow = (reference: number): void => {
    if ((reference & 1) !== 0 || reference < heapAddress) return;
    const at = (reference - heapAddress) >>> 3;
    if ((external[at] as number) <= alive) return;
    external[at] = alive;
    pending.push(reference);
  };
  const frozen = rt.collector?.frozen;
  for (const object of containers) {
    if ((external[(object - heapAddress) >>> 3] as number) > 0 || frozen?.has(object) === true) follow(object);
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (isContainerKind(heap.load(typeOf(rt, next) + flagsOffset) & 0xff)) visitReferences(rt, next, follow);
    }
  }
  return containers.filter((object) => (external[(object - heapAddress) >>> 3] as number) > alive);
}

/** Kills weak references and runs `__del__`; whether one ran. */
function finalize(rt: Runtime, garbage: readonly number[]): boolean {
  if (rt.weakReferences.size > 0) clearWeakReferencesOf(rt, garbage);
  let ran = false;
  for (const object of garbage) {
    const type = typeOf(rt, object);
    if ((rt.heap.load(type + flagsOffset) & TypeFlag.HAS_FINALIZER) === 0 || rt.finalized.has(object)) continue;
    ran = true;
    noteFinalized(rt, object);
    const pending = fetchError(rt);
    typeSlots(rt, type).finalize?.(rt, object);
    restoreError(rt, pending);
  }
  return ran;
}

/** Lets go of what an object refers to, where that can be done while it lives. Tuples and the like are freed by what refers to them. */
function dropReferences(rt: Runtime, object: number): void {
  const { heap } = rt;
  const type = typeOf(rt, object);
  const kind = heap.load(type + flagsOffset) & 0xff;
  switch (kind) {
    case LayoutKind.LIST: {
      const items = Array.from({ length: listLength(rt, object) }, (_, index) => listItem(rt, object, index));
      setListLength(rt, object, 0);
      for (const item of items) decref(rt, item);
      break;
    }
    case LayoutKind.DICT:
      dictClear(rt, object);
      break;
    case LayoutKind.INSTANCE:
      for (let index = 0, count = heap.load(object + InstanceObject.valueCount.offset); index < count; index++)
        dropField(rt, object + inlineValues + 4 * index);
      break;
    case LayoutKind.CELL:
      dropField(rt, object + CellObject.value.offset);
      break;
    case LayoutKind.METHOD:
    case LayoutKind.SLICE:
    case LayoutKind.RANGE:
    case LayoutKind.FUNCTION:
      break;
    case LayoutKind.TYPE: {
      const dict = heap.load(object + TypeObject.dict.offset);
      if (dict !== 0) dictClear(rt, dict);
      const mro = heap.load(object + TypeObject.mro.offset);
      heap.store(object + TypeObject.mro.offset, 0);
      xdecref(rt, mro);
      break;
    }
    case LayoutKind.GENERATOR:
      clearGenerator(rt, object);
      break;
    case LayoutKind.SET:
      setClear(rt, object);
      break;
    case LayoutKind.HOST:
      dropHost(rt, object, type);
      break;
    default:
      for (const offset of referenceFields[kind] as readonly number[]) dropField(rt, object + offset);
  }
  if (heap.load(type + TypeObject.dictOffset.offset) !== 0 && kind !== LayoutKind.MODULE) {
    const field = dictField(rt, object);
    if (heap.load(field) !== 0) dropField(rt, field);
  }
  for (const offset of typeInfo(rt, type).slotOffsets) dropField(rt, object + offset);
}

/** Host objects give up their payload altogether, since nobody can reach them. */
function dropHost(rt: Runtime, object: number, type: number): void {
  const handle = rt.heap.load(object + HostObject.handle.offset);
  const { clear, traverse } = typeSlots(rt, type);
  if (handle === 0 || clear === null || traverse === null) return;
  clear(rt, object);
  rt.payloads.remove(handle);
  rt.heap.store(object + HostObject.handle.offset, 0);
}

function dropField(rt: Runtime, address: number): void {
  const value = rt.heap.load(address);
  rt.heap.store(address, 0);
  xdecref(rt, value);
}
