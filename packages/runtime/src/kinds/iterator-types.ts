// Iterators of sequences: of lists and tuples, reversed lists, objects with `__getitem__`, `iter(callable, sentinel)`.

import { clearIf } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind, SequenceIterator } from "../layout/objects.ts";
import { newInt } from "../object/int.ts";
import { listItem, listLength, newList } from "../object/list.ts";
import { hostPayload } from "../object/new-object.ts";
import { decref, newRef, smallInt, xdecref } from "../object/reference.ts";
import { type ItemIterator, newListIterator } from "../object/sequence-iterator.ts";
import { newTuple, tupleItem, tupleLength } from "../object/tuple.ts";
import { getItem, lengthOf } from "../protocols/subscript.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { clampPosition, reduceTo, setPosition } from "./reduce-iterator.ts";

const indexOffset = SequenceIterator.index.offset;
const sequenceOffset = SequenceIterator.sequence.offset;

function self(rt: Runtime, it: number): number {
  return newRef(rt, it);
}

function defineSequenceIterator(rt: Runtime, name: "list_iterator" | "tuple_iterator"): void {
  const length = name === "list_iterator" ? listLength : tupleLength;
  const item = name === "list_iterator" ? listItem : tupleItem;
  defineType(rt, {
    name,
    address: FixedType[name],
    layout: LayoutKind.SEQUENCE_ITERATOR,
    size: SequenceIterator.size,
    acceptsSubclasses: false,
    methods: {
      __reduce__: method("($self, /)", (rt_, it) => {
        const sequence = rt_.heap.load(it + sequenceOffset);
        if (sequence === 0) return reduceTo(rt_, "iter", name === "list_iterator" ? newList(rt_) : newTuple(rt_, 0));
        return reduceTo(rt_, "iter", newRef(rt_, sequence), rt_.heap.load(it + indexOffset));
      }),
      __setstate__: setPosition((rt_, it, position) => {
        const sequence = rt_.heap.load(it + sequenceOffset);
        if (sequence !== 0) rt_.heap.store(it + indexOffset, clampPosition(position, length(rt_, sequence)));
      }),
      __length_hint__: method("($self, /)", (rt_, it) => {
        const sequence = rt_.heap.load(it + sequenceOffset);
        return newInt(rt_, sequence === 0 ? 0 : Math.max(0, length(rt_, sequence) - rt_.heap.load(it + indexOffset)));
      }),
    },
    slots: {
      iter: self,
      iternext: (rt_, it) => {
        const { heap } = rt_;
        const sequence = heap.load(it + sequenceOffset);
        if (sequence === 0) return 0;
        const index = heap.load(it + indexOffset);
        if (index < length(rt_, sequence)) {
          heap.store(it + indexOffset, index + 1);
          return newRef(rt_, item(rt_, sequence, index));
        }
        heap.store(it + sequenceOffset, 0);
        decref(rt_, sequence);
        return 0;
      },
    },
  });
}

/** `reversed(list)`: as the other way round, its index going down to -1. */
export function newReverseIterator(rt: Runtime, list: number): number {
  const iterator = newListIterator(rt, list, FixedType.list_reverseiterator);
  rt.heap.store(iterator + indexOffset, listLength(rt, list) - 1);
  return iterator;
}

const itemPayload = (rt: Runtime, it: number): ItemIterator => hostPayload(rt, it) as ItemIterator;

function exhaust(rt: Runtime, payload: ItemIterator): 0 {
  const sequence = payload.sequence;
  payload.sequence = 0;
  xdecref(rt, sequence);
  return 0;
}

const itemSlots = {
  iter: self,
  clear: (rt: Runtime, it: number): void => xdecref(rt, itemPayload(rt, it).sequence),
  traverse: (rt: Runtime, it: number, visit: (reference: number) => void): void => {
    const { sequence } = itemPayload(rt, it);
    if (sequence !== 0) visit(sequence);
  },
} as const;

function defineReverseIterator(rt: Runtime): void {
  defineType(rt, {
    name: "list_reverseiterator",
    address: FixedType.list_reverseiterator,
    layout: LayoutKind.SEQUENCE_ITERATOR,
    size: SequenceIterator.size,
    acceptsSubclasses: false,
    methods: {
      __reduce__: method("($self, /)", (rt_, it) => {
        const sequence = rt_.heap.load(it + sequenceOffset);
        return sequence === 0
          ? reduceTo(rt_, "reversed", newList(rt_))
          : reduceTo(rt_, "reversed", newRef(rt_, sequence), rt_.heap.load(it + indexOffset));
      }),
      __setstate__: setPosition((rt_, it, position) => {
        const sequence = rt_.heap.load(it + sequenceOffset);
        if (sequence !== 0)
          rt_.heap.store(it + indexOffset, Math.min(Math.max(-1, position), listLength(rt_, sequence) - 1));
      }),
      __length_hint__: method("($self, /)", (rt_, it) => {
        const sequence = rt_.heap.load(it + sequenceOffset);
        const left = rt_.heap.load(it + indexOffset) + 1;
        return smallInt(sequence === 0 || listLength(rt_, sequence) < left ? 0 : left);
      }),
    },
    slots: {
      iter: self,
      iternext: (rt_, it) => {
        const { heap } = rt_;
        const sequence = heap.load(it + sequenceOffset);
        if (sequence === 0) return 0;
        const index = heap.load(it + indexOffset);
        if (index >= 0 && index < listLength(rt_, sequence)) {
          heap.store(it + indexOffset, index - 1);
          return newRef(rt_, listItem(rt_, sequence, index));
        }
        heap.store(it + sequenceOffset, 0);
        decref(rt_, sequence);
        return 0;
      },
    },
  });
}

function defineItemIterator(rt: Runtime): void {
  defineType(rt, {
    name: "iterator",
    register: "sequenceIterator",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    methods: {
      __reduce__: method("($self, /)", (rt_, it) => {
        const { sequence, index } = itemPayload(rt_, it);
        return sequence === 0
          ? reduceTo(rt_, "iter", newTuple(rt_, 0))
          : reduceTo(rt_, "iter", newRef(rt_, sequence), index);
      }),
      __setstate__: setPosition((rt_, it, position) => {
        const payload = itemPayload(rt_, it);
        if (payload.sequence !== 0) payload.index = Math.max(0, position);
      }),

      __length_hint__: method("($self, /)", (rt_, it) => {
        const payload = itemPayload(rt_, it);
        const length = payload.sequence === 0 ? 0 : lengthOf(rt_, payload.sequence);
        return length < 0 ? 0 : newInt(rt_, Math.max(0, length - payload.index));
      }),
    },
    slots: {
      ...itemSlots,
      iternext: (rt_, it) => {
        const payload = itemPayload(rt_, it);
        if (payload.sequence === 0) return 0;
        const index = newInt(rt_, payload.index);
        const item = getItem(rt_, payload.sequence, index);
        decref(rt_, index);
        if (item !== 0) {
          payload.index++;
          return item;
        }
        if (clearIf(rt_, rt_.types.IndexError) || clearIf(rt_, rt_.types.StopIteration)) exhaust(rt_, payload);
        return 0;
      },
    },
  });
}

/** Defines the iterator types. */
export function defineIterators(rt: Runtime): void {
  defineSequenceIterator(rt, "list_iterator");
  defineSequenceIterator(rt, "tuple_iterator");
  defineReverseIterator(rt);
  defineItemIterator(rt);
}
