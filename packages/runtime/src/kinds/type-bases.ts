// The bases of a class: read, and assigned while the class is in use. Its order and its slots and those of all its subclasses are made anew.

import { fail } from "../exceptions/errors.ts";
import { TypeFlag, TypeObject } from "../layout/objects.ts";
import { decref, isTuple, isType, newRef, typeInfo, typeName, xdecref } from "../object/reference.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { getset } from "../types/builtin-definition.ts";
import { typeModified } from "../types/lookup.ts";
import { bestBase } from "../types/make-class.ts";
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
  if (!isTuple(rt, bases)) return fail(rt, TypeError, `can only assign tuple to ${name}.__bases__, not ${typeName(rt, bases)}`);
  if (tupleLength(rt, bases) === 0) return fail(rt, TypeError, `can only assign non-empty tuple to ${name}.__bases__, not ()`);
  for (let index = 0; index < tupleLength(rt, bases); index++) {
    const base = tupleItem(rt, bases, index);
    if (!isType(rt, base)) return fail(rt, TypeError, `${name}.__bases__ must be tuple of classes, not '${typeName(rt, base)}'`);
    if (isSubtype(rt, base, type)) return fail(rt, TypeError, "a __bases__ item causes an inheritance cycle");
  }
  const best = bestBase(rt, bases);
  if (best === 0) return -1;
  const old = rt.heap.load(type + layout.base.offset);
  if (!haveSameLayout(rt, best, old)) {
    return fail(rt, TypeError, `__bases__ assignment: '${typeInfo(rt, best).name}' object layout differs from '${typeInfo(rt, old).name}'`);
  }
  return replaceBases(rt, type, newRef(rt, bases), newRef(rt, best));
}

/** Whether instances of two classes have their fields at the same places. */
function haveSameLayout(rt: Runtime, left: number, right: number): boolean {
  const { heap } = rt;
  const kindOf = (type: number): number => heap.load(type + layout.flags.offset) & (0xff | TypeFlag.WEAK_REFERENCES);
  const fields = [layout.instanceSize, layout.dictOffset] as const;
  return kindOf(left) === kindOf(right) && fields.every(({ offset }) => heap.load(left + offset) === heap.load(right + offset));
}

/** Steals both references. When an order cannot be made, everything is as before. */
function replaceBases(rt: Runtime, type: number, bases: number, best: number): number {
  const { heap } = rt;
  const info = typeInfo(rt, type);
  const oldBases = info.bases;
  const oldBest = heap.load(type + layout.base.offset);
  info.bases = bases;
  heap.store(type + layout.base.offset, best);
  const replaced: [type: number, mro: number][] = [];
  const isDone = reorder(rt, type, replaced);
  if (!isDone) {
    for (const [changed, mro] of replaced.reverse()) {
      decref(rt, heap.load(changed + layout.mro.offset));
      heap.store(changed + layout.mro.offset, mro);
    }
    info.bases = oldBases;
    heap.store(type + layout.base.offset, oldBest);
    decref(rt, bases);
    decref(rt, best);
    return -1;
  }
  for (const [, mro] of replaced) xdecref(rt, mro);
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

/** Makes the orders of a class and its subclasses anew; what they were goes to `replaced`. */
function reorder(rt: Runtime, type: number, replaced: [type: number, mro: number][]): boolean {
  const mro = methodResolutionOrder(rt, type);
  if (mro === 0) return false;
  replaced.push([type, rt.heap.load(type + layout.mro.offset)]);
  rt.heap.store(type + layout.mro.offset, mro);
  return typeInfo(rt, type).subclasses.every((subclass) => reorder(rt, subclass, replaced));
}

function forEachBase(rt: Runtime, bases: number, visit: (base: number) => void): void {
  for (let index = 0; index < tupleLength(rt, bases); index++) visit(tupleItem(rt, bases, index));
}
