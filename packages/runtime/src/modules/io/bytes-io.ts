// `io.BytesIO`: a stream of bytes in memory.

import { reserveBytes } from "../../builtins/work.ts";
import { setError } from "../../exceptions/errors.ts";
import { dictField } from "../../object/instance-dict.ts";
import { newInt } from "../../object/int.ts";
import { listAppendStolen, newList } from "../../object/list.ts";
import { HostObject, LayoutKind } from "../../layout/objects.ts";
import { hostPayload, newHostObject } from "../../object/new-object.ts";
import { None, decref, isTuple, newRef, pyBool, typeName } from "../../object/reference.ts";
import { tupleItem, tupleLength, tupleOf } from "../../object/tuple.ts";
import { bytesLike, plainView } from "../../protocols/buffer.ts";
import { indexNumber } from "../../protocols/number.ts";
import { forEach } from "../../protocols/iterate.ts";
import { type Runtime } from "../../runtime.ts";
import { newMemoryView } from "../../text/memoryview-object.ts";
import { ByteBuffer } from "../../text/byte-buffer.ts";
import { newBytes } from "../../text/bytes-object.ts";
import { type Implementation, getset, method } from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { bytesToWrite } from "./abstract-types.ts";
import { closedError, optionalSize, restoreAttributes, writableArgument } from "./support.ts";

class BytesStream {
  buffer = new ByteBuffer(new Uint8Array(0));
  position = 0;
  isClosed = false;
}

function open(rt: Runtime, self: number): BytesStream | null {
  const stream = hostPayload(rt, self) as BytesStream;
  if (!stream.isClosed) return stream;
  closedError(rt);
  return null;
}

/** A method on an open stream. */
function ofOpen(use: (rt: Runtime, stream: BytesStream, ...args: number[]) => number): Implementation {
  return (rt, self = 0, ...args) => {
    const stream = open(rt, self);
    return stream === null ? 0 : use(rt, stream, ...args);
  };
}

function take(rt: Runtime, stream: BytesStream, count: number): number {
  const start = Math.min(stream.position, stream.buffer.length);
  const end = count < 0 ? stream.buffer.length : Math.min(start + count, stream.buffer.length);
  if (count !== 0 && end > start) stream.position = end;
  return newBytes(rt, stream.buffer.bytes.slice(start, end));
}

function read(rt: Runtime, stream: BytesStream, sizeRef = 0): number {
  const size = optionalSize(rt, sizeRef);
  return size === null ? 0 : take(rt, stream, size);
}

function lineLength(stream: BytesStream): number {
  const rest = stream.buffer.bytes.subarray(stream.position);
  const end = rest.indexOf(10);
  return end < 0 ? rest.length : end + 1;
}

function readLine(rt: Runtime, stream: BytesStream, sizeRef = 0): number {
  const size = optionalSize(rt, sizeRef);
  if (size === null) return 0;
  const length = lineLength(stream);
  return take(rt, stream, size >= 0 ? Math.min(size, length) : length);
}

function readLines(rt: Runtime, stream: BytesStream, hintRef = 0): number {
  const hint = optionalSize(rt, hintRef);
  if (hint === null) return 0;
  const list = newList(rt);
  for (let total = 0; ;) {
    const length = lineLength(stream);
    if (length === 0) return list;
    listAppendStolen(rt, list, take(rt, stream, length));
    total += length;
    if (hint > 0 && total >= hint) return list;
  }
}

function readInto(rt: Runtime, stream: BytesStream, target = 0): number {
  const room = writableArgument(rt, target, "readinto");
  if (room === null) return 0;
  const rest = stream.buffer.bytes.subarray(stream.position, stream.position + room.length);
  room.set(rest);
  stream.position += rest.length;
  return newInt(rt, rest.length);
}

function canResize(rt: Runtime, stream: BytesStream): boolean {
  if (stream.buffer.exports === 0) return true;
  setError(rt, rt.types.BufferError, "Existing exports of data: object cannot be re-sized");
  return false;
}

/** How many bytes were written; -1 with an exception set. */
function writeBytes(rt: Runtime, self: number, data: number): number {
  if (open(rt, self) === null) return -1;
  const bytes = bytesToWrite(rt, data);
  if (bytes === null) return -1;
  const stream = open(rt, self);
  if (stream === null || !canResize(rt, stream)) return -1;
  if (bytes.length === 0) return 0;
  const { buffer, position } = stream;
  const end = position + bytes.length;
  if (end > buffer.capacity && end > 65536 && reserveBytes(rt, end) < 0) return -1;
  if (position > buffer.length) buffer.resize(position);
  const source = bytes.buffer === buffer.bytes.buffer ? bytes.slice() : bytes;
  buffer.splice(position, Math.min(end, buffer.length), source);
  stream.position = end;
  return bytes.length;
}

function write(rt: Runtime, self: number, data: number): number {
  const count = writeBytes(rt, self, data);
  return count < 0 ? 0 : newInt(rt, count);
}

function seek(rt: Runtime, stream: BytesStream, offsetRef = 0, whenceRef = 0): number {
  const offset = indexNumber(rt, offsetRef, rt.types.OverflowError);
  if (offset === null) return 0;
  const whence = whenceRef === 0 ? 0 : indexNumber(rt, whenceRef, rt.types.OverflowError);
  if (whence === null) return 0;
  if (whence === 0 && offset < 0) return setError(rt, rt.types.ValueError, `negative seek value ${offset}`);
  if (whence < 0 || whence > 2) {
    return setError(rt, rt.types.ValueError, `invalid whence (${whence}, should be 0, 1 or 2)`);
  }
  const from = whence === 0 ? 0 : whence === 1 ? stream.position : stream.buffer.length;
  stream.position = Math.max(0, from + offset);
  return newInt(rt, stream.position);
}

function truncate(rt: Runtime, stream: BytesStream, sizeRef = 0): number {
  if (!canResize(rt, stream)) return 0;
  const size = sizeRef === 0 || sizeRef === None ? stream.position : indexNumber(rt, sizeRef, rt.types.OverflowError);
  if (size === null) return 0;
  if (size < 0) return setError(rt, rt.types.ValueError, `negative size value ${size}`);
  if (size < stream.buffer.length) stream.buffer.resize(size);
  return newInt(rt, size);
}

function close(rt: Runtime, self: number): number {
  const stream = hostPayload(rt, self) as BytesStream;
  if (!canResize(rt, stream)) return 0;
  stream.isClosed = true;
  stream.buffer = new ByteBuffer(new Uint8Array(0));
  return None;
}

function init(rt: Runtime, self: number, initial: number): number {
  const stream = hostPayload(rt, self) as BytesStream;
  if (!canResize(rt, stream)) return -1;
  stream.buffer = new ByteBuffer(new Uint8Array(0));
  stream.position = 0;
  stream.isClosed = false;
  if (initial === 0 || initial === None) return 0;
  const bytes = bytesLike(rt, initial);
  if (bytes === null) return -1;
  stream.buffer = new ByteBuffer(bytes.slice());
  return 0;
}

/** What lends the bytes of a stream: payload of `_BytesIOBuffer`. */
interface Lender {
  readonly stream: number;
}

const bufferType = "_io._BytesIOBuffer";

function getBuffer(rt: Runtime, self: number): number {
  if (open(rt, self) === null) return 0;
  const payload: Lender = { stream: newRef(rt, self) };
  const lender = newHostObject(rt, rt.nativeTypes.get(bufferType) ?? 0, payload);
  const view = newMemoryView(rt, lender);
  decref(rt, lender);
  return view;
}

function defineLender(rt: Runtime): void {
  const lenderOf = (rt_: Runtime, self: number): Lender => hostPayload(rt_, self) as Lender;
  const bufferOf = (rt_: Runtime, self: number): ByteBuffer =>
    (hostPayload(rt_, lenderOf(rt_, self).stream) as BytesStream).buffer;
  const type = defineType(rt, {
    name: "_BytesIOBuffer",
    module: "_io",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    slots: {
      buffer: (rt_, self, flags) => {
        const buffer = bufferOf(rt_, self);
        buffer.exports++;
        return plainView(rt_, self, buffer.bytes, "writable", flags);
      },
      releaseBuffer: (rt_, self) => void bufferOf(rt_, self).exports--,
      clear: (rt_, self) => decref(rt_, lenderOf(rt_, self).stream),
      traverse: (rt_, self, visit) => visit(lenderOf(rt_, self).stream),
    },
  });
  rt.nativeTypes.set(bufferType, type);
}

function getState(rt: Runtime, self: number): number {
  const stream = open(rt, self);
  if (stream === null) return 0;
  const dict = rt.heap.load(dictField(rt, self));
  const value = newBytes(rt, stream.buffer.bytes.slice());
  return tupleOf(rt, value, newInt(rt, stream.position), dict === 0 ? None : newRef(rt, dict));
}

function setState(rt: Runtime, self: number, state: number): number {
  if (!isTuple(rt, state) || tupleLength(rt, state) < 3) {
    const what = `${typeName(rt, self)}.__setstate__ argument should be 3-tuple, got ${typeName(rt, state)}`;
    return setError(rt, rt.types.TypeError, what);
  }
  if (init(rt, self, tupleItem(rt, state, 0)) < 0) return 0;
  const position = indexNumber(rt, tupleItem(rt, state, 1), rt.types.OverflowError);
  if (position === null) return 0;
  if (position < 0) return setError(rt, rt.types.ValueError, "position value cannot be negative");
  (hostPayload(rt, self) as BytesStream).position = position;
  return restoreAttributes(rt, self, tupleItem(rt, state, 2), "third");
}

function writeLines(rt: Runtime, self: number, lines: number): number {
  if (open(rt, self) === null) return 0;
  return forEach(rt, lines, (line) => Math.min(0, writeBytes(rt, self, line))) < 0 ? 0 : None;
}

/** Defines `BytesIO`. */
export function defineBytesIo(rt: Runtime, base: number): number {
  defineLender(rt);
  const able = method(
    "($self, /)",
    ofOpen(() => pyBool(true)),
  );
  return defineType(rt, {
    name: "BytesIO",
    module: "_io",
    base,
    init: method("($self, initial_bytes=b'')", init),
    methods: {
      readable: able,
      writable: able,
      seekable: able,
      close: method("($self, /)", close),
      flush: method(
        "($self, /)",
        ofOpen(() => None),
      ),
      isatty: method(
        "($self, /)",
        ofOpen(() => pyBool(false)),
      ),
      tell: method(
        "($self, /)",
        ofOpen((rt_, { position }) => newInt(rt_, position)),
      ),
      write: method("($self, b, /)", write),
      writelines: method("($self, lines, /)", writeLines),
      read1: method("($self, size=-1, /)", ofOpen(read)),
      readinto: method("($self, buffer, /)", ofOpen(readInto)),
      readinto1: method("($self, buffer, /)", ofOpen(readInto)),
      readline: method("($self, size=-1, /)", ofOpen(readLine)),
      readlines: method("($self, size=None, /)", ofOpen(readLines)),
      read: method("($self, size=-1, /)", ofOpen(read)),
      getbuffer: method("($self, /)", getBuffer),
      getvalue: method(
        "($self, /)",
        ofOpen((rt_, { buffer }) => newBytes(rt_, buffer.bytes.slice())),
      ),
      seek: method("($self, pos, whence=0, /)", ofOpen(seek)),
      truncate: method("($self, size=None, /)", ofOpen(truncate)),
      __getstate__: method("($self, /)", getState),
      __setstate__: method("($self, state, /)", setState),
    },
    getset: { closed: getset((rt_, self) => pyBool((hostPayload(rt_, self) as BytesStream).isClosed)) },
    slots: {
      new: (rt_, type) => newHostObject(rt_, type, new BytesStream()),
      iter: newRef,
      iternext: (rt_, self) => {
        const stream = open(rt_, self);
        if (stream === null) return 0;
        const length = lineLength(stream);
        return length === 0 ? 0 : take(rt_, stream, length);
      },
    },
  });
}
