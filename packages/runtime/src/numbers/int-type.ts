// The types int and bool.

import { warn } from "../exceptions/warn.ts";
import { sizeArgument, stringArgument } from "../builtins/arguments.ts";
import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { IntObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { None, True, decref, pyBool, typeName, typeOf } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { callOneArgument } from "../protocols/call.ts";
import { isTrue } from "../protocols/truth.ts";
import { strObject } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { formatInteger } from "../text/format-number.ts";
import { newBytes } from "../text/bytes-object.ts";
import { bytesFromContents } from "../text/bytes-from.ts";
import { getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { roundInteger } from "./float.ts";
import { indexInteger, newIntFrom } from "./int-new.ts";
import * as slots from "./int-slots.ts";
import { type ByteOrder, integerFromBytes, integerToBytes } from "./integer-bytes.ts";
import { newInteger, readInteger } from "./integer-object.ts";
import { intRepr } from "./int-repr.ts";
import { bitCount, bitLength } from "./integer.ts";
import { raiseFailure } from "./raise.ts";

const one = 3;

function intFormat(rt: Runtime, self: number, spec: number): number {
  const text = stringArgument(rt, spec, "__format__() argument");
  if (text === null) return 0;
  if (text === "") return strObject(rt, self);
  const result = formatInteger(readInteger(rt, self), text, typeName(rt, self), rt.maxStrDigits, rt.formats);
  return typeof result === "string" ? newStr(rt, result) : raiseFailure(rt, result);
}

function intRound(rt: Runtime, self: number, digits: number): number {
  if (digits === 0 || digits === None) return slots.intPositive(rt, self);
  const places = indexInteger(rt, digits);
  return places === null ? 0 : newInteger(rt, roundInteger(readInteger(rt, self), places));
}

function byteOrder(rt: Runtime, ref: number, where: string): ByteOrder | null {
  if (ref === 0) return "big";
  const text = stringArgument(rt, ref, `${where}() argument 'byteorder'`);
  if (text === null) return null;
  if (text === "big" || text === "little") return text;
  setError(rt, rt.types.ValueError, "byteorder must be either 'little' or 'big'");
  return null;
}

function intToBytes(rt: Runtime, self: number, length: number, order: number, signed: number): number {
  const size = sizeArgument(rt, length, 1);
  if (size === null) return 0;
  const byteorder = byteOrder(rt, order, "to_bytes");
  const signedness = signed === 0 ? 0 : isTrue(rt, signed);
  if (byteorder === null || signedness < 0) return 0;
  if (size < 0) return setError(rt, rt.types.ValueError, "length argument must be non-negative");
  const bytes = integerToBytes(readInteger(rt, self), size, byteorder, signedness === 0 ? "unsigned" : "signed");
  return bytes instanceof Uint8Array ? newBytes(rt, bytes) : raiseFailure(rt, bytes);
}

function intFromBytes(rt: Runtime, type: number, source: number, order: number, signed: number): number {
  const byteorder = byteOrder(rt, order, "from_bytes");
  const signedness = signed === 0 ? 0 : isTrue(rt, signed);
  if (byteorder === null || signedness < 0) return 0;
  const bytes = bytesFromContents(rt, source);
  if (bytes === null) return 0;
  const value = newInteger(rt, integerFromBytes(bytes, byteorder, signedness === 0 ? "unsigned" : "signed"));
  if (type === FixedType.int) return value;
  const result = callOneArgument(rt, type, value);
  decref(rt, value);
  return result;
}

/** Defines int and bool. */
export function defineIntTypes(rt: Runtime): void {
  const itself = getset(slots.intPositive);
  defineType(rt, {
    name: "int",
    countName: "int",
    address: FixedType.int,
    layout: LayoutKind.INT,
    size: IntObject.size,
    flags: TypeFlag.LONG_SUBCLASS,
    new: method("($type, x=0, /, base=10)", newIntFrom),
    methods: {
      bit_length: method("($self, /)", (rt, self) => newInteger(rt, bitLength(readInteger(rt, self)))),
      bit_count: method("($self, /)", (rt, self) => newInteger(rt, bitCount(readInteger(rt, self)))),
      conjugate: method("($self, /)", slots.intPositive),
      is_integer: method("($self, /)", () => True),
      as_integer_ratio: method("($self, /)", (rt, self) => tupleOf(rt, slots.intPositive(rt, self), one)),
      to_bytes: method("($self, /, length=1, byteorder='big', *, signed=False)", intToBytes),
      __trunc__: method("($self, /)", slots.intPositive),
      __floor__: method("($self, /)", slots.intPositive),
      __ceil__: method("($self, /)", slots.intPositive),
      __round__: method("($self, ndigits=None, /)", intRound),
      __format__: method("($self, format_spec, /)", intFormat),
      __getnewargs__: method("($self, /)", (rt, self) => tupleOf(rt, slots.intPositive(rt, self))),
      __sizeof__: method("($self, /)", (rt, self) =>
        newInteger(rt, 24 + 4 * Math.max(1, Math.ceil(bitLength(readInteger(rt, self)) / 30))),
      ),
    },
    classMethods: { from_bytes: method("($type, bytes, byteorder='big', *, signed=False)", intFromBytes) },
    getset: {
      real: itself,
      numerator: itself,
      imag: getset((rt) => newInteger(rt, 0)),
      denominator: getset((rt) => newInteger(rt, 1)),
    },
    slots: {
      repr: intRepr,
      hash: slots.intHash,
      visibleHash: slots.intVisibleHash,
      richcompare: slots.intCompare,
      add: slots.intAdd,
      subtract: slots.intSubtract,
      multiply: slots.intMultiply,
      remainder: slots.intRemainder,
      divmod: slots.intDivmod,
      power: slots.intPower,
      negative: slots.intNegative,
      positive: slots.intPositive,
      absolute: slots.intAbsolute,
      bool: slots.intBool,
      invert: slots.intInvert,
      lshift: slots.intLshift,
      rshift: slots.intRshift,
      and: slots.intAnd,
      xor: slots.intXor,
      or: slots.intOr,
      int: slots.intPositive,
      float: slots.intFloat,
      index: slots.intPositive,
      floorDivide: slots.intFloorDivide,
      trueDivide: slots.intTrueDivide,
    },
  });
  defineBool(rt);
}

function isBool(rt: Runtime, ref: number): boolean {
  return typeOf(rt, ref) === FixedType.bool;
}

const inversion =
  "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int " +
  "object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want " +
  "the bitwise inversion of the underlying int.";

function defineBool(rt: Runtime): void {
  defineType(rt, {
    name: "bool",
    address: FixedType.bool,
    base: FixedType.int,
    acceptsSubclasses: false,
    new: method("($type, object=False, /)", (rt, _type, object) => {
      const truth = object === 0 ? 0 : isTrue(rt, object);
      return truth < 0 ? 0 : pyBool(truth > 0);
    }),
    slots: {
      repr: (rt, self) => newStr(rt, self === True ? "True" : "False"),
      and: (rt, left, right) =>
        isBool(rt, left) && isBool(rt, right) ? pyBool(left === True && right === True) : slots.intAnd(rt, left, right),
      or: (rt, left, right) =>
        isBool(rt, left) && isBool(rt, right) ? pyBool(left === True || right === True) : slots.intOr(rt, left, right),
      xor: (rt, left, right) =>
        isBool(rt, left) && isBool(rt, right) ? pyBool(left !== right) : slots.intXor(rt, left, right),
      invert: (rt, self) => (warn(rt, rt.types.DeprecationWarning, inversion) < 0 ? 0 : slots.intInvert(rt, self)),
    },
  });
}
