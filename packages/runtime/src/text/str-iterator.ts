// The iterator of a str, which generated code steps by itself (layout: `IteratorObject`). The host takes characters out of the text some at a time:
// `result` is a tuple of them, of which `remaining` are still to come. `index` is the position in the text behind these, in UTF-16 units, `limit` the
// same in code points.

import { FixedType } from "../layout/memory-map.ts";
import { IteratorObject, LayoutKind } from "../layout/objects.ts";
import { newMachineIterator } from "../object/machine-iterator.ts";
import { decref, newRef, xdecref } from "../object/reference.ts";
import { newInt } from "../object/int.ts";
import { newStr, strLength, strValue } from "../object/str.ts";
import { newTuple, tupleInit, tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { clampPosition, reduceTo, setPosition } from "../kinds/reduce-iterator.ts";
import { type Slots } from "../types/slots.ts";
import { isPair, unitIndex } from "./code-points.ts";
import { kindOf } from "./str-slots.ts";

const { source, result, index, limit, remaining } = IteratorObject;
/** So many characters are taken at first, and then. */
const fewCharacters = 8;
const manyCharacters = 64;

/** Code points that the iterator has given. */
function position(rt: Runtime, iterator: number): number {
  return rt.heap.load(iterator + limit.offset) - rt.heap.load(iterator + remaining.offset);
}

/** Takes the next characters out of the text; false at its end. */
function takeCharacters(rt: Runtime, iterator: number, self: number): boolean {
  const { heap } = rt;
  const text = strValue(rt, self);
  const points = heap.load(iterator + limit.offset);
  const count = Math.min(strLength(rt, self) - points, points === 0 ? fewCharacters : manyCharacters);
  if (count <= 0) return false;
  const characters = newTuple(rt, count);
  let unit = heap.load(iterator + index.offset);
  for (let at = 0; at < count; at++) {
    const units = isPair(text, unit) ? 2 : 1;
    tupleInit(rt, characters, at, newStr(rt, units === 1 ? text.charAt(unit) : text.slice(unit, unit + 2)));
    unit += units;
  }
  const before = heap.load(iterator + result.offset);
  heap.store(iterator + result.offset, characters);
  heap.store(iterator + index.offset, unit);
  heap.store(iterator + limit.offset, points + count);
  heap.store(iterator + remaining.offset, count);
  xdecref(rt, before);
  return true;
}

function next(rt: Runtime, iterator: number): number {
  const { heap } = rt;
  const self = heap.load(iterator + source.offset);
  if (self === 0) return 0;
  if (heap.load(iterator + remaining.offset) === 0 && !takeCharacters(rt, iterator, self)) {
    heap.store(iterator + source.offset, 0);
    decref(rt, self);
    return 0;
  }
  const left = heap.load(iterator + remaining.offset);
  const characters = heap.load(iterator + result.offset);
  heap.store(iterator + remaining.offset, left - 1);
  return newRef(rt, tupleItem(rt, characters, tupleLength(rt, characters) - left));
}

function reduce(rt: Runtime, iterator: number): number {
  const self = rt.heap.load(iterator + source.offset);
  return self === 0
    ? reduceTo(rt, "iter", newStr(rt, ""))
    : reduceTo(rt, "iter", newRef(rt, self), position(rt, iterator));
}

function moveTo(rt: Runtime, iterator: number, wanted: number): void {
  const { heap } = rt;
  const self = heap.load(iterator + source.offset);
  if (self === 0) return;
  const points = clampPosition(wanted, strLength(rt, self));
  heap.store(iterator + index.offset, unitIndex(strValue(rt, self), points, kindOf(rt, self)));
  heap.store(iterator + limit.offset, points);
  heap.store(iterator + remaining.offset, 0);
}

/** Defines the iterator and returns the `iter` slot of str. */
export function defineStrIterator(rt: Runtime): NonNullable<Slots["iter"]> {
  const type = defineType(rt, {
    name: "str_iterator",
    address: FixedType.str_iterator,
    layout: LayoutKind.ITERATOR,
    size: IteratorObject.size,
    acceptsSubclasses: false,
    slots: { iter: newRef, iternext: next },
    methods: {
      __reduce__: method("($self, /)", reduce),
      __setstate__: setPosition(moveTo),
      __length_hint__: method("($self, /)", (rt_, self) => {
        const text = rt_.heap.load(self + source.offset);
        return newInt(rt_, text === 0 ? 0 : strLength(rt_, text) - position(rt_, self));
      }),
    },
  });
  return (rt_, self) => newMachineIterator(rt_, type, newRef(rt_, self), 0);
}
