// `open`: a file, the buffer over it, and the text over that.

import { setError } from "../../exceptions/errors.ts";
import { importModule } from "../../importing/import-module.ts";
import { newInt } from "../../object/int.ts";
import { None, decref, newRef, typeName, isStr } from "../../object/reference.ts";
import { newStr, strValue } from "../../object/str.ts";
import { setAttribute } from "../../protocols/attributes.ts";
import { callWith } from "../../protocols/call.ts";
import { indexNumber } from "../../protocols/number.ts";
import { reprText } from "../../protocols/text.ts";
import { type Runtime } from "../../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../../types/builtin-definition.ts";
import { isFileArgument } from "./file-argument.ts";
import { defaultBufferSize } from "./support.ts";

/** Names of types of the module among the native types. */
export const openedTypes = {
  file: "_io.FileIO",
  reader: "_io.BufferedReader",
  writer: "_io.BufferedWriter",
  random: "_io.BufferedRandom",
  text: "_io.TextIOWrapper",
} as const;

/** What is wrong with a mode and what does not go with it; null if nothing is. */
function problemOf(mode: string, buffering: number, given: readonly (readonly [string, number])[]): string | null {
  const isBinary = mode.includes("b");
  if (isBinary && mode.includes("t")) return "can't have text and binary mode at once";
  if (mode.replace(/[bt+]/g, "").length !== 1) return "must have exactly one of create/read/write/append mode";
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
): number {
  if (!isFileArgument(rt, file)) {
    return setError(rt, rt.types.TypeError, `expected str, bytes or os.PathLike object, not ${typeName(rt, file)}`);
  }
  if (modeRef !== 0 && !isStr(rt, modeRef)) {
    return setError(rt, rt.types.TypeError, `open() argument 'mode' must be str, not ${typeName(rt, modeRef)}`);
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
  const rawMode = newStr(rt, mode.replace(/[bt]/g, ""));
  const raw = callWith(rt, rt.nativeTypes.get(openedTypes.file) ?? None, file, rawMode);
  decref(rt, rawMode);
  if (raw === 0 || (mode.includes("b") && buffering === 0)) return raw;
  const buffer = bufferOver(rt, raw, mode, buffering);
  if (buffer === 0 || mode.includes("b")) return buffer;
  const text = callWith(
    rt,
    rt.nativeTypes.get(openedTypes.text) ?? None,
    buffer,
    encoding || None,
    errors || None,
    newline || None,
  );
  decref(rt, buffer);
  if (text === 0) return 0;
  const shown = modeRef === 0 ? newStr(rt, "r") : newRef(rt, modeRef);
  const status = setAttribute(rt, text, rt.names.mode, shown);
  decref(rt, shown);
  if (status === 0) return text;
  decref(rt, text);
  return 0;
}

/** Steals `raw`. */
function bufferOver(rt: Runtime, raw: number, mode: string, buffering: number): number {
  const kind = mode.includes("+") ? openedTypes.random : mode.includes("r") ? openedTypes.reader : openedTypes.writer;
  const size = newInt(rt, buffering > 1 ? buffering : defaultBufferSize);
  const buffer = callWith(rt, rt.nativeTypes.get(kind) ?? None, raw, size);
  decref(rt, size);
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
  const mode = newStr(rt, "rb");
  const result = open(rt, path, mode, 0, 0, 0, 0);
  decref(rt, mode);
  return result;
});
