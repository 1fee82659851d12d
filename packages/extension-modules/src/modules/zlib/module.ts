// The module `zlib`: compression as RFC 1950 to 1952 have it.

import {
  type Runtime,
  builtinFunction,
  newBigInt,
  newExceptionClass,
  newInt,
  newModule,
  newRef,
  newStr,
  readBytes,
  spendWork,
} from "@tjit/runtime/api";
import { wordArgument } from "../binascii/arguments.ts";
import { crc32 } from "../binascii/checksums.ts";
import { adler32 } from "./checksums.ts";
import { defineCompress } from "./compress-type.ts";
import { defineDecompress } from "./decompress-type.ts";
import { defineZlibDecompressor } from "./decompressor-type.ts";
import { type ZlibModule } from "./state.ts";

/** The version of zlib that pako is. */
const version = "1.3.1";

const constants = {
  DEFLATED: 8,
  DEF_BUF_SIZE: 16384,
  DEF_MEM_LEVEL: 8,
  MAX_WBITS: 15,
  Z_BEST_COMPRESSION: 9,
  Z_BEST_SPEED: 1,
  Z_BLOCK: 5,
  Z_DEFAULT_COMPRESSION: -1,
  Z_DEFAULT_STRATEGY: 0,
  Z_FILTERED: 1,
  Z_FINISH: 4,
  Z_FIXED: 4,
  Z_FULL_FLUSH: 3,
  Z_HUFFMAN_ONLY: 2,
  Z_NO_COMPRESSION: 0,
  Z_NO_FLUSH: 0,
  Z_PARTIAL_FLUSH: 1,
  Z_RLE: 3,
  Z_SYNC_FLUSH: 2,
  Z_TREES: 6,
};

function checksum(
  missing: number,
  compute: (bytes: Uint8Array, start: number) => number,
): ReturnType<typeof builtinFunction> {
  return builtinFunction(`(data, value=${missing}, /)`, (rt, data, value) => {
    const start = wordArgument(rt, value, missing);
    if (start === null) return 0;
    const bytes = readBytes(rt, data);
    return bytes === null || spendWork(rt, 2 * bytes.length) < 0 ? 0 : newBigInt(rt, BigInt(compute(bytes, start)));
  });
}

/** Makes the module. */
export function newZlibModule(rt: Runtime): number {
  const error = newExceptionClass(rt, "zlib", "error", rt.types.Exception);
  const module: ZlibModule = { error, compressType: 0, decompressType: 0 };
  const functions = {
    ...defineCompress(rt, module),
    ...defineDecompress(rt, module),
    adler32: checksum(1, adler32),
    crc32: checksum(0, crc32),
  };
  const numbers = Object.entries(constants).map(([name, value]) => [name, newInt(rt, value)] as const);
  return newModule(rt, "zlib", functions, {
    ...Object.fromEntries(numbers),
    error,
    _ZlibDecompressor: newRef(rt, defineZlibDecompressor(rt, module)),
    ZLIB_VERSION: newStr(rt, version),
    ZLIB_RUNTIME_VERSION: newStr(rt, version),
  });
}
