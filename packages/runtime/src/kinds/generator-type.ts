// The types `generator` and `coroutine`, and the iterator that a coroutine's `__await__` gives.

import { fail } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { GeneratorObject, GeneratorState, HostObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { generatorCode, generatorFrame, generatorState } from "../object/generator.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { None, decref, isStr, newRef, pyBool, xdecref } from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { addressText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import {
  type BuiltinSpecification,
  type GetSetSpecification,
  getset,
  method,
  readonlyField,
} from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { newGenericAlias } from "./generic-alias.ts";
import {
  finalizeGenerator,
  generatorAwaits,
  generatorClose,
  generatorNext,
  generatorSend,
  generatorThrow,
} from "./generator-methods.ts";
import { frameObject } from "../frames/frame-object.ts";

const layout = GeneratorObject;

/** `__name__` or `__qualname__`. */
function nameAttribute(name: string, offset: number): GetSetSpecification {
  return getset(
    (rt, self) => newRef(rt, rt.heap.load(self + offset)),
    (rt, self, value) => {
      if (value === 0 || !isStr(rt, value))
        return fail(rt, rt.types.TypeError, `${name} must be set to a string object`);
      const old = rt.heap.load(self + offset);
      rt.heap.store(self + offset, newRef(rt, value));
      decref(rt, old);
      return 0;
    },
  );
}

/** Attributes that all three types have, under their own prefix: `gi_frame`, `cr_frame`, `ag_frame`, …; `awaits` names the inner iterator. */
export function generatorAttributes(prefix: string, awaits: string): Record<string, GetSetSpecification> {
  return {
    __name__: nameAttribute("__name__", layout.name.offset),
    __qualname__: nameAttribute("__qualname__", layout.qualname.offset),
    [`${prefix}_frame`]: getset((rt, self) =>
      generatorState(rt, self) >= GeneratorState.COMPLETED ? None : frameObject(rt, generatorFrame(self)),
    ),
    [`${prefix}_code`]: getset((rt, self) => newRef(rt, generatorCode(rt, self))),
    [`${prefix}_suspended`]: getset((rt, self) => {
      const state = generatorState(rt, self);
      return pyBool(state === GeneratorState.SUSPENDED || state === GeneratorState.SUSPENDED_YIELD_FROM);
    }),
    [`${prefix}_${awaits}`]: getset((rt, self) => newRef(rt, generatorAwaits(rt, self) || None)),
  };
}

/** Whether its code runs right now. */
export function isRunning(rt: Runtime, self: number): number {
  return pyBool(generatorState(rt, self) === GeneratorState.EXECUTING);
}

/** `<generator object f at 0x…>`. */
export function generatorRepr(kind: string): (rt: Runtime, self: number) => number {
  return (rt, self) =>
    newStr(rt, `<${kind} object ${strValue(rt, rt.heap.load(self + layout.qualname.offset))} at ${addressText(self)}>`);
}

const methods: Readonly<Record<string, BuiltinSpecification>> = {
  send: method("($self, value, /)", generatorSend),
  throw: method("($self, type, value=None, traceback=None, /)", generatorThrow),
  close: method("($self, /)", generatorClose),
};

/** A coroutine's `__await__()`: passes everything on. */
function coroutineOf(rt: Runtime, self: number): number {
  return hostPayload(rt, self) as number;
}

function defineCoroutineWrapper(rt: Runtime): void {
  rt.nativeTypes.set(
    "coroutine_wrapper",
    defineType(rt, {
      name: "coroutine_wrapper",
      layout: LayoutKind.HOST,
      size: HostObject.size,
      acceptsSubclasses: false,
      methods: {
        send: method("($self, value, /)", (rt_, self, value) => generatorSend(rt_, coroutineOf(rt_, self), value)),
        throw: method("($self, type, value=None, traceback=None, /)", (rt_, self, type, value, traceback) =>
          generatorThrow(rt_, coroutineOf(rt_, self), type, value, traceback),
        ),
        close: method("($self, /)", (rt_, self) => generatorClose(rt_, coroutineOf(rt_, self))),
      },
      slots: {
        new: null,
        iter: newRef,
        iternext: (rt_, self) => generatorNext(rt_, coroutineOf(rt_, self)),
        clear: (rt_, self) => {
          xdecref(rt_, coroutineOf(rt_, self));
        },
        traverse: (rt_, self, visit) => {
          visit(coroutineOf(rt_, self));
        },
      },
    }),
  );
}

function coroutineAwait(rt: Runtime, self: number): number {
  return newHostObject(rt, rt.nativeTypes.get("coroutine_wrapper") as number, newRef(rt, self));
}

/** Defines `generator`, `coroutine` and `coroutine_wrapper`. */
export function defineGenerators(rt: Runtime): void {
  defineType(rt, {
    name: "generator",
    address: FixedType.generator,
    layout: LayoutKind.GENERATOR,
    size: layout.size,
    flags: TypeFlag.HAS_FINALIZER | TypeFlag.WEAK_REFERENCES,
    acceptsSubclasses: false,
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    getset: { ...generatorAttributes("gi", "yieldfrom"), gi_running: getset(isRunning) },
    methods,
    slots: {
      new: null,
      iter: newRef,
      iternext: generatorNext,
      finalize: finalizeGenerator,
      repr: generatorRepr("generator"),
    },
  });
  defineType(rt, {
    name: "coroutine",
    address: FixedType.coroutine,
    layout: LayoutKind.GENERATOR,
    size: layout.size,
    flags: TypeFlag.HAS_FINALIZER | TypeFlag.WEAK_REFERENCES,
    acceptsSubclasses: false,
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    getset: {
      ...generatorAttributes("cr", "await"),
      cr_running: getset(isRunning),
      cr_origin: readonlyField((rt_, self) => newRef(rt_, rt_.heap.load(self + layout.origin.offset) || None)),
    },
    methods,
    slots: { new: null, await: coroutineAwait, finalize: finalizeGenerator, repr: generatorRepr("coroutine") },
  });
  defineCoroutineWrapper(rt);
}
