/// CPython's pure-Python standard library, packed for tjit.
export { type Library, openLibrary } from "./library.ts";
export type { Inflate } from "./unpack.ts";
