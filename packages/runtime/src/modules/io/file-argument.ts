// What can be opened: a path, of whatever type, or the number of an open file.

import { errorOccurred, setError } from "../../exceptions/errors.ts";
import { decref, isStr, newRef, slotsOf, typeName, xdecref } from "../../object/reference.ts";
import { internStr, strValue } from "../../object/str.ts";
import { callMethod } from "../../protocols/call.ts";
import { hasSpecial } from "../../protocols/special.ts";
import { type Runtime } from "../../runtime.ts";
import { bytesValue, isBytes } from "../../text/bytes-object.ts";
import { decodeBytes } from "../../text/codecs.ts";

/** `os.fspath(file)`: the str or bytes that names a path, a new reference; 0 with TypeError set. */
export function pathObject(rt: Runtime, file: number): number {
  if (isStr(rt, file) || isBytes(rt, file)) return newRef(rt, file);
  const name = internStr(rt, "__fspath__");
  const path = hasSpecial(rt, file, name) ? callMethod(rt, file, name) : 0;
  decref(rt, name);
  if (path !== 0 && (isStr(rt, path) || isBytes(rt, path))) return path;
  if (errorOccurred(rt) !== 0) return 0;
  const shown = typeName(rt, file);
  const problem =
    path === 0
      ? `expected str, bytes or os.PathLike object, not ${shown}`
      : `expected ${shown}.__fspath__() to return str or bytes, not ${typeName(rt, path)}`;
  xdecref(rt, path);
  return setError(rt, rt.types.TypeError, problem);
}

/** The text of a path that is a str or bytes. */
export function pathText(rt: Runtime, path: number): string {
  if (isStr(rt, path)) return strValue(rt, path);
  const text = decodeBytes(bytesValue(rt, path), "utf-8", "surrogateescape");
  return typeof text === "string" ? text : "";
}

/** The path that a str, bytes or path-like object names; null with TypeError set. */
export function pathOf(rt: Runtime, file: number): string | null {
  const path = pathObject(rt, file);
  if (path === 0) return null;
  const text = pathText(rt, path);
  decref(rt, path);
  return text;
}

/** Whether something can be opened at all: a path or a file descriptor. */
export function isFileArgument(rt: Runtime, file: number): boolean {
  if (isStr(rt, file) || isBytes(rt, file) || slotsOf(rt, file).index !== null) return true;
  const name = internStr(rt, "__fspath__");
  const found = hasSpecial(rt, file, name);
  decref(rt, name);
  return found;
}
