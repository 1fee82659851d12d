// str.encode, bytes.decode and `str(bytes, encoding)`: codecs by name.

import { stringArgument } from "../builtins/arguments.ts";
import { setError } from "../exceptions/errors.ts";
import { raiseFailure } from "../numbers/raise.ts";
import { newStr, strValue } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { newBytes } from "./bytes-object.ts";
import { type CodecName, decodeBytes, encodeText, findCodec } from "./codecs.ts";

function codecArgument(rt: Runtime, encoding: number, where: string): CodecName | null {
  if (encoding === 0) return "utf-8";
  const name = stringArgument(rt, encoding, `${where}() argument 'encoding'`);
  if (name === null) return null;
  const codec = findCodec(name);
  if (codec === undefined) setError(rt, rt.types.LookupError, `unknown encoding: ${name}`);
  return codec ?? null;
}

function errorsArgument(rt: Runtime, errors: number, where: string): string | null {
  return errors === 0 ? "strict" : stringArgument(rt, errors, `${where}() argument 'errors'`);
}

/** `self.encode(encoding, errors)`. */
export function encode(rt: Runtime, self: number, encoding: number, errors: number): number {
  return encodeFor(rt, self, encoding, errors, "encode");
}

/** {@link encode}; `where` is the function that messages name. */
export function encodeFor(rt: Runtime, self: number, encoding: number, errors: number, where: string): number {
  const codec = codecArgument(rt, encoding, where);
  if (codec === null) return 0;
  const handler = errorsArgument(rt, errors, where);
  if (handler === null) return 0;
  const bytes = encodeText(strValue(rt, self), codec, handler);
  return bytes instanceof Uint8Array ? newBytes(rt, bytes) : raiseFailure(rt, bytes);
}

/** The text of bytes; null with an exception set. `where` is the function that messages name. */
export function decodeObject(
  rt: Runtime,
  bytes: Uint8Array,
  encoding: number,
  errors: number,
  where: string,
): string | null {
  const codec = codecArgument(rt, encoding, where);
  if (codec === null) return null;
  const handler = errorsArgument(rt, errors, where);
  if (handler === null) return null;
  const text = decodeBytes(bytes, codec, handler);
  if (typeof text === "string") return text;
  raiseFailure(rt, text);
  return null;
}

/** `bytes.decode(encoding, errors)`. */
export function decode(rt: Runtime, bytes: Uint8Array, encoding: number, errors: number): number {
  const text = decodeObject(rt, bytes, encoding, errors, "decode");
  return text === null ? 0 : newStr(rt, text);
}
