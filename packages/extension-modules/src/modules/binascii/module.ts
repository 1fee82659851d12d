// The module `binascii`: bytes as text, and checksums.

import {
  type BuiltinSpecification,
  type Runtime,
  builtinFunction,
  decref,
  hexText,
  isTrue,
  newBigInt,
  newBytes,
  newExceptionClass,
  newModule,
  newRef,
  readBytes,
  reserveBytes,
  setError,
  strValue,
} from "@tjit/runtime/api";
import { asciiBytes, wordArgument } from "./arguments.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { crc32, crcHqx } from "./checksums.ts";
import { decodeQuotedPrintable, digitValue, encodeQuotedPrintable } from "./quoted-printable.ts";
import { decodeUu, encodeUu } from "./uu.ts";

type Read = (rt: Runtime, ref: number) => Uint8Array | null;
type Convert = (rt: Runtime, bytes: Uint8Array, flags: readonly boolean[]) => number;

/** A function of bytes and flags; `defaults` are those of the flags. */
function conversion(
  signature: string,
  defaults: readonly boolean[],
  read: Read,
  convert: Convert,
): BuiltinSpecification {
  return builtinFunction(signature, (rt, data, ...given) => {
    const flags: boolean[] = [];
    for (const [index, flag] of given.entries()) {
      const truth = flag === 0 ? Number(defaults[index]) : isTrue(rt, flag);
      if (truth < 0) return 0;
      flags.push(truth === 1);
    }
    const bytes = read(rt, data);
    if (bytes === null || reserveBytes(rt, 2 * bytes.length) < 0) return 0;
    return convert(rt, bytes, flags);
  });
}

function checksum(signature: string, compute: (bytes: Uint8Array, start: number) => number): BuiltinSpecification {
  return builtinFunction(signature, (rt, data, crc) => {
    const start = wordArgument(rt, crc, 0);
    if (start === null) return 0;
    const bytes = readBytes(rt, data);
    return bytes === null ? 0 : newBigInt(rt, BigInt(compute(bytes, start)));
  });
}

/** The bytes of a str in ASCII, which `hexText` makes: taken over. */
function textBytes(rt: Runtime, text: number): number {
  if (text === 0) return 0;
  const bytes = Uint8Array.from(strValue(rt, text), (it) => it.charCodeAt(0));
  decref(rt, text);
  return newBytes(rt, bytes);
}

function decodeHex(text: Uint8Array): Uint8Array | string {
  if (text.length % 2 !== 0) return "Odd-length string";
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    const value = digitValue(text[2 * index] as number) * 16 + digitValue(text[2 * index + 1] as number);
    if (Number.isNaN(value)) return "Non-hexadecimal digit found";
    bytes[index] = value;
  }
  return bytes;
}

/** Makes the module. */
export function newBinasciiModule(rt: Runtime): number {
  const error = newExceptionClass(rt, "binascii", "Error", rt.types.ValueError);
  const incomplete = newExceptionClass(rt, "binascii", "Incomplete", rt.types.Exception);
  const orError = (rt_: Runtime, result: Uint8Array | string): number =>
    typeof result === "string" ? setError(rt_, error, result) : newBytes(rt_, result);
  const toHex = builtinFunction("(data, sep=NULL, bytes_per_sep=1)", (rt_, data, separator, group) => {
    const bytes = readBytes(rt_, data);
    return bytes === null ? 0 : textBytes(rt_, hexText(rt_, bytes, separator, group));
  });
  const fromHex = conversion("(hexstr, /)", [], asciiBytes, (rt_, bytes) => orError(rt_, decodeHex(bytes)));
  const functions = {
    a2b_uu: conversion("(data, /)", [], asciiBytes, (rt_, bytes) => orError(rt_, decodeUu(bytes))),
    b2a_uu: conversion("(data, /, *, backtick=False)", [false], readBytes, (rt_, bytes, [isBacktick]) =>
      orError(
        rt_,
        bytes.length > 45 ? "At most 45 bytes at once" : encodeUu(bytes, isBacktick === true ? "backtick" : "space"),
      ),
    ),
    a2b_base64: conversion("(data, /, *, strict_mode=False)", [false], asciiBytes, (rt_, bytes, [isStrict]) =>
      orError(rt_, decodeBase64(bytes, isStrict === true ? "strict" : "lenient")),
    ),
    b2a_base64: conversion("(data, /, *, newline=True)", [true], readBytes, (rt_, bytes, [hasNewline]) =>
      newBytes(rt_, encodeBase64(bytes, hasNewline === true ? "newline" : "none")),
    ),
    a2b_hex: fromHex,
    unhexlify: fromHex,
    b2a_hex: toHex,
    hexlify: toHex,
    a2b_qp: conversion("(data, header=False)", [false], asciiBytes, (rt_, bytes, [isHeader]) =>
      newBytes(rt_, decodeQuotedPrintable(bytes, isHeader === true ? "header" : "body")),
    ),
    b2a_qp: conversion(
      "(data, quotetabs=False, istext=True, header=False)",
      [false, true, false],
      readBytes,
      (rt_, bytes, [quotesTabs = false, isText = true, isHeader = false]) =>
        newBytes(rt_, encodeQuotedPrintable(bytes, { quotesTabs, isText, isHeader })),
    ),
    crc_hqx: checksum("(data, crc, /)", crcHqx),
    crc32: checksum("(data, crc=0, /)", crc32),
  };
  return newModule(rt, "binascii", functions, { Error: newRef(rt, error), Incomplete: newRef(rt, incomplete) });
}
