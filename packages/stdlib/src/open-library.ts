// The library with its native modules.

import { extensionModule, extensionModuleNames } from "@tjit/extension-modules";
import { type Library, openCode } from "./library.ts";
import type { Inflate } from "./unpack.ts";

/**
 * The standard library without sources: tracebacks show no lines of its files, and `inspect` finds none. See `@tjit/stdlib/sources`.
 *
 * @param inflate - Decompresses "raw deflate", at once: Node's `inflateRawSync`, or `inflateSync` of the npm package fflate.
 */
export function openLibrary(inflate: Inflate): Library {
  return { ...openCode(inflate), nativeModule: extensionModule, nativeModuleNames: extensionModuleNames };
}
