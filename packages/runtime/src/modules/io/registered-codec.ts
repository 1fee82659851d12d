// Codecs that are registered with `codecs`, for text streams: those of the library, and those of programs.

import { errorOccurred, setError } from "../../exceptions/errors.ts";
import { importModule } from "../../importing/import-module.ts";
import { type Failure, pendingFailure } from "../../numbers/failure.ts";
import { False, True, decref, isStr, typeName } from "../../object/reference.ts";
import { internStr, newStr, strValue } from "../../object/str.ts";
import { getAttributeString } from "../../protocols/attributes.ts";
import { callMethod, callNoArguments, callOneArgument } from "../../protocols/call.ts";
import { isTrue } from "../../protocols/truth.ts";
import { type Runtime } from "../../runtime.ts";
import { bytesValue, isBytes, newBytes } from "../../text/bytes-object.ts";
import { type PieceDecoder } from "../../text/incremental-decoder.ts";

const nothing = new Uint8Array(0);

/** An encoder and a decoder of `codecs`, owned. */
export interface RegisteredCodec {
  readonly encoder: number;
  readonly decoder: number;
}

/** The codec of a name; null with LookupError set. */
export function registeredCodec(rt: Runtime, name: string, errors: string): RegisteredCodec | null {
  const info = lookup(rt, name);
  if (info === 0) return null;
  const isText = getAttributeString(rt, info, "_is_text_encoding");
  const accepted = isText === 0 ? -1 : isTrue(rt, isText);
  if (isText !== 0) decref(rt, isText);
  if (accepted === 0) {
    setError(rt, rt.types.LookupError, `'${name}' is not a text encoding`);
  }
  const encoder = accepted > 0 ? made(rt, info, "incrementalencoder", errors) : 0;
  const decoder = encoder === 0 ? 0 : made(rt, info, "incrementaldecoder", errors);
  decref(rt, info);
  if (decoder !== 0) return { encoder, decoder };
  if (encoder !== 0) decref(rt, encoder);
  return null;
}

function lookup(rt: Runtime, name: string): number {
  const codecs = importModule(rt, "codecs");
  if (codecs === 0) return errorOccurred(rt) === 0 ? 0 : unknownUnlessThere(rt, name);
  const text = newStr(rt, name);
  const key = internStr(rt, "lookup");
  const info = callMethod(rt, codecs, key, text);
  for (const it of [codecs, text, key]) decref(rt, it);
  return info;
}

/** Without the library there are no codecs but the runtime's own. */
function unknownUnlessThere(rt: Runtime, name: string): 0 {
  return setError(rt, rt.types.LookupError, `unknown encoding: ${name}`);
}

function made(rt: Runtime, info: number, kind: string, errors: string): number {
  const factory = getAttributeString(rt, info, kind);
  if (factory === 0) return 0;
  const handler = newStr(rt, errors);
  const result = callOneArgument(rt, factory, handler);
  decref(rt, handler);
  decref(rt, factory);
  return result;
}

/** Bytes of a text; a failure with the exception set. */
export function encodeRegistered(rt: Runtime, { encoder }: RegisteredCodec, text: string): Uint8Array | Failure {
  const [string, key] = [newStr(rt, text), internStr(rt, "encode")];
  const result = callMethod(rt, encoder, key, string);
  decref(rt, key);
  decref(rt, string);
  if (result === 0) return pendingFailure();
  if (!isBytes(rt, result)) {
    setError(rt, rt.types.TypeError, `encoder should return a bytes object, not '${typeName(rt, result)}'`);
    decref(rt, result);
    return pendingFailure();
  }
  const bytes = bytesValue(rt, result).slice();
  decref(rt, result);
  return bytes;
}

/** The decoder. Nobody knows what it holds back. */
export function decoderOf(rt: Runtime, { decoder }: RegisteredCodec): PieceDecoder {
  return {
    waiting: nothing,
    decode: (piece, isFinal) => {
      const bytes = newBytes(rt, piece);
      const result = callMethod(rt, decoder, rt.names.decode, bytes, isFinal ? True : False);
      decref(rt, bytes);
      if (result === 0) return pendingFailure();
      if (!isStr(rt, result)) {
        setError(rt, rt.types.TypeError, `decoder should return a string result, not '${typeName(rt, result)}'`);
        decref(rt, result);
        return pendingFailure();
      }
      const text = strValue(rt, result);
      decref(rt, result);
      return text;
    },
    reset: () => {
      const reset = getAttributeString(rt, decoder, "reset");
      const done = reset === 0 ? 0 : callNoArguments(rt, reset);
      if (reset !== 0) decref(rt, reset);
      if (done !== 0) decref(rt, done);
    },
  };
}
