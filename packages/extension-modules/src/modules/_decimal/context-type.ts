// The type `decimal.Context`.

import {
  type BuiltinSpecification,
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  decref,
  defineType,
  fail,
  floatValue,
  getset,
  isFloat,
  isInt,
  isList,
  isStr,
  listItem,
  listLength,
  method,
  newBigInt,
  newHostObject,
  newInt,
  newList,
  listAppend,
  newRef,
  newStr,
  pyBool,
  reprText,
  setError,
  strValue,
  tupleOf,
  typeOf,
} from "@tjit/runtime/api";
import { divideWithRemainder, multiplyAdd } from "./arithmetic.ts";
import { Context, type Rounding, largest, roundings } from "./context.ts";
import { convert, integerArgument, ofDouble, requiredOperand } from "./convert.ts";
import { numberClass, sameQuantum } from "./exponents.ts";
import { type Decimal, ofInteger } from "./number.ts";
import {
  binaryMethods,
  contextBinaryMethods,
  contextQuestions,
  contextUnaryMethods,
  plainMethods,
  questions,
  unaryMethods,
} from "./operations.ts";
import { finishNumber } from "./rounding.ts";
import { bitsOfDict, bitsOfSignals, newSignalDict } from "./signal-dict.ts";
import type { DecimalModule } from "./state.ts";
import { decimalText } from "./text.ts";
import { power, powerModulo } from "./transcendental.ts";

const invalidRounding = `valid values for rounding are:
  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,
   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,
   ROUND_05UP]`;

/** The rounding that an argument names; null with TypeError set. */
export function roundingArgument(rt: Runtime, object: number): Rounding | null {
  const name = isStr(rt, object) ? strValue(rt, object) : "";
  const found = roundings.find((it) => it === name);
  if (found === undefined) fail(rt, rt.types.TypeError, invalidRounding);
  return found ?? null;
}

/** An exponent or a precision as Python shows it: what is a power of ten as a double is the limit below it. */
function newLimit(rt: Runtime, value: number): number {
  const exact = BigInt(value);
  const limit = largest + 1n;
  if (exact === limit) return newBigInt(rt, largest);
  if (exact === -limit) return newBigInt(rt, -largest);
  return exact === -2n * limit ? newBigInt(rt, -2n * largest + 1n) : newBigInt(rt, exact);
}

type Assign = (rt: Runtime, context: Context, value: number) => number;

/** A number in some limits. */
function limited(
  field: "precision" | "emin" | "emax" | "capitals" | "clamp",
  lowest: bigint,
  highest: bigint,
  message: string,
): Assign {
  return (rt, context, value) => {
    const number = integerArgument(rt, value);
    if (number === null) return -1;
    if (number < lowest || number > highest) return fail(rt, rt.types.ValueError, message);
    context[field] = Number(number);
    return 0;
  };
}

/** How attributes are set. */
function assignments(module: DecimalModule, signalsFrom: "dict" | "dict or list"): Readonly<Record<string, Assign>> {
  const signals =
    (field: "flags" | "traps"): Assign =>
    (rt, context, value) => {
      const bits =
        signalsFrom !== "dict" && isList(rt, value)
          ? bitsOfSignals(
              rt,
              module,
              Array.from({ length: listLength(rt, value) }, (_, index) => listItem(rt, value, index)),
            )
          : bitsOfDict(rt, module, value);
      if (bits === null) return -1;
      context[field] = bits;
      return 0;
    };
  return {
    prec: limited("precision", 1n, largest, "valid range for prec is [1, MAX_PREC]"),
    rounding: (rt, context, value) => {
      const rounding = roundingArgument(rt, value);
      if (rounding === null) return -1;
      context.rounding = rounding;
      return 0;
    },
    Emin: limited("emin", -largest, 0n, "valid range for Emin is [MIN_EMIN, 0]"),
    Emax: limited("emax", 0n, largest, "valid range for Emax is [0, MAX_EMAX]"),
    capitals: limited("capitals", 0n, 1n, "valid values for capitals are 0 or 1"),
    clamp: limited("clamp", 0n, 1n, "valid values for clamp are 0 or 1"),
    flags: signals("flags"),
    traps: signals("traps"),
  };
}

/** Sets what keyword arguments name, those that are not given or None left out. Status. */
export function assignAll(rt: Runtime, module: DecimalModule, context: Context, values: readonly number[]): number {
  const names = Object.entries(assignments(module, "dict or list"));
  for (const [index, value] of values.entries()) {
    const assign = names[index]?.[1];
    if (value !== 0 && value !== None && assign !== undefined && assign(rt, context, value) < 0) return -1;
  }
  return 0;
}

/** The parameters of `Context` and `localcontext`. */
export const contextParameters =
  "prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None";

function read(rt: Runtime, module: DecimalModule, context: Context, name: string): number {
  switch (name) {
    case "prec":
      return newLimit(rt, context.precision);
    case "rounding":
      return newStr(rt, context.rounding);
    case "Emin":
      return newLimit(rt, context.emin);
    case "Emax":
      return newLimit(rt, context.emax);
    case "capitals":
      return newInt(rt, context.capitals);
    case "clamp":
      return newInt(rt, context.clamp);
    default:
      return newSignalDict(rt, module, { context, field: name === "flags" ? "flags" : "traps" });
  }
}

/** The signals in the order in which libmpdec shows them. */
const shownOrder = [
  "Clamped",
  "InvalidOperation",
  "DivisionByZero",
  "Inexact",
  "FloatOperation",
  "Overflow",
  "Rounded",
  "Subnormal",
  "Underflow",
] as const;

function repr(rt: Runtime, module: DecimalModule, context: Context): number {
  const names = (bits: number): string =>
    shownOrder
      .filter((name) => module.signals.some((signal) => signal.name === name && (signal.flag & bits) !== 0))
      .join(", ");
  const limit = (value: number): string => {
    const object = newLimit(rt, value);
    const text = reprText(rt, object) ?? "?";
    decref(rt, object);
    return text;
  };
  return newStr(
    rt,
    `Context(prec=${limit(context.precision)}, rounding=${context.rounding}, Emin=${limit(context.emin)}, ` +
      `Emax=${limit(context.emax)}, capitals=${context.capitals}, clamp=${context.clamp}, ` +
      `flags=[${names(context.flags)}], traps=[${names(context.traps)}])`,
  );
}

/** Methods that compute: of one, two or three operands. */
function computations(module: DecimalModule): Record<string, BuiltinSpecification> {
  const methods: Record<string, BuiltinSpecification> = {};
  const compute = (
    signature: string,
    run: (rt: Runtime, context: Context, ...operands: Decimal[]) => number,
  ): BuiltinSpecification =>
    method(signature, (rt, self, ...args) => {
      const operands: Decimal[] = [];
      for (const arg of args) {
        if (arg === 0 || arg === None) {
          if (signature.includes("=None")) continue;
        }
        const number = requiredOperand(rt, module, arg);
        if (number === null) return 0;
        operands.push(number);
      }
      return run(rt, module.contextOf(rt, self), ...operands);
    });
  for (const [name, run] of Object.entries({ ...unaryMethods, ...contextUnaryMethods })) {
    methods[name] = compute("($self, x, /)", (rt, context, a) => module.result(rt, context, run(context, a)));
  }
  for (const [name, run] of Object.entries({ ...binaryMethods, ...contextBinaryMethods })) {
    methods[name] = compute("($self, x, y, /)", (rt, context, a, b) => module.result(rt, context, run(context, a, b)));
  }
  for (const [name, run] of Object.entries(plainMethods)) {
    methods[name] = compute("($self, x, /)", (rt, _context, a) => module.make(rt, run(a)));
  }
  for (const [name, ask] of Object.entries(questions)) {
    methods[name] = compute("($self, x, /)", (_rt, _context, a) => pyBool(ask(a)));
  }
  for (const [name, ask] of Object.entries(contextQuestions)) {
    methods[name] = compute("($self, x, /)", (_rt, context, a) => pyBool(ask(context, a)));
  }
  const same = compute("($self, x, /)", (rt, _context, a) => module.make(rt, a));
  return {
    ...methods,
    canonical: method("($self, x, /)", (rt, _self, x) =>
      module.isDecimal(rt, x) ? newRef(rt, x) : setError(rt, rt.types.TypeError, "argument must be a Decimal"),
    ),
    copy_decimal: same,
    divmod: compute("($self, x, y, /)", (rt, context, a, b) => {
      const [quotient, rest] = divideWithRemainder(context, a, b);
      return module.settle(rt, context) < 0 ? 0 : tupleOf(rt, module.make(rt, quotient), module.make(rt, rest));
    }),
    fma: compute("($self, x, y, z, /)", (rt, context, a, b, c) =>
      module.result(rt, context, multiplyAdd(context, a, b, c)),
    ),
    number_class: compute("($self, x, /)", (rt, context, a) => newStr(rt, numberClass(context, a))),
    power: compute("($self, /, a, b, modulo=None)", (rt, context, a, b, c) =>
      module.result(rt, context, c === undefined ? power(context, a, b) : powerModulo(context, a, b, c)),
    ),
    radix: method("($self, /)", (rt) => module.make(rt, ofInteger(10n))),
    same_quantum: compute("($self, x, y, /)", (_rt, _context, a, b) => pyBool(sameQuantum(a, b))),
    to_eng_string: compute("($self, x, /)", (rt, context, a) =>
      newStr(rt, decimalText(a, context.capitals, "engineering")),
    ),
    to_sci_string: compute("($self, x, /)", (rt, context, a) => newStr(rt, decimalText(a, context.capitals))),
  };
}

function methodsOf(module: DecimalModule): Record<string, BuiltinSpecification> {
  const copy = method("($self, /)", (rt, self) => module.copyContext(rt, self));
  const create = (rt: Runtime, context: Context, value: number): number => {
    const number = convert(rt, module, context, value, "rounded");
    return number === null ? 0 : module.make(rt, number);
  };
  return {
    ...computations(module),
    Etiny: method("($self, /)", (rt, self) => newLimit(rt, module.contextOf(rt, self).etiny)),
    Etop: method("($self, /)", (rt, self) => newLimit(rt, module.contextOf(rt, self).etop)),
    clear_flags: method("($self, /)", (rt, self) => {
      module.contextOf(rt, self).flags = 0;
      return None;
    }),
    clear_traps: method("($self, /)", (rt, self) => {
      module.contextOf(rt, self).traps = 0;
      return None;
    }),
    copy,
    __copy__: copy,
    create_decimal: method("($self, num='0', /)", (rt, self, value) =>
      value === 0 ? module.make(rt, ofInteger(0n)) : create(rt, module.contextOf(rt, self), value),
    ),
    create_decimal_from_float: method("($self, f, /)", (rt, self, value) => {
      const context = module.contextOf(rt, self);
      const number = floatOrInt(rt, module, value);
      return number === null ? 0 : module.result(rt, context, finishNumber(context, number));
    }),
    __reduce__: method("($self, /)", (rt, self) => {
      const context = module.contextOf(rt, self);
      const list = (bits: number): number => {
        const result = newList(rt);
        for (const { flag, type } of module.signals) if ((flag & bits) !== 0) listAppend(rt, result, type);
        return result;
      };
      const values = ["prec", "rounding", "Emin", "Emax", "capitals", "clamp"].map((name) =>
        read(rt, module, context, name),
      );
      return tupleOf(
        rt,
        newRef(rt, typeOf(rt, self)),
        tupleOf(rt, ...values, list(context.flags), list(context.traps)),
      );
    }),
  };
}

function floatOrInt(rt: Runtime, module: DecimalModule, value: number): Decimal | null {
  if (isFloat(rt, value)) return ofDouble(floatValue(rt, value));
  if (isInt(rt, value)) return requiredOperand(rt, module, value);
  fail(rt, rt.types.TypeError, "argument must be int or float");
  return null;
}

/** Defines the type. */
export function defineContext(rt: Runtime, module: DecimalModule): void {
  const attributes = Object.entries(assignments(module, "dict")).map(([name, assign]) => [
    name,
    getset(
      (rt_, self) => read(rt_, module, module.contextOf(rt_, self), name),
      (rt_, self, value) =>
        value === 0
          ? fail(rt_, rt_.types.AttributeError, "context attributes cannot be deleted")
          : assign(rt_, module.contextOf(rt_, self), value),
    ),
  ]);
  module.contextType = defineType(rt, {
    name: "Context",
    module: "decimal",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, /, *args, **kwargs)", (rt_, type) => {
      const context = module.defaultContext === 0 ? new Context() : module.contextOf(rt_, module.defaultContext).copy();
      context.flags = 0;
      return newHostObject(rt_, type, { context });
    }),
    init: method(`($self, /, ${contextParameters})`, (rt_, self, ...values) =>
      assignAll(rt_, module, module.contextOf(rt_, self), values),
    ),
    methods: methodsOf(module),
    getset: Object.fromEntries(attributes) as Record<string, ReturnType<typeof getset>>,
    slots: { repr: (rt_, self) => repr(rt_, module, module.contextOf(rt_, self)) },
  });
}
