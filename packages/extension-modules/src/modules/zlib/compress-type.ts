// `zlib.Compress`, and `compress`.

import {
  type BuiltinSpecification,
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  builtinFunction,
  defineType,
  hostPayload,
  method,
  newBytes,
  newHostObject,
  notConstructible,
  readBytes,
  setError,
  typeOf,
} from "@tjit/runtime/api";
import {
  type ZStream,
  type Z_FlushMode,
  type Z_Strategy,
  zlibDeflate,
  zlibDeflateEnd,
  zlibDeflateInit2,
  zlibDeflateSetDictionary,
} from "pako";
import { type ZlibModule, integerArguments, zlibError } from "./state.ts";
import { copyStream, giveInput, newStream, nothing, run } from "./streams.ts";

const deflated = 8;
const finish: Z_FlushMode = 4;

interface Compressor {
  readonly stream: ZStream;
  isEnded: boolean;
}

/** Starts a stream of the same bytes as zlib's, not of those that browsers make: with its hash. */
function start(
  stream: ZStream,
  level: number,
  method: number,
  wbits: number,
  memory: number,
  strategy: number,
): number {
  return zlibDeflateInit2(stream, level, method, wbits, memory, strategy as Z_Strategy, true);
}

/** Defines the type; its functions. */
export function defineCompress(rt: Runtime, module: ZlibModule): Record<string, BuiltinSpecification> {
  const copy = method("($self, /)", copyCompressor);
  module.compressType = defineType(rt, {
    name: "Compress",
    module: "zlib",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("zlib.Compress"),
    methods: {
      compress: method("($self, data, /)", (rt_, self, data) => {
        const bytes = readBytes(rt_, data);
        if (bytes === null) return 0;
        const { stream } = hostPayload(rt_, self) as Compressor;
        giveInput(stream, bytes);
        const outcome = run(rt_, stream, -1, (it) => zlibDeflate(it, 0));
        if (outcome === null) return 0;
        if (outcome.status === -2) return zlibError(rt_, module, outcome.status, stream, "while compressing data");
        return newBytes(rt_, outcome.output);
      }),
      flush: method("($self, mode=Z_FINISH, /)", (rt_, self, mode) => flush(rt_, module, self, mode)),
      copy,
      __copy__: copy,
      __deepcopy__: method("($self, memo, /)", copyCompressor),
    },
  });
  return { compress: compressFunction(module), compressobj: compressobjFunction(module) };
}

function flush(rt: Runtime, module: ZlibModule, self: number, modeArgument: number): number {
  const [mode] = integerArguments(rt, [modeArgument, finish]) ?? [];
  if (mode === undefined) return 0;
  if (mode === 0) return newBytes(rt, nothing);
  const compressor = hostPayload(rt, self) as Compressor;
  const { stream } = compressor;
  giveInput(stream, nothing);
  const outcome = run(rt, stream, -1, (it) => zlibDeflate(it, mode as Z_FlushMode));
  if (outcome === null) return 0;
  const { status, output } = outcome;
  if (status === 1 && mode === finish) {
    compressor.isEnded = true;
    zlibDeflateEnd(stream);
  } else if (status !== 0 && status !== -5) return zlibError(rt, module, status, stream, "while flushing");
  return newBytes(rt, output);
}

function copyCompressor(rt: Runtime, self: number): number {
  const { stream, isEnded } = hostPayload(rt, self) as Compressor;
  if (isEnded) return setError(rt, rt.types.ValueError, "Inconsistent stream state");
  return newHostObject(rt, typeOf(rt, self), { stream: copyStream(stream), isEnded } satisfies Compressor);
}

function compressFunction(module: ZlibModule): BuiltinSpecification {
  return builtinFunction("(data, /, level=-1, wbits=15)", (rt, data, level, wbits) => {
    const numbers = integerArguments(rt, [level, -1], [wbits, 15]);
    if (numbers === null) return 0;
    const bytes = readBytes(rt, data);
    if (bytes === null) return 0;
    const stream = newStream();
    if (start(stream, numbers[0], deflated, numbers[1], 8, 0) !== 0) {
      return setError(rt, module.error, "Bad compression level");
    }
    giveInput(stream, bytes);
    const outcome = run(rt, stream, -1, (it) => zlibDeflate(it, finish));
    return outcome === null ? 0 : newBytes(rt, outcome.output);
  });
}

function compressobjFunction(module: ZlibModule): BuiltinSpecification {
  const signature = "(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)";
  return builtinFunction(signature, (rt, level, methodArgument, wbits, memory, strategy, zdict) => {
    const numbers = integerArguments(rt, [level, -1], [methodArgument, 8], [wbits, 15], [memory, 8], [strategy, 0]);
    if (numbers === null) return 0;
    const dictionary = zdict === 0 || zdict === None ? null : readBytes(rt, zdict);
    if (dictionary === null && zdict !== 0 && zdict !== None) return 0;
    const stream = newStream();
    if (start(stream, ...numbers) !== 0) {
      return setError(rt, rt.types.ValueError, "Invalid initialization option");
    }
    if (dictionary !== null && zlibDeflateSetDictionary(stream, dictionary) !== 0) {
      return setError(rt, rt.types.ValueError, "Invalid dictionary");
    }
    return newHostObject(rt, module.compressType, { stream, isEnded: false } satisfies Compressor);
  });
}
