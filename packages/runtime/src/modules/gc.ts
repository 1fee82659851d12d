// The module `gc`: the cycle collector by hand, and who refers to whom. There is one generation, whatever number is asked for.

import { setError } from "../exceptions/errors.ts";
import { collectCycles } from "../heap/collect-cycles.ts";
import { isContainerKind } from "../heap/container-kind.ts";
import { visitReferences } from "../heap/visit.ts";
import { newModule, setEntry } from "../kinds/module.ts";
import { VmState, heapAddress, vmStateAddress } from "../layout/memory-map.ts";
import { newDict } from "../object/dict.ts";
import { newInt } from "../object/int.ts";
import { listAppend, listAppendStolen, newList } from "../object/list.ts";
import { None, emptyTuple, layoutKind, newRef, pyBool, typeOf } from "../object/reference.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { indexNumber } from "../protocols/number.ts";
import { optionalSize } from "./io/support.ts";
import { type CollectorRecord, type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";

/** Whether the collector looks at an object. */
function isTracked(rt: Runtime, object: number): boolean {
  return (object & 1) === 0 && object !== emptyTuple && isContainerKind(layoutKind(rt, typeOf(rt, object)));
}

/** A list of objects, which get references. */
function listOfAll(rt: Runtime, objects: Iterable<number>): number {
  const list = newList(rt);
  for (const object of objects) listAppend(rt, list, object);
  return list;
}

function trackedObjects(rt: Runtime): readonly number[] {
  const found: number[] = [];
  rt.heap.forEachObject((object) => {
    if (isTracked(rt, object)) found.push(object);
  });
  return found;
}

/** What objects refer to, as often as they do. */
function referents(rt: Runtime, objects: readonly number[]): readonly number[] {
  const found: number[] = [];
  for (const object of objects) {
    if (!isTracked(rt, object)) continue;
    visitReferences(rt, object, (reference) => {
      if (reference !== 0) found.push(reference);
    });
  }
  return found;
}

/** Who refers to one of these objects; not the tuple that they were given in. */
function referrers(rt: Runtime, objects: number): readonly number[] {
  const wanted = new Set(itemsOf(rt, objects));
  return trackedObjects(rt).filter((holder) => {
    let refers = false;
    visitReferences(rt, holder, (reference) => {
      refers ||= wanted.has(reference);
    });
    return refers && holder !== objects && holder >= heapAddress;
  });
}

function itemsOf(rt: Runtime, tuple: number): readonly number[] {
  return Array.from({ length: tupleLength(rt, tuple) }, (_, index) => tupleItem(rt, tuple, index));
}

const functions: Readonly<Record<string, BuiltinSpecification>> = {
  collect: builtinFunction("(generation=2)", (rt, generationRef) => {
    const generation = generationRef === 0 ? 2 : indexNumber(rt, generationRef, rt.types.OverflowError);
    if (generation === null) return 0;
    if (generation < 0 || generation > 2) return setError(rt, rt.types.ValueError, "invalid generation");
    return newInt(rt, collectCycles(rt, generation));
  }),
  enable: builtinFunction("()", (rt) => {
    rt.collectsCycles = true;
    return None;
  }),
  disable: builtinFunction("()", (rt) => {
    rt.collectsCycles = false;
    return None;
  }),
  isenabled: builtinFunction("()", (rt) => pyBool(rt.collectsCycles)),
  // The number of containers made, and two that mean nothing to one generation.
  get_threshold: builtinFunction("()", (rt) =>
    tupleOf(rt, newInt(rt, rt.leastAllocations), newInt(rt, 10), newInt(rt, 0)),
  ),
  set_threshold: builtinFunction("(threshold0, threshold1=10, threshold2=0, /)", (rt, ref) => {
    const threshold = indexNumber(rt, ref, rt.types.OverflowError);
    if (threshold === null) return 0;
    // Zero turns the collector off.
    rt.collectsCycles = threshold !== 0;
    if (threshold > 0) {
      rt.leastAllocations = threshold;
      rt.collectionThreshold = threshold;
    }
    return None;
  }),
  get_count: builtinFunction("()", (rt) => {
    const made = rt.heap.load(vmStateAddress + VmState.allocationCount.offset);
    return tupleOf(rt, newInt(rt, made), newInt(rt, 0), newInt(rt, 0));
  }),
  get_debug: builtinFunction("()", (rt) => newInt(rt, recordOf(rt).debugFlags)),
  set_debug: builtinFunction("(flags, /)", (rt, ref) => {
    const flags = indexNumber(rt, ref, rt.types.OverflowError);
    if (flags === null) return 0;
    if ((flags & ~debugFlags.DEBUG_SAVEALL) !== 0)
      return setError(rt, rt.types.NotImplementedError, "reports of the collector are not available on this machine");
    recordOf(rt).debugFlags = flags;
    return None;
  }),
  get_stats: builtinFunction("()", (rt) => {
    const list = newList(rt);
    for (const { collections, collected } of recordOf(rt).statistics) {
      const row = newDict(rt);
      for (const [name, value] of Object.entries({ collections, collected, uncollectable: 0 }))
        setEntry(rt, row, name, newInt(rt, value));
      listAppendStolen(rt, list, row);
    }
    return list;
  }),
  freeze: builtinFunction("()", (rt) => {
    for (const object of trackedObjects(rt)) recordOf(rt).frozen.add(object);
    return None;
  }),
  unfreeze: builtinFunction("()", (rt) => {
    recordOf(rt).frozen.clear();
    return None;
  }),
  get_freeze_count: builtinFunction("()", (rt) => newInt(rt, recordOf(rt).frozen.size)),
  is_tracked: builtinFunction("(obj, /)", (rt, object) => pyBool(isTracked(rt, object))),
  is_finalized: builtinFunction("(obj, /)", (rt, object) => pyBool(rt.finalized.has(object))),
  get_objects: builtinFunction("(generation=None)", (rt, ref) => {
    const generation = optionalSize(rt, ref);
    if (generation === null) return 0;
    const { ValueError } = rt.types;
    if (generation < -1) return setError(rt, ValueError, "generation parameter cannot be negative");
    if (generation > 2)
      return setError(rt, ValueError, "generation parameter must be less than the number of available generations (3)");
    return listOfAll(rt, trackedObjects(rt));
  }),
  get_referents: builtinFunction("(*objs)", (rt, objects) => listOfAll(rt, referents(rt, itemsOf(rt, objects)))),
  get_referrers: builtinFunction("(*objs)", (rt, objects) => listOfAll(rt, referrers(rt, objects))),
};

const debugFlags = { DEBUG_STATS: 1, DEBUG_COLLECTABLE: 2, DEBUG_UNCOLLECTABLE: 4, DEBUG_SAVEALL: 32, DEBUG_LEAK: 38 };

function recordOf(rt: Runtime): CollectorRecord {
  return (rt.collector ??= {
    callbacks: newList(rt),
    garbage: newList(rt),
    debugFlags: 0,
    statistics: [0, 1, 2].map(() => ({ collections: 0, collected: 0 })),
    frozen: new Set(),
  });
}

/** Makes the module. */
export function newGcModule(rt: Runtime): number {
  // There is nothing that the collector cannot collect.
  const numbers = Object.entries(debugFlags).map(([name, value]) => [name, newInt(rt, value)] as const);
  const { garbage, callbacks } = recordOf(rt);
  return newModule(rt, "gc", functions, {
    garbage: newRef(rt, garbage),
    callbacks: newRef(rt, callbacks),
    ...Object.fromEntries(numbers),
  });
}
