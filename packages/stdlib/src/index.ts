/// CPython's pure-Python standard library, packed for tjit.
export type { Library } from "./library.ts";
export { openLibrary } from "./open-library.ts";
export type { Inflate } from "./unpack.ts";
