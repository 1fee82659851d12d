// The module `_struct`: values packed into bytes.

import {
  BufferFlag,
  type BufferView,
  type BuiltinSpecification,
  Failure,
  HostObject,
  type IteratorState,
  LayoutKind,
  None,
  type Runtime,
  TypeFlag,
  builtinFunction,
  bytesOf,
  clearError,
  clearIterator,
  contiguousBytes,
  decref,
  defineType,
  encode,
  getBuffer,
  getset,
  hasBuffer,
  hostPayload,
  indexNumber,
  isBytes,
  isStr,
  method,
  newBytes,
  newExceptionClass,
  newHostObject,
  newInt,
  newModule,
  newRef,
  newStr,
  newTuple,
  notConstructible,
  readBytes,
  releaseBuffer,
  reprString,
  reserveBytes,
  setError,
  setHostPayload,
  sizeArgument,
  strValue,
  traverseIterator,
  tupleInit,
  tupleItem,
  tupleLength,
  typeInfo,
  typeName,
  typeOf,
} from "@tjit/runtime/api";
import { type Layout, parseLayout } from "./layout.ts";
import { packValue, targetAt, unpackValue } from "./values.ts";

/** Formats that are kept parsed. */
const cacheLimit = 100;

/** The module in one machine. */
class StructModule {
  readonly error: number;
  readonly cache = new Map<string, Layout>();
  iterator = 0;

  constructor(error: number) {
    this.error = error;
  }

  fail(rt: Runtime, message: string): 0 {
    return setError(rt, this.error, message);
  }

  /** The layout that a str or bytes object describes; null with an exception set. */
  layoutOf(rt: Runtime, format: number): Layout | null {
    let text: string;
    const bytes = isBytes(rt, format) ? bytesOf(rt, format) : null;
    if (bytes !== null) text = String.fromCharCode(...bytes);
    else if (isStr(rt, format)) {
      text = strValue(rt, format);
      if (!isAsciiOrRaise(rt, format)) return null;
    } else {
      const message = `Struct() argument 1 must be a str or bytes object, not ${typeName(rt, format)}`;
      setError(rt, rt.types.TypeError, message);
      return null;
    }
    const known = this.cache.get(text);
    if (known !== undefined) return known;
    const layout = parseLayout(text);
    if (layout instanceof Failure) {
      this.fail(rt, layout.message);
      return null;
    }
    if (this.cache.size >= cacheLimit) this.cache.clear();
    this.cache.set(text, layout);
    return layout;
  }

  /** Packs the items of a tuple from `first` on into `bytes` at `start`. Status. */
  packInto(rt: Runtime, layout: Layout, args: number, first: number, bytes: Uint8Array, start: number): number {
    const target = targetAt(bytes, start);
    for (let index = 0; index < layout.fields.length; index++) {
      const field = layout.fields[index] as Layout["fields"][number];
      if (packValue(rt, this.error, layout, field, target, tupleItem(rt, args, first + index)) < 0) return -1;
    }
    return 0;
  }

  pack(rt: Runtime, layout: Layout, args: number, first: number): number {
    const given = tupleLength(rt, args) - first;
    if (given !== layout.fields.length) {
      return this.fail(rt, `pack expected ${String(layout.fields.length)} items for packing (got ${String(given)})`);
    }
    if (reserveBytes(rt, layout.size) < 0) return 0;
    const bytes = new Uint8Array(layout.size);
    return this.packInto(rt, layout, args, first, bytes, 0) < 0 ? 0 : newBytes(rt, bytes);
  }

  /** `pack_into(…, buffer, offset, *values)`: a tuple whose items from `first` on are those. */
  packAt(rt: Runtime, layout: Layout, args: number, first: number): number {
    const given = tupleLength(rt, args) - first;
    if (given === 0) return this.fail(rt, "pack_into expected buffer argument");
    if (given === 1) return this.fail(rt, "pack_into expected offset argument");
    const count = layout.fields.length;
    if (given - 2 !== count) {
      return this.fail(rt, `pack_into expected ${String(count)} items for packing (got ${String(given - 2)})`);
    }
    // The offset and the values may run Python code, which finds the buffer borrowed.
    const buffer = tupleItem(rt, args, first);
    const view = writableView(rt, buffer);
    if (view === null) return 0;
    const bytes = contiguousBytes(view);
    const offset = this.placeOf(rt, layout, bytes, tupleItem(rt, args, first + 1), "pack");
    if (offset !== null) bytes.fill(0, offset, offset + layout.size);
    const status = offset === null ? -1 : this.packInto(rt, layout, args, first + 2, bytes, offset);
    releaseBuffer(rt, view);
    return status < 0 ? 0 : None;
  }

  /** Where in a buffer a struct is that has to fit; null with an exception set. */
  placeOf(rt: Runtime, { size }: Layout, bytes: Uint8Array, offset: number, what: "pack" | "unpack"): number | null {
    const at = what === "pack" ? indexNumber(rt, offset, rt.types.IndexError) : sizeArgument(rt, offset, 0);
    if (at === null) return null;
    const length = bytes.length;
    if (at < 0 && at + size > 0) {
      const problem = what === "pack" ? "no space to pack" : "not enough data to unpack";
      this.fail(rt, `${problem} ${String(size)} bytes at offset ${String(at)}`);
      return null;
    }
    if (at < 0 && at + length < 0) {
      this.fail(rt, `offset ${String(at)} out of range for ${String(length)}-byte buffer`);
      return null;
    }
    const start = at < 0 ? at + length : at;
    if (length - start >= size) return start;
    const [name, doing] = what === "pack" ? ["pack_into", "packing"] : ["unpack_from", "unpacking"];
    this.fail(
      rt,
      `${name} requires a buffer of at least ${String(size + start)} bytes for ${doing} ${String(size)} bytes at offset ` +
        `${String(start)} (actual buffer size is ${String(length)})`,
    );
    return null;
  }

  unpack(rt: Runtime, layout: Layout, buffer: number): number {
    const bytes = readBytes(rt, buffer);
    if (bytes === null) return 0;
    if (bytes.length !== layout.size) return this.fail(rt, `unpack requires a buffer of ${String(layout.size)} bytes`);
    return unpackAt(rt, layout, bytes, 0);
  }

  unpackFrom(rt: Runtime, layout: Layout, buffer: number, offset: number): number {
    const view = getBuffer(rt, buffer, BufferFlag.SIMPLE);
    if (view === null) return 0;
    const bytes = contiguousBytes(view);
    const at = this.placeOf(rt, layout, bytes, offset, "unpack");
    const result = at === null ? 0 : unpackAt(rt, layout, bytes, at);
    releaseBuffer(rt, view);
    return result;
  }

  iterate(rt: Runtime, layout: Layout, buffer: number): number {
    if (layout.size === 0) return this.fail(rt, "cannot iteratively unpack with a struct of length 0");
    const bytes = readBytes(rt, buffer);
    if (bytes === null) return 0;
    if (bytes.length % layout.size !== 0) {
      return this.fail(rt, `iterative unpacking requires a buffer of a multiple of ${String(layout.size)} bytes`);
    }
    const state: UnpackState = { references: [newRef(rt, buffer)], count: 0, layout };
    return newHostObject(rt, this.iterator, state);
  }
}

/** Borrows a buffer to write to; null with TypeError set. */
function writableView(rt: Runtime, buffer: number): BufferView | null {
  const view = hasBuffer(rt, buffer) ? getBuffer(rt, buffer, BufferFlag.WRITABLE) : null;
  if (view !== null) return view;
  clearError(rt);
  setError(rt, rt.types.TypeError, `argument must be read-write bytes-like object, not ${typeName(rt, buffer)}`);
  return null;
}

/** The buffer, and the position in it. */
interface UnpackState extends IteratorState {
  readonly layout: Layout;
}

function isAsciiOrRaise(rt: Runtime, text: number): boolean {
  const encoding = newStr(rt, "ascii");
  const encoded = encode(rt, text, encoding, 0);
  decref(rt, encoding);
  if (encoded !== 0) decref(rt, encoded);
  return encoded !== 0;
}

function unpackAt(rt: Runtime, layout: Layout, bytes: Uint8Array, start: number): number {
  const target = targetAt(bytes, start);
  const result = newTuple(rt, layout.fields.length);
  layout.fields.forEach((field, index) => {
    tupleInit(rt, result, index, unpackValue(rt, layout, field, target));
  });
  return result;
}

function defineIterator(rt: Runtime): number {
  const rest = (rt_: Runtime, self: number): { state: UnpackState; bytes: Uint8Array } => {
    const state = hostPayload(rt_, self) as UnpackState;
    return { state, bytes: bytesOf(rt_, state.references[0] as number) ?? new Uint8Array(0) };
  };
  return defineType(rt, {
    name: "unpack_iterator",
    module: "_struct",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("_struct.unpack_iterator"),
    methods: {
      __length_hint__: method("($self, /)", (rt_, self) => {
        const { state, bytes } = rest(rt_, self);
        return newInt(rt_, Math.floor((bytes.length - state.count) / state.layout.size));
      }),
    },
    slots: {
      iter: newRef,
      iternext: (rt_, self) => {
        const { state, bytes } = rest(rt_, self);
        const at = state.count;
        if (at + state.layout.size > bytes.length) return 0;
        state.count += state.layout.size;
        return unpackAt(rt_, state.layout, bytes, at);
      },
      clear: clearIterator,
      traverse: traverseIterator,
    },
  });
}

function defineStruct(rt: Runtime, module: StructModule): number {
  const layoutOf = (rt_: Runtime, self: number): Layout => hostPayload(rt_, self) as Layout;
  return defineType(rt, {
    name: "Struct",
    module: "_struct",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    flags: TypeFlag.WEAK_REFERENCES,
    new: method("($type, /, *args, **kwargs)", (rt_, type) => newHostObject(rt_, type, parseLayout(""))),
    init: method("($self, format)", (rt_, self, format) => {
      const layout = module.layoutOf(rt_, format);
      if (layout !== null) setHostPayload(rt_, self, layout);
      return layout === null ? -1 : 0;
    }),
    methods: {
      pack: method("($self, /, *args)", (rt_, self, args) => module.pack(rt_, layoutOf(rt_, self), args, 0)),
      pack_into: method("($self, /, *args)", (rt_, self, args) => module.packAt(rt_, layoutOf(rt_, self), args, 0)),
      unpack: method("($self, buffer, /)", (rt_, self, buffer) => module.unpack(rt_, layoutOf(rt_, self), buffer)),
      unpack_from: method("($self, /, buffer, offset=0)", (rt_, self, buffer, offset) =>
        module.unpackFrom(rt_, layoutOf(rt_, self), buffer, offset),
      ),
      iter_unpack: method("($self, buffer, /)", (rt_, self, buffer) =>
        module.iterate(rt_, layoutOf(rt_, self), buffer),
      ),
    },
    getset: {
      format: getset((rt_, self) => newStr(rt_, layoutOf(rt_, self).format)),
      size: getset((rt_, self) => newInt(rt_, layoutOf(rt_, self).size)),
    },
    slots: {
      repr: (rt_, self) =>
        newStr(rt_, `${typeInfo(rt_, typeOf(rt_, self)).name}(${reprString(layoutOf(rt_, self).format)})`),
    },
  });
}

/** Makes the module. */
export function newStructModule(rt: Runtime): number {
  const error = newExceptionClass(rt, "struct", "error", rt.types.Exception);
  if (error === 0) return 0;
  const module = new StructModule(error);
  module.iterator = defineIterator(rt);
  type Use = (rt: Runtime, layout: Layout, ...rest: number[]) => number;
  const withLayout = (signature: string, use: Use): BuiltinSpecification =>
    builtinFunction(signature, (rt_, format, ...rest) => {
      const layout = module.layoutOf(rt_, format);
      return layout === null ? 0 : use(rt_, layout, ...rest);
    });
  /** A function whose first argument is the format, of any number of arguments. */
  const withFormat = (use: Use): BuiltinSpecification =>
    builtinFunction("(*args)", (rt_, args) => {
      if (tupleLength(rt_, args) === 0) return setError(rt_, rt_.types.TypeError, "missing format argument");
      const layout = module.layoutOf(rt_, tupleItem(rt_, args, 0));
      return layout === null ? 0 : use(rt_, layout, args);
    });
  const functions = {
    _clearcache: builtinFunction("()", () => {
      module.cache.clear();
      return None;
    }),
    calcsize: withLayout("(format, /)", (rt_, layout) => newInt(rt_, layout.size)),
    pack: withFormat((rt_, layout, args) => module.pack(rt_, layout, args, 1)),
    pack_into: withFormat((rt_, layout, args) => module.packAt(rt_, layout, args, 1)),
    unpack: withLayout("(format, buffer, /)", (rt_, layout, buffer) => module.unpack(rt_, layout, buffer)),
    unpack_from: withLayout("(format, /, buffer, offset=0)", (rt_, layout, buffer, offset) =>
      module.unpackFrom(rt_, layout, buffer, offset),
    ),
    iter_unpack: withLayout("(format, buffer, /)", (rt_, layout, buffer) => module.iterate(rt_, layout, buffer)),
  };
  return newModule(rt, "_struct", functions, {
    Struct: newRef(rt, defineStruct(rt, module)),
    error: newRef(rt, error),
  });
}
