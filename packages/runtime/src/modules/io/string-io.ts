// `io.StringIO`: a stream of text in memory. Positions are code points; the text is kept as the host has it, and what is appended at
// the end is collected in pieces until somebody looks at it.

import { reserveBytes } from "../../builtins/work.ts";
import { setError } from "../../exceptions/errors.ts";
import { dictField } from "../../object/instance-dict.ts";
import { newInt } from "../../object/int.ts";
import { hostPayload, newHostObject } from "../../object/new-object.ts";
import { None, isStr, isTuple, newRef, pyBool, typeName } from "../../object/reference.ts";
import { newStr, strLength, strValue } from "../../object/str.ts";
import { tupleItem, tupleLength, tupleOf } from "../../object/tuple.ts";
import { indexNumber } from "../../protocols/number.ts";
import { type Runtime } from "../../runtime.ts";
import { pointIndex, textKind, type TextKind, unitIndex } from "../../text/code-points.ts";
import { type Implementation, getset, method } from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { newlinesObject } from "./newline-decoder.ts";
import { lineEnd, newlineMode, type NewlineMode, NewlineScanner } from "./newlines.ts";
import { closedError, optionalSize, optionalText, restoreAttributes } from "./support.ts";

const defaultMode = newlineMode("\n") as NewlineMode;

class TextStream {
  #text = "";
  #pieces: string[] = [];
  #kind: TextKind = "simple";
  /** Code points in the text. */
  length = 0;
  position = 0;
  isClosed = false;
  mode: NewlineMode = defaultMode;
  newline: string | null = "\n";
  scanner: NewlineScanner | null = null;

  get text(): string {
    if (this.#pieces.length > 0) {
      this.#text += this.#pieces.join("");
      this.#pieces = [];
    }
    return this.#text;
  }

  /** Replaces the text. */
  assign(text: string, length: number): void {
    this.#pieces = [];
    this.#text = text;
    this.#kind = textKind(text);
    this.length = length;
  }

  /** The text from a code point to another. */
  slice(start: number, end: number): string {
    const { text } = this;
    return text.slice(unitIndex(text, start, this.#kind), unitIndex(text, end, this.#kind));
  }

  /** Where the line that starts at the position ends. */
  lineEnd(): number {
    const { text } = this;
    const from = unitIndex(text, this.position, this.#kind);
    return pointIndex(text, lineEnd(text, from, this.mode), this.#kind);
  }

  /** Writes at the position. */
  put(text: string, length: number): void {
    if (textKind(text) === "astral") this.#kind = "astral";
    if (this.position > this.length) {
      this.#pieces.push("\0".repeat(this.position - this.length));
      this.length = this.position;
    }
    if (this.position === this.length) {
      this.#pieces.push(text);
      this.length += length;
    } else {
      const end = Math.min(this.length, this.position + length);
      const rest = this.slice(end, this.length);
      this.#text = this.slice(0, this.position) + text + rest;
      this.length = Math.max(this.length, this.position + length);
    }
    this.position += length;
  }
}

function streamOf(rt: Runtime, self: number): TextStream {
  return hostPayload(rt, self) as TextStream;
}

function open(rt: Runtime, self: number): TextStream | null {
  const stream = streamOf(rt, self);
  if (!stream.isClosed) return stream;
  closedError(rt, "I/O operation on closed file");
  return null;
}

function ofOpen(use: (rt: Runtime, stream: TextStream, ...args: number[]) => number): Implementation {
  return (rt, self = 0, ...args) => {
    const stream = open(rt, self);
    return stream === null ? 0 : use(rt, stream, ...args);
  };
}

function take(rt: Runtime, stream: TextStream, end: number): number {
  if (stream.position >= stream.length) return newStr(rt, "");
  const text = stream.slice(stream.position, end);
  stream.position = end;
  return newStr(rt, text);
}

function read(rt: Runtime, stream: TextStream, sizeRef = 0): number {
  const size = optionalSize(rt, sizeRef);
  if (size === null) return 0;
  return take(rt, stream, size < 0 ? stream.length : Math.min(stream.length, stream.position + size));
}

function readLine(rt: Runtime, stream: TextStream, sizeRef = 0): number {
  const size = optionalSize(rt, sizeRef);
  if (size === null) return 0;
  if (stream.position >= stream.length) return newStr(rt, "");
  const end = stream.lineEnd();
  return take(rt, stream, size < 0 ? end : Math.min(end, stream.position + size));
}

/** Length of a text in code points. */
function pointsOf(text: string): number {
  return pointIndex(text, text.length, textKind(text));
}

function writeText(rt: Runtime, stream: TextStream, given: string): number {
  let text = stream.scanner === null ? given : stream.scanner.scan(given, true);
  if (stream.mode.written !== null) text = text.replaceAll("\n", stream.mode.written);
  if (text.length > 65536 && reserveBytes(rt, 2 * text.length) < 0) return -1;
  stream.put(text, pointsOf(text));
  return 0;
}

function write(rt: Runtime, stream: TextStream, text = 0): number {
  if (!isStr(rt, text)) {
    return setError(rt, rt.types.TypeError, `string argument expected, got '${typeName(rt, text)}'`);
  }
  if (strLength(rt, text) > 0 && writeText(rt, stream, strValue(rt, text)) < 0) return 0;
  return newInt(rt, strLength(rt, text));
}

function seek(rt: Runtime, stream: TextStream, offsetRef = 0, whenceRef = 0): number {
  const offset = indexNumber(rt, offsetRef, rt.types.OverflowError);
  if (offset === null) return 0;
  const whence = whenceRef === 0 ? 0 : indexNumber(rt, whenceRef, rt.types.OverflowError);
  if (whence === null) return 0;
  if (whence < 0 || whence > 2) {
    return setError(rt, rt.types.ValueError, `Invalid whence (${whence}, should be 0, 1 or 2)`);
  }
  if (offset < 0 && whence === 0) return setError(rt, rt.types.ValueError, `Negative seek position ${offset}`);
  if (whence !== 0 && offset !== 0) {
    return setError(rt, rt.types.OSError, "Can't do nonzero cur-relative seeks");
  }
  stream.position = whence === 0 ? offset : whence === 1 ? stream.position : stream.length;
  return newInt(rt, stream.position);
}

function truncate(rt: Runtime, stream: TextStream, sizeRef = 0): number {
  const size = sizeRef === 0 || sizeRef === None ? stream.position : indexNumber(rt, sizeRef, rt.types.OverflowError);
  if (size === null) return 0;
  if (size < 0) return setError(rt, rt.types.ValueError, `Negative size value ${size}`);
  if (size < stream.length) stream.assign(stream.slice(0, size), size);
  return newInt(rt, size);
}

/** Sets up a stream anew. Status. */
function start(rt: Runtime, stream: TextStream, value: string, newline: string | null): number {
  const mode = newlineMode(newline);
  if (mode === undefined) {
    setError(rt, rt.types.ValueError, `illegal newline value: ${shownNewline(newline)}`);
    return -1;
  }
  stream.isClosed = false;
  stream.mode = mode;
  stream.newline = newline;
  stream.scanner = mode.isUniversal ? new NewlineScanner(mode.translatesInput) : null;
  stream.assign("", 0);
  stream.position = 0;
  if (value !== "" && writeText(rt, stream, value) < 0) return -1;
  stream.position = 0;
  return 0;
}

function shownNewline(newline: string | null): string {
  return newline === null ? "None" : `'${newline.replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
}

function init(rt: Runtime, self: number, initial: number, newlineRef: number): number {
  const newline = newlineRef === 0 ? "\n" : optionalText(rt, newlineRef, "newline");
  if (newline === undefined) return -1;
  if (initial !== 0 && initial !== None && !isStr(rt, initial)) {
    setError(rt, rt.types.TypeError, `initial_value must be str or None, not ${typeName(rt, initial)}`);
    return -1;
  }
  const value = initial === 0 || initial === None ? "" : strValue(rt, initial);
  return start(rt, streamOf(rt, self), value, newline);
}

function getState(rt: Runtime, self: number): number {
  const stream = open(rt, self);
  if (stream === null) return 0;
  const dict = rt.heap.load(dictField(rt, self));
  const newline = stream.newline === null ? None : newStr(rt, stream.newline);
  const value = newStr(rt, stream.text);
  return tupleOf(rt, value, newline, newInt(rt, stream.position), dict === 0 ? None : newRef(rt, dict));
}

function setState(rt: Runtime, self: number, state: number): number {
  const stream = open(rt, self);
  if (stream === null) return 0;
  if (!isTuple(rt, state) || tupleLength(rt, state) < 4) {
    const what = `${typeName(rt, self)}.__setstate__ argument should be 4-tuple, got ${typeName(rt, state)}`;
    return setError(rt, rt.types.TypeError, what);
  }
  const value = tupleItem(rt, state, 0);
  if (init(rt, self, value, tupleItem(rt, state, 1)) < 0) return 0;
  // What was written before comes back as it was, untranslated.
  if (isStr(rt, value)) stream.assign(strValue(rt, value), strLength(rt, value));
  const position = indexNumber(rt, tupleItem(rt, state, 2), rt.types.OverflowError);
  if (position === null) return 0;
  if (position < 0) return setError(rt, rt.types.ValueError, "position value cannot be negative");
  stream.position = position;
  return restoreAttributes(rt, self, tupleItem(rt, state, 3), "fourth");
}

/** Defines `StringIO`. */
export function defineStringIo(rt: Runtime, base: number): number {
  const able = method(
    "($self, /)",
    ofOpen(() => pyBool(true)),
  );
  return defineType(rt, {
    name: "StringIO",
    module: "_io",
    base,
    init: method("($self, initial_value='', newline='\\n')", init),
    methods: {
      getvalue: method(
        "($self, /)",
        ofOpen((rt_, stream) => newStr(rt_, stream.text)),
      ),
      read: method("($self, size=-1, /)", ofOpen(read)),
      readline: method("($self, size=-1, /)", ofOpen(readLine)),
      tell: method(
        "($self, /)",
        ofOpen((rt_, { position }) => newInt(rt_, position)),
      ),
      truncate: method("($self, pos=None, /)", ofOpen(truncate)),
      seek: method("($self, pos, whence=0, /)", ofOpen(seek)),
      write: method("($self, s, /)", ofOpen(write)),
      close: method("($self, /)", (rt_, self) => {
        const stream = streamOf(rt_, self);
        stream.isClosed = true;
        stream.assign("", 0);
        return None;
      }),
      seekable: able,
      readable: able,
      writable: able,
      __getstate__: method("($self, /)", getState),
      __setstate__: method("($self, state, /)", setState),
    },
    getset: {
      closed: getset((rt_, self) => pyBool(streamOf(rt_, self).isClosed)),
      newlines: getset(ofOpen((rt_, { scanner }) => (scanner === null ? None : newlinesObject(rt_, scanner.seen)))),
      line_buffering: getset(ofOpen(() => pyBool(false))),
    },
    slots: {
      new: (rt_, type) => newHostObject(rt_, type, new TextStream()),
      iternext: (rt_, self) => {
        const stream = open(rt_, self);
        return stream === null || stream.position >= stream.length ? 0 : take(rt_, stream, stream.lineEnd());
      },
    },
  });
}
