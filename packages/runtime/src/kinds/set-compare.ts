// Which of two sets holds the other: comparing sets, `issubset` and its relatives.

import { SetStep } from "../layout/objects.ts";
import { NotImplemented, decref, newRef, pyBool } from "../object/reference.ts";
import { combineSets, newSet, setContains, setLength, setUpdate } from "../object/set.ts";
import { forEach } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { isAnySet } from "./set-algebra.ts";

/** Whether every item of one set is in the other: 1, 0 or -1. */
function isSubset(rt: Runtime, part: number, whole: number): number {
  if (setLength(rt, part) > setLength(rt, whole)) return 0;
  // Stops at one that is missing.
  const status = combineSets(rt, 0, part, whole, SetStep.LOOK | SetStep.STOP);
  return status < 0 ? status : 1 - status;
}

/** The `richcompare` slot. */
export function setCompare(rt: Runtime, left: number, right: number, operator: number): number {
  if (!isAnySet(rt, right) || !isAnySet(rt, left)) return newRef(rt, NotImplemented);
  const isTurned = operator === Compare.GE || operator === Compare.GT;
  const part = isTurned ? right : left;
  const whole = isTurned ? left : right;
  const more = setLength(rt, whole) - setLength(rt, part);
  const isEquality = operator === Compare.EQ || operator === Compare.NE;
  const isStrict = operator === Compare.LT || operator === Compare.GT;
  const result = (isEquality && more !== 0) || (isStrict && more <= 0) ? 0 : isSubset(rt, part, whole);
  return result < 0 ? 0 : pyBool((result === 1) !== (operator === Compare.NE));
}

/** Whether two sets have a key in common: the smaller one is gone through. */
function meets(rt: Runtime, self: number, other: number): number {
  const [small, large] = setLength(rt, other) > setLength(rt, self) ? [self, other] : [other, self];
  return combineSets(rt, 0, small, large, SetStep.LOOK | SetStep.PRESENT | SetStep.STOP);
}

/** `self.isdisjoint(other)`. */
export function isDisjoint(rt: Runtime, self: number, other: number): number {
  const status = isAnySet(rt, other) ? meets(rt, self, other) : forEach(rt, other, (it) => setContains(rt, self, it));
  return status < 0 ? 0 : pyBool(status === 0);
}

/** `self.issubset(other)` (or `issuperset`) with any iterable. */
export function holds(which: "issubset" | "issuperset") {
  return (rt: Runtime, self: number, other: number): number => {
    let set = other;
    let status = 0;
    if (isAnySet(rt, other)) newRef(rt, other);
    else {
      set = newSet(rt);
      status = setUpdate(rt, set, other);
    }
    if (status === 0) status = which === "issubset" ? isSubset(rt, self, set) : isSubset(rt, set, self);
    decref(rt, set);
    return status < 0 ? 0 : pyBool(status === 1);
  };
}
