// `format % args`: printf-style formatting of str, and of bytes as texts of one character per byte.

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { decimalText } from "../numbers/int-repr.ts";
import { Failure, valueError } from "../numbers/failure.ts";
import { indexInteger, integerFrom, doubleFrom } from "../numbers/int-new.ts";
import { type Integer } from "../numbers/integer.ts";
import { readInteger } from "../numbers/integer-object.ts";
import { raiseFailure } from "../numbers/raise.ts";
import { decref, isFloat, isInt, isStr, isTuple, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { newStr, newStrOf, strFlags, strLength, strValue } from "../object/str.ts";
import { hasBuffer } from "../protocols/buffer.ts";
import { hasSpecial } from "../protocols/special.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { takeText } from "../protocols/text.ts";
import { getItem } from "../protocols/subscript.ts";
import { type Runtime } from "../runtime.ts";
import { bytesFrom } from "./bytes-from.ts";
import { bytesLikeSelf, bytesValue, isByteArray, isBytes, newBytes } from "./bytes-object.ts";
import { truncate } from "./code-points.ts";
import { convertObject } from "./convert.ts";
import { codePointLength } from "./format-layout.ts";
import { padPercent, percentDouble, percentInteger } from "./percent-number.ts";
import { parsePercent, percentKey, type PercentSpec } from "./percent-spec.ts";
import { roomFor } from "./str-methods.ts";

/** What is formatted. */
type Target = "str" | "bytes";

/** The arguments while they are used up. */
class PercentArguments {
  readonly rt: Runtime;
  readonly args: number;
  readonly isTuple: boolean;
  /** Whether `%(key)` may be used. */
  readonly isMapping: boolean;
  readonly target: Target;
  used = 0;

  constructor(rt: Runtime, args: number, target: Target) {
    this.rt = rt;
    this.args = args;
    this.target = target;
    this.isTuple = isTuple(rt, args);
    const isText = isStr(rt, args) || (target === "bytes" && (isBytes(rt, args) || isByteArray(rt, args)));
    this.isMapping = !this.isTuple && !isText && slotsOf(rt, args).getitem !== null;
  }

  /** The next argument, borrowed; 0 with TypeError set. */
  next(): number {
    const { rt, args } = this;
    const count = this.isTuple ? tupleLength(rt, args) : 1;
    if (this.used >= count) return setError(rt, rt.types.TypeError, "not enough arguments for format string");
    return this.isTuple ? tupleItem(rt, args, this.used++) : (this.used++, args);
  }

  get remaining(): boolean {
    return this.used < (this.isTuple ? tupleLength(this.rt, this.args) : 1);
  }
}

/** A format without keys, parsed: each conversion and the text before it, and the text behind the last. */
export interface PercentTemplate {
  readonly literals: readonly string[];
  readonly specs: readonly PercentSpec[];
  readonly rest: string;
}

/** Null: there are keys, or a mistake, which is found when what is before it has been converted. */
function parseTemplate(format: string): PercentTemplate | null {
  const literals: string[] = [];
  const specs: PercentSpec[] = [];
  let position = 0;
  for (let at = format.indexOf("%"); at >= 0; at = format.indexOf("%", position)) {
    const spec = format.charAt(at + 1) === "(" ? null : parsePercent(format, at + 1, undefined);
    if (spec === null || spec instanceof Failure) return null;
    literals.push(format.slice(position, at));
    specs.push(spec);
    position = spec.end;
  }
  return { literals, specs, rest: format.slice(position) };
}

/** `format % args`: a new reference. */
export function strPercent(rt: Runtime, format: number, args: number): number {
  const source = strValue(rt, format);
  let template = rt.formats.percent.get(source);
  if (template === undefined) template = rt.formats.percent.add(source, parseTemplate(source));
  if (template !== null) return fillTemplate(rt, template, strFlags(rt, format), args);
  const text = formatPercent(rt, source, args, "str");
  return text === null ? 0 : newStr(rt, text);
}

function fillTemplate(
  rt: Runtime,
  { literals, specs, rest }: PercentTemplate,
  formatFlags: number,
  args: number,
): number {
  const source = new PercentArguments(rt, args, "str");
  let text = "";
  let flags = formatFlags;
  for (let index = 0; index < specs.length; index++) {
    const spec = specs[index] as PercentSpec;
    text += literals[index];
    let piece: string | null;
    if (!spec.bare || !"sdr".includes(spec.conversion)) {
      piece = convert(rt, spec, 0, source);
      if ("srac".includes(spec.conversion)) flags = 0;
    } else {
      const value = source.next();
      if (value === 0) return 0;
      if ((value & 1) !== 0) piece = decimalText(rt, value >> 1);
      else if (spec.conversion === "s" && typeOf(rt, value) === FixedType.str) {
        piece = strValue(rt, value);
        flags &= strFlags(rt, value);
      } else {
        piece = convertValue(rt, spec, value, "", -1, -1);
        if (spec.conversion !== "d") flags = 0;
      }
    }
    if (piece === null) return 0;
    text += piece;
  }
  if (source.remaining && !source.isMapping)
    return setError(rt, rt.types.TypeError, "not all arguments converted during string formatting");
  return newStrOf(rt, text + rest, flags);
}

/** {@link strPercent} for bytes and bytearray. */
export function bytesPercent(rt: Runtime, format: number, args: number): number {
  const text = formatPercent(rt, latin1Text(bytesValue(rt, format)), args, "bytes");
  if (text === null) return 0;
  return bytesLikeSelf(
    rt,
    format,
    Uint8Array.from({ length: text.length }, (_, index) => text.charCodeAt(index)),
  );
}

function latin1Text(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

function formatPercent(rt: Runtime, format: string, args: number, target: Target): string | null {
  const source = new PercentArguments(rt, args, target);
  const raise = (type: number, message: string): null => {
    setError(rt, type, message);
    return null;
  };
  const refuse = (failure: Failure): null => {
    raiseFailure(rt, failure);
    return null;
  };
  let text = "";
  let keyed = false;
  for (let position = 0; ;) {
    const at = format.indexOf("%", position);
    if (at < 0) {
      text += format.slice(position);
      break;
    }
    text += format.slice(position, at);
    let start = at + 1;
    let value = 0;
    let key: string | undefined;
    if (format.charAt(start) === "(") {
      if (!source.isMapping) return raise(rt.types.TypeError, "format requires a mapping");
      const found = percentKey(format, start + 1);
      if (found === undefined) return refuse(valueError("incomplete format key"));
      key = found.key;
      start = found.end;
      value = itemNamed(rt, args, key, target);
      if (value === 0) return null;
      keyed = true;
      // A mapping is not an argument of conversions without a key.
      source.used = 1;
    }
    const spec = parsePercent(format, start, key);
    if (spec instanceof Failure) {
      if (value !== 0) decref(rt, value);
      return refuse(spec);
    }
    const piece = convert(rt, spec, value, source);
    if (value !== 0) decref(rt, value);
    if (piece === null) return null;
    text += piece;
    position = spec.end;
  }
  if (source.remaining && !keyed && !source.isMapping) {
    const kind = target === "str" ? "string" : "bytes";
    return raise(rt.types.TypeError, `not all arguments converted during ${kind} formatting`);
  }
  return text;
}

function itemNamed(rt: Runtime, mapping: number, name: string, target: Target): number {
  const key =
    target === "str"
      ? newStr(rt, name)
      : newBytes(
          rt,
          Uint8Array.from(name, (it) => it.charCodeAt(0)),
        );
  const value = getItem(rt, mapping, key);
  decref(rt, key);
  return value;
}

/** The text of one conversion; `keyed` is the value that a mapping key gave, or 0. */
function convert(rt: Runtime, spec: PercentSpec, keyed: number, source: PercentArguments): string | null {
  let flags = spec.flags;
  let width = spec.width;
  if (width === "*") {
    const given = starArgument(rt, source);
    if (given === null) return null;
    if (given < 0) flags += "-";
    width = Math.abs(given);
  }
  let precision = spec.precision;
  if (precision === "*") {
    const given = starArgument(rt, source);
    if (given === null) return null;
    precision = Math.max(0, given);
  }
  if (spec.bare && spec.conversion === "%") return "%";
  const value = keyed !== 0 ? keyed : source.next();
  if (value === 0) return null;
  if (!roomFor(rt, Math.max(width, precision))) return null;
  return source.target === "bytes" && "bsrac".includes(spec.conversion)
    ? convertBytes(rt, spec.conversion, value, flags, width, precision)
    : convertValue(rt, spec, value, flags, width, precision);
}

/** The conversions in which bytes are not as texts. */
function convertBytes(
  rt: Runtime,
  conversion: string,
  value: number,
  flags: string,
  width: number,
  precision: number,
): string | null {
  const text =
    conversion === "c"
      ? byteArgument(rt, value)
      : conversion === "a" || conversion === "r"
        ? takeText(rt, convertObject(rt, value, "a"))
        : bytesArgument(rt, value);
  if (text === null) return null;
  return padText(precision < 0 || conversion === "c" ? text : text.slice(0, precision), flags, width);
}

function bytesArgument(rt: Runtime, value: number): string | null {
  if (!hasBuffer(rt, value) && !hasSpecial(rt, value, rt.names.__bytes__)) {
    const wrong = typeName(rt, value);
    const what = "%b requires a bytes-like object, or an object that implements __bytes__";
    setError(rt, rt.types.TypeError, `${what}, not '${wrong}'`);
    return null;
  }
  const bytes = bytesFrom(rt, value);
  return bytes === null ? null : latin1Text(bytes);
}

function byteArgument(rt: Runtime, value: number): string | null {
  const what = "%c requires an integer in range(256) or a single byte";
  if (isBytes(rt, value) || isByteArray(rt, value)) {
    const bytes = bytesValue(rt, value);
    if (bytes.length === 1) return latin1Text(bytes);
    const kind = isBytes(rt, value) ? "bytes" : "bytearray";
    setError(rt, rt.types.TypeError, `${what}, not a ${kind} object of length ${bytes.length}`);
    return null;
  }
  if ((value & 1) === 0 && slotsOf(rt, value).index === null) {
    setError(rt, rt.types.TypeError, `${what}, not ${typeName(rt, value)}`);
    return null;
  }
  const code = indexInteger(rt, value);
  if (code === null) return null;
  if (code >= 0 && code < 256) return String.fromCharCode(Number(code));
  setError(rt, rt.types.OverflowError, "%c arg not in range(256)");
  return null;
}

function starArgument(rt: Runtime, source: PercentArguments): number | null {
  const ref = source.next();
  if (ref === 0) return null;
  if (!isInt(rt, ref)) {
    setError(rt, rt.types.TypeError, "* wants int");
    return null;
  }
  return Number(readInteger(rt, ref));
}

function convertValue(
  rt: Runtime,
  spec: PercentSpec,
  value: number,
  flags: string,
  width: number,
  precision: number,
): string | null {
  const { conversion } = spec;
  switch (conversion) {
    case "s":
    case "r":
    case "a": {
      const text = takeText(rt, convertObject(rt, value, conversion));
      return text === null ? null : padText(precision < 0 ? text : truncate(text, precision), flags, width);
    }
    case "d":
    case "i":
    case "u":
    case "o":
    case "x":
    case "X": {
      const integer = integerArgument(rt, value, conversion);
      if (integer === null) return null;
      const number = percentInteger(integer, conversion, flags, precision, rt.maxStrDigits);
      if (!(number instanceof Failure)) return padPercent(number, flags, width);
      raiseFailure(rt, number);
      return null;
    }
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G": {
      const double = doubleFrom(rt, value);
      return double === null ? null : padPercent(percentDouble(double, conversion, flags, precision), flags, width);
    }
    case "c": {
      const character = characterArgument(rt, value);
      return character === null ? null : padText(character, flags, width);
    }
    default: {
      const code = conversion.codePointAt(0) ?? 0;
      const shown = code > 31 && code < 127 ? conversion : "?";
      setError(
        rt,
        rt.types.ValueError,
        `unsupported format character '${shown}' (0x${code.toString(16)}) at index ${spec.index}`,
      );
      return null;
    }
  }
}

function padText(text: string, flags: string, width: number): string {
  const missing = width - codePointLength(text);
  if (missing <= 0) return text;
  return flags.includes("-") ? text + " ".repeat(missing) : " ".repeat(missing) + text;
}

function integerArgument(rt: Runtime, value: number, conversion: string): Integer | null {
  if (isInt(rt, value)) return readInteger(rt, value);
  const slots = slotsOf(rt, value);
  if (conversion === "o" || conversion === "x" || conversion === "X") {
    if (slots.index !== null) return indexInteger(rt, value);
    setError(rt, rt.types.TypeError, `%${conversion} format: an integer is required, not ${typeName(rt, value)}`);
    return null;
  }
  if (isFloat(rt, value) || slots.int !== null || slots.index !== null) return integerFrom(rt, value);
  setError(rt, rt.types.TypeError, `%${conversion} format: a real number is required, not ${typeName(rt, value)}`);
  return null;
}

function characterArgument(rt: Runtime, value: number): string | null {
  if (isStr(rt, value)) {
    const length = strLength(rt, value);
    if (length === 1) return strValue(rt, value);
    setError(rt, rt.types.TypeError, `%c requires an int or a unicode character, not a string of length ${length}`);
    return null;
  }
  if (slotsOf(rt, value).index === null && !isInt(rt, value)) {
    setError(rt, rt.types.TypeError, `%c requires an int or a unicode character, not ${typeName(rt, value)}`);
    return null;
  }
  const code = indexInteger(rt, value);
  if (code === null) return null;
  if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(Number(code));
  setError(rt, rt.types.OverflowError, "%c arg not in range(0x110000)");
  return null;
}
