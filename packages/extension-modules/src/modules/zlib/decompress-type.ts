// `zlib.Decompress`, and `decompress`.

import {
  type BuiltinSpecification,
  HostObject,
  LayoutKind,
  type Runtime,
  builtinFunction,
  defineType,
  getset,
  hostPayload,
  joinBytes,
  method,
  newBytes,
  newHostObject,
  notConstructible,
  pyBool,
  readBytes,
  setError,
  typeOf,
} from "@tjit/runtime/api";
import { type Z_FlushMode, zlibInflate, zlibInflateEnd, zlibInflateInit2 } from "pako";
import { type ZlibModule, integerArguments, zlibError } from "./state.ts";
import { copyStream, giveInput, newStream, nothing, restOfInput, run } from "./streams.ts";
import { type Inflation, inflateWith, startInflation } from "./inflate.ts";

const finish: Z_FlushMode = 4;
const synchronize: Z_FlushMode = 2;
const bufferSize = 16384;

interface Decompressor extends Inflation {
  /** What came behind the end. */
  unused: Uint8Array;
  /** Input that there was no room for the output of. */
  tail: Uint8Array;
  isAtEnd: boolean;
}

function decompressorOf(rt: Runtime, self: number): Decompressor {
  return hostPayload(rt, self) as Decompressor;
}

/** Defines the type; its functions. */
export function defineDecompress(rt: Runtime, module: ZlibModule): Record<string, BuiltinSpecification> {
  const copy = method("($self, /)", copyDecompressor);
  module.decompressType = defineType(rt, {
    name: "Decompress",
    module: "zlib",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("zlib.Decompress"),
    methods: {
      decompress: method("($self, data, /, max_length=0)", (rt_, self, data, most) =>
        decompress(rt_, module, self, data, most),
      ),
      flush: method(`($self, length=${bufferSize}, /)`, (rt_, self, length) => flush(rt_, module, self, length)),
      copy,
      __copy__: copy,
      __deepcopy__: method("($self, memo, /)", copyDecompressor),
    },
    getset: {
      unused_data: getset((rt_, self) => newBytes(rt_, decompressorOf(rt_, self).unused)),
      unconsumed_tail: getset((rt_, self) => newBytes(rt_, decompressorOf(rt_, self).tail)),
      eof: getset((rt_, self) => pyBool(decompressorOf(rt_, self).isAtEnd)),
    },
  });
  return { decompress: decompressFunction(module), decompressobj: decompressobjFunction(module) };
}

function decompress(rt: Runtime, module: ZlibModule, self: number, data: number, mostArgument: number): number {
  const [most] = integerArguments(rt, [mostArgument, 0]) ?? [];
  if (most === undefined) return 0;
  if (most < 0) return setError(rt, rt.types.ValueError, "max_length must be non-negative");
  const bytes = readBytes(rt, data);
  if (bytes === null) return 0;
  const decompressor = decompressorOf(rt, self);
  const { stream, dictionary } = decompressor;
  giveInput(stream, bytes);
  const outcome = run(rt, stream, most === 0 ? -1 : most, inflateWith(rt, module, dictionary, synchronize));
  if (outcome === null) return 0;
  const { status, output } = outcome;
  if (status === -1) return 0;
  keepInput(decompressor, status);
  if (status === 1) decompressor.isAtEnd = true;
  else if (status !== 0 && status !== -5) return zlibError(rt, module, status, stream, "while decompressing data");
  return newBytes(rt, output);
}

function flush(rt: Runtime, module: ZlibModule, self: number, lengthArgument: number): number {
  const [length] = integerArguments(rt, [lengthArgument, bufferSize]) ?? [];
  if (length === undefined) return 0;
  if (length <= 0) return setError(rt, rt.types.ValueError, "length must be greater than zero");
  const decompressor = decompressorOf(rt, self);
  const { stream, dictionary, tail } = decompressor;
  giveInput(stream, tail);
  const outcome = run(rt, stream, -1, inflateWith(rt, module, dictionary, finish));
  if (outcome === null) return 0;
  const { status, output } = outcome;
  if (status === -1) return 0;
  if (status === 0 || status === 1 || status === -5) keepInput(decompressor, status);
  if (status === 1) {
    decompressor.isAtEnd = true;
    zlibInflateEnd(stream);
  }
  return newBytes(rt, output);
}

/** Takes note of the input that is left. */
function keepInput(decompressor: Decompressor, status: number): void {
  const rest = restOfInput(decompressor.stream);
  if (status === 1) {
    decompressor.unused = joinBytes([decompressor.unused, rest], nothing);
    decompressor.tail = nothing;
  } else decompressor.tail = rest;
  giveInput(decompressor.stream, nothing);
}

function copyDecompressor(rt: Runtime, self: number): number {
  const { stream, ...rest } = decompressorOf(rt, self);
  if (stream.state === null) return setError(rt, rt.types.ValueError, "Inconsistent stream state");
  return newHostObject(rt, typeOf(rt, self), { stream: copyStream(stream), ...rest } satisfies Decompressor);
}

function decompressFunction(module: ZlibModule): BuiltinSpecification {
  return builtinFunction(`(data, /, wbits=15, bufsize=${bufferSize})`, (rt, data, wbits, bufsize) => {
    const numbers = integerArguments(rt, [wbits, 15], [bufsize, bufferSize]);
    if (numbers === null) return 0;
    const bytes = readBytes(rt, data);
    if (bytes === null) return 0;
    if (numbers[1] < 0) return setError(rt, rt.types.ValueError, "bufsize must be non-negative");
    const stream = newStream();
    const started = zlibInflateInit2(stream, numbers[0]);
    if (started !== 0) return zlibError(rt, module, started, stream, "while preparing to decompress data");
    giveInput(stream, bytes);
    const outcome = run(rt, stream, -1, (it) => zlibInflate(it, finish));
    if (outcome === null) return 0;
    const { status, output } = outcome;
    if (status === 1) return newBytes(rt, output);
    // With room left and no end there was too little input.
    return zlibError(rt, module, status === 0 ? -5 : status, stream, "while decompressing data");
  });
}

function decompressobjFunction(module: ZlibModule): BuiltinSpecification {
  return builtinFunction("(wbits=15, zdict=b'')", (rt, wbits, zdict) => {
    const inflation = startInflation(rt, module, wbits, zdict);
    if (inflation === null) return 0;
    const decompressor: Decompressor = { ...inflation, unused: nothing, tail: nothing, isAtEnd: false };
    return newHostObject(rt, module.decompressType, decompressor);
  });
}
