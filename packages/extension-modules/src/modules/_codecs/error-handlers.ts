// Error handlers by name: those of Python, as functions that take the exception, and those that programs register. A handler answers
// (what to put in the place, where to go on).

import {
  type BuiltinSpecification,
  Failure,
  type Replacement,
  type Runtime,
  builtinFunction,
  bytesOf,
  callOneArgument,
  clearError,
  decref,
  errorOccurred,
  getAttributeString,
  importModule,
  indexNumber,
  isBytes,
  isInt,
  isStr,
  isSubtype,
  isTuple,
  newDetailed,
  newBytes,
  newInt,
  newRef,
  newStr,
  pendingFailure,
  raise,
  setError,
  strValue,
  tupleItem,
  tupleLength,
  tupleOf,
  typeName,
  typeOf,
  xdecref,
} from "@tjit/runtime/api";
import { escapeOf } from "./escapes.ts";

/** What went wrong: the parts of a UnicodeError. */
interface Trouble {
  readonly kind: "encode" | "decode" | "translate";
  readonly encoding: string;
  /** Code points; those of a str. */
  readonly points: readonly number[];
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Reads an exception; null with an exception set, as when it is no UnicodeError that a handler knows. */
function troubleOf(rt: Runtime, exception: number, kinds: readonly Trouble["kind"][]): Trouble | null {
  const { UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError } = rt.types;
  const is = (type: number): boolean => (exception & 1) === 0 && isSubtype(rt, typeOf(rt, exception), type);
  const kind = is(UnicodeEncodeError)
    ? "encode"
    : is(UnicodeDecodeError)
      ? "decode"
      : is(UnicodeTranslateError)
        ? "translate"
        : null;
  if (kind === null || !kinds.includes(kind)) {
    setError(rt, rt.types.TypeError, `don't know how to handle ${typeName(rt, exception)} in error callback`);
    return null;
  }
  const read = (name: string): number => getAttributeString(rt, exception, name);
  const [object, start, end, encoding] = [
    read("object"),
    read("start"),
    read("end"),
    kind === "translate" ? 0 : read("encoding"),
  ];
  const from = start === 0 ? null : indexNumber(rt, start);
  const to = end === 0 ? null : indexNumber(rt, end);
  const name = encoding !== 0 && isStr(rt, encoding) ? strValue(rt, encoding) : "";
  const points =
    object !== 0 && isStr(rt, object) ? Array.from(strValue(rt, object), (it) => it.codePointAt(0) ?? 0) : [];
  const bytes = object !== 0 && kind === "decode" ? Uint8Array.from(bytesOf(rt, object) ?? []) : new Uint8Array(0);
  for (const it of [object, start, end, encoding]) xdecref(rt, it);
  if (from === null || to === null) return null;
  const size = kind === "decode" ? bytes.length : points.length;
  return {
    kind,
    encoding: name,
    points,
    bytes,
    start: Math.max(0, Math.min(from, size - 1)),
    end: Math.max(1, Math.min(to, size)),
  };
}

/** (text, where to go on). */
function answer(rt: Runtime, value: string | Uint8Array, position: number): number {
  return tupleOf(rt, typeof value === "string" ? newStr(rt, value) : newBytes(rt, value), newInt(rt, position));
}

type Handle = (rt: Runtime, trouble: Trouble, exception: number) => number;

function handler(kinds: readonly Trouble["kind"][], handle: Handle): BuiltinSpecification {
  return builtinFunction("(exception, /)", (rt, exception) => {
    const trouble = troubleOf(rt, exception, kinds);
    return trouble === null ? 0 : handle(rt, trouble, exception);
  });
}

function reraise(rt: Runtime, exception: number): 0 {
  raise(rt, newRef(rt, exception));
  return 0;
}

const every = ["encode", "decode", "translate"] as const;

/** `\N{NAME}` by the module unicodedata, where that is. */
function named(rt: Runtime, point: number): string {
  const module = importModule(rt, "unicodedata");
  const name = module === 0 ? 0 : getAttributeString(rt, module, "name");
  const character = newStr(rt, String.fromCodePoint(point));
  const found = name === 0 ? 0 : callOneArgument(rt, name, character);
  const text = found === 0 ? null : strValue(rt, found);
  for (const it of [module, name, character, found]) xdecref(rt, it);
  if (text === null) clearError(rt);
  return text === null ? escapeOf(point) : `\\N{${text}}`;
}

const units: Readonly<Record<string, readonly [size: number, isBig: boolean]>> = {
  utf8: [3, false],
  cputf8: [3, false],
  utf16: [2, false],
  utf16le: [2, false],
  utf16be: [2, true],
  utf32: [4, false],
  utf32le: [4, false],
  utf32be: [4, true],
};

const passSurrogates: Handle = (rt, { kind, encoding, points, bytes, start, end }, exception) => {
  const [size, isBig] = units[encoding.toLowerCase().replace(/[-_]/g, "")] ?? [0, false];
  if (size === 0) return reraise(rt, exception);
  const place = (value: number): readonly number[] => {
    if (size === 3) return [0xe0 | (value >> 12), 0x80 | ((value >> 6) & 63), 0x80 | (value & 63)];
    const all = size === 2 ? [value & 255, value >> 8] : [value & 255, value >> 8, 0, 0];
    return isBig ? all.toReversed() : all;
  };
  if (kind === "encode") {
    const out: number[] = [];
    for (const point of points.slice(start, end)) {
      if (point < 0xd800 || point > 0xdfff) return reraise(rt, exception);
      out.push(...place(point));
    }
    return answer(rt, Uint8Array.from(out), end);
  }
  const unit = Array.from(bytes.subarray(start, start + size));
  if (unit.length === size) {
    const [a = 0, b = 0, c = 0] = unit;
    const value =
      size === 3
        ? (a & 0xf0) === 0xe0 && (b & 0xc0) === 0x80 && (c & 0xc0) === 0x80
          ? ((a & 15) << 12) | ((b & 63) << 6) | (c & 63)
          : 0
        : (isBig ? unit : unit.toReversed()).reduce((sum, byte) => sum * 256 + byte, 0);
    if (value >= 0xd800 && value <= 0xdfff) return answer(rt, String.fromCharCode(value), start + size);
  }
  return reraise(rt, exception);
};

const escapeSurrogates: Handle = (rt, { kind, points, bytes, start, end }, exception) => {
  if (kind === "encode") {
    const wrong = points.slice(start, end);
    if (wrong.some((it) => it < 0xdc80 || it > 0xdcff)) return reraise(rt, exception);
    return answer(
      rt,
      Uint8Array.from(wrong, (it) => it - 0xdc00),
      end,
    );
  }
  let text = "";
  for (const byte of bytes.subarray(start, Math.min(end, start + 4))) {
    if (byte < 128) break;
    text += String.fromCharCode(0xdc00 + byte);
  }
  return text === "" ? reraise(rt, exception) : answer(rt, text, start + text.length);
};

/** Python's own handlers, by name, under the names of their functions. */
export const ownHandlers: Readonly<Record<string, readonly [shown: string, specification: BuiltinSpecification]>> = {
  strict: [
    "strict_errors",
    builtinFunction("(exception, /)", (rt, exception) =>
      (exception & 1) === 0 && isSubtype(rt, typeOf(rt, exception), rt.types.Exception)
        ? reraise(rt, exception)
        : setError(rt, rt.types.TypeError, "codec must pass exception instance"),
    ),
  ],
  ignore: ["ignore_errors", handler(every, (rt, { end }) => answer(rt, "", end))],
  replace: [
    "replace_errors",
    handler(every, (rt, { kind, start, end }) =>
      answer(rt, kind === "decode" ? "\ufffd" : (kind === "encode" ? "?" : "\ufffd").repeat(end - start), end),
    ),
  ],
  xmlcharrefreplace: [
    "xmlcharrefreplace_errors",
    handler(["encode"], (rt, { points, start, end }) =>
      answer(
        rt,
        points
          .slice(start, end)
          .map((it) => `&#${it};`)
          .join(""),
        end,
      ),
    ),
  ],
  backslashreplace: [
    "backslashreplace_errors",
    handler(every, (rt, { kind, points, bytes, start, end }) =>
      answer(
        rt,
        Array.from(kind === "decode" ? bytes.subarray(start, end) : points.slice(start, end), escapeOf).join(""),
        end,
      ),
    ),
  ],
  namereplace: [
    "namereplace_errors",
    handler(["encode"], (rt, { points, start, end }) =>
      answer(
        rt,
        points
          .slice(start, end)
          .map((it) => named(rt, it))
          .join(""),
        end,
      ),
    ),
  ],
  surrogatepass: ["surrogatepass", handler(["encode", "decode"], passSurrogates)],
  surrogateescape: ["surrogateescape", handler(["encode", "decode"], escapeSurrogates)],
};

/** Asks a handler about a failure to encode or decode. */
export function askHandler(rt: Runtime, callback: number, failure: Failure): Replacement | Failure {
  const isEncoding = failure.type === "UnicodeEncodeError";
  const [, object] = failure.details;
  const exception = newDetailed(rt, isEncoding ? rt.types.UnicodeEncodeError : rt.types.UnicodeDecodeError, failure);
  if (exception === 0) return pendingFailure();
  const given = isEncoding ? 0 : getAttributeString(rt, exception, "object");
  const result = callOneArgument(rt, callback, exception);
  const now = isEncoding || result === 0 ? 0 : getAttributeString(rt, exception, "object");
  let bytes: Uint8Array | undefined;
  if (now !== given && now !== 0) {
    if (isBytes(rt, now)) bytes = Uint8Array.from(bytesOf(rt, now) ?? []);
    else setError(rt, rt.types.TypeError, "UnicodeError 'object' attribute must be a bytes");
  }
  for (const it of [exception, given, now]) xdecref(rt, it);
  if (errorOccurred(rt) !== 0) {
    xdecref(rt, result);
    return pendingFailure();
  }
  const size = typeof object === "string" ? Array.from(object).length : (bytes ?? (object as Uint8Array)).length;
  const replacement = readAnswer(rt, result, isEncoding, size);
  decref(rt, result);
  return bytes === undefined || replacement instanceof Failure ? replacement : { ...replacement, bytes };
}

function readAnswer(rt: Runtime, result: number, isEncoding: boolean, size: number): Replacement | Failure {
  const isPair = isTuple(rt, result) && tupleLength(rt, result) === 2;
  const value = isPair ? tupleItem(rt, result, 0) : 0;
  const isValid =
    isPair && isInt(rt, tupleItem(rt, result, 1)) && (isStr(rt, value) || (isEncoding && isBytes(rt, value)));
  if (!isValid) {
    const wanted = isEncoding
      ? "encoding error handler must return (str/bytes, int) tuple"
      : "decoding error handler must return (str, int) tuple";
    return new Failure("TypeError", wanted);
  }
  const given = indexNumber(rt, tupleItem(rt, result, 1));
  if (given === null) return pendingFailure();
  const position = given < 0 ? given + size : given;
  if (position < 0 || position > size)
    return new Failure("IndexError", `position ${position} from error handler out of bounds`);
  return { value: isStr(rt, value) ? strValue(rt, value) : Uint8Array.from(bytesOf(rt, value) ?? []), position };
}
