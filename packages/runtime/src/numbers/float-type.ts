// The type float.

import { stringArgument } from "../builtins/arguments.ts";
import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { FloatObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { floatValue, newFloat } from "../object/float.ts";
import { newBigInt } from "../object/int.ts";
import { allocate } from "../object/new-object.ts";
import { None, decref, isStr, pyBool, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { callOneArgument } from "../protocols/call.ts";
import { strObject } from "../protocols/text.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { formatDouble } from "../text/format-number.ts";
import { getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { Failure } from "./failure.ts";
import * as slots from "./float-slots.ts";
import { roundToInteger, roundToPlaces, truncateToInteger } from "./float.ts";
import { doubleToHex, integerRatio, parseDouble, parseHexDouble } from "./float-parse.ts";
import { reprDouble } from "./float-text.ts";
import { convertedDouble, doubleFrom, indexInteger, textOf } from "./int-new.ts";
import { newIntegerOr } from "./integer-object.ts";
import { raiseFailure } from "./raise.ts";

/** A float of a class: `type` is `float` or derives from it. */
function newFloatOfType(rt: Runtime, type: number, value: number): number {
  if (type === FixedType.float) return newFloat(rt, value);
  const object = allocate(rt, type);
  rt.heap.storeF64(object + FloatObject.value.offset, value);
  return object;
}

function newFloatOr(rt: Runtime, value: number | Failure): number {
  return typeof value === "number" ? newFloat(rt, value) : raiseFailure(rt, value);
}

function floatNew(rt: Runtime, type: number, value: number): number {
  if (value === 0) return newFloatOfType(rt, type, 0);
  if (typeOf(rt, value) !== FixedType.float) {
    const text = textOf(rt, value);
    if (text !== null) {
      const parsed = parseDouble(text, isStr(rt, value) ? undefined : (reprText(rt, value) ?? ""));
      return typeof parsed === "number" ? newFloatOfType(rt, type, parsed) : raiseFailure(rt, parsed);
    }
    const found = slotsOf(rt, value);
    if (found.float === null && found.index === null) {
      return setError(
        rt,
        rt.types.TypeError,
        `float() argument must be a string or a real number, not '${typeName(rt, value)}'`,
      );
    }
  }
  const double = convertedDouble(rt, value);
  return double === null ? 0 : newFloatOfType(rt, type, double);
}

/** `repr` and `str` of a float. */
export function floatRepr(rt: Runtime, self: number): number {
  return newStr(rt, reprDouble(floatValue(rt, self)));
}

function floatFormat(rt: Runtime, self: number, spec: number): number {
  const text = stringArgument(rt, spec, "__format__() argument");
  if (text === null) return 0;
  if (text === "") return strObject(rt, self);
  const result = formatDouble(floatValue(rt, self), text, typeName(rt, self), rt.formats);
  return typeof result === "string" ? newStr(rt, result) : raiseFailure(rt, result);
}

function floatRound(rt: Runtime, self: number, digits: number): number {
  const value = floatValue(rt, self);
  if (digits === 0 || digits === None) return newIntegerOr(rt, roundToInteger(value));
  const places = indexInteger(rt, digits);
  return places === null ? 0 : newFloatOr(rt, roundToPlaces(value, places));
}

function floatToInt(rt: Runtime, self: number): number {
  return newIntegerOr(rt, truncateToInteger(floatValue(rt, self)));
}

function floatRatio(rt: Runtime, self: number): number {
  const value = floatValue(rt, self);
  if (Number.isNaN(value)) return setError(rt, rt.types.ValueError, "cannot convert NaN to integer ratio");
  if (!Number.isFinite(value)) return setError(rt, rt.types.OverflowError, "cannot convert Infinity to integer ratio");
  const { numerator, denominator } = integerRatio(value);
  return tupleOf(rt, newBigInt(rt, numerator), newBigInt(rt, denominator));
}

function floatFromHex(rt: Runtime, type: number, text: number): number {
  if (!isStr(rt, text)) return setError(rt, rt.types.TypeError, "bad argument type for built-in operation");
  const value = parseHexDouble(strValue(rt, text));
  return value instanceof Failure ? raiseFailure(rt, value) : construct(rt, type, value);
}

/** `type(value)`: a subclass is called. */
function construct(rt: Runtime, type: number, value: number): number {
  const double = newFloat(rt, value);
  if (type === FixedType.float) return double;
  const result = callOneArgument(rt, type, double);
  decref(rt, double);
  return result;
}

function floatFromNumber(rt: Runtime, type: number, value: number): number {
  const double = doubleFrom(rt, value);
  return double === null ? 0 : construct(rt, type, double);
}

function rounded(round: (value: number) => number): (rt: Runtime, self: number) => number {
  return (rt, self) => newIntegerOr(rt, truncateToInteger(round(floatValue(rt, self))));
}

/** Defines float. */
export function defineFloatType(rt: Runtime): void {
  defineType(rt, {
    name: "float",
    address: FixedType.float,
    layout: LayoutKind.FLOAT,
    size: FloatObject.size,
    flags: TypeFlag.FLOAT_SUBCLASS,
    new: method("($type, x=0, /)", floatNew),
    methods: {
      conjugate: method("($self, /)", slots.floatPositive),
      is_integer: method("($self, /)", (rt, self) => pyBool(Number.isInteger(floatValue(rt, self)))),
      as_integer_ratio: method("($self, /)", floatRatio),
      hex: method("($self, /)", (rt, self) => newStr(rt, doubleToHex(floatValue(rt, self)))),
      __trunc__: method("($self, /)", floatToInt),
      __floor__: method("($self, /)", rounded(Math.floor)),
      __ceil__: method("($self, /)", rounded(Math.ceil)),
      __round__: method("($self, ndigits=None, /)", floatRound),
      __format__: method("($self, format_spec, /)", floatFormat),
      __getnewargs__: method("($self, /)", (rt, self) => tupleOf(rt, slots.floatPositive(rt, self))),
    },
    classMethods: {
      fromhex: method("($type, string, /)", floatFromHex),
      from_number: method("($type, number, /)", floatFromNumber),
      __getformat__: method("($type, typestr, /)", (rt, _type, typestr) => {
        const text = stringArgument(rt, typestr, "__getformat__() argument");
        if (text === null) return 0;
        return text === "double" || text === "float"
          ? newStr(rt, "IEEE, little-endian")
          : setError(rt, rt.types.ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
      }),
    },
    getset: { real: getset(slots.floatPositive), imag: getset((rt) => newFloat(rt, 0)) },
    slots: {
      repr: floatRepr,
      hash: slots.floatHash,
      visibleHash: slots.floatVisibleHash,
      richcompare: slots.floatCompare,
      add: slots.floatAdd,
      subtract: slots.floatSubtract,
      multiply: slots.floatMultiply,
      remainder: slots.floatRemainder,
      divmod: slots.floatDivmod,
      power: slots.floatPower,
      negative: slots.floatNegative,
      positive: slots.floatPositive,
      absolute: slots.floatAbsolute,
      bool: slots.floatBool,
      int: floatToInt,
      float: slots.floatPositive,
      floorDivide: slots.floatFloorDivide,
      trueDivide: slots.floatTrueDivide,
    },
  });
}
