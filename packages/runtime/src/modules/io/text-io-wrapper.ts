// `io.TextIOWrapper`: text over a buffered stream of bytes.
//
//   pieces   what was read, as far as its text is not given away      decoded   their text, line ends translated
//            ^ they start at: buffer.tell() - the sum of their lengths   used   how much of it was given away

import { argumentTypeName } from "../../builtins/arguments.ts";
import { TextStream } from "../../builtins/stream.ts";
import { callBelow, optionalFlag } from "./support.ts";
import { clearError, errorMatches, fail, fetchError, restoreError, setError } from "../../exceptions/errors.ts";
import { Failure } from "../../numbers/failure.ts";
import { raiseFailure } from "../../numbers/raise.ts";
import { newInt } from "../../object/int.ts";
import { hostPayload, newHostObject } from "../../object/new-object.ts";
import { None, decref, isStr, newRef, pyBool, typeName, typeOf, xdecref } from "../../object/reference.ts";
import { newStr, strLength, strValue } from "../../object/str.ts";
import { getAttribute, getAttributeString } from "../../protocols/attributes.ts";
import { bytesLike, hasBuffer } from "../../protocols/buffer.ts";
import { callMethod } from "../../protocols/call.ts";
import { indexNumber } from "../../protocols/number.ts";
import { enterRepr, leaveRepr, reprText } from "../../protocols/text.ts";
import { type Runtime } from "../../runtime.ts";
import { joinBytes } from "../../text/byte-search.ts";
import { newBytes } from "../../text/bytes-object.ts";
import { type CodecName, encodeText, findCodec } from "../../text/codecs.ts";
import { pointIndex, textKind, unitIndex } from "../../text/code-points.ts";
import { errorCallback } from "../../text/encode-object.ts";
import { IncrementalDecoder, type PieceDecoder } from "../../text/incremental-decoder.ts";
import {
  type BuiltinSpecification,
  type GetSetSpecification,
  type Implementation,
  getset,
  method,
} from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { type Identifier } from "../../object/identifiers.ts";
import { type Buffered } from "./buffered.ts";
import { type File } from "./file-io.ts";
import { type RegisteredCodec, decoderOf, encodeRegistered, registeredCodec } from "./registered-codec.ts";
import { openedTypes } from "./opened-types.ts";
import { newlinesObject } from "./newline-decoder.ts";
import { lineEnd, newlineMode, type NewlineMode, NewlineScanner } from "./newlines.ts";
import {
  askStream,
  callForEffect,
  callForNumber,
  closedError,
  uninitialized,
  isClosedStream,
  optionalSize,
  optionalText,
  unsupported,
} from "./support.ts";

const defaultChunkSize = 8192;
const nothing = new Uint8Array(0);

/** Bytes that were read at once. */
interface Piece {
  readonly bytes: Uint8Array;
  /** UTF-16 units of the text that they gave. */
  readonly units: number;
  /** State of decoder and scanner before them. */
  readonly waiting: Uint8Array;
  readonly pendingCr: boolean;
}

/** Payload of a `TextIOWrapper`. */
export class TextWrapper extends TextStream {
  /** Where text of a standard stream goes at once, when nothing is to be done to it. */
  sink: ((text: string) => void) | null = null;
  /** The stream below, owned; 0 before `__init__` and after `detach`. */
  buffer = 0;
  wasDetached = false;
  /** The file of the host below the buffer, if both are of just the types that `open` makes. */
  file: File | null = null;
  encoding = "";
  codec: CodecName = "utf-8";
  errors = "strict";
  newline: string | null = null;
  mode: NewlineMode = newlineMode(null) as NewlineMode;
  lineBuffering = false;
  writeThrough = false;
  decoder: PieceDecoder = new IncrementalDecoder("utf-8", "strict");
  /** The codec if it is none of the runtime's own. */
  registered: RegisteredCodec | null = null;
  scanner = new NewlineScanner(true);
  /** What was read, in order. */
  pieces: Piece[] = [];
  decoded = "";
  used = 0;
  isAtEnd = false;
  /** Text that is yet to be written. */
  pending: string[] = [];
  pendingLength = 0;
  /** Whether a byte order mark was written, or must not be. */
  wroteMark = false;
  isTelling = true;
  /** How much is read at once. */
  chunkSize = defaultChunkSize;

  /** Whether something was read since the last {@link forget}. */
  hasRead = false;

  /** Forgets what was read ahead. */
  forget(): void {
    this.hasRead = false;
    this.pieces = [];
    this.decoded = "";
    this.used = 0;
    this.isAtEnd = false;
    this.decoder.reset();
    this.scanner.reset();
  }
}

const wrapperOf = (rt: Runtime, self: number): TextWrapper => hostPayload(rt, self) as TextWrapper;

/** The stream if it has one below; null with ValueError set. */
function attached(rt: Runtime, self: number): TextWrapper | null {
  const stream = wrapperOf(rt, self);
  if (stream.buffer !== 0) return stream;
  const state = stream.wasDetached ? "underlying buffer has been detached" : "I/O operation on uninitialized object";
  setError(rt, rt.types.ValueError, state);
  return null;
}

/** The same for one that is open. */
function open(rt: Runtime, self: number): TextWrapper | null {
  const stream = attached(rt, self);
  if (stream === null || (stream.file !== null && stream.file.descriptor >= 0)) return stream;
  const closed = isClosedStream(rt, stream.buffer);
  if (closed === 0) return stream;
  if (closed > 0) closedError(rt);
  return null;
}

function ofOpen(use: (rt: Runtime, stream: TextWrapper, ...args: number[]) => number): Implementation {
  return (rt, self = 0, ...args) => {
    const stream = open(rt, self);
    if (stream === null) return 0;
    // A call below may let go of the stream.
    newRef(rt, self);
    const result = use(rt, stream, ...args);
    decref(rt, self);
    return result;
  };
}

/** Reads and decodes once more: 1, 0 at the end, or -1. */
function readChunk(rt: Runtime, stream: TextWrapper): number {
  if (stream.isAtEnd) return 0;
  const size = newInt(rt, stream.chunkSize);
  const data = callBelow(rt, stream.buffer, rt.names.read1, size);
  decref(rt, size);
  if (data === 0) return -1;
  if (!hasBuffer(rt, data)) {
    const what = `underlying read1() should have returned a bytes-like object, not '${typeName(rt, data)}'`;
    setError(rt, rt.types.TypeError, what);
    decref(rt, data);
    return -1;
  }
  const bytes = bytesLike(rt, data);
  decref(rt, data);
  if (bytes === null) return -1;
  const isEnd = bytes.length === 0;
  stream.hasRead = true;
  const { waiting } = stream.decoder;
  const { pendingCr } = stream.scanner;
  const text = stream.decoder.decode(bytes, isEnd);
  if (text instanceof Failure) {
    raiseFailure(rt, text);
    return -1;
  }
  const added = stream.mode.isUniversal ? stream.scanner.scan(text, isEnd) : text;
  dropUsed(stream);
  stream.pieces.push({ bytes: bytes.slice(), units: added.length, waiting, pendingCr });
  stream.decoded += added;
  stream.isAtEnd = isEnd;
  return isEnd ? 0 : 1;
}

/** Lets go of pieces whose text was given away. */
function dropUsed(stream: TextWrapper): void {
  const { pieces } = stream;
  let units = 0;
  let count = 0;
  for (; count < pieces.length; count++) {
    const next = units + (pieces[count] as Piece).units;
    if (next > stream.used) break;
    units = next;
  }
  if (count === 0) return;
  pieces.splice(0, count);
  stream.decoded = stream.decoded.slice(units);
  stream.used -= units;
}

function take(stream: TextWrapper, units: number): string {
  const text = stream.decoded.slice(stream.used, stream.used + units);
  stream.used += text.length;
  return text;
}

/** Whether the stream below can be read or written: 1, 0, or -1. */
function isAble(rt: Runtime, { file, buffer }: TextWrapper, ability: "readable" | "writable"): number {
  if (file !== null) return file[ability] ? 1 : 0;
  return askStream(rt, buffer, ability);
}

function prepareToRead(rt: Runtime, stream: TextWrapper): number {
  const able = isAble(rt, stream, "readable");
  if (able <= 0) return able < 0 ? -1 : (unsupported(rt, "not readable"), -1);
  return writePending(rt, stream);
}

function read(rt: Runtime, stream: TextWrapper, sizeRef = 0): number {
  const size = optionalSize(rt, sizeRef);
  if (size === null || prepareToRead(rt, stream) < 0) return 0;
  if (size < 0) return readRest(rt, stream);
  let text = "";
  for (let missing = size; missing > 0;) {
    const rest = stream.decoded.slice(stream.used);
    if (rest === "") {
      const status = readChunk(rt, stream);
      if (status < 0) return 0;
      if (status === 0 && stream.used === stream.decoded.length) break;
      continue;
    }
    const kind = textKind(rest);
    const part = take(stream, unitIndex(rest, missing, kind));
    missing -= pointIndex(part, part.length, textKind(part));
    text += part;
  }
  if (text === "" && size > 0) stream.isAtEnd = false;
  return newStr(rt, text);
}

function readRest(rt: Runtime, stream: TextWrapper): number {
  const data = callBelow(rt, stream.buffer, rt.names.read);
  if (data === 0) return 0;
  const bytes = hasBuffer(rt, data) ? bytesLike(rt, data) : null;
  decref(rt, data);
  if (bytes === null) return setError(rt, rt.types.TypeError, "underlying read() should have returned bytes");
  stream.hasRead = true;
  const text = stream.decoder.decode(bytes, true);
  if (text instanceof Failure) return raiseFailure(rt, text);
  const rest = stream.decoded.slice(stream.used);
  const result = rest + (stream.mode.isUniversal ? stream.scanner.scan(text, true) : text);
  stream.pieces = [];
  stream.decoded = "";
  stream.used = 0;
  stream.isAtEnd = false;
  return newStr(rt, result);
}

/** The next line, at most `limit` code points of it (-1: all); null with an exception set. */
function lineOf(rt: Runtime, stream: TextWrapper, limit: number): string | null {
  for (;;) {
    const { decoded, used } = stream;
    const end = lineEnd(decoded, used, stream.mode);
    const line = decoded.slice(used, end);
    const isComplete =
      endsLine(line, stream.mode) && !(line.endsWith("\r") && end === decoded.length && !stream.isAtEnd);
    const points = limit < 0 ? 0 : pointIndex(line, line.length, textKind(line));
    if (limit >= 0 && points >= limit) return take(stream, unitIndex(line, limit, textKind(line)));
    if (isComplete) return take(stream, line.length);
    const status = readChunk(rt, stream);
    if (status < 0) return null;
    if (status === 0 && stream.decoded.length - stream.used <= line.length) {
      const rest = take(stream, stream.decoded.length);
      stream.isAtEnd = false;
      return rest;
    }
  }
}

function endsLine(line: string, mode: NewlineMode): boolean {
  if (mode.isUniversal && !mode.translatesInput) return line.endsWith("\n") || line.endsWith("\r");
  return line.endsWith(mode.end);
}

function readLine(rt: Runtime, stream: TextWrapper, sizeRef = 0): number {
  const limit = optionalSize(rt, sizeRef);
  if (limit === null || prepareToRead(rt, stream) < 0) return 0;
  const line = lineOf(rt, stream, limit);
  return line === null ? 0 : newStr(rt, line);
}

/** Lets text go to the sink at once if nothing is to be done to it. */
export function updateDirect(stream: TextWrapper): void {
  const isPlain = stream.codec === "utf-8" && stream.mode.written === null && stream.buffer !== 0;
  stream.write = isPlain && stream.pendingLength === 0 ? stream.sink : null;
}

/** Encodes and passes on what is pending. Status. */
function writePending(rt: Runtime, stream: TextWrapper): number {
  if (stream.pendingLength === 0) return 0;
  const text = stream.pending.join("");
  const bytes = encoded(rt, stream, text);
  if (bytes instanceof Failure) {
    stream.pending = [];
    stream.pendingLength = 0;
    raiseFailure(rt, bytes);
    return -1;
  }
  stream.wroteMark = true;
  stream.pending = [];
  stream.pendingLength = 0;
  const data = newBytes(rt, bytes);
  const status = callForEffect(rt, stream.buffer, "write", data);
  decref(rt, data);
  return status;
}

/** The bytes of a text, after a byte order mark if one is to be written. */
function encoded(
  rt: Runtime,
  { registered, codec, wroteMark, errors }: TextWrapper,
  text: string,
): Uint8Array | Failure {
  if (registered !== null) return encodeRegistered(rt, registered, text);
  return encodeText(text, wroteMark ? withoutMark(codec) : codec, errors, errorCallback(rt));
}

function withoutMark(codec: CodecName): CodecName {
  return codec === "utf-8-sig" ? "utf-8" : codec === "utf-16" ? "utf-16-le" : codec === "utf-32" ? "utf-32-le" : codec;
}

function write(rt: Runtime, stream: TextWrapper, textRef = 0): number {
  if (!isStr(rt, textRef)) {
    return setError(rt, rt.types.TypeError, `write() argument must be str, not ${argumentTypeName(rt, textRef)}`);
  }
  const given = strValue(rt, textRef);
  if (stream.write !== null && given.isWellFormed()) {
    stream.write(given);
    return newInt(rt, strLength(rt, textRef));
  }
  const able = isAble(rt, stream, "writable");
  if (able <= 0) return able < 0 ? 0 : unsupported(rt, "not writable");
  // What cannot be encoded is refused now, not when it is flushed.
  const text = stream.mode.written === null ? given : given.replaceAll("\n", stream.mode.written);
  if (stream.errors === "strict" && stream.registered === null && (stream.codec !== "utf-8" || !text.isWellFormed())) {
    const probe = encodeText(text, withoutMark(stream.codec), "strict");
    if (probe instanceof Failure) return raiseFailure(rt, probe);
  }
  stream.pending.push(text);
  stream.pendingLength += text.length;
  const ends = stream.lineBuffering && /[\n\r]/.test(given);
  const isDue = stream.pendingLength > stream.chunkSize || ends || stream.writeThrough || stream.write !== null;
  if (isDue && writePending(rt, stream) < 0) return 0;
  if (ends && callForEffect(rt, stream.buffer, "flush") < 0) return 0;
  if (stream.hasRead) stream.forget();
  return newInt(rt, strLength(rt, textRef));
}

function flush(rt: Runtime, stream: TextWrapper): number {
  const result = writePending(rt, stream) < 0 ? 0 : callBelow(rt, stream.buffer, rt.names.flush);
  if (stream.sink !== null) rt.host.flush?.();
  return result;
}

/** The position of what is read or written next, in bytes. */
function tell(rt: Runtime, stream: TextWrapper): number {
  const able = askStream(rt, stream.buffer, "seekable");
  if (able <= 0) return able < 0 ? 0 : unsupported(rt, "underlying stream is not seekable");
  if (!stream.isTelling) return setError(rt, rt.types.OSError, "telling position disabled by next() call");
  if (writePending(rt, stream) < 0 || callForEffect(rt, stream.buffer, "flush") < 0) return 0;
  const position = callForNumber(rt, stream.buffer, "tell");
  if (position === null) return 0;
  const [first] = stream.pieces;
  if (first === undefined) return newInt(rt, position);
  const bytes = joinBytes([first.waiting, ...stream.pieces.map((piece) => piece.bytes)], nothing);
  return newInt(rt, position - bytes.length + usedBytes(rt, stream, bytes, first.pendingCr));
}

/** How many of the pieces' bytes make up the text that was given away. */
function usedBytes(rt: Runtime, stream: TextWrapper, bytes: Uint8Array, pendingCr: boolean): number {
  if (stream.used === stream.decoded.length) return bytes.length - stream.decoder.waiting.length;
  const decoder =
    stream.registered === null ? ownDecoder(rt, withoutMark(stream.codec), stream.errors) : stream.decoder;
  const scanner = new NewlineScanner(stream.scanner.translates);
  scanner.pendingCr = pendingCr;
  let units = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (units >= stream.used && decoder.waiting.length === 0 && !scanner.pendingCr) return at;
    const text = decoder.decode(bytes.subarray(at, at + 1), false);
    if (text instanceof Failure) return at;
    units += (stream.mode.isUniversal ? scanner.scan(text, false) : text).length;
  }
  return bytes.length;
}

function seek(rt: Runtime, stream: TextWrapper, offsetRef = 0, whenceRef = 0): number {
  const whence = whenceRef === 0 ? 0 : indexNumber(rt, whenceRef, rt.types.OverflowError);
  const offset = whence === null ? null : indexNumber(rt, offsetRef, rt.types.OverflowError);
  if (whence === null || offset === null) return 0;
  const able = askStream(rt, stream.buffer, "seekable");
  if (able <= 0) return able < 0 ? 0 : unsupported(rt, "underlying stream is not seekable");
  if (whence === 1) {
    if (offset !== 0) return unsupported(rt, "can't do nonzero cur-relative seeks");
    const position = tell(rt, stream);
    if (position === 0) return 0;
    const result = seekTo(rt, stream, position, 0);
    decref(rt, position);
    return result;
  }
  if (whence === 2 && offset !== 0) return unsupported(rt, "can't do nonzero end-relative seeks");
  if (whence !== 0 && whence !== 2) {
    return setError(rt, rt.types.ValueError, `invalid whence (${whence}, should be 0, 1 or 2)`);
  }
  if (whence === 0 && offset < 0) return setError(rt, rt.types.ValueError, `negative seek position ${offset}`);
  return seekTo(rt, stream, offsetRef, whence);
}

function seekTo(rt: Runtime, stream: TextWrapper, offset: number, whence: number): number {
  if (writePending(rt, stream) < 0 || callForEffect(rt, stream.buffer, "flush") < 0) return 0;
  const from = newInt(rt, whence);
  const position = callForNumber(rt, stream.buffer, "seek", offset, from);
  decref(rt, from);
  if (position === null) return 0;
  stream.forget();
  stream.isTelling = true;
  stream.wroteMark = position !== 0;
  return newInt(rt, position);
}

function truncate(rt: Runtime, stream: TextWrapper, sizeRef = 0): number {
  if (writePending(rt, stream) < 0 || callForEffect(rt, stream.buffer, "flush") < 0) return 0;
  if (sizeRef !== 0) return callBelow(rt, stream.buffer, rt.names.truncate, sizeRef);
  const position = tell(rt, stream);
  if (position === 0) return 0;
  const result = callBelow(rt, stream.buffer, rt.names.truncate, position);
  decref(rt, position);
  return result;
}

function close(rt: Runtime, self: number): number {
  const stream = attached(rt, self);
  if (stream === null) return 0;
  stream.write = null;
  const buffer = newRef(rt, stream.buffer);
  const closed = isClosedStream(rt, buffer);
  let result = closed < 0 ? 0 : None;
  if (closed === 0) {
    const flushed = callForEffect(rt, self, "flush");
    const pending = fetchError(rt);
    result = callMethod(rt, buffer, rt.names.close);
    if (flushed < 0) {
      if (result === 0) clearError(rt);
      else decref(rt, result);
      restoreError(rt, pending);
      result = 0;
    }
  }
  decref(rt, buffer);
  return result;
}

function detach(rt: Runtime, self: number): number {
  const stream = attached(rt, self);
  if (stream === null || callForEffect(rt, self, "flush") < 0) return 0;
  const { buffer } = stream;
  stream.buffer = 0;
  stream.file = null;
  stream.wasDetached = true;
  updateDirect(stream);
  return buffer;
}

function ownDecoder(rt: Runtime, codec: CodecName, errors: string): PieceDecoder {
  return new IncrementalDecoder(codec, errors, errorCallback(rt));
}

function releaseCodec(rt: Runtime, stream: TextWrapper): void {
  const { registered } = stream;
  stream.registered = null;
  if (registered === null) return;
  decref(rt, registered.encoder);
  decref(rt, registered.decoder);
}

/** Applies arguments of `__init__` and `reconfigure`. Status. */
function configure(
  rt: Runtime,
  stream: TextWrapper,
  encoding: string | null,
  errors: string | null,
  newline: string | null,
): number {
  const name = encoding === null || encoding === "locale" ? "UTF-8" : encoding;
  const mode = newlineMode(newline);
  if (mode === undefined) {
    setError(rt, rt.types.ValueError, `illegal newline value: ${newline ?? "None"}`);
    return -1;
  }
  const handler = errors ?? "strict";
  const codec = findCodec(name);
  const registered = codec === undefined ? registeredCodec(rt, name, handler) : null;
  if (codec === undefined && registered === null) return -1;
  releaseCodec(rt, stream);
  stream.encoding = name;
  // Not one that text needs no encoding for.
  stream.codec = codec ?? "latin-1";
  stream.registered = registered;
  stream.errors = handler;
  stream.newline = newline;
  stream.mode = mode;
  stream.decoder = registered === null ? ownDecoder(rt, stream.codec, handler) : decoderOf(rt, registered);
  stream.scanner = new NewlineScanner(mode.translatesInput);
  stream.forget();
  return 0;
}

function fileBelow(rt: Runtime, buffer: number): File | null {
  const { nativeTypes } = rt;
  const type = typeOf(rt, buffer);
  const isPlain = [openedTypes.reader, openedTypes.writer, openedTypes.random].some(
    (name) => nativeTypes.get(name) === type,
  );
  return isPlain ? (hostPayload(rt, buffer) as Buffered).file : null;
}

/** `TextIOWrapper.__init__`. Status. */
export function initTextWrapper(
  rt: Runtime,
  self: number,
  buffer: number,
  encodingRef: number,
  errorsRef: number,
  newlineRef: number,
  lineBufferingRef: number,
  writeThroughRef: number,
): number {
  const encoding = optionalText(rt, encodingRef, "TextIOWrapper() argument 'encoding'");
  const errors = encoding === undefined ? undefined : optionalText(rt, errorsRef, "TextIOWrapper() argument 'errors'");
  const newline = errors === undefined ? undefined : optionalText(rt, newlineRef, "TextIOWrapper() argument 'newline'");
  if (encoding === undefined || errors === undefined || newline === undefined) return -1;
  const lineBuffering = optionalFlag(rt, lineBufferingRef);
  const writeThrough = lineBuffering < 0 ? -1 : optionalFlag(rt, writeThroughRef);
  if (writeThrough < 0) return -1;
  const stream = wrapperOf(rt, self);
  if (configure(rt, stream, encoding, errors, newline) < 0) return -1;
  if (askStream(rt, buffer, "readable") < 0 || askStream(rt, buffer, "writable") < 0) return -1;
  const seekable = askStream(rt, buffer, "seekable");
  if (seekable < 0) return -1;
  if (seekable > 0 && askStream(rt, buffer, "writable") > 0) {
    const position = callForNumber(rt, buffer, "tell");
    if (position === null) return -1;
    stream.wroteMark = position !== 0;
  }
  const old = stream.buffer;
  stream.buffer = newRef(rt, buffer);
  stream.file = fileBelow(rt, buffer);
  stream.wasDetached = false;
  stream.lineBuffering = lineBuffering > 0;
  stream.writeThrough = writeThrough > 0;
  xdecref(rt, old);
  rt.openStreams.add(self);
  return 0;
}

function reconfigure(
  rt: Runtime,
  stream: TextWrapper,
  encodingRef = 0,
  errorsRef = 0,
  newlineRef = 0,
  lineBufferingRef = 0,
  writeThroughRef = 0,
): number {
  const encoding = optionalText(rt, encodingRef, "reconfigure() argument 'encoding'");
  const errors = encoding === undefined ? undefined : optionalText(rt, errorsRef, "reconfigure() argument 'errors'");
  const newline = errors === undefined ? undefined : optionalText(rt, newlineRef, "reconfigure() argument 'newline'");
  if (encoding === undefined || errors === undefined || newline === undefined) return 0;
  const changesText = encoding !== null || errors !== null || newlineRef !== 0;
  if (changesText && (stream.decoded !== "" || stream.isAtEnd)) {
    return unsupported(rt, "It is not possible to set the encoding or newline of stream after the first read");
  }
  if (writePending(rt, stream) < 0 || callForEffect(rt, stream.buffer, "flush") < 0) return 0;
  const kept = encoding === null && errors === null ? stream.errors : (errors ?? "strict");
  const next = newlineRef === 0 ? stream.newline : newline;
  if (changesText && configure(rt, stream, encoding ?? stream.encoding, kept, next) < 0) return 0;
  const lineBuffering = lineBufferingRef === 0 || lineBufferingRef === None ? -2 : optionalFlag(rt, lineBufferingRef);
  const writeThrough = writeThroughRef === 0 || writeThroughRef === None ? -2 : optionalFlag(rt, writeThroughRef);
  if (lineBuffering === -1 || writeThrough === -1) return 0;
  if (lineBuffering >= 0) stream.lineBuffering = lineBuffering > 0;
  if (writeThrough >= 0) stream.writeThrough = writeThrough > 0;
  updateDirect(stream);
  return None;
}

function passing(name: Identifier): BuiltinSpecification {
  return method("($self, /)", (rt, self) => {
    const stream = attached(rt, self);
    return stream === null ? 0 : callBelow(rt, stream.buffer, rt.names[name]);
  });
}

function passed(name: string): GetSetSpecification {
  return getset((rt, self) => {
    const stream = attached(rt, self);
    return stream === null ? 0 : getAttributeString(rt, stream.buffer, name);
  });
}

function shown(rt: Runtime, self: number): number {
  if (!enterRepr(rt, self))
    return setError(rt, rt.types.RuntimeError, `reentrant call inside ${typeName(rt, self)}.__repr__`);
  const text = shownOnce(rt, self);
  leaveRepr(rt);
  return text;
}

function shownOnce(rt: Runtime, self: number): number {
  if (wrapperOf(rt, self).encoding === "") return uninitialized(rt);
  let text = `<${typeName(rt, self)}`;
  for (const attribute of ["name", "mode"] as const) {
    const value = getAttribute(rt, self, rt.names[attribute]);
    if (value === 0) {
      if (!errorMatches(rt, rt.types.Exception)) return 0;
      clearError(rt);
      continue;
    }
    const part = reprText(rt, value);
    decref(rt, value);
    if (part === null) return 0;
    text += ` ${attribute}=${part}`;
  }
  return newStr(rt, `${text} encoding='${wrapperOf(rt, self).encoding}'>`);
}

const ofOpenWrite = ofOpen(write);

/** Defines `TextIOWrapper`. */
export function defineTextWrapper(rt: Runtime, base: number): number {
  const attribute = (read_: (machine: Runtime, stream: TextWrapper) => number): GetSetSpecification =>
    getset((machine, self) => {
      const stream = attached(machine, self);
      return stream === null ? 0 : read_(machine, stream);
    });
  return defineType(rt, {
    name: "TextIOWrapper",
    module: "_io",
    base,
    init: method(
      "($self, /, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
      initTextWrapper,
    ),
    methods: {
      detach: method("($self, /)", detach),
      reconfigure: method(
        "($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
        ofOpen(reconfigure),
      ),
      write: method("($self, text, /)", (rt_, self, text) => {
        const stream = wrapperOf(rt_, self);
        return stream.write === null ? ofOpenWrite(rt_, self, text) : write(rt_, stream, text);
      }),
      read: method("($self, size=-1, /)", ofOpen(read)),
      readline: method("($self, size=-1, /)", ofOpen(readLine)),
      flush: method("($self, /)", ofOpen(flush)),
      close: method("($self, /)", close),
      fileno: passing("fileno"),
      seekable: passing("seekable"),
      readable: passing("readable"),
      writable: passing("writable"),
      isatty: passing("isatty"),
      seek: method("($self, cookie, whence=0, /)", ofOpen(seek)),
      tell: method("($self, /)", ofOpen(tell)),
      truncate: method("($self, pos=None, /)", ofOpen(truncate)),
    },
    getset: {
      encoding: getset((rt_, self) => {
        const { encoding } = wrapperOf(rt_, self);
        return encoding === "" ? None : newStr(rt_, encoding);
      }),
      errors: attribute((rt_, { errors }) => newStr(rt_, errors)),
      buffer: getset((rt_, self) => newRef(rt_, wrapperOf(rt_, self).buffer || None)),
      line_buffering: getset((rt_, self) => pyBool(wrapperOf(rt_, self).lineBuffering)),
      write_through: getset((rt_, self) => pyBool(wrapperOf(rt_, self).writeThrough)),
      newlines: attribute((rt_, { mode, scanner }) => (mode.isUniversal ? newlinesObject(rt_, scanner.seen) : None)),
      _CHUNK_SIZE: getset(
        (rt_, self) => newInt(rt_, wrapperOf(rt_, self).chunkSize),
        (rt_, self, value) => {
          if (value === 0) return fail(rt_, rt_.types.AttributeError, "cannot delete attribute");
          const size = indexNumber(rt_, value, rt_.types.ValueError);
          if (size === null) return -1;
          if (size <= 0) return fail(rt_, rt_.types.ValueError, "a strictly positive integer is required");
          wrapperOf(rt_, self).chunkSize = size;
          return 0;
        },
      ),
      name: passed("name"),
      closed: passed("closed"),
    },
    slots: {
      new: (rt_, type) => newHostObject(rt_, type, new TextWrapper()),
      repr: shown,
      iternext: (rt_, self) => {
        const stream = open(rt_, self);
        if (stream === null || prepareToRead(rt_, stream) < 0) return 0;
        stream.isTelling = false;
        const line = lineOf(rt_, stream, -1);
        if (line === null) return 0;
        if (line !== "") return newStr(rt_, line);
        stream.isTelling = true;
        return 0;
      },
      clear: (rt_, self) => {
        const stream = wrapperOf(rt_, self);
        const { buffer } = stream;
        stream.buffer = 0;
        stream.file = null;
        rt_.openStreams.delete(self);
        releaseCodec(rt_, stream);
        xdecref(rt_, buffer);
      },
      traverse: (rt_, self, visit) => {
        const { buffer, registered } = wrapperOf(rt_, self);
        if (buffer !== 0) visit(buffer);
        if (registered === null) return;
        visit(registered.encoder);
        visit(registered.decoder);
      },
    },
  });
}
