// `io.FileIO`: a file of the host, by its number among the files that are open.

import { argumentTypeName } from "../../builtins/arguments.ts";
import { clearError, errorOccurred, setError } from "../../exceptions/errors.ts";
import { attempt, raiseNamedError } from "../../files/attempt.ts";
import {
  closeDescriptor,
  descriptionOf,
  descriptorStatus,
  openDescriptor,
  readDescriptor,
  seekDescriptor,
  truncateDescriptor,
  writeDescriptor,
} from "../../files/descriptors.ts";
import { openFlags, openOptions } from "../../files/open-flags.ts";
import { newInt } from "../../object/int.ts";
import { hostPayload, newHostObject } from "../../object/new-object.ts";
import { None, decref, isInt, isStr, pyBool, typeName, typeOf, xdecref } from "../../object/reference.ts";
import { newStr, strValue } from "../../object/str.ts";
import { getOptionalAttribute, setAttribute } from "../../protocols/attributes.ts";
import { callTwoArguments } from "../../protocols/call.ts";
import { indexNumber } from "../../protocols/number.ts";
import { reprText } from "../../protocols/text.ts";
import { isTrue } from "../../protocols/truth.ts";
import { type Runtime } from "../../runtime.ts";
import { newBytes } from "../../text/bytes-object.ts";
import { joinBytes } from "../../text/byte-search.ts";
import { type BuiltinSpecification, type Implementation, getset, method } from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { bytesToWrite } from "./abstract-types.ts";
import { closeStream } from "./base-type.ts";
import { pathOf } from "./file-argument.ts";
import { openedTypes } from "./opened-types.ts";
import { closedError, defaultBufferSize, optionalSize, unsupported, writableArgument } from "./support.ts";

type Action = "r" | "w" | "x" | "a";

/** Payload of a `FileIO`. */
export class File {
  /** -1 for none: not opened yet, or closed. */
  descriptor = -1;
  closesDescriptor = true;
  action: Action = "r";
  readable = false;
  writable = false;
  /** What the base knows. */
  isClosed = false;

  get mode(): string {
    const { action, readable, writable } = this;
    if (!readable || !writable) return `${action}b`;
    return `${action === "w" ? "r" : action}b+`;
  }
}

/** The payload of a stream that is just a `FileIO`, whose answers nobody can have changed; null for others. */
export function plainFile(rt: Runtime, stream: number): File | null {
  return typeOf(rt, stream) === rt.nativeTypes.get(openedTypes.file) ? (hostPayload(rt, stream) as File) : null;
}

const fileOf = (rt: Runtime, self: number): File => hostPayload(rt, self) as File;

/** The action of a mode; null with ValueError set. */
function actionOf(rt: Runtime, mode: string): Action | null {
  if (!/^[rwxab+]*$/.test(mode)) {
    setError(rt, rt.types.ValueError, `invalid mode: ${mode}`);
    return null;
  }
  const actions = mode.replace(/[b+]/g, "");
  if (actions.length === 1 && mode.split("+").length <= 2) return actions as Action;
  const what = "Must have exactly one of create/read/write/append mode and at most one plus";
  setError(rt, rt.types.ValueError, what);
  return null;
}

function flagsOf(action: Action, isBoth: boolean): number {
  const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_CLOEXEC } = openFlags;
  const access = isBoth ? O_RDWR : action === "r" ? O_RDONLY : O_WRONLY;
  const making = { r: 0, w: O_CREAT | O_TRUNC, x: O_CREAT | O_EXCL, a: O_CREAT | O_APPEND }[action];
  return access | making | O_CLOEXEC;
}

function init(rt: Runtime, self: number, file: number, modeRef: number, closefd: number, opener: number): number {
  const mode = modeRef === 0 ? "r" : isStr(rt, modeRef) ? strValue(rt, modeRef) : null;
  if (mode === null) {
    setError(rt, rt.types.TypeError, `FileIO() argument 'mode' must be str, not ${argumentTypeName(rt, modeRef)}`);
    return -1;
  }
  const closes = closefd === 0 ? 1 : isTrue(rt, closefd);
  if (closes < 0) return -1;
  const state = fileOf(rt, self);
  if (state.descriptor >= 0 && release(rt, state) < 0) return -1;
  const given = isInt(rt, file) ? indexNumber(rt, file, rt.types.OverflowError) : -1;
  if (given === null) return -1;
  if (isInt(rt, file) && given < 0) {
    setError(rt, rt.types.ValueError, "negative file descriptor");
    return -1;
  }
  const action = actionOf(rt, mode);
  if (action === null) return -1;
  const isBoth = mode.includes("+");
  state.action = action;
  state.readable = isBoth || action === "r";
  state.writable = isBoth || action !== "r";
  state.closesDescriptor = closes > 0;
  if (given < 0 && closes === 0) {
    setError(rt, rt.types.ValueError, "Cannot use closefd=False with file name");
    return -1;
  }
  const descriptor = given >= 0 ? checked(rt, given) : opened(rt, file, flagsOf(action, isBoth), opener);
  if (descriptor < 0) return -1;
  state.descriptor = descriptor;
  state.isClosed = false;
  if (finishOpening(rt, self, state, file) === 0) return 0;
  // A number that was given stays open.
  if (given >= 0) state.descriptor = -1;
  else release(rt, state);
  return -1;
}

/** The number of an open file; -1 with OSError set. */
function checked(rt: Runtime, descriptor: number): number {
  return attempt(rt, () => descriptionOf(rt, descriptor)) === null ? -1 : descriptor;
}

/** Opens a path, by `opener` if there is one: its number, or -1. */
function opened(rt: Runtime, file: number, flags: number, opener: number): number {
  if (opener !== 0 && opener !== None) {
    const flagsRef = newInt(rt, flags);
    const result = callTwoArguments(rt, opener, file, flagsRef);
    decref(rt, flagsRef);
    if (result === 0) return -1;
    const descriptor = isInt(rt, result) ? indexNumber(rt, result, rt.types.OverflowError) : null;
    decref(rt, result);
    if (descriptor !== null && descriptor >= 0) return checked(rt, descriptor);
    if (errorOccurred(rt) === 0) {
      if (descriptor === null) setError(rt, rt.types.TypeError, "expected integer from opener");
      else setError(rt, rt.types.ValueError, `opener returned ${descriptor}`);
    }
    return -1;
  }
  const path = pathOf(rt, file);
  if (path === null) return -1;
  if (path.includes("\0")) {
    setError(rt, rt.types.ValueError, "embedded null byte");
    return -1;
  }
  if (rt.host.files === undefined && rt.host.library === undefined) {
    setError(rt, rt.types.OSError, "open() is not available: this machine has no files");
    return -1;
  }
  return attempt(rt, () => openDescriptor(rt, path, openOptions(flags, 0o666)), file) ?? -1;
}

/** Folders cannot be read; what is appended to is at its end; the file has a name. Status. */
function finishOpening(rt: Runtime, self: number, { descriptor, action }: File, name: number): number {
  const status = attempt(rt, () => descriptorStatus(rt, descriptor), name);
  if (status === null) return -1;
  if (status.kind === "folder") {
    raiseNamedError(rt, "EISDIR", name);
    return -1;
  }
  const key = rt.names.name;
  if (setAttribute(rt, self, key, name) < 0) return -1;
  if (action === "a" && status.kind === "file") attempt(rt, () => seekDescriptor(rt, descriptor, 0, 2));
  return errorOccurred(rt) === 0 ? 0 : -1;
}

/** Closes the number if it is the file's to close. Status. */
function release(rt: Runtime, state: File): number {
  const { descriptor } = state;
  state.descriptor = -1;
  if (descriptor < 0 || !state.closesDescriptor) return 0;
  const closed = attempt(rt, () => {
    closeDescriptor(rt, descriptor);
    return true;
  });
  return closed === null ? -1 : 0;
}

function ofOpen(use: (rt: Runtime, file: File, ...args: number[]) => number): Implementation {
  return (rt, self = 0, ...args) => {
    const file = fileOf(rt, self);
    return file.descriptor < 0 ? closedError(rt, "I/O operation on closed file") : use(rt, file, ...args);
  };
}

/** A method of files that can be read, or written. */
function ofAble(
  ability: "readable" | "writable",
  use: (rt: Runtime, file: File, ...args: number[]) => number,
): Implementation {
  const message = `File not open for ${ability === "readable" ? "reading" : "writing"}`;
  return ofOpen((rt, file, ...args) => (file[ability] ? use(rt, file, ...args) : unsupported(rt, message)));
}

/** Up to `size` bytes; null with OSError set. */
function readSome(rt: Runtime, { descriptor }: File, size: number): Uint8Array | null {
  const target = new Uint8Array(size);
  const count = attempt(rt, () => readDescriptor(rt, descriptor, target));
  return count === null ? null : target.subarray(0, count);
}

function readAll(rt: Runtime, file: File): number {
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = readSome(rt, file, restSize(rt, file) + (parts.length === 0 ? 1 : defaultBufferSize));
    if (part === null) return 0;
    if (part.length === 0) return newBytes(rt, joinBytes(parts, new Uint8Array(0)));
    parts.push(part);
  }
}

/** About how many bytes a file still has. */
function restSize(rt: Runtime, { descriptor }: File): number {
  const description = attempt(rt, () => descriptionOf(rt, descriptor));
  clearError(rt);
  if (description === null || !description.seekable) return defaultBufferSize;
  return Math.max(0, description.file.status().size - description.position);
}

function read(rt: Runtime, file: File, sizeRef = 0): number {
  const size = optionalSize(rt, sizeRef);
  if (size === null) return 0;
  if (size < 0) return readAll(rt, file);
  const bytes = readSome(rt, file, size);
  return bytes === null ? 0 : newBytes(rt, bytes);
}

function readInto(rt: Runtime, { descriptor }: File, target = 0): number {
  const room = writableArgument(rt, target, "readinto");
  if (room === null) return 0;
  const count = attempt(rt, () => readDescriptor(rt, descriptor, room));
  return count === null ? 0 : newInt(rt, count);
}

function write(rt: Runtime, { descriptor }: File, data = 0): number {
  const bytes = bytesToWrite(rt, data);
  if (bytes === null) return 0;
  const count = attempt(rt, () => writeDescriptor(rt, descriptor, bytes));
  return count === null ? 0 : newInt(rt, count);
}

function seek(rt: Runtime, { descriptor }: File, offsetRef = 0, whenceRef = 0): number {
  const offset = offsetRef === 0 ? 0 : indexNumber(rt, offsetRef, rt.types.OverflowError);
  const whence = whenceRef === 0 ? 0 : indexNumber(rt, whenceRef, rt.types.OverflowError);
  if (offset === null || whence === null) return 0;
  const position = attempt(rt, () => seekDescriptor(rt, descriptor, offset, whence));
  return position === null ? 0 : newInt(rt, position);
}

function truncate(rt: Runtime, file: File, sizeRef = 0): number {
  const { descriptor } = file;
  const size =
    sizeRef === 0 || sizeRef === None
      ? attempt(rt, () => seekDescriptor(rt, descriptor, 0, 1))
      : indexNumber(rt, sizeRef, rt.types.OverflowError);
  if (size === null) return 0;
  const done = attempt(rt, () => {
    truncateDescriptor(rt, descriptor, size);
    return true;
  });
  return done === null ? 0 : newInt(rt, size);
}

function close(rt: Runtime, self: number): number {
  // The base flushes, and remembers that it did.
  const result = closeStream(rt, self);
  const file = fileOf(rt, self);
  if (!file.closesDescriptor) {
    file.descriptor = -1;
    return result;
  }
  if (release(rt, file) === 0) return result;
  xdecref(rt, result);
  return 0;
}

function shown(rt: Runtime, self: number): number {
  const file = fileOf(rt, self);
  if (file.descriptor < 0) return newStr(rt, "<_io.FileIO [closed]>");
  const name = getOptionalAttribute(rt, self, rt.names.name);
  if (name === 0 && errorOccurred(rt) !== 0) return 0;
  const text = name === 0 ? `${file.descriptor}` : reprText(rt, name);
  xdecref(rt, name);
  if (text === null) return 0;
  const label = name === 0 ? "fd" : "name";
  const closes = file.closesDescriptor ? "True" : "False";
  return newStr(rt, `<_io.FileIO ${label}=${text} mode='${file.mode}' closefd=${closes}>`);
}

function answering(answer: (rt: Runtime, file: File) => boolean): BuiltinSpecification {
  return method(
    "($self, /)",
    ofOpen((rt, file) => {
      const value = attempt(rt, () => answer(rt, file));
      return value === null ? 0 : pyBool(value);
    }),
  );
}

/** Defines `FileIO`. */
export function defineFileIo(rt: Runtime, base: number): number {
  return defineType(rt, {
    name: "FileIO",
    module: "_io",
    base,
    init: method("($self, /, file, mode='r', closefd=True, opener=None)", init),
    methods: {
      read: method("($self, size=-1, /)", ofAble("readable", read)),
      // The system refuses to read what is open for writing only.
      readall: method("($self, /)", ofOpen(readAll)),
      readinto: method("($self, buffer, /)", ofAble("readable", readInto)),
      write: method("($self, b, /)", ofAble("writable", write)),
      truncate: method("($self, size=None, /)", ofAble("writable", truncate)),
      seek: method("($self, pos, whence=0, /)", ofOpen(seek)),
      tell: method(
        "($self, /)",
        ofOpen((rt_, file) => seek(rt_, file, 0, newInt(rt_, 1))),
      ),
      readable: answering((_, file) => file.readable),
      writable: answering((_, file) => file.writable),
      seekable: answering((rt_, { descriptor }) => descriptionOf(rt_, descriptor).seekable),
      isatty: answering((rt_, { descriptor }) => descriptionOf(rt_, descriptor).file.terminal !== undefined),
      fileno: method(
        "($self, /)",
        ofOpen((rt_, { descriptor }) => newInt(rt_, descriptor)),
      ),
      close: method("($self, /)", close),
      __getstate__: method("($self, /)", (rt_, self) =>
        setError(rt_, rt_.types.TypeError, `cannot pickle '${typeName(rt_, self)}' object`),
      ),
    },
    getset: {
      closed: getset((rt_, self) => pyBool(fileOf(rt_, self).descriptor < 0)),
      mode: getset((rt_, self) => newStr(rt_, fileOf(rt_, self).mode)),
      closefd: getset((rt_, self) => pyBool(fileOf(rt_, self).closesDescriptor)),
      _blksize: getset((rt_) => newInt(rt_, defaultBufferSize)),
    },
    slots: { new: (rt_, type) => newHostObject(rt_, type, new File()), repr: shown },
  });
}
