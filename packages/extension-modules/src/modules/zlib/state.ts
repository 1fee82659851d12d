// The module in one machine.

import { type Runtime, isStr, readBytes, setError, sizeArgument } from "@tjit/runtime/api";
import { type ZStream } from "pako";
import { streamMessage } from "./streams.ts";

/** Its types. */
export interface ZlibModule {
  /** The exception `zlib.error`. */
  readonly error: number;
  compressType: number;
  decompressType: number;
}

/** Sets `zlib.error`; 0. */
export function zlibError(rt: Runtime, module: ZlibModule, status: number, stream: ZStream, what: string): number {
  const message = streamMessage(stream, status);
  return setError(rt, module.error, `Error ${status} ${what}${message === "" ? "" : `: ${message}`}`);
}

/** Integers of arguments, in order; null with an exception set. */
export function integerArguments<const N extends readonly (readonly [ref: number, missing: number])[]>(
  rt: Runtime,
  ...given: N
): { readonly [K in keyof N]: number } | null {
  const values: number[] = [];
  for (const [ref, missing] of given) {
    const value = sizeArgument(rt, ref, missing);
    if (value === null) return null;
    values.push(value);
  }
  return values as unknown as { readonly [K in keyof N]: number };
}

/** The bytes of a dictionary, copied; none when it is not given. Null with an exception set. */
export function dictionaryBytes(rt: Runtime, ref: number): Uint8Array | null {
  if (ref === 0) return new Uint8Array(0);
  if (isStr(rt, ref)) {
    setError(rt, rt.types.TypeError, "zdict argument must support the buffer protocol");
    return null;
  }
  return readBytes(rt, ref)?.slice() ?? null;
}
