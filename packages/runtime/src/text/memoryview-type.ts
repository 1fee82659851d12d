// The type memoryview.

import { fail, setError } from "../exceptions/errors.ts";
import { stringArgument } from "../builtins/arguments.ts";
import { newGenericAlias } from "../kinds/generic-alias.ts";
import { HostObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { newInt } from "../object/int.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { None, decref, newRef, pyBool, xdecref } from "../object/reference.ts";
import { type ItemIterator } from "../object/sequence-iterator.ts";
import { newStr } from "../object/str.ts";
import { newTuple, tupleInit } from "../object/tuple.ts";
import { contiguousBytes, isContiguous, itemCount } from "../protocols/buffer.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { hashObject } from "../protocols/hash.ts";
import { indexNumber } from "../protocols/number.ts";
import { searchBound } from "../kinds/sequence-support.ts";
import { type Runtime } from "../runtime.ts";
import { type GetSetSpecification, getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { Compare } from "../types/slots.ts";
import { hexText } from "./bytes-hex.ts";
import { newBytes } from "./bytes-object.ts";
import { hashOfBytes } from "./bytes-slots.ts";
import {
  compareMemoryViews,
  fortranBytes,
  layoutAsList,
  memoryViewItem,
  setMemoryViewItem,
} from "./memoryview-access.ts";
import { castMemoryView } from "./memoryview-cast.ts";
import { nativeFormat, dataViewOf, unpackItem } from "./memoryview-items.ts";
import {
  defineManagedBuffer,
  dropManaged,
  exporterOf,
  lendMemoryView,
  type MemoryView,
  memoryViewOf,
  newMemoryView,
  openMemoryView,
  releaseView,
  sharingView,
} from "./memoryview-object.ts";

/** An attribute or method without arguments, of views that are not released. */
function ofOpen(read: (rt: Runtime, view: MemoryView) => number): (rt: Runtime, self: number) => number {
  return (rt, self) => {
    const view = openMemoryView(rt, self);
    return view === null ? 0 : read(rt, view);
  };
}

function attribute(read: (rt: Runtime, view: MemoryView) => number): GetSetSpecification {
  return getset(ofOpen(read));
}

function tupleOfNumbers(rt: Runtime, values: readonly number[]): number {
  const tuple = newTuple(rt, values.length);
  values.forEach((value, index) => tupleInit(rt, tuple, index, newInt(rt, value)));
  return tuple;
}

function toBytes(rt: Runtime, self: number, orderRef: number): number {
  const view = openMemoryView(rt, self);
  if (view === null) return 0;
  const order =
    orderRef === 0 || orderRef === None
      ? "C"
      : stringArgument(rt, orderRef, "tobytes() argument 'order'", "str or None");
  if (order === null) return 0;
  if (order !== "C" && order !== "F" && order !== "A") {
    return setError(rt, rt.types.ValueError, "order must be 'C', 'F' or 'A'");
  }
  const { layout } = view;
  const isFortran = order === "F" || (order === "A" && isContiguous(layout, "F") && !isContiguous(layout, "C"));
  return newBytes(rt, isFortran ? fortranBytes(layout) : contiguousBytes(layout).slice());
}

function hashMemoryView(rt: Runtime, self: number): number {
  const known = memoryViewOf(rt, self);
  if (known.hash !== null) return known.hash;
  const view = openMemoryView(rt, self);
  if (view === null) return -1;
  const { layout } = view;
  if (!layout.isReadonly) return fail(rt, rt.types.ValueError, "cannot hash writable memoryview object");
  if (!"bBc".includes(nativeFormat(layout.format) ?? " ")) {
    return fail(rt, rt.types.ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  }
  // What cannot be hashed itself is not hashed through a view.
  if (hashObject(rt, exporterOf(rt, view)) === -1) return -1;
  view.hash = hashOfBytes(contiguousBytes(layout));
  return view.hash;
}

function lengthOfView(rt: Runtime, self: number): number {
  const view = openMemoryView(rt, self);
  if (view === null) return -1;
  return view.layout.shape[0] ?? fail(rt, rt.types.TypeError, "0-dim memory has no length");
}

function newIterator(rt: Runtime, self: number): number {
  const view = openMemoryView(rt, self);
  if (view === null) return 0;
  const { shape, format } = view.layout;
  if (shape.length === 0) return setError(rt, rt.types.TypeError, "invalid indexing of 0-dim memory");
  if (shape.length !== 1) {
    return setError(rt, rt.types.NotImplementedError, "multi-dimensional sub-views are not implemented");
  }
  if (nativeFormat(format) === undefined) {
    return setError(rt, rt.types.NotImplementedError, `memoryview: unsupported format ${format}`);
  }
  const payload: ItemIterator = { index: 0, sequence: newRef(rt, self) };
  return newHostObject(rt, rt.types.memoryIterator, payload);
}

function nextItem(rt: Runtime, self: number): number {
  const iterator = hostPayload(rt, self) as ItemIterator;
  if (iterator.sequence === 0) return 0;
  const view = openMemoryView(rt, iterator.sequence);
  if (view === null) return 0;
  const { layout } = view;
  if (iterator.index < (layout.shape[0] as number)) {
    const at = layout.offset + iterator.index++ * (layout.strides[0] as number);
    return unpackItem(rt, layout.format, dataViewOf(layout.bytes), at);
  }
  const exhausted = iterator.sequence;
  iterator.sequence = 0;
  decref(rt, exhausted);
  return 0;
}

function countOrIndex(rt: Runtime, self: number, value: number, from: number, to: number): number {
  const iterator = newIterator(rt, self);
  if (iterator === 0) return -2;
  let [count, first] = [0, -1];
  for (let index = 0; ; index++) {
    const item = nextItem(rt, iterator);
    if (item === 0) break;
    const equal = index < from || index >= to ? 0 : richCompareBool(rt, item, value, Compare.EQ);
    decref(rt, item);
    if (equal < 0) {
      decref(rt, iterator);
      return -2;
    }
    if (equal > 0 && first < 0) first = index;
    count += equal;
  }
  decref(rt, iterator);
  return to === Infinity ? count : first;
}

function index(rt: Runtime, self: number, value: number, startRef: number, stopRef: number): number {
  const length = lengthOfView(rt, self);
  if (length < 0) return 0;
  const start = searchBound(rt, startRef, length, 0);
  const stop = start === null ? null : searchBound(rt, stopRef, length, length);
  if (start === null || stop === null) return 0;
  const found = countOrIndex(rt, self, value, start, Math.min(stop, length));
  if (found === -1) return setError(rt, rt.types.ValueError, "memoryview.index(x): x not found");
  return found < 0 ? 0 : newInt(rt, found);
}

function fromFlags(rt: Runtime, _type: number, object: number, flagsRef: number): number {
  const flags = indexNumber(rt, flagsRef);
  return flags === null ? 0 : newMemoryView(rt, object, flags);
}

function defineIterator(rt: Runtime): void {
  defineType(rt, {
    name: "memory_iterator",
    register: "memoryIterator",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    slots: {
      iter: newRef,
      iternext: nextItem,
      clear: (rt_, self) => xdecref(rt_, (hostPayload(rt_, self) as ItemIterator).sequence),
      traverse: (rt_, self, visit) => {
        const { sequence } = hostPayload(rt_, self) as ItemIterator;
        if (sequence !== 0) visit(sequence);
      },
    },
  });
}

/** Defines memoryview and what it needs. */
export function defineMemoryViewType(rt: Runtime): void {
  defineManagedBuffer(rt);
  defineIterator(rt);
  defineType(rt, {
    name: "memoryview",
    flags: TypeFlag.WEAK_REFERENCES,
    register: "memoryview",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, /, object)", (rt_, _type, object) => newMemoryView(rt_, object)),
    methods: {
      release: method("($self, /)", (rt_, self) => (releaseView(rt_, self) < 0 ? 0 : None)),
      tobytes: method("($self, /, order='C')", toBytes),
      hex: method("($self, /, sep=NULL, bytes_per_sep=1)", (rt_, self, separator, group) => {
        const view = openMemoryView(rt_, self);
        return view === null ? 0 : hexText(rt_, contiguousBytes(view.layout), separator, group);
      }),
      tolist: method(
        "($self, /)",
        ofOpen((rt_, view) => layoutAsList(rt_, view.layout)),
      ),
      cast: method("($self, /, format, shape=None)", castMemoryView),
      toreadonly: method(
        "($self, /)",
        ofOpen((rt_, view) => sharingView(rt_, view, { ...view.layout, isReadonly: true })),
      ),
      count: method("($self, value, /)", (rt_, self, value) => {
        const found = countOrIndex(rt_, self, value, 0, Infinity);
        return found < 0 ? 0 : newInt(rt_, found);
      }),
      index: method("($self, value, start=0, stop=9223372036854775807, /)", index),
      __enter__: method("($self, /)", (rt_, self) => (openMemoryView(rt_, self) === null ? 0 : newRef(rt_, self))),
      __exit__: method("($self, /, *exc_info)", (rt_, self) => (releaseView(rt_, self) < 0 ? 0 : None)),
    },
    classMethods: {
      __class_getitem__: method("($type, item, /)", newGenericAlias),
      _from_flags: method("($type, /, object, flags)", fromFlags),
    },
    getset: {
      obj: attribute((rt_, view) => newRef(rt_, exporterOf(rt_, view))),
      nbytes: attribute((rt_, { layout }) => newInt(rt_, itemCount(layout) * layout.itemsize)),
      readonly: attribute((_rt, { layout }) => pyBool(layout.isReadonly)),
      itemsize: attribute((rt_, { layout }) => newInt(rt_, layout.itemsize)),
      format: attribute((rt_, { layout }) => newStr(rt_, layout.format)),
      ndim: attribute((rt_, { layout }) => newInt(rt_, layout.shape.length)),
      shape: attribute((rt_, { layout }) => tupleOfNumbers(rt_, layout.shape)),
      strides: attribute((rt_, { layout }) => tupleOfNumbers(rt_, layout.strides)),
      suboffsets: attribute((rt_) => newTuple(rt_, 0)),
      c_contiguous: attribute((_rt, { layout }) => pyBool(isContiguous(layout, "C"))),
      f_contiguous: attribute((_rt, { layout }) => pyBool(isContiguous(layout, "F"))),
      contiguous: attribute((_rt, { layout }) => pyBool(isContiguous(layout, "C") || isContiguous(layout, "F"))),
    },
    slots: {
      repr: (rt_, self) => {
        const state = memoryViewOf(rt_, self).managed === 0 ? "released memory" : "memory";
        return newStr(rt_, `<${state} at 0x${self.toString(16).padStart(12, "0")}>`);
      },
      hash: hashMemoryView,
      richcompare: compareMemoryViews,
      iter: newIterator,
      length: lengthOfView,
      getitem: memoryViewItem,
      setitem: setMemoryViewItem,
      buffer: lendMemoryView,
      releaseBuffer: (rt_, self) => void memoryViewOf(rt_, self).exports--,
      clear: (rt_, self) => dropManaged(rt_, memoryViewOf(rt_, self)),
      traverse: (rt_, self, visit) => {
        const { managed } = memoryViewOf(rt_, self);
        if (managed !== 0) visit(managed);
      },
    },
  });
}
