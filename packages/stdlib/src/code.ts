/// CPython's pure-Python standard library alone, for those that load native modules themselves.
export { openCode } from "./library.ts";
