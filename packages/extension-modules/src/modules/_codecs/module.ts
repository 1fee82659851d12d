// The module `_codecs`: the registry of codecs, and the codecs that the machine has.

import {
  type BuiltinSpecification,
  type CodecName,
  Failure,
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  builtinFunction,
  callOneArgument,
  clearError,
  completeLength,
  decodeBytes,
  decref,
  defineType,
  dictSet,
  encodeText,
  getAttributeString,
  hasBuffer,
  hostPayload,
  importModule,
  indexNumber,
  isStr,
  isTrue,
  method,
  newBytes,
  newDict,
  newHostObject,
  newInt,
  newModule,
  newRef,
  newStr,
  notConstructible,
  pyBool,
  raiseFailure,
  readBytes,
  setError,
  strLength,
  strValue,
  tupleOf,
  typeName,
  warn,
  xdecref,
} from "@tjit/runtime/api";
import { decodeCharmap, encodeCharmap, encodingMap } from "./charmap.ts";
import {
  type EscapeHost,
  decodeByteEscapes,
  decodeRawUnicodeEscape,
  decodeUnicodeEscape,
  encodeByteEscapes,
  encodeRawUnicodeEscape,
  encodeUnicodeEscape,
  latin1,
} from "./escapes.ts";
import { Codecs } from "./registry.ts";
import { decodeUtf7, encodeUtf7 } from "./utf7.ts";

type Functions = Record<string, BuiltinSpecification>;

/** A str argument; null with an exception set. */
function textArgument(rt: Runtime, ref: number, where: string): string | null {
  if (isStr(rt, ref)) return strValue(rt, ref);
  setError(rt, rt.types.TypeError, `${where} must be str, not ${ref === None ? "None" : typeName(rt, ref)}`);
  return null;
}

/** The name of the error handler; null with an exception set. */
function errorsArgument(rt: Runtime, ref: number, where: string): string | null {
  if (ref === 0 || ref === None) return "strict";
  if (isStr(rt, ref)) return strValue(rt, ref);
  setError(rt, rt.types.TypeError, `${where}() argument 2 must be str or None, not ${typeName(rt, ref)}`);
  return null;
}

/** Bytes of a bytes-like object, or of a str in ASCII or UTF-8 where that may be one. A copy; null with an exception set. */
function dataArgument(rt: Runtime, ref: number, isTextAllowed = false): Uint8Array | null {
  if (isTextAllowed && isStr(rt, ref)) return new TextEncoder().encode(strValue(rt, ref));
  if (hasBuffer(rt, ref)) {
    const bytes = readBytes(rt, ref);
    return bytes === null ? null : Uint8Array.from(bytes);
  }
  setError(rt, rt.types.TypeError, `a bytes-like object is required, not '${typeName(rt, ref)}'`);
  return null;
}

function encoded(rt: Runtime, result: Uint8Array | Failure, count: number): number {
  return result instanceof Failure ? raiseFailure(rt, result) : tupleOf(rt, newBytes(rt, result), newInt(rt, count));
}

function decoded(rt: Runtime, result: string | Failure, count: number, ...more: readonly number[]): number {
  if (result instanceof Failure) return raiseFailure(rt, result);
  return tupleOf(rt, newStr(rt, result), newInt(rt, count), ...more);
}

/** The encoder and the decoder of a codec of the runtime. */
function codecPair(codecs: Codecs, name: string, codec: CodecName, isStateful: boolean): Functions {
  const ask = (rt: Runtime) => (failure: Failure, errors: string) => codecs.ask(rt, failure, errors);
  return {
    [`${name}_encode`]: builtinFunction("(str, errors=None, /)", (rt, text, errors) => {
      const value = textArgument(rt, text, `${name}_encode() argument 1`);
      const handler = value === null ? null : errorsArgument(rt, errors, `${name}_encode`);
      if (value === null || handler === null) return 0;
      return encoded(rt, encodeText(value, codec, handler, ask(rt)), strLength(rt, text));
    }),
    [`${name}_decode`]: builtinFunction(
      isStateful ? "(data, errors=None, final=False, /)" : "(data, errors=None, /)",
      (rt, data, errors, final = 0) => {
        const bytes = dataArgument(rt, data);
        const handler = bytes === null ? null : errorsArgument(rt, errors, `${name}_decode`);
        const isFinal = !isStateful ? 1 : final === 0 ? 0 : isTrue(rt, final);
        if (bytes === null || handler === null || isFinal < 0) return 0;
        const count = isFinal > 0 ? bytes.length : completeLength(bytes, codec);
        return decoded(rt, decodeBytes(bytes.subarray(0, count), codec, handler, ask(rt)), count);
      },
    ),
  };
}

/** `utf_16_encode`, `utf_16_decode` and `utf_16_ex_decode`, and those of UTF-32: a mark at the start tells the order of bytes. */
function markedCodec(codecs: Codecs, name: "utf_16" | "utf_32", size: 2 | 4): Functions {
  const family = size === 2 ? "utf-16" : "utf-32";
  const orders = { little: `${family}-le`, big: `${family}-be` } as const;
  const ask = (rt: Runtime) => (failure: Failure, errors: string) => codecs.ask(rt, failure, errors);
  const decodeMarked = (
    rt: Runtime,
    data: number,
    errors: number,
    order: number,
    final: number,
    isShown: boolean,
  ): number => {
    const bytes = dataArgument(rt, data);
    const handler = bytes === null ? null : errorsArgument(rt, errors, `${name}_decode`);
    const isFinal = final === 0 ? 0 : isTrue(rt, final);
    if (bytes === null || handler === null || isFinal < 0) return 0;
    let found = order;
    let start = 0;
    if (order === 0 && bytes.length >= size) {
      const mark = Array.from(bytes.subarray(0, size)).join();
      if (mark === (size === 2 ? "255,254" : "255,254,0,0")) found = -1;
      else if (mark === (size === 2 ? "254,255" : "0,0,254,255")) found = 1;
      if (found !== 0) start = size;
    }
    const codec = found > 0 ? orders.big : orders.little;
    const rest = bytes.subarray(start);
    const count = isFinal > 0 ? rest.length : completeLength(rest, codec);
    let behind = start;
    const shift = (failure: Failure): Failure => shifted(failure, bytes, behind);
    const result = decodeBytes(rest.subarray(0, count), codec, handler, (failure, name_) => {
      const answer = ask(rt)(shift(failure), name_);
      if (answer instanceof Failure) return answer;
      if (answer.bytes !== undefined) behind = 0;
      return { ...answer, position: answer.position - behind };
    });
    const text = result instanceof Failure ? shift(result) : result;
    return decoded(rt, text, start + count, ...(isShown ? [newInt(rt, found)] : []));
  };
  return {
    [`${name}_encode`]: builtinFunction("(str, errors=None, byteorder=0, /)", (rt, text, errors, order) => {
      const value = textArgument(rt, text, `${name}_encode() argument 1`);
      const handler = value === null ? null : errorsArgument(rt, errors, `${name}_encode`);
      const wanted = order === 0 ? 0 : indexNumber(rt, order);
      if (value === null || handler === null || wanted === null) return 0;
      const codec = wanted === 0 ? family : wanted < 0 ? orders.little : orders.big;
      return encoded(rt, encodeText(value, codec, handler, ask(rt)), strLength(rt, text));
    }),
    [`${name}_decode`]: builtinFunction("(data, errors=None, final=False, /)", (rt, data, errors, final) =>
      decodeMarked(rt, data, errors, 0, final, false),
    ),
    [`${name}_ex_decode`]: builtinFunction(
      "(data, errors=None, byteorder=0, final=False, /)",
      (rt, data, errors, order, final) => {
        const wanted = order === 0 ? 0 : indexNumber(rt, order);
        return wanted === null ? 0 : decodeMarked(rt, data, errors, wanted, final, true);
      },
    ),
  };
}

/** A failure to decode what is behind a mark, as one to decode all. */
function shifted(failure: Failure, bytes: Uint8Array, by: number): Failure {
  const [encoding, , start, end, reason] = failure.details;
  if (by === 0 || typeof start !== "number" || typeof end !== "number") return failure;
  return new Failure(failure.type, failure.message, [encoding ?? "", bytes, start + by, end + by, reason ?? ""]);
}

/** What decoders of escapes ask the machine. */
function escapeHost(rt: Runtime, codecs: Codecs, errors: string): EscapeHost {
  return {
    ask: (failure) => codecs.ask(rt, failure, errors),
    warn: (message) => warn(rt, rt.types.DeprecationWarning, message) === 0,
    lookup: (name) => {
      const module = importModule(rt, "unicodedata");
      const fn = module === 0 ? 0 : getAttributeString(rt, module, "lookup");
      const text = newStr(rt, name);
      const found = fn === 0 ? 0 : callOneArgument(rt, fn, text);
      const characters = found === 0 ? undefined : strValue(rt, found);
      for (const it of [module, fn, text, found]) xdecref(rt, it);
      if (found === 0) clearError(rt);
      return characters;
    },
  };
}

function escapeCodecs(codecs: Codecs): Functions {
  const decoder = (where: string, decode: typeof decodeUnicodeEscape): BuiltinSpecification =>
    builtinFunction("(data, errors=None, final=True, /)", (rt, data, errors, final) => {
      const bytes = dataArgument(rt, data, true);
      const handler = bytes === null ? null : errorsArgument(rt, errors, where);
      const isFinal = final === 0 ? 1 : isTrue(rt, final);
      if (bytes === null || handler === null || isFinal < 0) return 0;
      const result = decode(bytes, escapeHost(rt, codecs, handler), isFinal > 0);
      return result instanceof Failure ? raiseFailure(rt, result) : decoded(rt, result.text, result.consumed);
    });
  const encoder = (where: string, encode: (text: string) => Uint8Array): BuiltinSpecification =>
    builtinFunction("(str, errors=None, /)", (rt, text) => {
      const value = textArgument(rt, text, `${where}() argument 1`);
      return value === null ? 0 : encoded(rt, encode(value), strLength(rt, text));
    });
  return {
    unicode_escape_decode: decoder("unicode_escape_decode", decodeUnicodeEscape),
    unicode_escape_encode: encoder("unicode_escape_encode", encodeUnicodeEscape),
    raw_unicode_escape_decode: decoder("raw_unicode_escape_decode", decodeRawUnicodeEscape),
    raw_unicode_escape_encode: encoder("raw_unicode_escape_encode", encodeRawUnicodeEscape),
    escape_decode: builtinFunction("(data, errors=None, /)", (rt, data, errors) => {
      const bytes = dataArgument(rt, data, true);
      const handler = bytes === null ? null : errorsArgument(rt, errors, "escape_decode");
      if (bytes === null || handler === null) return 0;
      return encoded(rt, decodeByteEscapes(bytes, handler, escapeHost(rt, codecs, handler).warn), bytes.length);
    }),
    escape_encode: builtinFunction("(data, errors=None, /)", (rt, data) => {
      const bytes = dataArgument(rt, data);
      return bytes === null ? 0 : encoded(rt, encodeByteEscapes(bytes), bytes.length);
    }),
    readbuffer_encode: builtinFunction("(data, errors=None, /)", (rt, data) => {
      const bytes = dataArgument(rt, data, true);
      return bytes === null ? 0 : encoded(rt, bytes, bytes.length);
    }),
    utf_7_encode: encoder("utf_7_encode", encodeUtf7),
    utf_7_decode: builtinFunction("(data, errors=None, final=False, /)", (rt, data, errors, final) => {
      const bytes = dataArgument(rt, data);
      const handler = bytes === null ? null : errorsArgument(rt, errors, "utf_7_decode");
      const isFinal = final === 0 ? 0 : isTrue(rt, final);
      if (bytes === null || handler === null || isFinal < 0) return 0;
      const result = decodeUtf7(bytes, (failure) => codecs.ask(rt, failure, handler), isFinal > 0);
      return result instanceof Failure ? raiseFailure(rt, result) : decoded(rt, result.text, result.consumed);
    }),
  };
}

function charmapCodecs(codecs: Codecs, mapType: number): Functions {
  const isGiven = (mapping: number): boolean => mapping !== 0 && mapping !== None;
  return {
    charmap_decode: builtinFunction("(data, errors=None, mapping=None, /)", (rt, data, errors, mapping) => {
      const bytes = dataArgument(rt, data);
      const handler = bytes === null ? null : errorsArgument(rt, errors, "charmap_decode");
      if (bytes === null || handler === null) return 0;
      if (!isGiven(mapping)) return decoded(rt, latin1(bytes), bytes.length);
      return decoded(
        rt,
        decodeCharmap(rt, bytes, mapping, (failure) => codecs.ask(rt, failure, handler)),
        bytes.length,
      );
    }),
    charmap_encode: builtinFunction("(str, errors=None, mapping=None, /)", (rt, text, errors, mapping) => {
      const value = textArgument(rt, text, "charmap_encode() argument 1");
      const handler = value === null ? null : errorsArgument(rt, errors, "charmap_encode");
      if (value === null || handler === null) return 0;
      const result = isGiven(mapping)
        ? encodeCharmap(rt, value, mapping, mapType, (failure) => codecs.ask(rt, failure, handler))
        : encodeText(value, "latin-1", handler, (failure, name) => codecs.ask(rt, failure, name));
      return encoded(rt, result, strLength(rt, text));
    }),
    charmap_build: builtinFunction("(map, /)", (rt, map) => {
      const table = textArgument(rt, map, "charmap_build() argument");
      if (table === null) return 0;
      const made = encodingMap(table);
      if (made !== null) return newHostObject(rt, mapType, made);
      const dict = newDict(rt);
      Array.from(table).forEach((character, byte) => {
        const key = newInt(rt, character.codePointAt(0) ?? 0);
        const value = newInt(rt, byte);
        dictSet(rt, dict, key, value);
        decref(rt, key);
        decref(rt, value);
      });
      return dict;
    }),
  };
}

function registryFunctions(codecs: Codecs): Functions {
  const apply = (direction: "encode" | "decode"): BuiltinSpecification =>
    builtinFunction("(obj, encoding='utf-8', errors='strict')", (rt, object, encoding, errors) => {
      const name = encoding === 0 ? "utf-8" : textArgument(rt, encoding, `${direction}() argument 'encoding'`);
      const handler =
        errors === 0 ? "strict" : name === null ? null : textArgument(rt, errors, `${direction}() argument 'errors'`);
      return name === null || handler === null ? 0 : codecs.apply(rt, direction, object, name, handler);
    });
  return {
    register: builtinFunction("(search_function, /)", (rt, search) => codecs.register(rt, search)),
    unregister: builtinFunction("(search_function, /)", (rt, search) => codecs.unregister(rt, search)),
    lookup: builtinFunction("(encoding, /)", (rt, encoding) => {
      const name = textArgument(rt, encoding, "lookup() argument");
      return name === null ? 0 : codecs.lookup(rt, name);
    }),
    encode: apply("encode"),
    decode: apply("decode"),
    register_error: builtinFunction("(errors, handler, /)", (rt, errors, handler) => {
      const name = textArgument(rt, errors, "register_error() argument 1");
      return name === null ? 0 : codecs.registerHandler(rt, name, handler);
    }),
    _unregister_error: builtinFunction("(errors, /)", (rt, errors) => {
      const name = textArgument(rt, errors, "_unregister_error() argument");
      const was = name === null ? null : codecs.unregisterHandler(rt, name);
      return was === null ? 0 : pyBool(was);
    }),
    lookup_error: builtinFunction("(name, /)", (rt, name) => {
      const text = textArgument(rt, name, "lookup_error() argument");
      const handler = text === null ? 0 : codecs.handler(rt, text);
      return handler === 0 ? 0 : newRef(rt, handler);
    }),
  };
}

/** Makes the module. */
export function newCodecsModule(rt: Runtime): number {
  const codecs = new Codecs();
  rt.codecRegistry = {
    encode: (machine, text, encoding, errors) => codecs.applyText(machine, "encode", text, encoding, errors),
    decode: (machine, bytes, encoding, errors) => codecs.applyText(machine, "decode", bytes, encoding, errors),
    handle: (machine, failure, errors) => codecs.ask(machine, failure, errors),
  };
  const mapType = defineType(rt, {
    name: "EncodingMap",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("EncodingMap"),
    methods: {
      size: method("($self, /)", (rt_, self) =>
        newInt(rt_, (hostPayload(rt_, self) as ReadonlyMap<number, number>).size),
      ),
    },
  });
  return newModule(rt, "_codecs", {
    ...registryFunctions(codecs),
    ...codecPair(codecs, "ascii", "ascii", false),
    ...codecPair(codecs, "latin_1", "latin-1", false),
    ...codecPair(codecs, "utf_8", "utf-8", true),
    ...codecPair(codecs, "utf_16_le", "utf-16-le", true),
    ...codecPair(codecs, "utf_16_be", "utf-16-be", true),
    ...codecPair(codecs, "utf_32_le", "utf-32-le", true),
    ...codecPair(codecs, "utf_32_be", "utf-32-be", true),
    ...markedCodec(codecs, "utf_16", 2),
    ...markedCodec(codecs, "utf_32", 4),
    ...escapeCodecs(codecs),
    ...charmapCodecs(codecs, mapType),
  });
}
