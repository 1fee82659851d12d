// memoryview objects: windows on the bytes of others.
//
//   memoryview ─owns─▶ managedbuffer ─owns─▶ exporter        slices, casts and copies of a memoryview share its managedbuffer,
//   memoryview ─owns───────▲                                 which gives the buffer back when the last of them is gone.

import { fail, setError } from "../exceptions/errors.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { None, decref, newRef, typeName, typeOf } from "../object/reference.ts";
import { indexNumber } from "../protocols/number.ts";
import {
  BufferFlag,
  type BufferLayout,
  type BufferView,
  getBuffer,
  hasBuffer,
  isContiguous,
  releaseBuffer,
} from "../protocols/buffer.ts";
import { type Runtime } from "../runtime.ts";
import { defineType } from "../types/define-type.ts";
import { type BufferSlot } from "../types/slots.ts";

/** Payload of a memoryview. */
export interface MemoryView {
  /** The managedbuffer, owned; 0 once the view is released. */
  managed: number;
  readonly layout: BufferLayout;
  /** Buffers that the view has lent itself. */
  exports: number;
  /** The hash once asked for. */
  hash: number | null;
}

interface ManagedBuffer {
  readonly view: BufferView;
}

/** The payload of a memoryview that is not released; null with ValueError set. */
export function openMemoryView(rt: Runtime, self: number): MemoryView | null {
  const view = memoryViewOf(rt, self);
  if (view.managed !== 0) return view;
  setError(rt, rt.types.ValueError, "operation forbidden on released memoryview object");
  return null;
}

export function memoryViewOf(rt: Runtime, self: number): MemoryView {
  return hostPayload(rt, self) as MemoryView;
}

export function isMemoryView(rt: Runtime, ref: number): boolean {
  return (ref & 1) === 0 && typeOf(rt, ref) === rt.types.memoryview;
}

/** `memoryview(object)`: a new reference. */
export function newMemoryView(rt: Runtime, object: number, flags: number = BufferFlag.FULL_RO): number {
  if (isMemoryView(rt, object)) {
    const view = openMemoryView(rt, object);
    return view === null ? 0 : sharingView(rt, view, view.layout);
  }
  if (!hasBuffer(rt, object)) {
    const wrong = typeName(rt, object);
    return setError(rt, rt.types.TypeError, `memoryview: a bytes-like object is required, not '${wrong}'`);
  }
  const view = getBuffer(rt, object, flags);
  return view === null ? 0 : memoryViewOn(rt, view);
}

/** A memoryview that takes a view over. */
export function memoryViewOn(rt: Runtime, view: BufferView): number {
  const managed: ManagedBuffer = { view };
  const payload: MemoryView = {
    managed: newHostObject(rt, rt.types.managedBuffer, managed),
    layout: view,
    exports: 0,
    hash: null,
  };
  return newHostObject(rt, rt.types.memoryview, payload);
}

/** Another memoryview of the same buffer. */
export function sharingView(rt: Runtime, { managed }: MemoryView, layout: BufferLayout): number {
  const payload: MemoryView = { managed: newRef(rt, managed), layout, exports: 0, hash: null };
  return newHostObject(rt, rt.types.memoryview, payload);
}

/** The object whose bytes a view shows, borrowed. */
export function exporterOf(rt: Runtime, { managed }: MemoryView): number {
  return (hostPayload(rt, managed) as ManagedBuffer).view.exporter;
}

/** Gives the buffer back, unless others still use this view. Status. */
export function releaseView(rt: Runtime, self: number): number {
  const view = memoryViewOf(rt, self);
  if (view.managed === 0) return 0;
  if (view.exports > 0) {
    const plural = view.exports === 1 ? "" : "s";
    return fail(rt, rt.types.BufferError, `memoryview has ${view.exports} exported buffer${plural}`);
  }
  dropManaged(rt, view);
  return 0;
}

/** Lets go of the managedbuffer. */
export function dropManaged(rt: Runtime, view: MemoryView): void {
  const { managed } = view;
  view.managed = 0;
  if (managed !== 0) decref(rt, managed);
}

/** The `buffer` slot of memoryview. */
export const lendMemoryView: BufferSlot = (rt, self, flags) => {
  const view = openMemoryView(rt, self);
  if (view === null) return null;
  const { layout } = view;
  const refuse = (problem: string): null => {
    setError(rt, rt.types.BufferError, `memoryview: underlying buffer is not ${problem}`);
    return null;
  };
  if ((flags & BufferFlag.WRITABLE) !== 0 && layout.isReadonly) return refuse("writable");
  if ((flags & BufferFlag.STRIDES) !== BufferFlag.STRIDES && !isContiguous(layout, "C")) return refuse("C-contiguous");
  view.exports++;
  return { ...layout, exporter: newRef(rt, self), internal: 0 };
};

/** `type(self).__buffer__(flags)` of a builtin type: a memoryview. */
export function bufferAsMemoryView(rt: Runtime, self: number, flagsRef: number, buffer: BufferSlot): number {
  const flags = indexNumber(rt, flagsRef);
  if (flags === null) return 0;
  const view = buffer(rt, self, flags);
  return view === null ? 0 : memoryViewOn(rt, view);
}

/** `type(self).__release_buffer__(view)` of a builtin type. */
export function releaseMemoryView(rt: Runtime, self: number, view: number): number {
  if (!isMemoryView(rt, view)) return setError(rt, rt.types.TypeError, "expected a memoryview object");
  const payload = memoryViewOf(rt, view);
  if (payload.managed === 0) return None;
  if (exporterOf(rt, payload) !== self) {
    return setError(rt, rt.types.ValueError, "memoryview's buffer is not this object");
  }
  return releaseView(rt, view) < 0 ? 0 : None;
}

/** Defines `managedbuffer`. */
export function defineManagedBuffer(rt: Runtime): void {
  defineType(rt, {
    name: "managedbuffer",
    register: "managedBuffer",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    slots: {
      clear: (rt_, self) => releaseBuffer(rt_, (hostPayload(rt_, self) as ManagedBuffer).view),
      traverse: (rt_, self, visit) => {
        const { exporter, internal } = (hostPayload(rt_, self) as ManagedBuffer).view;
        visit(exporter);
        if (internal !== 0) visit(internal);
      },
    },
  });
}
