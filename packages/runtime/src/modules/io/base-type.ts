// `_io._IOBase`: what every stream can do once it can read, write or seek.

import { clearError, errorOccurred, fetchError, restoreError, setError } from "../../exceptions/errors.ts";
import { warnOfObject } from "../../exceptions/warn.ts";
import { instanceDictAccess } from "../../kinds/object-type.ts";
import { HostObject, LayoutKind, TypeFlag } from "../../layout/objects.ts";
import { newInt } from "../../object/int.ts";
import { listAppend, listAppendStolen, newList } from "../../object/list.ts";
import { hostPayload, newHostObject } from "../../object/new-object.ts";
import { None, decref, newRef, pyBool, typeName, typeOf } from "../../object/reference.ts";
import { getOptionalAttribute } from "../../protocols/attributes.ts";
import { callMethod } from "../../protocols/call.ts";
import { forEach, iterNext } from "../../protocols/iterate.ts";
import { lengthOf } from "../../protocols/subscript.ts";
import { reprText } from "../../protocols/text.ts";
import { type Runtime } from "../../runtime.ts";
import { bytesValue, isBytes, newBytes } from "../../text/bytes-object.ts";
import { joinBytes } from "../../text/byte-search.ts";
import { type BuiltinSpecification, getset, method } from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { isSubtype } from "../../types/subtype.ts";
import { askStream, callForEffect, closedError, isClosedStream, optionalSize, unsupported } from "./support.ts";

/** Payload of streams that are classes in Python, deriving from the abstract types only. */
interface PlainStream {
  isClosed: boolean;
}

const plainOf = (rt: Runtime, self: number): PlainStream => hostPayload(rt, self) as PlainStream;

function refusing(message: string): BuiltinSpecification {
  return method("($self, /, *args)", (rt) => unsupported(rt, message));
}

/** 0 with ValueError set when a stream is closed. */
export function checkOpen(rt: Runtime, self: number): number {
  const closed = isClosedStream(rt, self);
  if (closed !== 0) return closed < 0 ? 0 : closedError(rt);
  return None;
}

/** `_IOBase.close`: flushes once, and remembers that it did. */
export function closeStream(rt: Runtime, self: number): number {
  const state = plainOf(rt, self);
  if (state.isClosed) return None;
  const status = callForEffect(rt, self, "flush");
  state.isClosed = true;
  return status < 0 ? 0 : None;
}

function checking(ability: "seekable" | "readable" | "writable", message: string): BuiltinSpecification {
  return method("($self, /)", (rt, self) => {
    const able = askStream(rt, self, ability);
    return able > 0 ? pyBool(true) : able < 0 ? 0 : unsupported(rt, message);
  });
}

/** Reads up to a line end, one byte at a time unless the stream can be peeked into. */
function readLine(rt: Runtime, self: number, sizeRef: number): number {
  const limit = optionalSize(rt, sizeRef);
  if (limit === null) return 0;
  const peek = getOptionalAttribute(rt, self, rt.names.peek);
  if (peek === 0 && errorOccurred(rt) !== 0) return 0;
  if (peek !== 0) decref(rt, peek);
  const parts: Uint8Array[] = [];
  let total = 0;
  while (limit < 0 || total < limit) {
    const wanted = peek === 0 ? 1 : peekedLine(rt, self, limit < 0 ? Infinity : limit - total);
    if (wanted < 0) return 0;
    const size = newInt(rt, wanted);
    const data = callMethod(rt, self, rt.names.read, size);
    decref(rt, size);
    if (data === 0) return 0;
    if (!isBytes(rt, data)) {
      setError(rt, rt.types.OSError, `read() should have returned a bytes object, not '${typeName(rt, data)}'`);
      decref(rt, data);
      return 0;
    }
    const bytes = bytesValue(rt, data);
    decref(rt, data);
    if (bytes.length === 0) break;
    parts.push(bytes);
    total += bytes.length;
    if (bytes.at(-1) === 10) break;
  }
  return newBytes(rt, joinBytes(parts, new Uint8Array(0)));
}

/** How many bytes to read for a line, by what the stream has at hand; -1 with an exception set. */
function peekedLine(rt: Runtime, self: number, most: number): number {
  const one = newInt(rt, 1);
  const ahead = callMethod(rt, self, rt.names.peek, one);
  decref(rt, one);
  if (ahead === 0) return -1;
  if (!isBytes(rt, ahead)) {
    setError(rt, rt.types.OSError, `peek() should have returned a bytes object, not '${typeName(rt, ahead)}'`);
    decref(rt, ahead);
    return -1;
  }
  const bytes = bytesValue(rt, ahead);
  decref(rt, ahead);
  if (bytes.length === 0) return 1;
  const end = bytes.subarray(0, most).indexOf(10);
  return end >= 0 ? end + 1 : Math.min(bytes.length, most);
}

function readLines(rt: Runtime, self: number, hintRef: number): number {
  const hint = optionalSize(rt, hintRef);
  if (hint === null) return 0;
  const list = newList(rt);
  let total = 0;
  const status = forEach(rt, self, (line) => {
    listAppend(rt, list, line);
    const length = lengthOf(rt, line);
    if (length < 0) return -1;
    if (hint > 0 && length > hint - total) return 1;
    total += length;
    return 0;
  });
  if (status >= 0) return list;
  decref(rt, list);
  return 0;
}

function writeLines(rt: Runtime, self: number, lines: number): number {
  if (checkOpen(rt, self) === 0) return 0;
  return forEach(rt, lines, (line) => callForEffect(rt, self, "write", line)) < 0 ? 0 : None;
}

/** The next line, by `readline`; 0 at the end. */
export function nextLine(rt: Runtime, self: number): number {
  const line = callMethod(rt, self, rt.names.readline);
  if (line === 0) return 0;
  const length = lengthOf(rt, line);
  if (length > 0) return line;
  decref(rt, line);
  return 0;
}

/** A `FileIO`, or what has one below it. */
interface Layer {
  readonly descriptor?: number;
  readonly closesDescriptor?: boolean;
  readonly raw?: number;
  readonly buffer?: unknown;
}

/** The file at the bottom of a stream that closing it would give back, borrowed; 0: none. */
function fileToClose(rt: Runtime, stream: number): number {
  const base = rt.nativeTypes.get(baseType) ?? 0;
  if (!isSubtype(rt, typeOf(rt, stream), base)) return 0;
  const { descriptor = -1, closesDescriptor, raw, buffer } = hostPayload(rt, stream) as Layer;
  if (closesDescriptor !== undefined) return closesDescriptor && descriptor >= 0 ? stream : 0;
  const below = raw ?? buffer;
  return typeof below === "number" && below !== 0 ? fileToClose(rt, below) : 0;
}

function warnUnclosed(rt: Runtime, stream: number): void {
  const file = fileToClose(rt, stream);
  const text = file === 0 ? null : reprText(rt, stream);
  if (text !== null) warnOfObject(rt, rt.types.ResourceWarning, `unclosed file ${text}`, stream, file);
  clearError(rt);
}

/** Closes a stream that nobody needs any more. Errors are nobody's business. */
export function finalizeStream(rt: Runtime, self: number): void {
  const pending = fetchError(rt);
  const closed = isClosedStream(rt, self);
  if (closed < 0) clearError(rt);
  if (closed <= 0) warnUnclosed(rt, self);
  if (closed <= 0 && callForEffect(rt, self, "close") < 0) clearError(rt);
  restoreError(rt, pending);
}

/** Every item that an iterator still has, as a list: a new reference. */
export function restOf(rt: Runtime, iterator: number): number {
  const list = newList(rt);
  for (let item = iterNext(rt, iterator); item !== 0; item = iterNext(rt, iterator)) listAppendStolen(rt, list, item);
  if (errorOccurred(rt) === 0) return list;
  decref(rt, list);
  return 0;
}

const baseType = "_io._IOBase";

/** Defines `_IOBase`. */
export function defineIoBase(rt: Runtime): number {
  const type = defineType(rt, {
    name: "_IOBase",
    module: "_io",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    dictOffset: HostObject.dict.offset,
    flags: TypeFlag.WEAK_REFERENCES,
    methods: {
      seek: refusing("seek"),
      tell: method("($self, /)", (rt_, self) => {
        const zero = newInt(rt_, 0);
        const one = newInt(rt_, 1);
        return callMethod(rt_, self, rt_.names.seek, zero, one);
      }),
      truncate: refusing("truncate"),
      flush: method("($self, /)", (rt_, self) => (plainOf(rt_, self).isClosed ? closedError(rt_) : None)),
      close: method("($self, /)", closeStream),
      seekable: method("($self, /)", () => pyBool(false)),
      readable: method("($self, /)", () => pyBool(false)),
      writable: method("($self, /)", () => pyBool(false)),
      _checkClosed: method("($self, /)", checkOpen),
      _checkSeekable: checking("seekable", "File or stream is not seekable."),
      _checkReadable: checking("readable", "File or stream is not readable."),
      _checkWritable: checking("writable", "File or stream is not writable."),
      fileno: refusing("fileno"),
      isatty: method("($self, /)", (rt_, self) => (checkOpen(rt_, self) === 0 ? 0 : pyBool(false))),
      __enter__: method("($self, /)", (rt_, self) => (checkOpen(rt_, self) === 0 ? 0 : newRef(rt_, self))),
      __exit__: method("($self, /, *args)", (rt_, self) => callMethod(rt_, self, rt_.names.close)),
      readline: method("($self, size=-1, /)", readLine),
      readlines: method("($self, hint=-1, /)", readLines),
      writelines: method("($self, lines, /)", writeLines),
    },
    getset: {
      __dict__: getset(instanceDictAccess.get, instanceDictAccess.set),
      closed: getset((rt_, self) => pyBool(plainOf(rt_, self).isClosed)),
    },
    slots: {
      new: (rt_, type) => {
        const payload: PlainStream = { isClosed: false };
        return newHostObject(rt_, type, payload);
      },
      iter: (rt_, self) => (checkOpen(rt_, self) === 0 ? 0 : newRef(rt_, self)),
      iternext: nextLine,
      finalize: finalizeStream,
    },
  });
  rt.nativeTypes.set(baseType, type);
  return type;
}
