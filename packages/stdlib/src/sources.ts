/// The sources of CPython's pure-Python standard library.
import { sources } from "./generated/sources.ts";
import type { Library } from "./library.ts";
import { openLibrary } from "./open-library.ts";
import { type Inflate, unpack } from "./unpack.ts";

/** The standard library with its sources, for tracebacks and `inspect`. The parameter is that of `openLibrary`. */
export function openLibraryWithSources(inflate: Inflate): Library {
  return { ...openLibrary(inflate), source: (path) => unpack(sources, path, inflate) };
}
