// The buffer protocol: objects lend their bytes to others, without a copy.
//
//   bytes of the exporter   | offset … item (0,0) item (0,1) … |      item (i, j) is at offset + i * strides[0] + j * strides[1]
//
// A view owns its exporter, and the exporter counts its views: a bytearray that has any does not change its size. What only
// reads bytes and runs no Python code meanwhile needs no view: `bytesLike`.

import { setError } from "../exceptions/errors.ts";
import { decref, newRef, slotsOf, typeName } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";

/** What the consumer of a buffer asks for: CPython's PyBUF_ flags. */
export const BufferFlag = { SIMPLE: 0, WRITABLE: 1, FORMAT: 4, ND: 8, STRIDES: 0x18, FULL_RO: 0x11c } as const;

/** What an exporter lends: where the items are in `bytes`. */
export interface BufferLayout {
  readonly bytes: Uint8Array;
  readonly isReadonly: boolean;
  /** Of an item, as in the module `struct`. */
  readonly format: string;
  readonly itemsize: number;
  /** Position of the first item in `bytes`. */
  readonly offset: number;
  readonly shape: readonly number[];
  /** Bytes from one item to the next, by dimension. */
  readonly strides: readonly number[];
}

/** A buffer on loan. */
export interface BufferView extends BufferLayout {
  /** The object that lends it; owned by the view. */
  readonly exporter: number;
  /** A reference that the exporter needs when the view ends (the memoryview that `__buffer__` returned); owned; 0 = none. */
  readonly internal: number;
}

/** The layout of plain bytes. */
export function plainLayout(bytes: Uint8Array, access: "readonly" | "writable"): BufferLayout {
  return {
    bytes,
    isReadonly: access === "readonly",
    format: "B",
    itemsize: 1,
    offset: 0,
    shape: [bytes.length],
    strides: [1],
  };
}

/** A view of plain bytes, for a `buffer` slot. BufferError, and null, when a writable one is asked of a reader. */
export function plainView(
  rt: Runtime,
  exporter: number,
  bytes: Uint8Array,
  access: "readonly" | "writable",
  flags: number,
): BufferView | null {
  if (access === "readonly" && (flags & BufferFlag.WRITABLE) !== 0) {
    setError(rt, rt.types.BufferError, "Object is not writable.");
    return null;
  }
  return { ...plainLayout(bytes, access), exporter: newRef(rt, exporter), internal: 0 };
}

/** Whether an object lends its bytes. */
export function hasBuffer(rt: Runtime, object: number): boolean {
  return slotsOf(rt, object).buffer !== null;
}

/** Borrows an object's bytes; null with an exception set. To be ended with {@link releaseBuffer}. */
export function getBuffer(rt: Runtime, object: number, flags: number): BufferView | null {
  const { buffer } = slotsOf(rt, object);
  if (buffer !== null) return buffer(rt, object, flags);
  setError(rt, rt.types.TypeError, `a bytes-like object is required, not '${typeName(rt, object)}'`);
  return null;
}

/** Ends a view. */
export function releaseBuffer(rt: Runtime, view: BufferView): void {
  slotsOf(rt, view.exporter).releaseBuffer?.(rt, view.exporter, view);
  if (view.internal !== 0) decref(rt, view.internal);
  decref(rt, view.exporter);
}

/** How many items a layout has. */
export function itemCount({ shape }: BufferLayout): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Whether the items lie one after another, the last index changing fastest ("C") or the first ("F"). */
export function isContiguous(layout: BufferLayout, order: "C" | "F"): boolean {
  let expected = layout.itemsize;
  if (itemCount(layout) === 0) return true;
  for (let step = 0; step < layout.shape.length; step++) {
    const dimension = order === "C" ? layout.shape.length - 1 - step : step;
    const size = layout.shape[dimension] as number;
    if (size > 1 && layout.strides[dimension] !== expected) return false;
    expected *= size;
  }
  return true;
}

/** The bytes of all items: in place where they lie one after another, else a copy. */
export function contiguousBytes(layout: BufferLayout): Uint8Array {
  const length = itemCount(layout) * layout.itemsize;
  if (isContiguous(layout, "C")) return layout.bytes.subarray(layout.offset, layout.offset + length);
  const result = new Uint8Array(length);
  let at = 0;
  forEachItem(layout, (position) => {
    for (let byte = 0; byte < layout.itemsize; byte++) result[at++] = layout.bytes[position + byte] as number;
  });
  return result;
}

/** Calls `visit` with the position of every item, the last index changing fastest. */
export function forEachItem(layout: BufferLayout, visit: (position: number) => void): void {
  const { shape, strides } = layout;
  const walk = (dimension: number, position: number): void => {
    if (dimension === shape.length) {
      visit(position);
      return;
    }
    const stride = strides[dimension] as number;
    for (let index = 0; index < (shape[dimension] as number); index++) walk(dimension + 1, position + index * stride);
  };
  walk(0, layout.offset);
}

/**
 * The bytes of a bytes-like object, in place where that is possible; null with an exception set. They are those of the object until
 * Python code runs.
 */
export function bytesLike(rt: Runtime, object: number): Uint8Array | null {
  const view = getBuffer(rt, object, BufferFlag.SIMPLE);
  if (view === null) return null;
  const bytes = contiguousBytes(view);
  releaseBuffer(rt, view);
  return bytes;
}

/** {@link bytesLike} for an object that is to be written to. */
export function writableBytes(rt: Runtime, object: number): Uint8Array | null {
  const view = getBuffer(rt, object, BufferFlag.WRITABLE);
  if (view === null) return null;
  const bytes = contiguousBytes(view);
  releaseBuffer(rt, view);
  return bytes;
}
