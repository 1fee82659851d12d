// The type `decimal.Decimal`.

import {
  type BuiltinSpecification,
  HostObject,
  LayoutKind,
  None,
  NotImplemented,
  type Runtime,
  decref,
  defineType,
  floatValue,
  getset,
  foldHash,
  isFloat,
  isInt,
  isStr,
  method,
  newBigInt,
  newComplex,
  newFloat,
  newHostObject,
  newInt,
  newInteger,
  newRef,
  newStr,
  newTuple,
  pyBool,
  setError,
  strValue,
  tupleInit,
  tupleOf,
  callWith,
  typeName,
  typeOf,
} from "@tjit/runtime/api";
import {
  absolute,
  add,
  divide,
  divideToInteger,
  divideWithRemainder,
  minus,
  multiply,
  multiplyAdd,
  plus,
  remainder,
  subtract,
} from "./arithmetic.ts";
import { compareDecimals } from "./comparing.ts";
import { type Context, type Rounding, exactContext } from "./context.ts";
import { convert, decimalOf, integerArgument, ofDouble, operand, requiredOperand, truncated } from "./convert.ts";
import { numberClass, quantize, rescale, sameQuantum, toIntegral } from "./exponents.ts";
import { formatDecimal } from "./format.ts";
import { type Decimal, adjusted, digitCount, finite, isNaN, isZero, ofInteger, powerOfTen } from "./number.ts";
import { binaryMethods, contextQuestions, plainMethods, questions, unaryMethods } from "./operations.ts";
import type { DecimalModule } from "./state.ts";
import { decimalText } from "./text.ts";
import { power, powerModulo } from "./transcendental.ts";

type Unary = (context: Context, a: Decimal) => Decimal;
type Binary = (context: Context, a: Decimal, b: Decimal) => Decimal;
type BinarySlot = (rt: Runtime, left: number, right: number) => number;

/** Binary methods that ask the context for nothing. */
const contextless: ReadonlySet<string> = new Set(["compare_total", "compare_total_mag", "copy_sign"]);

/** The methods and slots of one machine. */
export class DecimalType {
  readonly #module: DecimalModule;
  /** Finds the rounding that an argument names; null with an exception set. */
  readonly #rounding: (rt: Runtime, object: number) => Rounding | null;

  constructor(module: DecimalModule, rounding: (rt: Runtime, object: number) => Rounding | null) {
    this.#module = module;
    this.#rounding = rounding;
  }

  /** Defines the type. */
  define(rt: Runtime): void {
    const module = this.#module;
    module.decimalType = defineType(rt, {
      name: "Decimal",
      module: "decimal",
      layout: LayoutKind.HOST,
      size: HostObject.size,
      new: method("($type, value='0', context=None)", (rt_, type, value, context) =>
        this.#construct(rt_, type, value, context),
      ),
      methods: { ...this.#operations(), ...this.#parts(), ...this.#conversions() },
      classMethods: {
        from_float: method("($type, f, /)", (rt_, type, value) => this.#fromNumber(rt_, type, value, "float")),
        from_number: method("($type, number, /)", (rt_, type, value) => this.#fromNumber(rt_, type, value, "number")),
      },
      getset: {
        real: getset((rt_, self) => newRef(rt_, self)),
        imag: getset((rt_) => module.make(rt_, finite(0, 0n, 0))),
      },
      slots: {
        repr: (rt_, self) => {
          const text = this.#text(rt_, self);
          return text === null ? 0 : newStr(rt_, `Decimal('${text}')`);
        },
        str: (rt_, self) => {
          const text = this.#text(rt_, self);
          return text === null ? 0 : newStr(rt_, text);
        },
        hash: (rt_, self) => this.#hash(rt_, self),
        visibleHash: (rt_, self) => this.#visibleHash(rt_, self),
        richcompare: (rt_, left, right, operator) => compareDecimals(rt_, module, left, right, operator),
        bool: (rt_, self) => (isZero(decimalOf(rt_, self)) ? 0 : 1),
        add: this.#operator(add),
        subtract: this.#operator(subtract),
        multiply: this.#operator(multiply),
        trueDivide: this.#operator(divide),
        floorDivide: this.#operator(divideToInteger),
        remainder: this.#operator(remainder),
        divmod: (rt_, left, right) => this.#divmod(rt_, left, right),
        power: (rt_, base, exponent, modulus) => this.#power(rt_, base, exponent, modulus),
        negative: this.#unaryOperator(minus),
        positive: this.#unaryOperator(plus),
        absolute: this.#unaryOperator(absolute),
        int: (rt_, self) => this.#int(rt_, self, "ROUND_DOWN"),
        float: (rt_, self) => this.#float(rt_, self),
      },
    });
  }

  #current(rt: Runtime): Context | null {
    return this.#module.contextArgument(rt, 0);
  }

  #operator(compute: Binary): BinarySlot {
    const module = this.#module;
    return (rt, left, right) => {
      const a = operand(rt, module, left);
      const b = a === null ? null : operand(rt, module, right);
      if (a === null || b === null) return newRef(rt, NotImplemented);
      const context = this.#current(rt);
      return context === null ? 0 : module.result(rt, context, compute(context, a, b));
    };
  }

  #unaryOperator(compute: Unary): (rt: Runtime, self: number) => number {
    return (rt, self) => {
      const context = this.#current(rt);
      return context === null ? 0 : this.#module.result(rt, context, compute(context, decimalOf(rt, self)));
    };
  }

  #divmod(rt: Runtime, left: number, right: number): number {
    const module = this.#module;
    const a = operand(rt, module, left);
    const b = a === null ? null : operand(rt, module, right);
    if (a === null || b === null) return newRef(rt, NotImplemented);
    const context = this.#current(rt);
    if (context === null) return 0;
    const [quotient, rest] = divideWithRemainder(context, a, b);
    return module.settle(rt, context) < 0 ? 0 : tupleOf(rt, module.make(rt, quotient), module.make(rt, rest));
  }

  #power(rt: Runtime, base: number, exponent: number, modulus: number): number {
    const module = this.#module;
    const a = operand(rt, module, base);
    const b = a === null ? null : operand(rt, module, exponent);
    const c = modulus === 0 || modulus === None ? undefined : operand(rt, module, modulus);
    if (a === null || b === null || c === null) return newRef(rt, NotImplemented);
    const context = this.#current(rt);
    if (context === null) return 0;
    return module.result(rt, context, c === undefined ? power(context, a, b) : powerModulo(context, a, b, c));
  }

  #text(rt: Runtime, self: number): string | null {
    const context = this.#current(rt);
    return context === null ? null : decimalText(decimalOf(rt, self), context.capitals);
  }

  #construct(rt: Runtime, type: number, value: number, contextRef: number): number {
    const module = this.#module;
    const context = module.contextArgument(rt, contextRef);
    if (context === null) return 0;
    if (value === 0) return newHostObject(rt, type, finite(0, 0n, 0));
    if (type === module.decimalType && typeOf(rt, value) === type) return newRef(rt, value);
    const number = convert(rt, module, context, value, "exact");
    return number === null ? 0 : newHostObject(rt, type, number);
  }

  #fromNumber(rt: Runtime, type: number, value: number, what: "float" | "number"): number {
    const module = this.#module;
    const isOther = what === "number" && module.isDecimal(rt, value);
    let number: Decimal;
    if (isOther) number = decimalOf(rt, value);
    else if (isFloat(rt, value)) number = ofDouble(floatValue(rt, value));
    else if (isInt(rt, value)) number = operand(rt, module, value) ?? finite(0, 0n, 0);
    else {
      const name = typeName(rt, value);
      const message =
        what === "float" ? "argument must be int or float" : `conversion from ${name} to Decimal is not supported`;
      return setError(rt, rt.types.TypeError, message);
    }
    const object = module.make(rt, number);
    if (type === module.decimalType) return object;
    const result = callWith(rt, type, object);
    decref(rt, object);
    return result;
  }

  /** Methods that compute in a context. */
  #operations(): Record<string, BuiltinSpecification> {
    const module = this.#module;
    const methods: Record<string, BuiltinSpecification> = {};
    for (const [name, compute] of Object.entries(unaryMethods)) {
      methods[name] = method("($self, /, context=None)", (rt, self, contextRef) => {
        const context = module.contextArgument(rt, contextRef);
        return context === null ? 0 : module.result(rt, context, compute(context, decimalOf(rt, self)));
      });
    }
    for (const [name, compute] of Object.entries(binaryMethods)) {
      methods[name] = method("($self, /, other, context=None)", (rt, self, other, contextRef) => {
        const context = module.contextArgument(rt, contextRef);
        if (context === null) return 0;
        const b = requiredOperand(rt, module, other);
        if (b === null) return 0;
        const result = compute(context, decimalOf(rt, self), b);
        return contextless.has(name) ? module.make(rt, result) : module.result(rt, context, result);
      });
    }
    for (const [name, compute] of Object.entries(plainMethods)) {
      methods[name] = method("($self, /)", (rt, self) => module.make(rt, compute(decimalOf(rt, self))));
    }
    for (const [name, ask] of Object.entries(questions)) {
      methods[name] = method("($self, /)", (rt, self) => pyBool(ask(decimalOf(rt, self))));
    }
    for (const [name, ask] of Object.entries(contextQuestions)) {
      methods[name] = method("($self, /, context=None)", (rt, self, contextRef) => {
        const context = module.contextArgument(rt, contextRef);
        return context === null ? 0 : pyBool(ask(context, decimalOf(rt, self)));
      });
    }
    return { ...methods, ...this.#roundingMethods() };
  }

  /** A context with another rounding, as the arguments say; null with an exception set. */
  #roundingContext(rt: Runtime, rounding: number, contextRef: number): Context | null {
    const context = this.#module.contextArgument(rt, contextRef);
    if (context === null || rounding === 0 || rounding === None) return context;
    const name = this.#rounding(rt, rounding);
    if (name === null) return null;
    const copy = context.copy();
    copy.rounding = name;
    return copy;
  }

  /** A result of a context that may be a copy: what happened is settled in the original. */
  #settled(rt: Runtime, copy: Context, contextRef: number, number: Decimal): number {
    const context = this.#module.contextArgument(rt, contextRef);
    if (context === null) return 0;
    if (copy !== context) context.pending |= copy.pending;
    return this.#module.result(rt, context, number);
  }

  #roundingMethods(): Record<string, BuiltinSpecification> {
    const module = this.#module;
    const integral = (noting: "noted" | "quiet"): BuiltinSpecification =>
      method("($self, /, rounding=None, context=None)", (rt, self, rounding, contextRef) => {
        const context = this.#roundingContext(rt, rounding, contextRef);
        if (context === null) return 0;
        return this.#settled(rt, context, contextRef, toIntegral(context, decimalOf(rt, self), noting));
      });
    return {
      to_integral: integral("quiet"),
      to_integral_value: integral("quiet"),
      to_integral_exact: integral("noted"),
      quantize: method("($self, /, exp, rounding=None, context=None)", (rt, self, other, rounding, contextRef) => {
        const context = this.#roundingContext(rt, rounding, contextRef);
        if (context === null) return 0;
        const b = requiredOperand(rt, module, other);
        return b === null ? 0 : this.#settled(rt, context, contextRef, quantize(context, decimalOf(rt, self), b));
      }),
      fma: method("($self, /, other, third, context=None)", (rt, self, other, third, contextRef) => {
        const context = module.contextArgument(rt, contextRef);
        if (context === null) return 0;
        const b = requiredOperand(rt, module, other);
        const c = b === null ? null : requiredOperand(rt, module, third);
        if (b === null || c === null) return 0;
        return module.result(rt, context, multiplyAdd(context, decimalOf(rt, self), b, c));
      }),
      same_quantum: method("($self, /, other, context=None)", (rt, self, other, contextRef) => {
        if (module.contextArgument(rt, contextRef) === null) return 0;
        const b = requiredOperand(rt, module, other);
        return b === null ? 0 : pyBool(sameQuantum(decimalOf(rt, self), b));
      }),
      number_class: method("($self, /, context=None)", (rt, self, contextRef) => {
        const context = module.contextArgument(rt, contextRef);
        return context === null ? 0 : newStr(rt, numberClass(context, decimalOf(rt, self)));
      }),
      to_eng_string: method("($self, /, context=None)", (rt, self, contextRef) => {
        const context = module.contextArgument(rt, contextRef);
        return context === null ? 0 : newStr(rt, decimalText(decimalOf(rt, self), context.capitals, "engineering"));
      }),
    };
  }

  /** Methods that take a number apart. */
  #parts(): Record<string, BuiltinSpecification> {
    const module = this.#module;
    const itself = method("($self, /)", newRef);
    return {
      adjusted: method("($self, /)", (rt, self) => {
        const number = decimalOf(rt, self);
        return newInt(
          rt,
          number.kind === "finite" && number.coefficient !== 0n
            ? adjusted(number)
            : number.kind === "finite"
              ? number.exponent
              : 0,
        );
      }),
      as_tuple: method("($self, /)", (rt, self) => this.#asTuple(rt, decimalOf(rt, self))),
      as_integer_ratio: method("($self, /)", (rt, self) => integerRatio(rt, decimalOf(rt, self))),
      canonical: itself,
      conjugate: itself,
      radix: method("($self, /)", (rt) => module.make(rt, ofInteger(10n))),
      __copy__: itself,
      __deepcopy__: method("($self, memo, /)", newRef),
      __reduce__: method("($self, /)", (rt, self) => {
        const text = this.#text(rt, self);
        return text === null ? 0 : tupleOf(rt, newRef(rt, typeOf(rt, self)), tupleOf(rt, newStr(rt, text)));
      }),
      __sizeof__: method("($self, /)", (rt, self) =>
        newInt(rt, 104 + 8 * Math.max(0, Math.ceil(digitCount(decimalOf(rt, self).coefficient) / 19) - 4)),
      ),
    };
  }

  #asTuple(rt: Runtime, { sign, kind, coefficient, exponent }: Decimal): number {
    const digits = kind === "infinite" || kind === "finite" || coefficient !== 0n ? coefficient.toString() : "";
    const tuple = newTuple(rt, digits.length);
    Array.from(digits, Number).forEach((digit, index) => {
      tupleInit(rt, tuple, index, newInt(rt, digit));
    });
    const names = { infinite: "F", quiet: "n", signaling: "N" } as const;
    const last = kind === "finite" ? newInt(rt, exponent) : newStr(rt, names[kind]);
    const first = newInt(rt, sign);
    const result = callWith(rt, this.#module.decimalTuple, first, tuple, last);
    for (const it of [first, tuple, last]) decref(rt, it);
    return result;
  }

  /** Methods that make something else of a number. */
  #conversions(): Record<string, BuiltinSpecification> {
    const rounding = (how: Rounding): BuiltinSpecification =>
      method("($self, /)", (rt, self) => this.#int(rt, self, how));
    return {
      __trunc__: rounding("ROUND_DOWN"),
      __floor__: rounding("ROUND_FLOOR"),
      __ceil__: rounding("ROUND_CEILING"),
      __round__: method("($self, ndigits=NULL, /)", (rt, self, digits) =>
        digits === 0 ? this.#int(rt, self, "ROUND_HALF_EVEN") : this.#round(rt, self, digits),
      ),
      __complex__: method("($self, /)", (rt, self) => {
        const value = this.#toDouble(rt, decimalOf(rt, self));
        return value === null ? 0 : newComplex(rt, value, 0);
      }),
      __format__: method("($self, format_spec, override=NULL, /)", (rt, self, specification) => {
        if (!isStr(rt, specification)) return setError(rt, rt.types.TypeError, "format arg must be str");
        const context = this.#current(rt);
        if (context === null) return 0;
        const spec = strValue(rt, specification);
        if (spec === "") return newStr(rt, decimalText(decimalOf(rt, self), context.capitals));
        const text = formatDecimal(context, decimalOf(rt, self), spec);
        return text === null
          ? setError(rt, rt.types.ValueError, `Invalid format specifier: ${spec}`)
          : newStr(rt, text);
      }),
    };
  }

  #round(rt: Runtime, self: number, digits: number): number {
    if (!isInt(rt, digits)) return setError(rt, rt.types.TypeError, "optional arg must be an integer");
    const places = integerArgument(rt, digits);
    const context = places === null ? null : this.#current(rt);
    if (places === null || context === null) return 0;
    const number = decimalOf(rt, self);
    const result =
      number.kind === "finite"
        ? rescale(context, number, -Number(places))
        : quantize(context, number, finite(0, 1n, -Number(places)));
    return this.#module.result(rt, context, result);
  }

  #int(rt: Runtime, self: number, rounding: Rounding): number {
    const number = decimalOf(rt, self);
    if (isNaN(number)) return setError(rt, rt.types.ValueError, "cannot convert NaN to integer");
    if (number.kind === "infinite") return setError(rt, rt.types.OverflowError, "cannot convert Infinity to integer");
    const context = exactContext();
    context.rounding = rounding;
    return newBigInt(rt, truncated(toIntegral(context, number, "quiet")));
  }

  #float(rt: Runtime, self: number): number {
    const value = this.#toDouble(rt, decimalOf(rt, self));
    return value === null ? 0 : newFloat(rt, value);
  }

  #toDouble(rt: Runtime, number: Decimal): number | null {
    if (number.kind === "signaling") {
      setError(rt, rt.types.ValueError, "cannot convert signaling NaN to float");
      return null;
    }
    return number.kind === "quiet" ? NaN : Number(decimalText(number, 1));
  }

  #visibleHash(rt: Runtime, self: number): number {
    const number = decimalOf(rt, self);
    if (number.kind === "signaling") {
      return setError(rt, rt.types.TypeError, "Cannot hash a signaling NaN value");
    }
    return number.kind === "quiet" ? newInt(rt, self >>> 3) : newInteger(rt, hashDecimal(number));
  }

  #hash(rt: Runtime, self: number): number {
    const number = decimalOf(rt, self);
    if (number.kind === "signaling") {
      return setError(rt, rt.types.TypeError, "Cannot hash a signaling NaN value") - 1;
    }
    return number.kind === "quiet" ? self >>> 3 : foldHash(hashDecimal(number));
  }
}

const hashPrime = (1n << 61n) - 1n;
const hashOfInfinity = 314159n;

/** The hash that ints, floats and fractions of this value have. */
function hashDecimal({ sign, kind, coefficient, exponent }: Decimal): bigint {
  if (kind === "infinite") return sign === 0 ? hashOfInfinity : -hashOfInfinity;
  // The inverse of 10 modulo the prime.
  const base = exponent >= 0 ? 10n : powerModuloPrime(10n, hashPrime - 2n);
  const size = ((coefficient % hashPrime) * powerModuloPrime(base, BigInt(Math.abs(exponent)))) % hashPrime;
  const value = sign === 0 ? size : -size;
  return value === -1n ? -2n : value;
}

function powerModuloPrime(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % hashPrime;
    square = (square * square) % hashPrime;
  }
  return result;
}

function integerRatio(rt: Runtime, { sign, kind, coefficient, exponent }: Decimal): number {
  if (kind === "infinite") return setError(rt, rt.types.OverflowError, "cannot convert Infinity to integer ratio");
  if (kind !== "finite") return setError(rt, rt.types.ValueError, "cannot convert NaN to integer ratio");
  let numerator = exponent >= 0 ? coefficient * powerOfTen(exponent) : coefficient;
  let denominator = exponent >= 0 ? 1n : powerOfTen(-exponent);
  let [a, b] = [numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  if (a > 1n) {
    numerator /= a;
    denominator /= a;
  }
  return tupleOf(rt, newBigInt(rt, sign === 0 ? numerator : -numerator), newBigInt(rt, denominator));
}
