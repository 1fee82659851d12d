// The module `_pickle`: `PickleBuffer`, bytes that a pickler may leave out of its stream (PEP 574). Pickling itself is the library's own.

import {
  BufferFlag,
  type BufferView,
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  TypeFlag,
  defineType,
  getBuffer,
  hostPayload,
  isContiguous,
  itemCount,
  memoryViewOn,
  method,
  newHostObject,
  newModule,
  newRef,
  plainLayout,
  releaseBuffer,
  setError,
} from "@tjit/runtime/api";

interface BufferPayload {
  /** Null once it is released. */
  view: BufferView | null;
}

const payloadOf = (rt: Runtime, self: number): BufferPayload => hostPayload(rt, self) as BufferPayload;

/** The view of a buffer that is not released; null with ValueError set. */
function openView(rt: Runtime, self: number): BufferView | null {
  const { view } = payloadOf(rt, self);
  if (view === null) setError(rt, rt.types.ValueError, "operation forbidden on released PickleBuffer object");
  return view;
}

function release(rt: Runtime, self: number): void {
  const payload = payloadOf(rt, self);
  const { view } = payload;
  payload.view = null;
  if (view !== null) releaseBuffer(rt, view);
}

/** Another view of the exporter, as its consumer asks for it. */
function lend(rt: Runtime, self: number, flags: number): BufferView | null {
  const view = openView(rt, self);
  return view === null ? null : getBuffer(rt, view.exporter, flags);
}

/** A memoryview of the bytes in a row, whatever the items are. */
function raw(rt: Runtime, self: number): number {
  const view = openView(rt, self);
  if (view === null) return 0;
  if (!isContiguous(view, "C") && !isContiguous(view, "F"))
    return setError(rt, rt.types.BufferError, "cannot extract raw buffer from non-contiguous buffer");
  const own = getBuffer(rt, view.exporter, BufferFlag.FULL_RO);
  if (own === null) return 0;
  const length = itemCount(own) * own.itemsize;
  const bytes = own.bytes.subarray(own.offset, own.offset + length);
  return memoryViewOn(rt, { ...own, ...plainLayout(bytes, own.isReadonly ? "readonly" : "writable") });
}

/** Makes the module. */
export function newPickleModule(rt: Runtime): number {
  const type = defineType(rt, {
    name: "PickleBuffer",
    module: "pickle",
    flags: TypeFlag.WEAK_REFERENCES,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, object, /)", (rt_, cls, object) => {
      const view = getBuffer(rt_, object, BufferFlag.FULL_RO);
      if (view === null) return 0;
      const payload: BufferPayload = { view };
      return newHostObject(rt_, cls, payload);
    }),
    methods: {
      raw: method("($self, /)", raw),
      release: method("($self, /)", (rt_, self) => {
        release(rt_, self);
        return None;
      }),
    },
    slots: {
      buffer: lend,
      clear: release,
      traverse: (rt_, self, visit) => {
        const { view } = payloadOf(rt_, self);
        if (view === null) return;
        visit(view.exporter);
        if (view.internal !== 0) visit(view.internal);
      },
    },
  });
  return newModule(rt, "_pickle", {}, { PickleBuffer: newRef(rt, type) });
}
