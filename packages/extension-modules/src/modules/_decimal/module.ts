// The module `_decimal`: the General Decimal Arithmetic Specification, as libmpdec has it.

import {
  type BuiltinSpecification,
  False,
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  True,
  builtinFunction,
  callMethod,
  callWith,
  clearIterator,
  decref,
  defineType,
  getAttributeString,
  importModule,
  internStr,
  iteratorState,
  method,
  newBigInt,
  newHostObject,
  newInt,
  newModule,
  newRef,
  newStr,
  notConstructible,
  setAttribute,
  setError,
  traverseIterator,
} from "@tjit/runtime/api";
import { assignAll, contextParameters, defineContext, roundingArgument } from "./context-type.ts";
import { Context, Flag, anyInvalid, largest, roundings } from "./context.ts";
import { integerArgument } from "./convert.ts";
import { DecimalType } from "./decimal-type.ts";
import { defineSignalDict } from "./signal-dict.ts";
import { DecimalModule } from "./state.ts";

/** `with localcontext() as context`: references are the context for the block and the one to go back to. */
function defineManager(rt: Runtime, module: DecimalModule): void {
  module.managerType = defineType(rt, {
    name: "ContextManager",
    module: "decimal",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("decimal.ContextManager"),
    methods: {
      __enter__: method("($self, /)", (rt_, self) => {
        const [local = 0] = iteratorState(rt_, self).references;
        return module.setCurrent(rt_, local) < 0 ? 0 : newRef(rt_, local);
      }),
      __exit__: method("($self, /, *args)", (rt_, self) => {
        const [, outer = 0] = iteratorState(rt_, self).references;
        return module.setCurrent(rt_, outer) < 0 ? 0 : False;
      }),
    },
    slots: { clear: clearIterator, traverse: traverseIterator },
  });
}

function contextFunctions(module: DecimalModule): Readonly<Record<string, BuiltinSpecification>> {
  return {
    getcontext: builtinFunction("()", (rt) => module.currentObject(rt)),
    setcontext: builtinFunction("(context, /)", (rt, context) => {
      if (!module.isContext(rt, context)) return setError(rt, rt.types.TypeError, "argument must be a context");
      return module.setCurrent(rt, context) < 0 ? 0 : None;
    }),
    localcontext: builtinFunction(`(ctx=None, *, ${contextParameters})`, (rt, given, ...values) => {
      const outer = module.currentObject(rt);
      if (outer === 0) return 0;
      const chosen = given === 0 || given === None ? outer : given;
      if (!module.isContext(rt, chosen)) {
        decref(rt, outer);
        return setError(rt, rt.types.TypeError, "optional argument must be a context");
      }
      const local = module.copyContext(rt, chosen);
      if (assignAll(rt, module, module.contextOf(rt, local), values) === 0) {
        return newHostObject(rt, module.managerType, { references: [local, outer], count: 0 });
      }
      for (const it of [local, outer]) decref(rt, it);
      return 0;
    }),
    IEEEContext: builtinFunction("(bits, /)", (rt, ref) => {
      const bits = integerArgument(rt, ref);
      if (bits === null) return 0;
      if (bits <= 0n || bits > 512n || bits % 32n !== 0n) {
        return setError(rt, rt.types.ValueError, "argument must be a multiple of 32, with a maximum of 512");
      }
      const context = new Context();
      context.precision = 9 * (Number(bits) / 32) - 2;
      context.emax = 3 * 2 ** (Number(bits) / 16 + 3);
      context.emin = 1 - context.emax;
      context.traps = 0;
      context.clamp = 1;
      return newHostObject(rt, module.contextType, { context });
    }),
  };
}

/** The contexts that every program finds. */
function makeTemplates(rt: Runtime, module: DecimalModule): void {
  const make = (change: (context: Context) => void): number => {
    const context = new Context();
    change(context);
    return newHostObject(rt, module.contextType, { context });
  };
  module.basicContext = make((context) => {
    context.precision = 9;
    context.rounding = "ROUND_HALF_UP";
    context.traps = anyInvalid | Flag.DivisionByZero | Flag.Overflow | Flag.Underflow | Flag.Clamped;
  });
  module.extendedContext = make((context) => {
    context.precision = 9;
    context.traps = 0;
  });
  module.defaultContext = make(() => undefined);
}

/** What comes from the library: the class of `as_tuple()`, and abstract classes to register with. Status. */
function useLibrary(rt: Runtime, module: DecimalModule): number {
  const numbers = importModule(rt, "numbers");
  if (numbers === 0) return -1;
  const number = getAttributeString(rt, numbers, "Number");
  module.rational = getAttributeString(rt, numbers, "Rational");
  decref(rt, numbers);
  if (number === 0 || module.rational === 0) return -1;
  const register = internStr(rt, "register");
  const registered = callMethod(rt, number, register, module.decimalType);
  for (const it of [number, register]) decref(rt, it);
  if (registered === 0) return -1;
  decref(rt, registered);
  module.decimalTuple = makeTupleClass(rt);
  return module.decimalTuple === 0 ? -1 : 0;
}

function makeTupleClass(rt: Runtime): number {
  const collections = importModule(rt, "collections");
  const namedTuple = collections === 0 ? 0 : getAttributeString(rt, collections, "namedtuple");
  if (collections !== 0) decref(rt, collections);
  if (namedTuple === 0) return 0;
  const name = newStr(rt, "DecimalTuple");
  const fields = newStr(rt, "sign digits exponent");
  const made = callWith(rt, namedTuple, name, fields);
  for (const it of [namedTuple, name, fields]) decref(rt, it);
  if (made === 0) return 0;
  const text = newStr(rt, "decimal");
  setAttribute(rt, made, rt.names.__module__, text);
  decref(rt, text);
  return made;
}

/** Makes the module. */
export function newDecimalModule(rt: Runtime): number {
  const module = new DecimalModule(rt);
  if (module.prepareVariable(rt) < 0) return 0;
  new DecimalType(module, roundingArgument).define(rt);
  defineContext(rt, module);
  defineManager(rt, module);
  if (defineSignalDict(rt, module) < 0) return 0;
  makeTemplates(rt, module);
  if (useLibrary(rt, module) < 0) return 0;
  const classes = [...module.signals, ...module.conditions].map(({ name, type }) => [name, newRef(rt, type)]);
  return newModule(rt, "_decimal", contextFunctions(module), {
    ...(Object.fromEntries(classes) as Record<string, number>),
    ...Object.fromEntries(roundings.map((name) => [name, newStr(rt, name)])),
    Decimal: newRef(rt, module.decimalType),
    Context: newRef(rt, module.contextType),
    DecimalTuple: newRef(rt, module.decimalTuple),
    DecimalException: newRef(rt, module.exception),
    DefaultContext: newRef(rt, module.defaultContext),
    BasicContext: newRef(rt, module.basicContext),
    ExtendedContext: newRef(rt, module.extendedContext),
    MAX_PREC: newBigInt(rt, largest),
    MAX_EMAX: newBigInt(rt, largest),
    MIN_EMIN: newBigInt(rt, -largest),
    MIN_ETINY: newBigInt(rt, -2n * largest + 1n),
    IEEE_CONTEXT_MAX_BITS: newInt(rt, 512),
    HAVE_THREADS: True,
    HAVE_CONTEXTVAR: True,
    __version__: newStr(rt, "1.70"),
    __libmpdec_version__: newStr(rt, "2.5.1"),
  });
}
