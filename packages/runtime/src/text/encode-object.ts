// str.encode, bytes.decode and `str(bytes, encoding)`: the runtime's own codecs by name; others, and error handlers that programs register,
// through the module `_codecs`.

import { stringArgument } from "../builtins/arguments.ts";
import { clearIf, setError } from "../exceptions/errors.ts";
import { importModule } from "../importing/import-module.ts";
import { pendingFailure } from "../numbers/failure.ts";
import { raiseFailure } from "../numbers/raise.ts";
import { decref } from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { type CodecRegistry, type Runtime } from "../runtime.ts";
import { newBytes } from "./bytes-object.ts";
import { type CodecName, type ErrorCallback, decodeBytes, encodeText, findCodec } from "./codecs.ts";

/** A codec of the runtime, or the name of another; null with an exception set. */
function codecArgument(rt: Runtime, encoding: number, where: string): { readonly codec: CodecName } | string | null {
  if (encoding === 0) return { codec: "utf-8" };
  const name = stringArgument(rt, encoding, `${where}() argument 'encoding'`);
  if (name === null) return null;
  const codec = findCodec(name);
  return codec === undefined ? name : { codec };
}

function errorsArgument(rt: Runtime, errors: number, where: string): string | null {
  return errors === 0 ? "strict" : stringArgument(rt, errors, `${where}() argument 'errors'`);
}

/** What `_codecs` does; null where it is not installed, or with an exception set that is no ImportError. */
function registry(rt: Runtime): CodecRegistry | null {
  if (rt.codecRegistry === null) {
    const module = importModule(rt, "_codecs");
    if (module !== 0) decref(rt, module);
    else clearIf(rt, rt.types.ImportError);
  }
  return rt.codecRegistry;
}

/** Asks error handlers that are none of the runtime's own. */
export function errorCallback(rt: Runtime): ErrorCallback {
  return (failure, errors) => {
    const codecs = registry(rt);
    if (codecs !== null) return codecs.handle(rt, failure, errors);
    setError(rt, rt.types.LookupError, `unknown error handler name '${errors}'`);
    return pendingFailure();
  };
}

function unknown(rt: Runtime, encoding: string): 0 {
  return setError(rt, rt.types.LookupError, `unknown encoding: ${encoding}`);
}

/** `self.encode(encoding, errors)`. */
export function encode(rt: Runtime, self: number, encoding: number, errors: number): number {
  return encodeFor(rt, self, encoding, errors, "encode");
}

/** {@link encode}; `where` is the function that messages name. */
export function encodeFor(rt: Runtime, self: number, encoding: number, errors: number, where: string): number {
  const found = codecArgument(rt, encoding, where);
  if (found === null) return 0;
  const handler = errorsArgument(rt, errors, where);
  if (handler === null) return 0;
  if (typeof found === "string") return registry(rt)?.encode(rt, self, found, handler) ?? unknown(rt, found);
  const bytes = encodeText(strValue(rt, self), found.codec, handler, errorCallback(rt));
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
  const found = codecArgument(rt, encoding, where);
  if (found === null) return null;
  const handler = errorsArgument(rt, errors, where);
  if (handler === null) return null;
  if (typeof found === "string") return decodeByRegistry(rt, bytes, found, handler);
  const text = decodeBytes(bytes, found.codec, handler, errorCallback(rt));
  if (typeof text === "string") return text;
  raiseFailure(rt, text);
  return null;
}

function decodeByRegistry(rt: Runtime, bytes: Uint8Array, encoding: string, errors: string): string | null {
  const codecs = registry(rt);
  if (codecs === null) {
    unknown(rt, encoding);
    return null;
  }
  const copy = newBytes(rt, bytes.slice());
  const result = codecs.decode(rt, copy, encoding, errors);
  decref(rt, copy);
  if (result === 0) return null;
  const text = strValue(rt, result);
  decref(rt, result);
  return text;
}

/** `bytes.decode(encoding, errors)`. */
export function decode(rt: Runtime, bytes: Uint8Array, encoding: number, errors: number): number {
  const text = decodeObject(rt, bytes, encoding, errors, "decode");
  return text === null ? 0 : newStr(rt, text);
}
