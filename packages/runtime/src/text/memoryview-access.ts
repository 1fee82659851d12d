// Items and slices of memoryviews, and what they are made into: lists, bytes; comparing.

import { clearIf, fail, setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { listAppendStolen, newList } from "../object/list.ts";
import { Ellipsis, NotImplemented, decref, isTuple, newRef, pyBool, slotsOf, typeOf } from "../object/reference.ts";
import { sliceBounds } from "../object/slice.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import {
  BufferFlag,
  type BufferLayout,
  forEachItem,
  getBuffer,
  hasBuffer,
  itemCount,
  releaseBuffer,
} from "../protocols/buffer.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { compareBytes } from "./byte-search.ts";
import { dataViewOf, nativeFormat, packItem, unpackItem } from "./memoryview-items.ts";
import { memoryViewOf, openMemoryView, sharingView } from "./memoryview-object.ts";

function isIndex(rt: Runtime, key: number): boolean {
  return (key & 1) !== 0 || slotsOf(rt, key).index !== null;
}

function isSlice(rt: Runtime, key: number): boolean {
  return (key & 1) === 0 && typeOf(rt, key) === FixedType.slice;
}

/** The position of an item in one dimension; -1 with IndexError set. */
function positionIn(rt: Runtime, layout: BufferLayout, dimension: number, index: number, from: number): number {
  const size = layout.shape[dimension] as number;
  const absolute = index < 0 ? index + size : index;
  if (absolute < 0 || absolute >= size) {
    return fail(rt, rt.types.IndexError, `index out of bounds on dimension ${dimension + 1}`);
  }
  return from + absolute * (layout.strides[dimension] as number);
}

/** The position of the item at a tuple of indices; -1 with an exception set. */
function positionOf(rt: Runtime, layout: BufferLayout, key: number): number {
  const count = tupleLength(rt, key);
  const { length } = layout.shape;
  if (count < length) {
    return fail(rt, rt.types.NotImplementedError, "sub-views are not implemented");
  }
  if (count > length) {
    const what = `cannot index ${length}-dimension view with ${count}-element tuple`;
    return fail(rt, rt.types.TypeError, what);
  }
  let position = layout.offset;
  for (let dimension = 0; dimension < count; dimension++) {
    const index = indexNumber(rt, tupleItem(rt, key, dimension), rt.types.IndexError);
    if (index === null) return -1;
    position = positionIn(rt, layout, dimension, index, position);
    if (position < 0) return -1;
  }
  return position;
}

function isTupleOf(rt: Runtime, key: number, test: (rt: Runtime, item: number) => boolean): boolean {
  if (!isTuple(rt, key)) return false;
  for (let index = 0; index < tupleLength(rt, key); index++) if (!test(rt, tupleItem(rt, key, index))) return false;
  return true;
}

/** The part of a one-dimensional layout that a slice selects; null with an exception set. */
function slicedLayout(rt: Runtime, layout: BufferLayout, key: number): BufferLayout | null {
  const bounds = sliceBounds(rt, key, layout.shape[0] as number);
  if (bounds === null) return null;
  const stride = layout.strides[0] as number;
  return {
    ...layout,
    offset: layout.offset + bounds.start * stride,
    shape: [bounds.length, ...layout.shape.slice(1)],
    strides: [stride * bounds.step, ...layout.strides.slice(1)],
  };
}

/** The `getitem` slot. */
export function memoryViewItem(rt: Runtime, self: number, key: number): number {
  const view = openMemoryView(rt, self);
  if (view === null) return 0;
  const { layout } = view;
  const { length } = layout.shape;
  if (length === 0) {
    if (isTuple(rt, key) && tupleLength(rt, key) === 0) return readItem(rt, self, layout.offset);
    if (key === Ellipsis) return newRef(rt, self);
    return setError(rt, rt.types.TypeError, "invalid indexing of 0-dim memory");
  }
  if (isIndex(rt, key)) {
    const index = indexNumber(rt, key, rt.types.IndexError);
    if (index === null) return 0;
    if (length > 1)
      return setError(rt, rt.types.NotImplementedError, "multi-dimensional sub-views are not implemented");
    const position = positionIn(rt, layout, 0, index, layout.offset);
    return position < 0 ? 0 : readItem(rt, self, position);
  }
  if (isSlice(rt, key)) {
    const sliced = slicedLayout(rt, layout, key);
    return sliced === null ? 0 : openMemoryView(rt, self) === null ? 0 : sharingView(rt, view, sliced);
  }
  if (isTupleOf(rt, key, isIndex)) {
    const position = positionOf(rt, layout, key);
    return position < 0 ? 0 : readItem(rt, self, position);
  }
  if (isTupleOf(rt, key, isSlice)) {
    return setError(rt, rt.types.NotImplementedError, "multi-dimensional slicing is not implemented");
  }
  return setError(rt, rt.types.TypeError, "memoryview: invalid slice key");
}

/** Reading the index may have run Python code that released the view. */
function readItem(rt: Runtime, self: number, position: number): number {
  const view = openMemoryView(rt, self);
  return view === null ? 0 : unpackItem(rt, view.layout.format, dataViewOf(view.layout.bytes), position);
}

/** The `setitem` slot. */
export function setMemoryViewItem(rt: Runtime, self: number, key: number, value: number): number {
  const view = openMemoryView(rt, self);
  if (view === null) return -1;
  const { layout } = view;
  if (layout.isReadonly) return fail(rt, rt.types.TypeError, "cannot modify read-only memory");
  if (value === 0) return fail(rt, rt.types.TypeError, "cannot delete memory");
  if (layout.shape.length === 0) {
    if (key !== Ellipsis && !(isTuple(rt, key) && tupleLength(rt, key) === 0)) {
      return fail(rt, rt.types.TypeError, "invalid indexing of 0-dim memory");
    }
    return writeItem(rt, self, layout.offset, value);
  }
  if (isIndex(rt, key)) {
    if (layout.shape.length > 1) return fail(rt, rt.types.NotImplementedError, "sub-views are not implemented");
    const index = indexNumber(rt, key, rt.types.IndexError);
    if (index === null) return -1;
    const position = positionIn(rt, layout, 0, index, layout.offset);
    return position < 0 ? -1 : writeItem(rt, self, position, value);
  }
  if (isSlice(rt, key) && layout.shape.length === 1) return setSlice(rt, self, key, value);
  if (isTupleOf(rt, key, isIndex)) {
    const position = positionOf(rt, layout, key);
    return position < 0 ? -1 : writeItem(rt, self, position, value);
  }
  if (isSlice(rt, key) || isTupleOf(rt, key, isSlice)) {
    const what = "memoryview slice assignments are currently restricted to ndim = 1";
    return fail(rt, rt.types.NotImplementedError, what);
  }
  return fail(rt, rt.types.TypeError, "memoryview: invalid slice key");
}

/** The item is made apart first: making it may run Python code. */
function writeItem(rt: Runtime, self: number, position: number, value: number): number {
  const { format, itemsize } = memoryViewOf(rt, self).layout;
  const item = new Uint8Array(itemsize);
  if (packItem(rt, format, dataViewOf(item), 0, value) < 0) return -1;
  const view = openMemoryView(rt, self);
  if (view === null) return -1;
  view.layout.bytes.set(item, position);
  return 0;
}

function setSlice(rt: Runtime, self: number, key: number, value: number): number {
  const source = getBuffer(rt, value, BufferFlag.FULL_RO);
  if (source === null) return -1;
  const view = openMemoryView(rt, self);
  const target = view === null ? null : slicedLayout(rt, view.layout, key);
  let status = -1;
  // Reading the bounds may have run Python code that released the view.
  if (target !== null && openMemoryView(rt, self) !== null) {
    const isAlike =
      nativeFormat(source.format) === nativeFormat(target.format) &&
      source.shape.length === 1 &&
      source.shape[0] === target.shape[0];
    if (isAlike) status = (copyItems(source, target), 0);
    else {
      const what = "memoryview assignment: lvalue and rvalue have different structures";
      setError(rt, rt.types.ValueError, what);
    }
  }
  releaseBuffer(rt, source);
  return status;
}

/** The two may overlap. */
function copyItems(source: BufferLayout, target: BufferLayout): void {
  const items: Uint8Array[] = [];
  forEachItem(source, (at) => items.push(source.bytes.slice(at, at + source.itemsize)));
  let index = 0;
  forEachItem(target, (at) => target.bytes.set(items[index++] as Uint8Array, at));
}

/** Items as nested lists: a new reference. */
export function layoutAsList(rt: Runtime, layout: BufferLayout): number {
  const data = dataViewOf(layout.bytes);
  const build = (dimension: number, position: number): number => {
    if (dimension === layout.shape.length) return unpackItem(rt, layout.format, data, position);
    const list = newList(rt);
    for (let index = 0; index < (layout.shape[dimension] as number); index++) {
      const item = build(dimension + 1, position + index * (layout.strides[dimension] as number));
      if (item === 0) {
        decref(rt, list);
        return 0;
      }
      listAppendStolen(rt, list, item);
    }
    return list;
  };
  return build(0, layout.offset);
}

/** The items' bytes, the first index changing fastest. */
export function fortranBytes(layout: BufferLayout): Uint8Array {
  const result = new Uint8Array(itemCount(layout) * layout.itemsize);
  let at = 0;
  const turned = { ...layout, shape: layout.shape.toReversed(), strides: layout.strides.toReversed() };
  forEachItem(turned, (position) => {
    result.set(layout.bytes.subarray(position, position + layout.itemsize), at);
    at += layout.itemsize;
  });
  return result;
}

/** The `richcompare` slot: equal are views of equal shape whose items are equal as Python values. */
export function compareMemoryViews(rt: Runtime, self: number, other: number, operator: number): number {
  if (operator !== Compare.EQ && operator !== Compare.NE) return NotImplemented;
  const answer = (isEqual: boolean): number => pyBool(isEqual === (operator === Compare.EQ));
  if (memoryViewOf(rt, self).managed === 0) return answer(self === other);
  if (!hasBuffer(rt, other)) return NotImplemented;
  const right = getBuffer(rt, other, BufferFlag.FULL_RO);
  if (right === null) {
    return clearIf(rt, rt.types.BufferError) || clearIf(rt, rt.types.ValueError) ? NotImplemented : 0;
  }
  const equal = areEqual(rt, memoryViewOf(rt, self).layout, right);
  releaseBuffer(rt, right);
  return equal < 0 ? 0 : answer(equal > 0);
}

function areEqual(rt: Runtime, left: BufferLayout, right: BufferLayout): number {
  if (left.shape.length !== right.shape.length) return 0;
  if (left.shape.some((size, dimension) => size !== right.shape[dimension])) return 0;
  const [format, other] = [nativeFormat(left.format), nativeFormat(right.format)];
  if (format === undefined || other === undefined) return 0;
  const positions: number[] = [];
  forEachItem(right, (at) => positions.push(at));
  let index = 0;
  let equal = 1;
  const isBitwise = format === other && !"fde?".includes(format);
  const [data, otherData] = [dataViewOf(left.bytes), dataViewOf(right.bytes)];
  forEachItem(left, (at) => {
    const otherAt = positions[index++] as number;
    if (equal <= 0) return;
    if (isBitwise) {
      const a = left.bytes.subarray(at, at + left.itemsize);
      equal = compareBytes(a, right.bytes.subarray(otherAt, otherAt + right.itemsize)) === 0 ? 1 : 0;
      return;
    }
    const a = unpackItem(rt, format, data, at);
    const b = unpackItem(rt, other, otherData, otherAt);
    equal = richCompareBool(rt, a, b, Compare.EQ);
    decref(rt, a);
    decref(rt, b);
  });
  return equal;
}
