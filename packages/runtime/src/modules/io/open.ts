// `open`: a file, the buffer over it, and the text over that.

import { argumentTypeName } from "../../builtins/arguments.ts";
import { clearError, fetchError, restoreError, setError } from "../../exceptions/errors.ts";
import { importModule } from "../../importing/import-module.ts";
import { newInt } from "../../object/int.ts";
import { None, decref, isInt, isStr, newRef, pyBool, typeName } from "../../object/reference.ts";
import { newStr, strValue } from "../../object/str.ts";
import { setAttribute } from "../../protocols/attributes.ts";
import { callWith } from "../../protocols/call.ts";
import { indexNumber } from "../../protocols/number.ts";
import { reprText } from "../../protocols/text.ts";
import { type Runtime } from "../../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../../types/builtin-definition.ts";
import { isFileArgument, pathObject } from "./file-argument.ts";
import { openedTypes } from "./opened-types.ts";
import { askStream, callForEffect, defaultBufferSize } from "./support.ts";

/** What is wrong with a mode and what does not go with it; null if nothing is. */
function problemOf(mode: string, buffering: number, given: readonly (readonly [string, number])[]): string | null {
  const isBinary = mode.includes("b");
  if (isBinary && mode.includes("t")) return "can't have text and binary mode at once";
  // Without any of them it is the file that refuses.
  if (mode.replace(/[bt+]/g, "").length > 1) return "must have exactly one of create/read/write/append mode";
  const extra = isBinary ? given.find(([, ref]) => ref !== 0 && ref !== None) : undefined;
  if (extra !== undefined)
    return `binary mode doesn't take ${extra[0] === "newline" ? "a" : "an"} ${extra[0]} argument`;
  return !isBinary && buffering === 0 ? "can't have unbuffered text I/O" : null;
}

function open(
  rt: Runtime,
  file: number,
  modeRef: number,
  bufferingRef: number,
  encoding: number,
  errors: number,
  newline: number,
  closefd: number,
  opener: number,
): number {
  if (!isFileArgument(rt, file)) {
    return setError(rt, rt.types.TypeError, `expected str, bytes or os.PathLike object, not ${typeName(rt, file)}`);
  }
  if (modeRef !== 0 && !isStr(rt, modeRef)) {
    return setError(rt, rt.types.TypeError, `open() argument 'mode' must be str, not ${argumentTypeName(rt, modeRef)}`);
  }
  const mode = modeRef === 0 ? "r" : strValue(rt, modeRef);
  const buffering = bufferingRef === 0 ? -1 : indexNumber(rt, bufferingRef, rt.types.OverflowError);
  if (buffering === null) return 0;
  if (!/^[rwaxbt+]*$/.test(mode) || new Set(mode).size !== mode.length) {
    const shown = modeRef === 0 ? "'r'" : (reprText(rt, modeRef) ?? "");
    return setError(rt, rt.types.ValueError, `invalid mode: ${shown}`);
  }
  const problem = problemOf(mode, buffering, [
    ["encoding", encoding],
    ["errors", errors],
    ["newline", newline],
  ]);
  if (problem !== null) return setError(rt, rt.types.ValueError, problem);
  const module = importModule(rt, "_io");
  if (module === 0) return 0;
  decref(rt, module);
  const raw = openRaw(rt, file, mode, closefd, opener);
  if (raw === 0 || (mode.includes("b") && buffering === 0)) return raw;
  const isTerminal = buffering < 0 ? askStream(rt, raw, "isatty") : 0;
  const buffer = isTerminal < 0 ? abandon(rt, raw) : bufferOver(rt, raw, mode, buffering);
  if (buffer === 0 || mode.includes("b")) return buffer;
  const text = callWith(
    rt,
    rt.nativeTypes.get(openedTypes.text) ?? None,
    buffer,
    encoding || None,
    errors || None,
    newline || None,
    pyBool(buffering === 1 || isTerminal > 0),
  );
  if (text === 0) return abandon(rt, buffer);
  decref(rt, buffer);
  const shown = modeRef === 0 ? newStr(rt, "r") : newRef(rt, modeRef);
  const status = setAttribute(rt, text, rt.names.mode, shown);
  decref(rt, shown);
  return status === 0 ? text : abandon(rt, text);
}

/** Closes what was opened in vain, with the exception still set. */
function abandon(rt: Runtime, stream: number): 0 {
  const pending = fetchError(rt);
  if (callForEffect(rt, stream, "close") < 0) clearError(rt);
  restoreError(rt, pending);
  decref(rt, stream);
  return 0;
}

function openRaw(rt: Runtime, file: number, mode: string, closefd: number, opener: number): number {
  const type = rt.nativeTypes.get(openedTypes.file) ?? None;
  const path = isInt(rt, file) ? newRef(rt, file) : pathObject(rt, file);
  if (path === 0) return 0;
  const rawMode = newStr(rt, mode.replace(/[bt]/g, ""));
  const raw = callWith(rt, type, path, rawMode, closefd || pyBool(true), opener || None);
  decref(rt, rawMode);
  decref(rt, path);
  return raw;
}

/** Steals `raw`. */
function bufferOver(rt: Runtime, raw: number, mode: string, buffering: number): number {
  const kind = mode.includes("+") ? openedTypes.random : mode.includes("r") ? openedTypes.reader : openedTypes.writer;
  const size = newInt(rt, buffering > 1 ? buffering : defaultBufferSize);
  const buffer = callWith(rt, rt.nativeTypes.get(kind) ?? None, raw, size);
  decref(rt, size);
  if (buffer === 0) return abandon(rt, raw);
  decref(rt, raw);
  return buffer;
}

/** `open` of `builtins` and `_io`. */
export const openFunction: BuiltinSpecification = builtinFunction(
  "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
  open,
);

/** `_io.open_code(path)`. */
export const openCodeFunction: BuiltinSpecification = builtinFunction("(path)", (rt, path) => {
  if (!isStr(rt, path)) {
    return setError(rt, rt.types.TypeError, `open_code() argument 'path' must be str, not ${typeName(rt, path)}`);
  }
  const mode = newStr(rt, "rb");
  const result = open(rt, path, mode, 0, 0, 0, 0, 0, 0);
  decref(rt, mode);
  return result;
});
