// `aiter` and `anext`; with a default, `anext` gives an awaitable that turns the end of the iterator into it.

import { clearIf, setError, setErrorObject } from "../exceptions/errors.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { decref, newRef, slotsOf, typeName, xdecref } from "../object/reference.ts";
import { awaitableIterator } from "../operations/generators.ts";
import { callMethod } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, builtinFunction, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";

interface AnextPayload {
  readonly wrapped: number;
  readonly fallback: number;
}

const typeKey = "anext_awaitable";

function anext(rt: Runtime, iterator: number, fallback: number): number {
  const slot = slotsOf(rt, iterator).anext;
  if (slot === null)
    return setError(rt, rt.types.TypeError, `'${typeName(rt, iterator)}' object is not an async iterator`);
  const awaitable = slot(rt, iterator);
  if (awaitable === 0 || fallback === 0) return awaitable;
  const payload: AnextPayload = { wrapped: awaitable, fallback: newRef(rt, fallback) };
  return newHostObject(rt, rt.nativeTypes.get(typeKey) as number, payload);
}

function aiter(rt: Runtime, iterable: number): number {
  const slot = slotsOf(rt, iterable).aiter;
  if (slot === null)
    return setError(rt, rt.types.TypeError, `'${typeName(rt, iterable)}' object is not an async iterable`);
  const iterator = slot(rt, iterable);
  if (iterator === 0 || slotsOf(rt, iterator).anext !== null) return iterator;
  setError(rt, rt.types.TypeError, `aiter() returned not an async iterator of type '${typeName(rt, iterator)}'`);
  decref(rt, iterator);
  return 0;
}

/** What awaiting the wrapped awaitable iterates over. */
function iteratorOf(rt: Runtime, self: number): number {
  const { wrapped } = hostPayload(rt, self) as AnextPayload;
  const awaitable = awaitableIterator(rt, wrapped);
  if (awaitable === 0 || slotsOf(rt, awaitable).iternext !== null) return awaitable;
  const slot = slotsOf(rt, awaitable).await;
  const iterator = slot === null ? 0 : slot(rt, awaitable);
  decref(rt, awaitable);
  if (iterator === 0 || slotsOf(rt, iterator).iternext !== null) return iterator;
  decref(rt, iterator);
  return setError(rt, rt.types.TypeError, "__await__ must return an iterable");
}

/** Steps the iterator; the end becomes the default. */
function step(rt: Runtime, self: number, run: (iterator: number) => number): number {
  const iterator = iteratorOf(rt, self);
  if (iterator === 0) return 0;
  const result = run(iterator);
  decref(rt, iterator);
  if (result !== 0 || !clearIf(rt, rt.types.StopAsyncIteration)) return result;
  return setErrorObject(rt, rt.types.StopIteration, (hostPayload(rt, self) as AnextPayload).fallback);
}

function next(rt: Runtime, self: number): number {
  return step(rt, self, (iterator) => slotsOf(rt, iterator).iternext?.(rt, iterator) ?? 0);
}

/** Defines what `anext` with a default gives. */
export function defineAnextAwaitable(rt: Runtime): void {
  const type = defineType(rt, {
    name: "anext_awaitable",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    methods: {
      send: method("($self, value, /)", (rt_, self, value) =>
        step(rt_, self, (it) => callMethod(rt_, it, rt_.names.send, value)),
      ),
      throw: method("($self, type, value=None, traceback=None, /)", (rt_, self, ...values) =>
        step(rt_, self, (it) => callMethod(rt_, it, rt_.names.throw, ...values.filter((value) => value !== 0))),
      ),
      close: method("($self, /)", (rt_, self) => step(rt_, self, (it) => callMethod(rt_, it, rt_.names.close))),
    },
    slots: {
      await: newRef,
      iter: newRef,
      iternext: next,
      clear: (rt_, self) => {
        const { wrapped, fallback } = hostPayload(rt_, self) as AnextPayload;
        xdecref(rt_, wrapped);
        xdecref(rt_, fallback);
      },
      traverse: (rt_, self, visit) => {
        const { wrapped, fallback } = hostPayload(rt_, self) as AnextPayload;
        visit(wrapped);
        visit(fallback);
      },
    },
  });
  rt.nativeTypes.set(typeKey, type);
}

/** For the module `builtins`. */
export const asyncFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  aiter: builtinFunction("(async_iterable, /)", aiter),
  anext: builtinFunction("(async_iterator, default=NULL, /)", anext),
};
