// The type complex.

import { stringArgument } from "../builtins/arguments.ts";
import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { newFloat } from "../object/float.ts";
import {
  None,
  NotImplemented,
  decref,
  isInt,
  isStr,
  newRef,
  pyBool,
  slotsOf,
  typeName,
  typeOf,
} from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { foldHash } from "../protocols/hash.ts";
import { callSpecial0, hasSpecial } from "../protocols/special.ts";
import { strObject } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { formatComplex, reprComplex } from "../text/format-number.ts";
import { method, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { Compare } from "../types/slots.ts";
import {
  type Complex,
  complexPower,
  complexProduct,
  complexQuotient,
  complexSize,
  realQuotient,
  parseComplex,
} from "./complex.ts";
import { complexValue, isComplex, newComplex } from "./complex-object.ts";
import { Failure } from "./failure.ts";
import { isReal, raiseTooLarge, realValue, tooLarge } from "./float-slots.ts";
import { hashComplex, hashDouble } from "./hash.ts";
import { doubleFrom } from "./int-new.ts";
import { newInteger, readInteger } from "./integer-object.ts";
import { type Integer } from "./integer.ts";
import { raiseFailure } from "./raise.ts";
import { compareIntegerDouble } from "./rounding.ts";

/** The operand as a complex number: undefined for strangers, null with an exception set. */
function operand(rt: Runtime, ref: number): Complex | null | undefined {
  if (isComplex(rt, ref)) return complexValue(rt, ref);
  if (!isReal(rt, ref)) return undefined;
  const real = realValue(rt, ref);
  if (!tooLarge(rt, ref, real)) return { real, imaginary: 0 };
  raiseTooLarge(rt);
  return null;
}

type Operation = (a: Complex, b: Complex, mix: Mix) => Complex | Failure;

/** Which operand is a real number: its imaginary part does not take part. */
type Mix = "complex" | "left real" | "right real";

function binary(operation: Operation): (rt: Runtime, left: number, right: number) => number {
  return (rt, left, right) => {
    const a = operand(rt, left);
    if (a === undefined) return NotImplemented;
    const b = operand(rt, right);
    if (b === undefined) return NotImplemented;
    if (a === null || b === null) return 0;
    const mix = !isComplex(rt, left) ? "left real" : isComplex(rt, right) ? "complex" : "right real";
    const result = operation(a, b, mix);
    return result instanceof Failure ? raiseFailure(rt, result) : newComplex(rt, result.real, result.imaginary);
  };
}

const add = binary((a, b, mix) => ({
  real: a.real + b.real,
  imaginary: mix === "left real" ? b.imaginary : mix === "right real" ? a.imaginary : a.imaginary + b.imaginary,
}));

const subtract = binary((a, b, mix) => ({
  real: a.real - b.real,
  imaginary: mix === "left real" ? -b.imaginary : mix === "right real" ? a.imaginary : a.imaginary - b.imaginary,
}));

const multiply = binary((a, b, mix) => {
  if (mix === "left real") return { real: a.real * b.real, imaginary: a.real * b.imaginary };
  if (mix === "right real") return { real: a.real * b.real, imaginary: a.imaginary * b.real };
  return complexProduct(a, b);
});

const divide = binary((a, b, mix) => {
  if (mix === "right real" && b.real !== 0) return { real: a.real / b.real, imaginary: a.imaginary / b.real };
  return mix === "left real" ? realQuotient(a.real, b) : complexQuotient(a, b);
});

const raise = binary((a, b) => complexPower(a, b));

function power(rt: Runtime, base: number, exponent: number, modulus: number): number {
  const result = raise(rt, base, exponent);
  if (modulus === None || result === 0 || result === NotImplemented) return result;
  decref(rt, result);
  return setError(rt, rt.types.ValueError, "complex modulo");
}

function compareComplex(rt: Runtime, left: number, right: number, operator: number): number {
  if (operator !== Compare.EQ && operator !== Compare.NE) return NotImplemented;
  const a = complexValue(rt, left);
  let equal: boolean;
  if (isComplex(rt, right)) {
    const b = complexValue(rt, right);
    equal = a.real === b.real && a.imaginary === b.imaginary;
  } else if (!isReal(rt, right)) return NotImplemented;
  else if (a.imaginary !== 0) equal = false;
  else
    equal = isInt(rt, right)
      ? compareIntegerDouble(readInteger(rt, right), a.real) === 0
      : realValue(rt, right) === a.real;
  return pyBool(equal === (operator === Compare.EQ));
}

function fullHash(rt: Runtime, self: number): Integer {
  const value = complexValue(rt, self);
  const part = (double: number): Integer => (Number.isNaN(double) ? 0 : hashDouble(double));
  return hashComplex(part(value.real), part(value.imaginary));
}

/** `complex(value)` for a number: null with an exception set. */
export function complexFrom(rt: Runtime, value: number): Complex | null {
  if (isComplex(rt, value)) return complexValue(rt, value);
  if (hasSpecial(rt, value, rt.names.__complex__)) {
    const result = callSpecial0(rt, value, rt.names.__complex__);
    if (result === 0) return null;
    const complex = isComplex(rt, result) ? complexValue(rt, result) : null;
    if (complex === null) {
      setError(rt, rt.types.TypeError, `__complex__ returned non-complex (type ${typeName(rt, result)})`);
    }
    decref(rt, result);
    return complex;
  }
  const real = doubleFrom(rt, value);
  return real === null ? null : { real, imaginary: 0 };
}

function isNumber(rt: Runtime, ref: number): boolean {
  const { float, index } = slotsOf(rt, ref);
  return isComplex(rt, ref) || float !== null || index !== null || hasSpecial(rt, ref, rt.names.__complex__);
}

function complexNew(rt: Runtime, type: number, real: number, imaginary: number): number {
  if (real !== 0 && isStr(rt, real)) {
    if (imaginary !== 0) {
      return setError(rt, rt.types.TypeError, "complex() argument 'real' must be a real number, not str");
    }
    const parsed = parseComplex(strValue(rt, real));
    return parsed instanceof Failure ? raiseFailure(rt, parsed) : newComplex(rt, parsed.real, parsed.imaginary, type);
  }
  if (real !== 0 && imaginary === 0 && type === FixedType.complex && typeOf(rt, real) === FixedType.complex)
    return newRef(rt, real);
  if (real !== 0 && !isNumber(rt, real)) {
    const what =
      imaginary === 0
        ? "complex() argument must be a string or a number"
        : "complex() argument 'real' must be a real number";
    return setError(rt, rt.types.TypeError, `${what}, not ${typeName(rt, real)}`);
  }
  if (imaginary !== 0 && !isNumber(rt, imaginary)) {
    return setError(
      rt,
      rt.types.TypeError,
      `complex() argument 'imag' must be a real number, not ${typeName(rt, imaginary)}`,
    );
  }
  const a = real === 0 ? { real: 0, imaginary: 0 } : complexFrom(rt, real);
  if (a === null) return 0;
  if (imaginary === 0) return newComplex(rt, a.real, a.imaginary, type);
  const b = complexFrom(rt, imaginary);
  if (b === null) return 0;
  const realPart = isComplex(rt, imaginary) ? a.real - b.imaginary : a.real;
  const imaginaryPart = real !== 0 && isComplex(rt, real) ? a.imaginary + b.real : b.real;
  return newComplex(rt, realPart, imaginaryPart, type);
}

function complexFormat(rt: Runtime, self: number, spec: number): number {
  const text = stringArgument(rt, spec, "__format__() argument");
  if (text === null) return 0;
  if (text === "") return strObject(rt, self);
  const value = complexValue(rt, self);
  const result = formatComplex(value.real, value.imaginary, text, typeName(rt, self));
  return typeof result === "string" ? newStr(rt, result) : raiseFailure(rt, result);
}

function unary(operation: (value: Complex) => Complex): (rt: Runtime, self: number) => number {
  return (rt, self) => {
    const result = operation(complexValue(rt, self));
    return newComplex(rt, result.real, result.imaginary);
  };
}

/** Defines complex. */
export function defineComplexType(rt: Runtime): void {
  const positive = unary((value) => value);
  defineType(rt, {
    name: "complex",
    address: FixedType.complex,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, real=0, imag=0)", complexNew),
    methods: {
      conjugate: method(
        "($self, /)",
        unary((value) => ({ real: value.real, imaginary: -value.imaginary })),
      ),
      __complex__: method("($self, /)", positive),
      __format__: method("($self, format_spec, /)", complexFormat),
      __getnewargs__: method("($self, /)", (rt, self) => {
        const value = complexValue(rt, self);
        return tupleOf(rt, newFloat(rt, value.real), newFloat(rt, value.imaginary));
      }),
    },
    classMethods: {
      from_number: method("($type, number, /)", (rt, type, number) => {
        const value = isStr(rt, number) ? undefined : complexFrom(rt, number);
        if (value === undefined) return setError(rt, rt.types.TypeError, "must be real number, not str");
        return value === null ? 0 : newComplex(rt, value.real, value.imaginary, type);
      }),
    },
    getset: {
      real: readonlyField((rt, self) => newFloat(rt, complexValue(rt, self).real)),
      imag: readonlyField((rt, self) => newFloat(rt, complexValue(rt, self).imaginary)),
    },
    slots: {
      repr: (rt, self) => {
        const value = complexValue(rt, self);
        return newStr(rt, reprComplex(value.real, value.imaginary));
      },
      hash: (rt, self) => {
        const hash = foldHash(BigInt(fullHash(rt, self)));
        return hash === -1 ? -2 : hash;
      },
      visibleHash: (rt, self) => newInteger(rt, fullHash(rt, self)),
      richcompare: compareComplex,
      add,
      subtract,
      multiply,
      trueDivide: divide,
      power,
      negative: unary((value) => ({ real: -value.real, imaginary: -value.imaginary })),
      positive,
      absolute: (rt, self) => {
        const size = complexSize(complexValue(rt, self));
        return size instanceof Failure ? raiseFailure(rt, size) : newFloat(rt, size);
      },
      bool: (rt, self) => {
        const value = complexValue(rt, self);
        return value.real !== 0 || value.imaginary !== 0 ? 1 : 0;
      },
    },
  });
}
