// The module in one machine: its classes, the current context, and the way from what happened to exceptions.

import {
  FixedType,
  None,
  type Runtime,
  callOneArgument,
  callTwoArguments,
  callWith,
  decref,
  dictSet,
  fail,
  getAttributeString,
  hostPayload,
  importModule,
  isSubtype,
  listAppend,
  newDict,
  newHostObject,
  newList,
  newRef,
  newStr,
  setErrorObject,
  tupleOf,
  typeOf,
} from "@tjit/runtime/api";
import { type Context, Flag, anyInvalid } from "./context.ts";
import type { Decimal } from "./number.ts";

/** A signal or condition, and its class. */
export interface Signal {
  readonly name: string;
  readonly flag: number;
  /** Owned for as long as the machine lives. */
  readonly type: number;
}

/** Classes by name, with their bases; the first nine are the signals in the order in which CPython lists them. */
const signalBases: readonly (readonly [name: string, flag: number, bases: readonly string[]])[] = [
  ["InvalidOperation", anyInvalid, ["DecimalException"]],
  ["FloatOperation", Flag.FloatOperation, ["DecimalException", "TypeError"]],
  ["DivisionByZero", Flag.DivisionByZero, ["DecimalException", "ZeroDivisionError"]],
  ["Overflow", Flag.Overflow, ["Inexact", "Rounded"]],
  ["Underflow", Flag.Underflow, ["Inexact", "Rounded", "Subnormal"]],
  ["Subnormal", Flag.Subnormal, ["DecimalException"]],
  ["Inexact", Flag.Inexact, ["DecimalException"]],
  ["Rounded", Flag.Rounded, ["DecimalException"]],
  ["Clamped", Flag.Clamped, ["DecimalException"]],
  ["ConversionSyntax", Flag.ConversionSyntax, ["InvalidOperation"]],
  ["DivisionImpossible", Flag.DivisionImpossible, ["InvalidOperation"]],
  ["DivisionUndefined", Flag.DivisionUndefined, ["InvalidOperation", "ZeroDivisionError"]],
  ["InvalidContext", Flag.InvalidContext, ["InvalidOperation"]],
];
const signalCount = 9;

/** The module in one machine. References are owned for as long as the machine lives. */
export class DecimalModule {
  decimalType = 0;
  contextType = 0;
  managerType = 0;
  signalDictType = 0;
  decimalTuple = 0;
  rational = 0;
  readonly exception: number;
  readonly signals: readonly Signal[];
  readonly conditions: readonly Signal[];
  /** The contexts that new ones are copied from. */
  defaultContext = 0;
  basicContext = 0;
  extendedContext = 0;
  /** The context variable, and the functions that read and set it. */
  #variable = 0;
  #get = 0;
  #set = 0;

  constructor(rt: Runtime) {
    const classes = new Map<string, number>([
      ["TypeError", rt.types.TypeError],
      ["ZeroDivisionError", rt.types.ZeroDivisionError],
    ]);
    this.exception = newClass(rt, "DecimalException", [rt.types.ArithmeticError]);
    classes.set("DecimalException", this.exception);
    const signals = new Map<string, Signal>();
    // Bases first.
    const waiting = [...signalBases];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, flag, bases] = next;
      if (!bases.every((base) => classes.has(base))) {
        waiting.push(next);
        continue;
      }
      const type = newClass(
        rt,
        name,
        bases.map((base) => classes.get(base) ?? 0),
      );
      classes.set(name, type);
      signals.set(name, { name, flag, type });
    }
    const all = signalBases.map(([name]) => signals.get(name) as Signal);
    this.signals = all.slice(0, signalCount);
    this.conditions = all.slice(signalCount);
  }

  isDecimal(rt: Runtime, object: number): boolean {
    if ((object & 1) !== 0) return false;
    const type = typeOf(rt, object);
    return type === this.decimalType || isSubtype(rt, type, this.decimalType);
  }

  isContext(rt: Runtime, object: number): boolean {
    return (object & 1) === 0 && isSubtype(rt, typeOf(rt, object), this.contextType);
  }

  /** A number as an object. */
  make(rt: Runtime, number: Decimal): number {
    return newHostObject(rt, this.decimalType, number);
  }

  /** The context variable is made. Status. */
  prepareVariable(rt: Runtime): number {
    const contextvars = importModule(rt, "_contextvars");
    const type = contextvars === 0 ? 0 : getAttributeString(rt, contextvars, "ContextVar");
    if (contextvars !== 0) decref(rt, contextvars);
    if (type === 0) return -1;
    const name = newStr(rt, "decimal_context");
    this.#variable = callOneArgument(rt, type, name);
    decref(rt, name);
    this.#get = getAttributeString(rt, type, "get");
    this.#set = getAttributeString(rt, type, "set");
    decref(rt, type);
    return this.#variable === 0 || this.#get === 0 || this.#set === 0 ? -1 : 0;
  }

  /** The current context: a new reference; 0 with an exception set. */
  currentObject(rt: Runtime): number {
    const found = callTwoArguments(rt, this.#get, this.#variable, None);
    if (found !== None) return found;
    const made = newHostObject(rt, this.contextType, { context: this.contextOf(rt, this.defaultContext).copy() });
    this.contextOf(rt, made).flags = 0;
    if (this.setCurrent(rt, made) === 0) return made;
    decref(rt, made);
    return 0;
  }

  /** Makes a context the current one; one of the three of the module is copied. Status. */
  setCurrent(rt: Runtime, object: number): number {
    const isTemplate =
      object === this.defaultContext || object === this.basicContext || object === this.extendedContext;
    const made = isTemplate ? this.copyContext(rt, object) : newRef(rt, object);
    if (isTemplate) this.contextOf(rt, made).flags = 0;
    const token = callTwoArguments(rt, this.#set, this.#variable, made);
    decref(rt, made);
    if (token === 0) return -1;
    decref(rt, token);
    return 0;
  }

  /** A copy of a context object. */
  copyContext(rt: Runtime, object: number): number {
    return newHostObject(rt, this.contextType, { context: this.contextOf(rt, object).copy() });
  }

  contextOf(rt: Runtime, object: number): Context {
    return (hostPayload(rt, object) as { readonly context: Context }).context;
  }

  /** The context of an argument, the current one when it is not given or None; null with an exception set. */
  contextArgument(rt: Runtime, object: number): Context | null {
    if (object === 0 || object === None) {
      const current = this.currentObject(rt);
      if (current === 0) return null;
      const context = this.contextOf(rt, current);
      decref(rt, current);
      return context;
    }
    if (this.isContext(rt, object)) return this.contextOf(rt, object);
    fail(rt, rt.types.TypeError, "optional argument must be a context");
    return null;
  }

  /** Takes note of what an operation has met. Status: -1 when a trap is set for it. */
  settle(rt: Runtime, context: Context): number {
    const { pending } = context;
    if (pending === 0) return 0;
    context.pending = 0;
    return this.signal(rt, context, pending);
  }

  /** Notes that something happened. Status. */
  signal(rt: Runtime, context: Context, happened: number): number {
    context.flags |= happened;
    const trapped = happened & context.traps;
    if (trapped === 0) return 0;
    const first = this.signals.find(({ flag }) => (flag & trapped) !== 0);
    const list = newList(rt);
    for (const { flag, type } of this.conditions) if ((flag & trapped) !== 0) listAppend(rt, list, type);
    for (const { flag, type, name } of this.signals) {
      const isPlain = name !== "InvalidOperation" || (trapped & Flag.InvalidOperation) !== 0;
      if ((flag & trapped) !== 0 && isPlain) listAppend(rt, list, type);
    }
    setErrorObject(rt, first?.type ?? this.exception, list);
    decref(rt, list);
    return -1;
  }

  /** A result as an object, once what happened is settled. */
  result(rt: Runtime, context: Context, number: Decimal): number {
    return context.pending !== 0 && this.settle(rt, context) < 0 ? 0 : newHostObject(rt, this.decimalType, number);
  }
}

function newClass(rt: Runtime, name: string, bases: readonly number[]): number {
  const namespace = newDict(rt);
  const module = newStr(rt, "decimal");
  dictSet(rt, namespace, rt.names.__module__, module);
  const text = newStr(rt, name);
  const tuple = tupleOf(rt, ...bases.map((base) => newRef(rt, base)));
  const made = callWith(rt, FixedType.type, text, tuple, namespace);
  for (const it of [namespace, module, text, tuple]) decref(rt, it);
  return made;
}
