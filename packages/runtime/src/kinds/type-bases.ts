// The bases of a class: read, and assigned while the class is in use. Its order and its slots and those of all its subclasses are made anew.

import { fail } from "../exceptions/errors.ts";
import { TypeFlag, TypeObject } from "../layout/objects.ts";
import {
  decref,
  incref,
  isTuple,
  isType,
  newRef,
  typeInfo,
  typeName,
  xdecref,
  messageName,
} from "../object/reference.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { getset } from "../types/builtin-definition.ts";
import { typeModified } from "../types/lookup.ts";
import { bestBase } from "../types/best-base.ts";
import { methodResolutionOrder } from "../types/mro.ts";
import { isSubtype } from "../types/subtype.ts";
import { updateSlots } from "../types/update-slots.ts";
import { mutable } from "./type-type.ts";

const layout = TypeObject;

/** `__bases__`. */
export const typeBases = getset((rt, type) => newRef(rt, typeInfo(rt, type).bases), assignBases);

function assignBases(rt: Runtime, type: number, bases: number): number {
  const { TypeError } = rt.types;
  const { name } = typeInfo(rt, type);
  if (!mutable(rt, type, "__bases__")) return -1;
  if (bases === 0) return fail(rt, TypeError, `can't delete ${name}.__bases__`);
  if (!isTuple(rt, bases))
    return fail(rt, TypeError, `can only assign tuple to ${name}.__bases__, not ${typeName(rt, bases)}`);
  if (tupleLength(rt, bases) === 0)
    return fail(rt, TypeError, `can only assign non-empty tuple to ${name}.__bases__, not ()`);
  for (let index = 0; index < tupleLength(rt, bases); index++) {
    const base = tupleItem(rt, bases, index);
    if (!isType(rt, base))
      return fail(rt, TypeError, `${name}.__bases__ must be tuple of classes, not '${typeName(rt, base)}'`);
    if (isSubtype(rt, base, type) || derives(rt, base, type))
      return fail(rt, TypeError, "a __bases__ item causes an inheritance cycle");
  }
  const best = bestBase(rt, bases);
  if (best === 0) return -1;
  const old = rt.heap.load(type + layout.base.offset);
  if (!haveSameLayout(rt, best, old)) {
    return fail(
      rt,
      TypeError,
      `__bases__ assignment: '${messageName(rt, best)}' object layout differs from '${messageName(rt, old)}'`,
    );
  }
  return replaceBases(rt, type, newRef(rt, bases), newRef(rt, best));
}

/** Whether a class stands on another by the bases that give them their layouts: their orders may not have been made yet. */
function derives(rt: Runtime, type: number, other: number): boolean {
  for (let base = type; base !== 0; base = rt.heap.load(base + layout.base.offset)) if (base === other) return true;
  return false;
}

/** Whether instances of two classes have their fields at the same places. */
function haveSameLayout(rt: Runtime, left: number, right: number): boolean {
  const { heap } = rt;
  const kindOf = (type: number): number => heap.load(type + layout.flags.offset) & (0xff | TypeFlag.WEAK_REFERENCES);
  const fields = [layout.instanceSize, layout.dictOffset] as const;
  return (
    kindOf(left) === kindOf(right) &&
    fields.every(({ offset }) => heap.load(left + offset) === heap.load(right + offset))
  );
}

/** Steals both references. When an order cannot be made, everything is as before. */
function replaceBases(rt: Runtime, type: number, bases: number, best: number): number {
  const { heap } = rt;
  const info = typeInfo(rt, type);
  const oldBases = info.bases;
  const oldBest = heap.load(type + layout.base.offset);
  info.bases = bases;
  heap.store(type + layout.base.offset, best);
  const replaced: Replaced[] = [];
  const isDone = reorder(rt, type, replaced);
  if (!isDone) {
    for (const { changed, before, made } of replaced.reverse()) {
      const isStill = heap.load(changed + layout.mro.offset) === made;
      if (isStill) heap.store(changed + layout.mro.offset, before);
      xdecref(rt, isStill ? made : before);
    }
    const isOurs = info.bases === bases;
    if (isOurs) {
      info.bases = oldBases;
      heap.store(type + layout.base.offset, oldBest);
    }
    for (const it of isOurs ? [bases, best] : [oldBases, oldBest]) decref(rt, it);
    return -1;
  }
  for (const { before } of replaced) xdecref(rt, before);
  // A method `mro` may have assigned other bases meanwhile.
  if (info.bases !== bases) {
    decref(rt, oldBases);
    decref(rt, oldBest);
    return 0;
  }
  forEachBase(rt, oldBases, (base) => {
    const { subclasses } = typeInfo(rt, base);
    const at = subclasses.indexOf(type);
    if (at >= 0) subclasses.splice(at, 1);
  });
  forEachBase(rt, bases, (base) => typeInfo(rt, base).subclasses.push(type));
  typeModified(rt, type);
  updateSlots(rt, type);
  decref(rt, oldBases);
  decref(rt, oldBest);
  return 0;
}

/** A class whose order was made anew; the order before is owned. */
interface Replaced {
  readonly changed: number;
  readonly before: number;
  readonly made: number;
}

/** Makes the orders of a class and its subclasses anew; what they were goes to `replaced`. */
function reorder(rt: Runtime, type: number, replaced: Replaced[]): boolean {
  const field = type + layout.mro.offset;
  const before = rt.heap.load(field);
  if (before !== 0) incref(rt, before);
  const made = methodResolutionOrder(rt, type);
  // A method `mro` that assigned bases has made a newer order.
  const isNewer = made !== 0 && rt.heap.load(field) !== before;
  xdecref(rt, before);
  if (made === 0) return false;
  if (isNewer) {
    decref(rt, made);
    return true;
  }
  replaced.push({ changed: type, before, made });
  rt.heap.store(field, made);
  return [...typeInfo(rt, type).subclasses].every((subclass) => reorder(rt, subclass, replaced));
}

function forEachBase(rt: Runtime, bases: number, visit: (base: number) => void): void {
  for (let index = 0; index < tupleLength(rt, bases); index++) visit(tupleItem(rt, bases, index));
}
