// Streams that decompress, perhaps with a dictionary.

import { type Runtime, setError } from "@tjit/runtime/api";
import { type ZStream, type Z_FlushMode, zlibInflate, zlibInflateInit2, zlibInflateSetDictionary } from "pako";
import { type ZlibModule, dictionaryBytes, integerArguments, zlibError } from "./state.ts";
import { type Step, newStream } from "./streams.ts";

/** A stream that is asked to decompress, and the dictionary for it: empty for none. */
export interface Inflation {
  readonly stream: ZStream;
  readonly dictionary: Uint8Array;
}

/** Starts a stream from the arguments `wbits` and `zdict`. Null with an exception set. */
export function startInflation(
  rt: Runtime,
  module: ZlibModule,
  wbitsArgument: number,
  zdict: number,
): Inflation | null {
  const [wbits] = integerArguments(rt, [wbitsArgument, 15]) ?? [];
  const dictionary = wbits === undefined ? null : dictionaryBytes(rt, zdict);
  if (wbits === undefined || dictionary === null) return null;
  const stream = newStream();
  if (zlibInflateInit2(stream, wbits) !== 0) {
    setError(rt, rt.types.ValueError, "Invalid initialization option");
    return null;
  }
  // Without a header nothing asks for the dictionary.
  return wbits < 0 && setDictionary(rt, module, stream, dictionary) < 0 ? null : { stream, dictionary };
}

/** Gives a stream its dictionary, unless that is empty. Status. */
function setDictionary(rt: Runtime, module: ZlibModule, stream: ZStream, dictionary: Uint8Array): number {
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
