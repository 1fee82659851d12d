// What can be opened: a path, of whatever type, or the number of an open file.

import { errorOccurred, setError } from "../../exceptions/errors.ts";
import { decref, isStr, slotsOf, typeName, xdecref } from "../../object/reference.ts";
import { internStr, strValue } from "../../object/str.ts";
import { callMethod } from "../../protocols/call.ts";
import { hasSpecial } from "../../protocols/special.ts";
import { type Runtime } from "../../runtime.ts";
import { bytesValue, isBytes } from "../../text/bytes-object.ts";
import { decodeBytes } from "../../text/codecs.ts";

/** The path that a str, bytes or path-like object names; null with TypeError set. */
export function pathOf(rt: Runtime, file: number): string | null {
  if (isStr(rt, file)) return strValue(rt, file);
  if (isBytes(rt, file)) {
    const text = decodeBytes(bytesValue(rt, file), "utf-8", "surrogateescape");
    return typeof text === "string" ? text : null;
  }
  const name = internStr(rt, "__fspath__");
  const path = hasSpecial(rt, file, name) ? callMethod(rt, file, name) : 0;
  decref(rt, name);
  if (path !== 0 && (isStr(rt, path) || isBytes(rt, path))) {
    const text = pathOf(rt, path);
    decref(rt, path);
    return text;
  }
  xdecref(rt, path);
  if (errorOccurred(rt) === 0) {
    const what = `expected str, bytes or os.PathLike object, not ${typeName(rt, file)}`;
    setError(rt, rt.types.TypeError, what);
  }
  return null;
}

/** Whether something can be opened at all: a path or a file descriptor. */
export function isFileArgument(rt: Runtime, file: number): boolean {
  if (isStr(rt, file) || isBytes(rt, file) || slotsOf(rt, file).index !== null) return true;
  const name = internStr(rt, "__fspath__");
  const found = hasSpecial(rt, file, name);
  decref(rt, name);
  return found;
}
