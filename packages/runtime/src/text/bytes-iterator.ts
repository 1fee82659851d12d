// Iterators of bytes and bytearray: they look at the length each time.

import { HostObject, LayoutKind } from "../layout/objects.ts";
import { newInt } from "../object/int.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { None, newRef, xdecref } from "../object/reference.ts";
import { type ItemIterator } from "../object/sequence-iterator.ts";
import { newTuple, tupleOf } from "../object/tuple.ts";
import { indexNumber } from "../protocols/number.ts";
import { builtinsFunction } from "../builtins/builtins-function.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { bytesValue, isByteArray } from "./bytes-object.ts";

const payloadOf = (rt: Runtime, self: number): ItemIterator => hostPayload(rt, self) as ItemIterator;

/** `iter(bytes)` and `iter(bytearray)`. */
export function newBytesIterator(rt: Runtime, bytes: number): number {
  const payload: ItemIterator = { index: 0, sequence: newRef(rt, bytes) };
  return newHostObject(rt, isByteArray(rt, bytes) ? rt.types.bytearrayIterator : rt.types.bytesIterator, payload);
}

function next(rt: Runtime, self: number): number {
  const iterator = payloadOf(rt, self);
  if (iterator.sequence === 0) return 0;
  const value = bytesValue(rt, iterator.sequence)[iterator.index];
  if (value !== undefined) {
    iterator.index++;
    return newInt(rt, value);
  }
  const exhausted = iterator.sequence;
  iterator.sequence = 0;
  xdecref(rt, exhausted);
  return 0;
}

function lengthHint(rt: Runtime, self: number): number {
  const { sequence, index } = payloadOf(rt, self);
  return newInt(rt, sequence === 0 ? 0 : Math.max(0, bytesValue(rt, sequence).length - index));
}

function reduce(rt: Runtime, self: number): number {
  const { sequence, index } = payloadOf(rt, self);
  const iter = builtinsFunction(rt, "iter");
  if (iter === 0) return 0;
  if (sequence !== 0) return tupleOf(rt, iter, tupleOf(rt, newRef(rt, sequence)), newInt(rt, index));
  return tupleOf(rt, iter, tupleOf(rt, newTuple(rt, 0)));
}

function setState(rt: Runtime, self: number, state: number): number {
  const index = indexNumber(rt, state);
  if (index === null) return 0;
  const iterator = payloadOf(rt, self);
  if (iterator.sequence !== 0) {
    iterator.index = Math.min(Math.max(0, index), bytesValue(rt, iterator.sequence).length);
  }
  return None;
}

/** Defines `bytes_iterator` and `bytearray_iterator`. */
export function defineBytesIterators(rt: Runtime): void {
  for (const [name, register] of [
    ["bytes_iterator", "bytesIterator"],
    ["bytearray_iterator", "bytearrayIterator"],
  ] as const) {
    defineType(rt, {
      name,
      register,
      layout: LayoutKind.HOST,
      size: HostObject.size,
      acceptsSubclasses: false,
      methods: {
        __length_hint__: method("($self, /)", lengthHint),
        __reduce__: method("($self, /)", reduce),
        __setstate__: method("($self, state, /)", setState),
      },
      slots: {
        iter: newRef,
        iternext: next,
        clear: (rt_, self) => xdecref(rt_, payloadOf(rt_, self).sequence),
        traverse: (rt_, self, visit) => {
          if (payloadOf(rt_, self).sequence !== 0) visit(payloadOf(rt_, self).sequence);
        },
      },
    });
  }
}
