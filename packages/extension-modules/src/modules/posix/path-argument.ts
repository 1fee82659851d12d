// Paths as arguments of the functions of `posix`: str, bytes, something with `__fspath__`, and for some functions the number of an open file.

import {
  clearError,
  decref,
  encodeText,
  errorMatches,
  indexNumber,
  isBytes,
  isFileArgument,
  isInt,
  newBytes,
  newStr,
  None,
  pathObject,
  pathText,
  type Runtime,
  setError,
  slotsOf,
  typeName,
} from "@tjit/runtime/api";
/** What an argument may be besides a path. */
export type PathAlternative = "descriptor" | "none" | "descriptor or none";

/** A path that was given. */
export interface PathArgument {
  readonly text: string;
  /** The str or bytes, borrowed while the function runs: what errors name. */
  readonly object: number;
  /** Instead of a path: the number of an open file. */
  readonly descriptor: number | null;
  /** Whether names that belong to it are bytes, too. */
  readonly isBytes: boolean;
}

const kinds: Readonly<Record<PathAlternative | "", string>> = {
  "": "string, bytes or os.PathLike",
  descriptor: "string, bytes, os.PathLike or integer",
  none: "string, bytes, os.PathLike or None",
  "descriptor or none": "string, bytes, os.PathLike, integer or None",
};

/** Calls `use` with the path that `ref` names; 0 with TypeError or ValueError set if it names none. None is the current folder. */
export function withPath(
  rt: Runtime,
  ref: number,
  where: { readonly function: string; readonly argument?: string; readonly or?: PathAlternative },
  use: (path: PathArgument) => number,
): number {
  const { argument = "path", or = "" } = where;
  if (or.includes("none") && (ref === None || ref === 0)) {
    const object = newStr(rt, ".");
    const result = use({ text: ".", object, descriptor: null, isBytes: false });
    decref(rt, object);
    return result;
  }
  if (or.includes("descriptor") && (isInt(rt, ref) || slotsOf(rt, ref).index !== null)) {
    const descriptor = indexNumber(rt, ref, rt.types.OverflowError);
    return descriptor === null ? 0 : use({ text: "", object: ref, descriptor, isBytes: false });
  }
  if (!isFileArgument(rt, ref) || isInt(rt, ref)) {
    const wrong = `${where.function}: ${argument} should be ${kinds[or]}, not ${typeName(rt, ref)}`;
    return setError(rt, rt.types.TypeError, wrong);
  }
  const object = pathObject(rt, ref);
  if (object === 0) return 0;
  const text = pathText(rt, object);
  const result = text.includes("\0")
    ? setError(rt, rt.types.ValueError, `${where.function}: embedded null character in ${argument}`)
    : use({ text, object, descriptor: null, isBytes: isBytes(rt, object) });
  decref(rt, object);
  return result;
}

/** The same for two paths. */
export function withTwoPaths(
  rt: Runtime,
  name: string,
  source: number,
  target: number,
  use: (from: PathArgument, to: PathArgument) => number,
): number {
  return withPath(rt, source, { function: name, argument: "src" }, (from) =>
    withPath(rt, target, { function: name, argument: "dst" }, (to) => use(from, to)),
  );
}

/** A name as str, or as bytes where the path was bytes: a new reference. */
export function nameObject(rt: Runtime, name: string, isBytes_: boolean): number {
  if (!isBytes_) return newStr(rt, name);
  const bytes = encodeText(name, "utf-8", "surrogateescape");
  return newBytes(rt, bytes instanceof Uint8Array ? bytes : new Uint8Array(0));
}

/** Whether `dir_fd` was left out; no host has files relative to open folders. */
export function lacksFolderDescriptor(rt: Runtime, dirFd: number): boolean {
  if (dirFd === 0 || dirFd === None) return true;
  setError(rt, rt.types.NotImplementedError, "dir_fd unavailable on this platform");
  return false;
}

/** An argument that must be an int in the range of C's; null with an exception set. */
export function intArgument(rt: Runtime, ref: number, unless: number): number | null {
  if (ref === 0) return unless;
  const value = indexNumber(rt, ref, rt.types.OverflowError);
  if (value !== null && Math.abs(value) <= 0x7fffffff) return value;
  if (value !== null || errorMatches(rt, rt.types.OverflowError)) {
    clearError(rt);
    setError(rt, rt.types.OverflowError, "Python int too large to convert to C int");
  }
  return null;
}
