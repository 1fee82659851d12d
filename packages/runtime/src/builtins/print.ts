// print() and input().

import { errorOccurred, setError } from "../exceptions/errors.ts";
import { dictGet } from "../object/dict.ts";
import { hostPayload } from "../object/new-object.ts";
import { None, decref, isHostLayout, isStr, newRef, typeName, typeOf } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { getOptionalAttribute } from "../protocols/attributes.ts";
import { callMethod } from "../protocols/call.ts";
import { strText } from "../protocols/text.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import { StandardStream, TextStream } from "./stream.ts";

/** The attribute `name` of the module `sys`: new reference; 0 without an exception if there is none. */
export function sysAttribute(rt: Runtime, name: number): number {
  const key = internStr(rt, "sys");
  const sys = rt.modules === 0 ? 0 : dictGet(rt, rt.modules, key);
  decref(rt, key);
  return sys === 0 ? 0 : getOptionalAttribute(rt, sys, name);
}

/** The native stream behind a file object, or null. */
function nativeStream(rt: Runtime, file: number): TextStream | null {
  if ((file & 1) !== 0 || !isHostLayout(rt, typeOf(rt, file))) return null;
  const payload = hostPayload(rt, file);
  return payload instanceof TextStream ? payload : null;
}

/** A separator or end: a str, or None for the usual one. Null with TypeError set. */
function printOption(rt: Runtime, name: string, ref: number, usual: string): string | null {
  if (ref === 0 || ref === None) return usual;
  if (isStr(rt, ref)) return strValue(rt, ref);
  setError(rt, rt.types.TypeError, `${name} must be None or a string, not ${typeName(rt, ref)}`);
  return null;
}

/** `print(*args, sep, end, file, flush)`. */
export function print(
  rt: Runtime,
  args: number,
  sepRef: number,
  endRef: number,
  fileRef: number,
  flush: number,
): number {
  const sep = printOption(rt, "sep", sepRef, " ");
  if (sep === null) return 0;
  const end = printOption(rt, "end", endRef, "\n");
  if (end === null) return 0;
  const file = fileRef === 0 || fileRef === None ? standardOutput(rt) : newRef(rt, fileRef);
  if (file === 0) return 0;
  const status = file === None ? 0 : printTo(rt, file, args, sep, end, flush);
  decref(rt, file);
  return status < 0 ? 0 : None;
}

function standardOutput(rt: Runtime): number {
  const file = sysAttribute(rt, rt.names.stdout);
  if (file !== 0 || errorOccurred(rt) !== 0) return file;
  return setError(rt, rt.types.RuntimeError, "lost sys.stdout");
}

function printTo(rt: Runtime, file: number, args: number, sep: string, end: string, flush: number): number {
  const count = tupleLength(rt, args);
  const stream = nativeStream(rt, file);
  if (stream !== null && stream.write !== null) {
    let text = "";
    for (let index = 0; index < count; index++) {
      const part = strText(rt, tupleItem(rt, args, index));
      if (part === null) {
        // What came before has been written already.
        if (text !== "") stream.write(text);
        return -1;
      }
      text += index === 0 ? part : sep + part;
    }
    // Converting may have changed the stream; and lone surrogates are its to handle.
    text += end;
    if (stream.write === null || !text.isWellFormed()) return writeAndFlush(rt, file, text, flush);
    stream.write(text);
    return flush === 0 ? 0 : flushIfWanted(rt, file, flush);
  }
  for (let index = 0; index < count; index++) {
    if (index > 0 && writeText(rt, file, sep) < 0) return -1;
    const part = strText(rt, tupleItem(rt, args, index));
    if (part === null || writeText(rt, file, part) < 0) return -1;
  }
  return writeAndFlush(rt, file, end, flush);
}

function writeAndFlush(rt: Runtime, file: number, text: string, flush: number): number {
  return writeText(rt, file, text) < 0 ? -1 : flushIfWanted(rt, file, flush);
}

function flushIfWanted(rt: Runtime, file: number, flush: number): number {
  const wanted = flush === 0 ? 0 : isTrue(rt, flush);
  return wanted > 0 ? release(rt, callMethod(rt, file, rt.names.flush)) : wanted;
}

/** `file.write(text)`. Status. */
export function writeText(rt: Runtime, file: number, text: string): number {
  const string = newStr(rt, text);
  const status = release(rt, callMethod(rt, file, rt.names.write, string));
  decref(rt, string);
  return status;
}

function release(rt: Runtime, result: number): number {
  if (result === 0) return -1;
  decref(rt, result);
  return 0;
}

/** `input(prompt)`: a line from the host, without its newline. */
export function input(rt: Runtime, prompt: number): number {
  const key = internStr(rt, "stdin");
  const file = sysAttribute(rt, key);
  decref(rt, key);
  if (file === 0) return errorOccurred(rt) === 0 ? setError(rt, rt.types.RuntimeError, "lost sys.stdin") : 0;
  const line = readInput(rt, file, prompt);
  decref(rt, file);
  if (line === null) return 0;
  if (line === "") return setError(rt, rt.types.EOFError, "EOF when reading a line");
  return newStr(rt, line.endsWith("\n") ? line.slice(0, -1) : line);
}

function readInput(rt: Runtime, file: number, prompt: number): string | null {
  if (prompt !== 0) {
    const output = standardOutput(rt);
    if (output === 0) return null;
    const text = strText(rt, prompt);
    const status = text === null ? -1 : writeText(rt, output, text);
    decref(rt, output);
    if (status < 0) return null;
  }
  const stream = nativeStream(rt, file);
  if (stream?.readLine !== undefined && stream.readLine !== null) return stream.readLine();
  if (stream instanceof StandardStream) return "";
  const line = callMethod(rt, file, rt.names.readline);
  if (line === 0) return null;
  const text = isStr(rt, line) ? strValue(rt, line) : null;
  decref(rt, line);
  if (text === null) setError(rt, rt.types.TypeError, "object.readline() returned non-string");
  return text;
}
