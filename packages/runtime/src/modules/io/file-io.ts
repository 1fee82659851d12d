// `io.FileIO`: a file of the host. Hosts give files to read; whoever wants to write is told that the file system is read-only.

import { raise, setError, setErrorNone } from "../../exceptions/errors.ts";
import { readFile, statFile } from "../../importing/files.ts";
import { newInt } from "../../object/int.ts";
import { hostPayload, newHostObject } from "../../object/new-object.ts";
import { None, decref, isInt, isStr, newRef, pyBool, typeName, xdecref } from "../../object/reference.ts";
import { newStr, strValue } from "../../object/str.ts";
import { callWith } from "../../protocols/call.ts";
import { indexNumber } from "../../protocols/number.ts";
import { reprText } from "../../protocols/text.ts";
import { type Runtime } from "../../runtime.ts";
import { newBytes } from "../../text/bytes-object.ts";
import { type Implementation, getset, method } from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { pathOf } from "./file-argument.ts";
import { closedError, optionalSize, unsupported, writableArgument } from "./support.ts";

class File {
  bytes = new Uint8Array(0);
  position = 0;
  isClosed = true;
  /** What was opened, owned. */
  name = 0;
}

const fileOf = (rt: Runtime, self: number): File => hostPayload(rt, self) as File;

/** Raises the OSError of an errno. */
function systemError(rt: Runtime, number: number, message: string, file: number): -1 {
  const values = [newInt(rt, number), newStr(rt, message)];
  if (file !== None) values.push(newRef(rt, file));
  const exception = callWith(rt, rt.types.OSError, ...values);
  for (const it of values) decref(rt, it);
  if (exception !== 0) raise(rt, exception);
  return -1;
}

function modeError(rt: Runtime, mode: string): string | null {
  if (!/^[rwxab+]*$/.test(mode)) {
    setError(rt, rt.types.ValueError, `invalid mode: ${mode}`);
    return null;
  }
  const actions = mode.replace(/[b+]/g, "");
  if (actions.length === 1 && mode.split("+").length <= 2) return actions;
  const what = "Must have exactly one of create/read/write/append mode and at most one plus";
  setError(rt, rt.types.ValueError, what);
  return null;
}

function init(rt: Runtime, self: number, file: number, modeRef: number): number {
  const mode = modeRef === 0 ? "r" : isStr(rt, modeRef) ? strValue(rt, modeRef) : null;
  if (mode === null) {
    setError(rt, rt.types.TypeError, `FileIO() argument 'mode' must be str, not ${typeName(rt, modeRef)}`);
    return -1;
  }
  const action = modeError(rt, mode);
  if (action === null) return -1;
  if (isInt(rt, file)) {
    const descriptor = indexNumber(rt, file, rt.types.OverflowError);
    if (descriptor === null) return -1;
    if (descriptor >= 0) return systemError(rt, 9, "Bad file descriptor", None);
    setError(rt, rt.types.ValueError, "negative file descriptor");
    return -1;
  }
  const path = pathOf(rt, file);
  if (path === null) return -1;
  if (rt.host.files === undefined && rt.host.library === undefined) {
    setError(rt, rt.types.OSError, "open() is not available: this machine has no files");
    return -1;
  }
  if (action !== "r" || mode.includes("+")) return systemError(rt, 30, "Read-only file system", file);
  const status = statFile(rt, path);
  if (status === undefined) return systemError(rt, 2, "No such file or directory", file);
  if (status.kind === "folder") return systemError(rt, 21, "Is a directory", file);
  const bytes = readFile(rt, path);
  if (bytes === undefined) return systemError(rt, 13, "Permission denied", file);
  const state = fileOf(rt, self);
  const old = state.name;
  state.bytes = new Uint8Array(bytes);
  state.position = 0;
  state.isClosed = false;
  state.name = newRef(rt, file);
  xdecref(rt, old);
  return 0;
}

function ofOpen(use: (rt: Runtime, file: File, ...args: number[]) => number): Implementation {
  return (rt, self = 0, ...args) => {
    const file = fileOf(rt, self);
    return file.isClosed ? closedError(rt, "I/O operation on closed file") : use(rt, file, ...args);
  };
}

function take(file: File, count: number): Uint8Array {
  const end = count < 0 ? file.bytes.length : Math.min(file.bytes.length, file.position + count);
  const bytes = file.bytes.slice(file.position, end);
  file.position = Math.max(file.position, end);
  return bytes;
}

function seek(rt: Runtime, file: File, offsetRef = 0, whenceRef = 0): number {
  const offset = indexNumber(rt, offsetRef, rt.types.OverflowError);
  const whence = whenceRef === 0 ? 0 : indexNumber(rt, whenceRef, rt.types.OverflowError);
  if (offset === null || whence === null) return 0;
  const from = whence === 0 ? 0 : whence === 1 ? file.position : whence === 2 ? file.bytes.length : NaN;
  const position = from + offset;
  if (!(position >= 0)) {
    systemError(rt, 22, "Invalid argument", None);
    return 0;
  }
  file.position = position;
  return newInt(rt, position);
}

function shown(rt: Runtime, self: number): number {
  const file = fileOf(rt, self);
  if (file.isClosed) return newStr(rt, "<_io.FileIO [closed]>");
  const name = reprText(rt, file.name);
  return name === null ? 0 : newStr(rt, `<_io.FileIO name=${name} mode='rb' closefd=True>`);
}

/** Defines `FileIO`. */
export function defineFileIo(rt: Runtime, base: number): number {
  const yes = method(
    "($self, /)",
    ofOpen(() => pyBool(true)),
  );
  const no = method(
    "($self, /)",
    ofOpen(() => pyBool(false)),
  );
  return defineType(rt, {
    name: "FileIO",
    module: "_io",
    messageName: "_io.FileIO",
    base,
    init: method("($self, /, file, mode='r', closefd=True, opener=None)", init),
    methods: {
      read: method(
        "($self, size=-1, /)",
        ofOpen((rt_, file, sizeRef = 0) => {
          const size = optionalSize(rt_, sizeRef);
          return size === null ? 0 : newBytes(rt_, take(file, size));
        }),
      ),
      readall: method(
        "($self, /)",
        ofOpen((rt_, file) => newBytes(rt_, take(file, -1))),
      ),
      readinto: method(
        "($self, buffer, /)",
        ofOpen((rt_, file, target = 0) => {
          const room = writableArgument(rt_, target, "readinto");
          if (room === null) return 0;
          const bytes = take(file, room.length);
          room.set(bytes);
          return newInt(rt_, bytes.length);
        }),
      ),
      write: method(
        "($self, b, /)",
        ofOpen((rt_) => unsupported(rt_, "File not open for writing")),
      ),
      truncate: method(
        "($self, size=None, /)",
        ofOpen((rt_) => unsupported(rt_, "File not open for writing")),
      ),
      seek: method("($self, pos, whence=0, /)", ofOpen(seek)),
      tell: method(
        "($self, /)",
        ofOpen((rt_, { position }) => newInt(rt_, position)),
      ),
      readable: yes,
      writable: no,
      seekable: yes,
      isatty: no,
      close: method("($self, /)", (rt_, self) => {
        const file = fileOf(rt_, self);
        file.isClosed = true;
        file.bytes = new Uint8Array(0);
        return None;
      }),
    },
    getset: {
      closed: getset((rt_, self) => pyBool(fileOf(rt_, self).isClosed)),
      mode: getset((rt_) => newStr(rt_, "rb")),
      name: getset((rt_, self) => {
        const { name } = fileOf(rt_, self);
        return name === 0 ? setErrorNone(rt_, rt_.types.AttributeError) : newRef(rt_, name);
      }),
      closefd: getset(() => pyBool(true)),
    },
    slots: {
      new: (rt_, type) => newHostObject(rt_, type, new File()),
      repr: shown,
      clear: (rt_, self) => {
        const file = fileOf(rt_, self);
        const { name } = file;
        file.name = 0;
        xdecref(rt_, name);
      },
      traverse: (rt_, self, visit) => {
        if (fileOf(rt_, self).name !== 0) visit(fileOf(rt_, self).name);
      },
    },
  });
}
