// `SignalDictMixin`: what `context.flags` and `context.traps` are, with MutableMapping as their other base.

import {
  clearIf,
  HostObject,
  LayoutKind,
  NotImplemented,
  Compare,
  type Runtime,
  callWith,
  decref,
  defineType,
  dictGet,
  dictLength,
  fail,
  getAttributeString,
  getIter,
  hostPayload,
  importModule,
  isDict,
  isSubtype,
  isTrue,
  method,
  newDict,
  dictSet,
  newHostObject,
  newRef,
  newStr,
  newTuple,
  pyBool,
  tupleInit,
  tupleOf,
  typeOf,
  reprText,
} from "@tjit/runtime/api";
import type { Context } from "./context.ts";
import type { DecimalModule, Signal } from "./state.ts";

/** Whose bits a dict shows. */
export interface SignalBits {
  readonly context: Context;
  readonly field: "flags" | "traps";
}

const invalidSignals = `valid values for signals are:
  [InvalidOperation, FloatOperation, DivisionByZero,
   Overflow, Underflow, Subnormal, Inexact, Rounded,
   Clamped]`;

function bitsOf(rt: Runtime, object: number): SignalBits {
  return hostPayload(rt, object) as SignalBits;
}

export function isSignalDict(rt: Runtime, module: DecimalModule, object: number): boolean {
  return (object & 1) === 0 && isSubtype(rt, typeOf(rt, object), module.signalDictType);
}

/** The signal whose class a key is; null with KeyError set. */
function signalOf(rt: Runtime, module: DecimalModule, key: number): Signal | null {
  const signal = module.signals.find(({ type }) => type === key);
  if (signal !== undefined) return signal;
  fail(rt, rt.types.KeyError, invalidSignals);
  return null;
}

/** The bits that a list of signals has; null with an exception set. */
export function bitsOfSignals(rt: Runtime, module: DecimalModule, items: readonly number[]): number | null {
  let bits = 0;
  for (const item of items) {
    const signal = [...module.signals, ...module.conditions].find(({ type }) => type === item);
    if (signal === undefined) {
      fail(rt, rt.types.TypeError, invalidSignals);
      return null;
    }
    bits |= signal.flag;
  }
  return bits;
}

/** The bits of a dict of signals; null with an exception set. */
export function bitsOfDict(rt: Runtime, module: DecimalModule, object: number): number | null {
  if (isSignalDict(rt, module, object)) {
    const { context, field } = bitsOf(rt, object);
    return context[field];
  }
  if (!isDict(rt, object)) {
    fail(rt, rt.types.TypeError, "argument must be a signal dict");
    return null;
  }
  if (dictLength(rt, object) !== module.signals.length) {
    fail(rt, rt.types.KeyError, "invalid signal dict");
    return null;
  }
  let bits = 0;
  for (const { flag, type } of module.signals) {
    const value = dictGet(rt, object, type);
    if (value === 0) {
      fail(rt, rt.types.KeyError, "invalid error flag");
      return null;
    }
    const truth = isTrue(rt, value);
    if (truth < 0) return null;
    if (truth === 1) bits |= flag;
  }
  return bits;
}

function keys(rt: Runtime, module: DecimalModule): number {
  const tuple = newTuple(rt, module.signals.length);
  module.signals.forEach(({ type }, index) => {
    tupleInit(rt, tuple, index, newRef(rt, type));
  });
  return tuple;
}

function compare(rt: Runtime, module: DecimalModule, left: number, right: number, operator: number): number {
  const isEquality = operator === Compare.EQ || operator === Compare.NE;
  if (!isEquality || (!isDict(rt, right) && !isSignalDict(rt, module, right))) return newRef(rt, NotImplemented);
  const { context, field } = bitsOf(rt, left);
  const other = bitsOfDict(rt, module, right);
  // Other dicts are just not equal.
  if (other === null) return clearIf(rt, rt.types.KeyError) ? newRef(rt, NotImplemented) : 0;
  return pyBool((context[field] === other) === (operator === Compare.EQ));
}

function defineMixin(rt: Runtime, module: DecimalModule): number {
  return defineType(rt, {
    name: "SignalDictMixin",
    module: "decimal",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    methods: {
      copy: method("($self, /)", (rt_, self) => {
        const { context, field } = bitsOf(rt_, self);
        const dict = newDict(rt_);
        for (const { flag, type } of module.signals) dictSet(rt_, dict, type, pyBool((context[field] & flag) !== 0));
        return dict;
      }),
    },
    slots: {
      repr: (rt_, self) => {
        const { context, field } = bitsOf(rt_, self);
        const items = module.signals.map(({ flag, type }) => {
          const name = reprText(rt_, type) ?? "?";
          return `${name}:${(context[field] & flag) === 0 ? "False" : "True"}`;
        });
        return newStr(rt_, `{${items.join(", ")}}`);
      },
      richcompare: (rt_, left, right, operator) => compare(rt_, module, left, right, operator),
      iter: (rt_) => {
        const tuple = keys(rt_, module);
        const iterator = getIter(rt_, tuple);
        decref(rt_, tuple);
        return iterator;
      },
      length: () => module.signals.length,
      getitem: (rt_, self, key) => {
        const signal = signalOf(rt_, module, key);
        if (signal === null) return 0;
        const { context, field } = bitsOf(rt_, self);
        return pyBool((context[field] & signal.flag) !== 0);
      },
      setitem: (rt_, self, key, value) => {
        if (value === 0) return fail(rt_, rt_.types.ValueError, "signal keys cannot be deleted");
        const signal = signalOf(rt_, module, key);
        if (signal === null) return -1;
        const truth = isTrue(rt_, value);
        if (truth < 0) return -1;
        const { context, field } = bitsOf(rt_, self);
        context[field] = truth === 1 ? context[field] | signal.flag : context[field] & ~signal.flag;
        return 0;
      },
    },
  });
}

/** Makes the class. Status. */
export function defineSignalDict(rt: Runtime, module: DecimalModule): number {
  const mixin = defineMixin(rt, module);
  const abc = importModule(rt, "collections.abc");
  const mapping = abc === 0 ? 0 : getAttributeString(rt, abc, "MutableMapping");
  if (abc !== 0) decref(rt, abc);
  if (mapping === 0) return -1;
  const name = newStr(rt, "SignalDict");
  const bases = tupleOf(rt, newRef(rt, mixin), mapping);
  const namespace = newDict(rt);
  const text = newStr(rt, "decimal");
  dictSet(rt, namespace, rt.names.__module__, text);
  module.signalDictType = callWith(rt, typeOf(rt, mapping), name, bases, namespace);
  for (const it of [name, bases, namespace, text]) decref(rt, it);
  return module.signalDictType === 0 ? -1 : 0;
}

/** `context.flags` or `context.traps`. */
export function newSignalDict(rt: Runtime, module: DecimalModule, bits: SignalBits): number {
  return newHostObject(rt, module.signalDictType, bits);
}
