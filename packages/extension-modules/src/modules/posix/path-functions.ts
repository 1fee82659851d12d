// What `posixpath` has in C: normalizing and splitting paths. Only text is looked at.

import {
  builtinFunction,
  type BuiltinSpecification,
  decref,
  isBytes,
  isFileArgument,
  isInt,
  pathObject,
  pathText,
  type Runtime,
  setError,
  tupleOf,
  typeName,
} from "@tjit/runtime/api";
import { nameObject } from "./path-argument.ts";

/** `//a/./b/../c` is `//a/c`; two slashes at the beginning, and only two, are kept. */
function normalize(path: string): string {
  const root = rootOf(path);
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== ".." || (root === "" && parts.length === 0) || parts.at(-1) === "..") parts.push(part);
    else parts.pop();
  }
  return root + parts.join("/") || ".";
}

function rootOf(path: string): string {
  if (!path.startsWith("/")) return "";
  return path.startsWith("//") && !path.startsWith("///") ? "//" : "/";
}

/** Calls `use` with the text of a path and a function that makes objects of its type. */
function ofPath(
  rt: Runtime,
  name: string,
  ref: number,
  use: (text: string, make: (part: string) => number) => number,
): number {
  if (isInt(rt, ref) || !isFileArgument(rt, ref)) {
    const wrong = `${name}: path should be string, bytes or os.PathLike, not ${typeName(rt, ref)}`;
    return setError(rt, rt.types.TypeError, wrong);
  }
  const path = pathObject(rt, ref);
  if (path === 0) return 0;
  const asBytes = isBytes(rt, path);
  const result = use(pathText(rt, path), (part) => nameObject(rt, part, asBytes));
  decref(rt, path);
  return result;
}

/** Functions of the module. */
export const pathFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  fspath: builtinFunction("(path)", pathObject),
  _path_normpath: builtinFunction("(path)", (rt, path) =>
    ofPath(rt, "_path_normpath", path, (text, make) => make(normalize(text))),
  ),
  _path_splitroot_ex: builtinFunction("(p)", (rt, path) =>
    ofPath(rt, "_path_splitroot_ex", path, (text, make) => {
      const root = rootOf(text);
      return tupleOf(rt, make(""), make(root), make(text.slice(root.length)));
    }),
  ),
};
