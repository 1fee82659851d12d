// `BufferedReader`, `BufferedWriter`, `BufferedRandom`: streams of bytes that ask the stream below less often.

import { clearError, clearIf, fetchError, restoreError, setError } from "../../exceptions/errors.ts";
import { getset, method, type BuiltinSpecification, type Implementation } from "../../types/builtin-definition.ts";
import { newInt } from "../../object/int.ts";
import { hostPayload, newHostObject } from "../../object/new-object.ts";
import { None, decref, newRef, typeName, typeOf, xdecref } from "../../object/reference.ts";
import { newStr } from "../../object/str.ts";
import { getAttribute, getAttributeString } from "../../protocols/attributes.ts";
import { callMethod } from "../../protocols/call.ts";
import { indexNumber } from "../../protocols/number.ts";
import { lengthOf } from "../../protocols/subscript.ts";
import { enterRepr, leaveRepr, reprText } from "../../protocols/text.ts";
import { type Identifier } from "../../object/identifiers.ts";
import { type Runtime } from "../../runtime.ts";
import { bytesValue, isBytes, newBytes } from "../../text/bytes-object.ts";
import { defineType } from "../../types/define-type.ts";
import { bytesToWrite } from "./abstract-types.ts";
import { nextLine } from "./base-type.ts";
import {
  Buffered,
  bufferedSeek,
  bufferedTell,
  dropAhead,
  fill,
  blockedError,
  flushPending,
  writeRaw,
  rawOf,
  readBufferedLine,
  readExactly,
  readRaw,
  readRest,
  takeAhead,
} from "./buffered.ts";
import { plainFile } from "./file-io.ts";
import {
  callBelow,
  askStream,
  callForEffect,
  defaultBufferSize,
  isClosedStream,
  optionalSize,
  unsupported,
  writableArgument,
} from "./support.ts";

const streamOf = (rt: Runtime, self: number): Buffered => hostPayload(rt, self) as Buffered;

/** The stream if it has one below that is open; null with ValueError set. */
function open(rt: Runtime, self: number, whenClosed: string): Buffered | null {
  const stream = streamOf(rt, self);
  if (stream.file !== null && stream.file.descriptor >= 0) return stream;
  const raw = rawOf(rt, stream);
  if (raw === 0) return null;
  const closed = isClosedStream(rt, raw);
  decref(rt, raw);
  if (closed === 0) return stream;
  if (closed > 0) setError(rt, rt.types.ValueError, whenClosed);
  return null;
}

function ofOpen(operation: string, use: (rt: Runtime, stream: Buffered, ...args: number[]) => number): Implementation {
  return (rt, self = 0, ...args) => {
    const stream = open(rt, self, `${operation} of closed file`);
    return stream === null ? 0 : use(rt, stream, ...args);
  };
}

function read(rt: Runtime, stream: Buffered, sizeRef = 0): number {
  const size = optionalSize(rt, sizeRef);
  if (size === null) return 0;
  if (size < -1) return setError(rt, rt.types.ValueError, "read length must be non-negative or -1");
  if (flushPending(rt, stream) < 0) return 0;
  return size === -1 ? readRest(rt, stream) : readExactly(rt, stream, size);
}

function read1(rt: Runtime, stream: Buffered, sizeRef = 0): number {
  const given = optionalSize(rt, sizeRef);
  if (given === null || flushPending(rt, stream) < 0) return 0;
  const size = given < 0 ? stream.size : given;
  if (stream.ahead.length > 0 || size === 0) return newBytes(rt, takeAhead(stream, size));
  const chunk = readRaw(rt, stream, size);
  return chunk === null ? 0 : newBytes(rt, chunk ?? new Uint8Array(0));
}

function readingInto(name: "readinto" | "readinto1"): BuiltinSpecification {
  const use = (rt: Runtime, stream: Buffered, target = 0): number => {
    const room = writableArgument(rt, target, name);
    if (room === null) return 0;
    const size = newInt(rt, room.length);
    const data = name === "readinto" ? read(rt, stream, size) : read1(rt, stream, size);
    decref(rt, size);
    if (data === 0 || !isBytes(rt, data)) return data;
    const bytes = bytesValue(rt, data);
    decref(rt, data);
    room.set(bytes);
    return newInt(rt, bytes.length);
  };
  return method("($self, buffer, /)", ofOpen("readinto", use));
}

function peek(rt: Runtime, stream: Buffered): number {
  if (flushPending(rt, stream) < 0 || fill(rt, stream) < 0) return 0;
  return newBytes(rt, stream.ahead.slice());
}

function readLine(rt: Runtime, stream: Buffered, sizeRef = 0): number {
  const limit = optionalSize(rt, sizeRef);
  if (limit === null || flushPending(rt, stream) < 0) return 0;
  return readBufferedLine(rt, stream, limit);
}

/** The next line of a stream of just this type; 0 at the end. */
function nextBufferedLine(rt: Runtime, self: number): number {
  const stream = open(rt, self, "readline of closed file");
  if (stream === null || flushPending(rt, stream) < 0) return 0;
  const line = readBufferedLine(rt, stream, -1);
  if (line === 0 || lengthOf(rt, line) > 0) return line;
  decref(rt, line);
  return 0;
}

function write(rt: Runtime, self: number, data: number): number {
  const stream = open(rt, self, "write to closed file");
  if (stream === null) return 0;
  const bytes = bytesToWrite(rt, data);
  if (bytes === null || dropAhead(rt, stream) < 0) return 0;
  // What does not fit goes on at once, as far as the stream below takes it.
  let written = 0;
  let isBlocked = false;
  if (bytes.length >= stream.size || stream.pendingLength + bytes.length > stream.size) {
    isBlocked = flushPending(rt, stream) < 0;
    if (isBlocked && !clearIf(rt, rt.types.BlockingIOError)) return 0;
    while (!isBlocked && bytes.length - written >= stream.size) {
      const count = writeRaw(rt, stream, bytes.subarray(written));
      if (count === -1) return 0;
      isBlocked = count < 0;
      if (!isBlocked) written += count;
    }
  }
  const rest = bytes.slice(written, isBlocked ? written + Math.max(0, stream.size - stream.pendingLength) : undefined);
  stream.pending.push(rest);
  stream.pendingLength += rest.length;
  written += rest.length;
  if (written === bytes.length) return newInt(rt, written);
  blockedError(rt, written);
  return 0;
}

function flush(rt: Runtime, stream: Buffered): number {
  if (flushPending(rt, stream) < 0) return 0;
  return callBelow(rt, stream.raw, rt.names.flush);
}

function seek(rt: Runtime, stream: Buffered, offsetRef = 0, whenceRef = 0): number {
  const whence = whenceRef === 0 ? 0 : indexNumber(rt, whenceRef, rt.types.OverflowError);
  if (whence === null) return 0;
  if (whence < 0 || whence > 2) return setError(rt, rt.types.ValueError, `whence value ${whence} unsupported`);
  const able = askStream(rt, stream.raw, "seekable");
  if (able <= 0) return able < 0 ? 0 : unsupported(rt, "File or stream is not seekable.");
  const offset = indexNumber(rt, offsetRef, rt.types.OverflowError);
  return offset === null ? 0 : bufferedSeek(rt, stream, offset, whence);
}

function tell(rt: Runtime, self: number): number {
  const stream = streamOf(rt, self);
  const raw = rawOf(rt, stream);
  if (raw === 0) return 0;
  const position = bufferedTell(rt, stream);
  decref(rt, raw);
  return position === null ? 0 : newInt(rt, position);
}

function truncate(rt: Runtime, stream: Buffered, sizeRef = 0): number {
  const able = askStream(rt, stream.raw, "writable");
  if (able <= 0) return able < 0 ? 0 : unsupported(rt, "truncate");
  if (flushPending(rt, stream) < 0) return 0;
  let size = sizeRef === 0 ? None : sizeRef;
  if (size === None) {
    const position = bufferedTell(rt, stream);
    if (position === null) return 0;
    size = newInt(rt, position);
  } else newRef(rt, size);
  const result = callBelow(rt, stream.raw, rt.names.truncate, size);
  decref(rt, size);
  return result;
}

/** Flushes, then closes the stream below even if that failed. */
function close(rt: Runtime, self: number): number {
  const stream = streamOf(rt, self);
  const raw = rawOf(rt, stream);
  if (raw === 0) return 0;
  const closed = isClosedStream(rt, raw);
  let result = closed < 0 ? 0 : None;
  if (closed === 0) {
    const flushed = callForEffect(rt, self, "flush");
    const pending = fetchError(rt);
    result = callMethod(rt, raw, rt.names.close);
    if (flushed < 0) {
      if (result === 0) clearError(rt);
      else decref(rt, result);
      restoreError(rt, pending);
      result = 0;
    }
  }
  decref(rt, raw);
  return result;
}

function detach(rt: Runtime, self: number): number {
  const stream = streamOf(rt, self);
  if (rawOf(rt, stream) === 0) return 0;
  decref(rt, stream.raw);
  if (callForEffect(rt, self, "flush") < 0) return 0;
  const { raw } = stream;
  stream.raw = 0;
  stream.file = null;
  stream.wasDetached = true;
  return raw;
}

/** A method or attribute that is the stream's below. */
function passing(name: Identifier): BuiltinSpecification {
  return method("($self, /)", (rt, self) => {
    const raw = rawOf(rt, streamOf(rt, self));
    if (raw === 0) return 0;
    const result = callMethod(rt, raw, rt.names[name]);
    decref(rt, raw);
    return result;
  });
}

function passedAttribute(name: string): (rt: Runtime, self: number) => number {
  return (rt, self) => {
    const raw = rawOf(rt, streamOf(rt, self));
    if (raw === 0) return 0;
    const result = getAttributeString(rt, raw, name);
    decref(rt, raw);
    return result;
  };
}

function shown(rt: Runtime, self: number): number {
  const kind = typeName(rt, self);
  const name = getAttribute(rt, self, rt.names.name);
  if (name === 0) {
    clearError(rt);
    return newStr(rt, `<${kind}>`);
  }
  if (!enterRepr(rt, self)) {
    decref(rt, name);
    return setError(rt, rt.types.RuntimeError, `reentrant call inside ${kind}.__repr__`);
  }
  const text = reprText(rt, name);
  leaveRepr(rt);
  decref(rt, name);
  return text === null ? 0 : newStr(rt, `<${kind} name=${text}>`);
}

function initializing(
  needs: readonly (readonly ["readable" | "writable" | "seekable", string])[],
): BuiltinSpecification {
  return method("($self, /, raw, buffer_size=131072)", (rt, self, raw, sizeRef) => {
    const stream = streamOf(rt, self);
    for (const [ability, message] of needs) {
      const able = askStream(rt, raw, ability);
      if (able > 0) continue;
      if (able === 0) unsupported(rt, message);
      return -1;
    }
    const size = sizeRef === 0 ? defaultBufferSize : indexNumber(rt, sizeRef, rt.types.OverflowError);
    if (size === null) return -1;
    if (size <= 0) {
      setError(rt, rt.types.ValueError, "buffer size must be strictly positive");
      return -1;
    }
    const old = stream.raw;
    Object.assign(stream, new Buffered(), { raw: newRef(rt, raw), file: plainFile(rt, raw), size });
    xdecref(rt, old);
    rt.openStreams.add(self);
    return 0;
  });
}

const common: Readonly<Record<string, BuiltinSpecification>> = {
  close: method("($self, /)", close),
  detach: method("($self, /)", detach),
  seekable: passing("seekable"),
  fileno: passing("fileno"),
  isatty: passing("isatty"),
  tell: method("($self, /)", tell),
  seek: method("($self, target, whence=0, /)", ofOpen("seek", seek)),
  truncate: method("($self, pos=None, /)", ofOpen("truncate", truncate)),
};

const reading: Readonly<Record<string, BuiltinSpecification>> = {
  readable: passing("readable"),
  read: method("($self, size=-1, /)", ofOpen("read", read)),
  read1: method("($self, size=-1, /)", ofOpen("read", read1)),
  peek: method("($self, size=0, /)", ofOpen("peek", peek)),
  readinto: readingInto("readinto"),
  readinto1: readingInto("readinto1"),
  readline: method("($self, size=-1, /)", ofOpen("readline", readLine)),
};

const writing: Readonly<Record<string, BuiltinSpecification>> = {
  writable: passing("writable"),
  write: method("($self, buffer, /)", write),
};

const notReadable = ["readable", "File or stream is not readable."] as const;
const notWritable = ["writable", "File or stream is not writable."] as const;
const notSeekable = ["seekable", "File or stream is not seekable."] as const;

/** Defines the three; their addresses. */
export function defineBufferedTypes(
  rt: Runtime,
  base: number,
): { readonly reader: number; readonly writer: number; readonly random: number } {
  const define = (
    name: string,
    init: BuiltinSpecification,
    methods: Readonly<Record<string, BuiltinSpecification>>,
  ): number =>
    defineType(rt, {
      name,
      module: "_io",
      base,
      init,
      methods: { ...common, ...methods, flush: method("($self, /)", ofOpen("flush", flush)) },
      getset: {
        closed: getset(passedAttribute("closed")),
        name: getset(passedAttribute("name")),
        mode: getset(passedAttribute("mode")),
        raw: getset((rt_, self) => newRef(rt_, streamOf(rt_, self).raw || None)),
      },
      slots: {
        new: (rt_, type) => newHostObject(rt_, type, new Buffered()),
        repr: shown,
        // A class that derives may have its own `readline`.
        ...(methods.readline === undefined
          ? {}
          : {
              iternext: (rt_, self) =>
                typeOf(rt_, self) === rt_.nativeTypes.get(`_io.${name}`)
                  ? nextBufferedLine(rt_, self)
                  : nextLine(rt_, self),
            }),
        clear: (rt_, self) => {
          const stream = streamOf(rt_, self);
          const { raw } = stream;
          stream.raw = 0;
          stream.file = null;
          rt_.openStreams.delete(self);
          xdecref(rt_, raw);
        },
        traverse: (rt_, self, visit) => {
          if (streamOf(rt_, self).raw !== 0) visit(streamOf(rt_, self).raw);
        },
      },
    });
  return {
    reader: define("BufferedReader", initializing([notReadable]), reading),
    writer: define("BufferedWriter", initializing([notWritable]), writing),
    random: define("BufferedRandom", initializing([notSeekable, notReadable, notWritable]), { ...reading, ...writing }),
  };
}
