// Decompressing with a dictionary.

import { type Runtime } from "@tjit/runtime/api";
import { type ZStream, type Z_FlushMode, zlibInflate, zlibInflateSetDictionary } from "pako";
import { type ZlibModule, zlibError } from "./state.ts";
import { type Step } from "./streams.ts";

/** Gives a stream its dictionary, unless that is empty. Status. */
export function setDictionary(rt: Runtime, module: ZlibModule, stream: ZStream, dictionary: Uint8Array): number {
  if (dictionary.length === 0) return 0;
  const status = zlibInflateSetDictionary(stream, dictionary);
  return status === 0 ? 0 : zlibError(rt, module, status, stream, "while setting zdict") - 1;
}

/** The step of a stream that is given its dictionary when it asks for it; -1 with an exception set when it will not have it. */
export function inflateWith(rt: Runtime, module: ZlibModule, dictionary: Uint8Array, flush: Z_FlushMode): Step {
  return (stream) => {
    const status = zlibInflate(stream, flush);
    if (status !== 2 || dictionary.length === 0) return status;
    return setDictionary(rt, module, stream, dictionary) < 0 ? -1 : zlibInflate(stream, flush);
  };
}
