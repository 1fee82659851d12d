// `_ZlibDecompressor`, which `gzip` reads with: it keeps the input that it has not come to.

import {
  HostObject,
  LayoutKind,
  type Runtime,
  defineType,
  getset,
  hostPayload,
  joinBytes,
  method,
  newBytes,
  newHostObject,
  pyBool,
  readBytes,
  setError,
} from "@tjit/runtime/api";
import { type Inflation, inflateWith, startInflation } from "./inflate.ts";
import { type ZlibModule, integerArguments, zlibError } from "./state.ts";
import { giveInput, nothing, restOfInput, run } from "./streams.ts";

interface Reader extends Inflation {
  /** Input that waits; what came behind the end. */
  rest: Uint8Array;
  isAtEnd: boolean;
  needsInput: boolean;
}

function readerOf(rt: Runtime, self: number): Reader {
  return hostPayload(rt, self) as Reader;
}

/** Defines the type. */
export function defineZlibDecompressor(rt: Runtime, module: ZlibModule): number {
  return defineType(rt, {
    name: "_ZlibDecompressor",
    module: "zlib",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, wbits=15, zdict=b'')", (rt_, type, wbits, zdict) => {
      const inflation = startInflation(rt_, module, wbits, zdict);
      if (inflation === null) return 0;
      return newHostObject(rt_, type, {
        ...inflation,
        rest: nothing,
        isAtEnd: false,
        needsInput: true,
      } satisfies Reader);
    }),
    methods: {
      decompress: method("($self, /, data, max_length=-1)", (rt_, self, data, most) =>
        read(rt_, module, self, data, most),
      ),
    },
    getset: {
      eof: getset((rt_, self) => pyBool(readerOf(rt_, self).isAtEnd)),
      needs_input: getset((rt_, self) => pyBool(readerOf(rt_, self).needsInput)),
      unused_data: getset((rt_, self) => {
        const { isAtEnd, rest } = readerOf(rt_, self);
        return newBytes(rt_, isAtEnd ? rest : nothing);
      }),
    },
  });
}

function read(rt: Runtime, module: ZlibModule, self: number, data: number, mostArgument: number): number {
  const [most] = integerArguments(rt, [mostArgument, -1]) ?? [];
  if (most === undefined) return 0;
  const bytes = readBytes(rt, data);
  if (bytes === null) return 0;
  const reader = readerOf(rt, self);
  if (reader.isAtEnd) return setError(rt, rt.types.EOFError, "End of stream already reached");
  const { stream } = reader;
  giveInput(stream, joinBytes([reader.rest, bytes], nothing));
  const outcome = run(rt, stream, most, inflateWith(rt, module, reader.dictionary, 2));
  if (outcome === null) return 0;
  const { status, output } = outcome;
  if (status === -1) return 0;
  reader.rest = restOfInput(stream);
  giveInput(stream, nothing);
  reader.isAtEnd = status === 1;
  reader.needsInput = status !== 1 && reader.rest.length === 0;
  if (status !== 0 && status !== 1 && status !== -5) {
    return zlibError(rt, module, status, stream, "while decompressing data");
  }
  return newBytes(rt, output);
}
