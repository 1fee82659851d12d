// The library as a machine reads it.

import { code } from "./generated/code.ts";
import { type Inflate, unpack } from "./unpack.ts";

/** Files of Python modules, by their path from the root of the library: `json/__init__.py`. */
export interface Library {
  /** Every path, sorted. */
  readonly paths: readonly string[];
  /** The code object of a file in the format of CPython's `marshal`; `undefined` when there is no such file. */
  readonly code: (path: string) => Uint8Array | undefined;
  /** The text of a file as bytes; `undefined` when there is no such file, or its source is not there. */
  readonly source: (path: string) => Uint8Array | undefined;
  /** What `@tjit/extension-modules` has by this name: the code of a native module; `undefined` when there is none. */
  readonly nativeModule?: (name: string) => unknown;
  /** The names that it answers to. */
  readonly nativeModuleNames?: readonly string[];
}

/**
 * The Python files without their sources, and no native modules.
 *
 * @param inflate - Decompresses "raw deflate", at once: Node's `inflateRawSync`, or `inflateSync` of the npm package fflate.
 */
export function openCode(inflate: Inflate): Library {
  return { paths: Object.keys(code), code: (path) => unpack(code, path, inflate), source: () => undefined };
}
