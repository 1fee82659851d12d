// What buffered streams keep of the stream below: bytes that were read ahead, and bytes that are yet to be written.
//
//   raw position ──────────────────────────────┐
//   … │ read already │ ahead: read, not given │        or        … │ pending: given, not written │
//       position of the stream ┘                                     └ raw position

import { errorOccurred, raise, setError } from "../../exceptions/errors.ts";
import { newInt } from "../../object/int.ts";
import { None, decref, isInt, newRef } from "../../object/reference.ts";
import { newStr } from "../../object/str.ts";
import { getOptionalAttribute } from "../../protocols/attributes.ts";
import { callNoArguments, callWith } from "../../protocols/call.ts";
import { indexNumber } from "../../protocols/number.ts";
import { type Runtime } from "../../runtime.ts";
import { joinBytes } from "../../text/byte-search.ts";
import { bytesValue, isBytes, newByteArray, newBytes } from "../../text/bytes-object.ts";
import { newMemoryView } from "../../text/memoryview-object.ts";
import { type File } from "./file-io.ts";
import { callBelow, callForNumber } from "./support.ts";

const nothing = new Uint8Array(0);

/** State of a buffered stream. */
export class Buffered {
  /** The stream below, owned; 0 before `__init__` and after `detach`. */
  raw = 0;
  wasDetached = false;
  /** The stream below if it is just a file of the host. */
  file: File | null = null;
  size = 0;
  /** Read from the stream below and not given away. */
  ahead: Uint8Array = nothing;
  /** Given to be written, in order. */
  pending: Uint8Array[] = [];
  pendingLength = 0;
}

/** Reads once from the stream below: null with an exception set, undefined when there is nothing yet. */
export function readRaw(rt: Runtime, stream: Buffered, size: number): Uint8Array | null | undefined {
  const buffer = newByteArray(rt, new Uint8Array(size));
  const view = newMemoryView(rt, buffer);
  const result = callBelow(rt, stream.raw, rt.names.readinto, view);
  decref(rt, view);
  const bytes = bytesValue(rt, buffer);
  decref(rt, buffer);
  if (result === 0) return null;
  if (result === None) return undefined;
  if (!isInt(rt, result)) {
    decref(rt, result);
    setError(rt, rt.types.OSError, "raw readinto() failed");
    return null;
  }
  const count = indexNumber(rt, result, rt.types.ValueError);
  decref(rt, result);
  if (count === null) return null;
  if (count >= 0 && count <= size) return bytes.slice(0, count);
  const what = `raw readinto() returned invalid length ${count} (should have been between 0 and ${size})`;
  setError(rt, rt.types.OSError, what);
  return null;
}

/** Takes bytes that were read ahead. */
export function takeAhead(stream: Buffered, count: number): Uint8Array {
  const taken = stream.ahead.slice(0, count);
  stream.ahead = stream.ahead.subarray(taken.length);
  return taken;
}

/** `read()` to the end: a new reference. */
export function readRest(rt: Runtime, stream: Buffered): number {
  const ahead = takeAhead(stream, stream.ahead.length);
  const raw = rawOf(rt, stream);
  if (raw === 0) return 0;
  decref(rt, raw);
  const method = getOptionalAttribute(rt, stream.raw, rt.names.readall);
  if (method === 0) return errorOccurred(rt) === 0 ? readPieces(rt, stream, ahead) : 0;
  const readall = callNoArguments(rt, method);
  decref(rt, method);
  if (readall === 0) return 0;
  if (readall === None) return ahead.length === 0 ? None : newBytes(rt, ahead);
  if (!isBytes(rt, readall)) {
    decref(rt, readall);
    return setError(rt, rt.types.TypeError, "readall() should return bytes");
  }
  if (ahead.length === 0) return readall;
  const rest = bytesValue(rt, readall);
  decref(rt, readall);
  return newBytes(rt, joinBytes([ahead, rest], nothing));
}

/** The rest of a stream that has no `readall`, after what was read ahead: a new reference. */
function readPieces(rt: Runtime, stream: Buffered, ahead: Uint8Array): number {
  const parts = [ahead];
  for (;;) {
    const piece = callBelow(rt, stream.raw, rt.names.read);
    if (piece === 0) return 0;
    if (piece !== None && !isBytes(rt, piece)) {
      decref(rt, piece);
      return setError(rt, rt.types.TypeError, "read() should return bytes");
    }
    const bytes = piece === None ? null : bytesValue(rt, piece);
    decref(rt, piece);
    if (bytes === null && parts.length === 1 && ahead.length === 0) return None;
    if (bytes === null || bytes.length === 0) return newBytes(rt, joinBytes(parts, nothing));
    parts.push(bytes);
  }
}

/** `read(count)`: as much as is asked, unless the stream ends. A new reference. */
export function readExactly(rt: Runtime, stream: Buffered, count: number): number {
  const parts = [takeAhead(stream, count)];
  let missing = count - (parts[0] as Uint8Array).length;
  while (missing > 0) {
    const chunk = readRaw(rt, stream, Math.max(missing, stream.size));
    if (chunk === null) return 0;
    if (chunk === undefined && missing === count) return None;
    if (chunk === undefined || chunk.length === 0) break;
    stream.ahead = chunk;
    const taken = takeAhead(stream, missing);
    parts.push(taken);
    missing -= taken.length;
  }
  return newBytes(rt, joinBytes(parts, nothing));
}

/** Reads ahead if nothing is. Status. */
export function fill(rt: Runtime, stream: Buffered): number {
  if (stream.ahead.length > 0) return 0;
  const chunk = readRaw(rt, stream, stream.size);
  if (chunk === null) return -1;
  stream.ahead = chunk ?? nothing;
  return 0;
}

/** A line, at most `limit` bytes of it (-1: all): a new reference. */
export function readBufferedLine(rt: Runtime, stream: Buffered, limit: number): number {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (limit < 0 || length < limit) {
    if (fill(rt, stream) < 0) return 0;
    const { ahead } = stream;
    if (ahead.length === 0) break;
    const room = limit < 0 ? ahead.length : Math.min(ahead.length, limit - length);
    const end = ahead.indexOf(10);
    const isComplete = end >= 0 && end < room;
    const part = takeAhead(stream, isComplete ? end + 1 : room);
    if (isComplete && length === 0) return newBytes(rt, part);
    parts.push(part);
    length += part.length;
    if (isComplete) break;
  }
  return newBytes(rt, joinBytes(parts, nothing));
}

/** BlockingIOError: the stream below takes nothing now. Always -1. */
export function blockedError(rt: Runtime, written: number): -1 {
  const args = [newInt(rt, 11), newStr(rt, "write could not complete without blocking"), newInt(rt, written)] as const;
  const exception = callWith(rt, rt.types.BlockingIOError, ...args);
  for (const it of args) decref(rt, it);
  if (exception !== 0) raise(rt, exception);
  return -1;
}

/** One write to the stream below: how many bytes it took, -1 with an exception set, -2 when it takes none now. */
export function writeRaw(rt: Runtime, stream: Buffered, bytes: Uint8Array): number {
  const data = newBytes(rt, bytes);
  const view = newMemoryView(rt, data);
  const result = callBelow(rt, stream.raw, rt.names.write, view);
  decref(rt, view);
  decref(rt, data);
  if (result === 0) return -1;
  if (result === None) return -2;
  const count = isInt(rt, result) ? indexNumber(rt, result, rt.types.ValueError) : 0;
  decref(rt, result);
  if (count !== null && count > 0 && count <= bytes.length) return count;
  if (errorOccurred(rt) === 0) {
    const what = `raw write() returned invalid length ${count ?? 0} (should have been between 0 and ${bytes.length})`;
    setError(rt, rt.types.OSError, what);
  }
  return -1;
}

/** Writes what is pending. Status. */
export function flushPending(rt: Runtime, stream: Buffered): number {
  if (stream.pendingLength === 0) return 0;
  let rest = joinBytes(stream.pending, nothing);
  stream.pending = [];
  stream.pendingLength = 0;
  while (rest.length > 0) {
    const count = writeRaw(rt, stream, rest);
    if (count < 0) {
      stream.pending.unshift(rest);
      stream.pendingLength += rest.length;
      return count === -1 ? -1 : blockedError(rt, 0);
    }
    rest = rest.subarray(count);
  }
  return 0;
}

/** The position of the stream, from that of the stream below; null with an exception set. */
export function bufferedTell(rt: Runtime, stream: Buffered): number | null {
  const position = callForNumber(rt, stream.raw, "tell");
  if (position === null) return null;
  if (position >= 0) return position - stream.ahead.length + stream.pendingLength;
  setError(rt, rt.types.OSError, `Raw stream returned invalid position ${position}`);
  return null;
}

/** Moves the stream. A new reference. */
export function bufferedSeek(rt: Runtime, stream: Buffered, offset: number, whence: number): number {
  if (flushPending(rt, stream) < 0) return 0;
  const target = whence === 1 ? offset - stream.ahead.length : offset;
  stream.ahead = nothing;
  const [position, from] = [newInt(rt, target), newInt(rt, whence)];
  const result = callForNumber(rt, stream.raw, "seek", position, from);
  decref(rt, position);
  decref(rt, from);
  if (result === null) return 0;
  if (result >= 0) return newInt(rt, result);
  return setError(rt, rt.types.OSError, `Raw stream returned invalid position ${result}`);
}

/** Forgets what was read ahead: the stream below goes back to where the stream is. Status. */
export function dropAhead(rt: Runtime, stream: Buffered): number {
  if (stream.ahead.length === 0) return 0;
  const result = bufferedSeek(rt, stream, 0, 1);
  if (result === 0) return -1;
  decref(rt, result);
  return 0;
}

/** A reference to the stream below, new; 0 with ValueError set. */
export function rawOf(rt: Runtime, stream: Buffered): number {
  if (stream.raw !== 0) return newRef(rt, stream.raw);
  const state = stream.wasDetached ? "raw stream has been detached" : "I/O operation on uninitialized object";
  return setError(rt, rt.types.ValueError, state);
}
