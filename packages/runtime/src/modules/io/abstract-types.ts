// `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`: the abstract types of streams of bytes, and of text.

import { fail, setError, setErrorNone } from "../../exceptions/errors.ts";
import { newInt } from "../../object/int.ts";
import { None, decref, isStr, typeName } from "../../object/reference.ts";
import { callMethod } from "../../protocols/call.ts";
import { bytesLike } from "../../protocols/buffer.ts";
import { indexNumber } from "../../protocols/number.ts";
import { type Identifier } from "../../object/identifiers.ts";
import { type Runtime } from "../../runtime.ts";
import { bytesValue, isBytes, newByteArray, newBytes } from "../../text/bytes-object.ts";
import { joinBytes } from "../../text/byte-search.ts";
import { type BuiltinSpecification, getset, method } from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { defaultBufferSize, optionalSize, unsupported, writableArgument } from "./support.ts";

function refusing(message: string): BuiltinSpecification {
  return method("($self, /, *args)", (rt) => unsupported(rt, message));
}

/** What a class of raw streams has to define. */
const notImplemented = method("($self, b, /)", (rt) => setErrorNone(rt, rt.types.NotImplementedError));

/** `raw.read(size)` by `readinto`; None when there is nothing yet. */
function rawRead(rt: Runtime, self: number, sizeRef: number): number {
  const size = optionalSize(rt, sizeRef);
  if (size === null) return 0;
  if (size < 0) return callMethod(rt, self, rt.names.readall);
  const buffer = newByteArray(rt, new Uint8Array(size));
  const result = callMethod(rt, self, rt.names.readinto, buffer);
  if (result === 0 || result === None) {
    decref(rt, buffer);
    return result;
  }
  const count = indexNumber(rt, result, rt.types.ValueError);
  decref(rt, result);
  let data = 0;
  if (count !== null && (count < 0 || count > size)) {
    setError(rt, rt.types.ValueError, `readinto returned ${count} outside buffer size ${size}`);
  } else if (count !== null) data = newBytes(rt, bytesValue(rt, buffer).slice(0, count));
  decref(rt, buffer);
  return data;
}

/** Reads until there is no more. */
export function readAll(rt: Runtime, self: number): number {
  const parts: Uint8Array[] = [];
  for (;;) {
    const size = newInt(rt, defaultBufferSize);
    const data = callMethod(rt, self, rt.names.read, size);
    if (data === 0) return 0;
    if (data === None) {
      if (parts.length === 0) return None;
      break;
    }
    if (!isBytes(rt, data)) {
      decref(rt, data);
      return setError(rt, rt.types.TypeError, "read() should return bytes");
    }
    const bytes = bytesValue(rt, data);
    decref(rt, data);
    if (bytes.length === 0) break;
    parts.push(bytes);
  }
  return newBytes(rt, joinBytes(parts, new Uint8Array(0)));
}

/** `readinto` by `read` or `read1`. */
function readIntoBy(name: Identifier): BuiltinSpecification {
  return method("($self, buffer, /)", (rt, self, target) => {
    const room = writableArgument(rt, target, name === "read" ? "readinto" : "readinto1");
    if (room === null) return 0;
    const size = newInt(rt, room.length);
    const data = callMethod(rt, self, rt.names[name], size);
    decref(rt, size);
    if (data === 0) return 0;
    if (!isBytes(rt, data)) {
      decref(rt, data);
      return setError(rt, rt.types.TypeError, "read() should return bytes");
    }
    const bytes = bytesValue(rt, data);
    decref(rt, data);
    if (bytes.length > room.length) {
      const what = `read() returned too much data: ${room.length} bytes requested, ${bytes.length} returned`;
      return setError(rt, rt.types.ValueError, what);
    }
    room.set(bytes);
    return newInt(rt, bytes.length);
  });
}

/** Defines the three; their addresses. */
export function defineAbstractStreams(
  rt: Runtime,
  base: number,
): { readonly raw: number; readonly buffered: number; readonly text: number } {
  const raw = defineType(rt, {
    name: "_RawIOBase",
    module: "_io",
    base,
    methods: {
      read: method("($self, size=-1, /)", rawRead),
      readall: method("($self, /)", readAll),
      readinto: notImplemented,
      write: notImplemented,
    },
  });
  const buffered = defineType(rt, {
    name: "_BufferedIOBase",
    module: "_io",
    base,
    methods: {
      detach: refusing("detach"),
      read: refusing("read"),
      read1: refusing("read1"),
      readinto: readIntoBy("read"),
      readinto1: readIntoBy("read1"),
      write: refusing("write"),
    },
  });
  const text = defineType(rt, {
    name: "_TextIOBase",
    module: "_io",
    base,
    methods: {
      detach: refusing("detach"),
      read: refusing("read"),
      readline: refusing("readline"),
      write: refusing("write"),
    },
    getset: {
      encoding: getset(() => None),
      newlines: getset(() => None),
      errors: getset(() => None),
    },
  });
  return { raw, buffered, text };
}

/** The bytes that are to be written; null with TypeError set for text and for what has none. */
export function bytesToWrite(rt: Runtime, ref: number): Uint8Array | null {
  if (!isStr(rt, ref)) return bytesLike(rt, ref);
  fail(rt, rt.types.TypeError, `a bytes-like object is required, not '${typeName(rt, ref)}'`);
  return null;
}
