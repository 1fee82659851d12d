// Reference counts of objects in linear memory.

import { type CountMachine, Fault, type Reference } from "@tjit/reference";
import { ObjectHeader, type Runtime, decref, incref, isSmallInt } from "@tjit/runtime";

/** Counts above this belong to objects that never die. */
const leastImmortal = 0x20000000;

/** Counts: taking and giving them is the runtime's business, what they say is read here. */
export function makeCounts(rt: Runtime): CountMachine {
  const countOf = (reference: Reference): number => rt.heap.load(reference + ObjectHeader.refcount.offset);
  const isObject = (reference: Reference): boolean => reference !== 0 && !isSmallInt(reference);
  const isAlive = (reference: Reference): boolean => !isObject(reference) || countOf(reference) > 0;
  const needAlive = (reference: Reference): void => {
    if (!isAlive(reference)) throw new Fault("use-after-free", `0x${reference.toString(16)}`);
  };
  return {
    countOf,
    isAlive,
    isCounted: (reference) => isObject(reference) && countOf(reference) < leastImmortal,
    increment(reference) {
      if (!isObject(reference)) return;
      needAlive(reference);
      incref(rt, reference);
    },
    decrement(reference) {
      if (!isObject(reference)) return;
      if (!isAlive(reference)) throw new Fault("over-released", `0x${reference.toString(16)}`);
      decref(rt, reference);
    },
  };
}
