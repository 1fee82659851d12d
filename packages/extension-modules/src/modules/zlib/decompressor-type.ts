// `_ZlibDecompressor`, which `gzip` reads with: it keeps the input that it has not come to.

import {
  HostObject,
  LayoutKind,
  type Runtime,
  defineType,
  getset,
  hostPayload,
  method,
  newBytes,
  newHostObject,
  pyBool,
  readBytes,
  setError,
} from "@tjit/runtime/api";
import { type ZStream, zlibInflateInit2 } from "pako";
import { inflateWith, setDictionary } from "./inflate.ts";
import { type ZlibModule, dictionaryBytes, integerArguments, zlibError } from "./state.ts";
import { giveInput, newStream, restOfInput, run } from "./streams.ts";

interface Reader {
  readonly stream: ZStream;
  /** Empty: none. */
  readonly dictionary: Uint8Array;
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
    messageName: "zlib._ZlibDecompressor",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, wbits=15, zdict=b'')", (rt_, type, wbitsArgument, zdict) => {
      const [wbits] = integerArguments(rt_, [wbitsArgument, 15]) ?? [];
      if (wbits === undefined) return 0;
      const dictionary = dictionaryBytes(rt_, zdict);
      if (dictionary === null) return 0;
      const stream = newStream();
      if (zlibInflateInit2(stream, wbits) !== 0) {
        return setError(rt_, rt_.types.ValueError, "Invalid initialization option");
      }
      if (wbits < 0 && setDictionary(rt_, module, stream, dictionary) < 0) return 0;
      const rest = new Uint8Array(0);
      return newHostObject(rt_, type, { stream, dictionary, rest, isAtEnd: false, needsInput: true } satisfies Reader);
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
        return newBytes(rt_, isAtEnd ? rest : new Uint8Array(0));
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
  const input = new Uint8Array(reader.rest.length + bytes.length);
  input.set(reader.rest);
  input.set(bytes, reader.rest.length);
  const { stream } = reader;
  giveInput(stream, input);
  const outcome = run(rt, stream, most, inflateWith(rt, module, reader.dictionary, 2));
  if (outcome === null) return 0;
  const { status, output } = outcome;
  if (status === -1) return 0;
  reader.rest = restOfInput(stream);
  giveInput(stream, new Uint8Array(0));
  reader.isAtEnd = status === 1;
  reader.needsInput = status !== 1 && reader.rest.length === 0;
  if (status !== 0 && status !== 1 && status !== -5) {
    return zlibError(rt, module, status, stream, "while decompressing data");
  }
  return newBytes(rt, output);
}
