// Sending, `yield from`, `await` and `async for` as generated code asks for them. Signatures: `imports.ts`.

import { CodeFlag } from "@tjit/bytecode";
import { errorMatches, errorOccurred, fetchError, restoreError, setError } from "../exceptions/errors.ts";
import { exceptionMatches } from "../exceptions/errors.ts";
import { getExceptionState } from "../exceptions/exception-state.ts";
import { sendGenerator } from "../frames/send-generator.ts";
import { generatorAwaits } from "../kinds/generator-methods.ts";
import { FixedType, VmState, vmStateAddress } from "../layout/memory-map.ts";
import { CodeObjectLayout, ExceptionObject, Frame } from "../layout/objects.ts";
import { generatorCode } from "../object/generator.ts";
import { None, decref, incref, newRef, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { callMethod } from "../protocols/call.ts";
import { getIter } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";

const secondResult = vmStateAddress + VmState.secondResult.offset;
const codeFlags = CodeObjectLayout.flags.offset;

/** What `receiver` yields or returns for a value: new reference, `secondResult` tells which. */
export function send(rt: Runtime, receiver: number, value: number): number {
  const type = typeOf(rt, receiver);
  let result: number;
  let hasReturned = false;
  if (type === FixedType.generator || type === FixedType.coroutine) {
    result = sendGenerator(rt, receiver, value);
    hasReturned = rt.hasReturned;
    if (result === 0) return 0;
  } else {
    const { iternext } = slotsOf(rt, receiver);
    result =
      value === None && iternext !== null ? iternext(rt, receiver) : callMethod(rt, receiver, rt.names.send, value);
    if (result === 0) {
      result = takeReturned(rt);
      hasReturned = true;
      if (result === 0) return 0;
    }
  }
  rt.heap.store(secondResult, hasReturned ? 1 : 0);
  return result;
}

/** The value of the current StopIteration, which is cleared; None without an exception; 0 when it is another one. */
export function takeReturned(rt: Runtime): number {
  if (errorOccurred(rt) === 0) return None;
  if (!errorMatches(rt, rt.types.StopIteration)) return 0;
  const exception = fetchError(rt);
  const value = newRef(rt, getExceptionState(rt, exception, "value") || None);
  decref(rt, exception);
  return value;
}

/** Whether a generator is one that `types.coroutine` made awaitable. */
function isIterableCoroutine(rt: Runtime, reference: number): boolean {
  if (typeOf(rt, reference) !== FixedType.generator) return false;
  return (rt.heap.load(generatorCode(rt, reference) + codeFlags) & CodeFlag.ITERABLE_COROUTINE) !== 0;
}

export function getYieldFromIter(rt: Runtime, iterable: number, fp: number): number {
  const type = typeOf(rt, iterable);
  if (type === FixedType.generator) return newRef(rt, iterable);
  if (type !== FixedType.coroutine) return getIter(rt, iterable);
  const flags = rt.heap.load(rt.heap.load(fp + Frame.code.offset) + codeFlags);
  if ((flags & (CodeFlag.COROUTINE | CodeFlag.ITERABLE_COROUTINE)) !== 0) return newRef(rt, iterable);
  return setError(rt, rt.types.TypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
}

/** What an exception thrown into `yield from` left: the value of a StopIteration; other exceptions are raised again. */
export function cleanupThrow(rt: Runtime, exception: number): number {
  if (exceptionMatches(rt, exception, rt.types.StopIteration))
    return newRef(rt, getExceptionState(rt, exception, "value") || None);
  return raiseAgain(rt, exception);
}

function raiseAgain(rt: Runtime, exception: number): 0 {
  incref(rt, exception);
  restoreError(rt, exception);
  rt.skipTraceback = true;
  return 0;
}

/** The iterator that `await` drives: new reference. */
export function awaitableIterator(rt: Runtime, awaitable: number): number {
  if (typeOf(rt, awaitable) === FixedType.coroutine || isIterableCoroutine(rt, awaitable)) return newRef(rt, awaitable);
  const slot = slotsOf(rt, awaitable).await;
  if (slot === null) return setError(rt, rt.types.TypeError, `'${typeName(rt, awaitable)}' object can't be awaited`);
  const iterator = slot(rt, awaitable);
  if (iterator === 0) return 0;
  if (typeOf(rt, iterator) === FixedType.coroutine || isIterableCoroutine(rt, iterator))
    setError(rt, rt.types.TypeError, "__await__() returned a coroutine");
  else if (slotsOf(rt, iterator).iternext === null)
    setError(rt, rt.types.TypeError, `__await__() returned non-iterator of type '${typeName(rt, iterator)}'`);
  else return iterator;
  decref(rt, iterator);
  return 0;
}

/** `oparg`: 1 and 2 tell that the object is what `__aenter__` or `__aexit__` gave. */
export function getAwaitable(rt: Runtime, awaitable: number, oparg: number): number {
  if (
    oparg !== 0 &&
    typeOf(rt, awaitable) !== FixedType.coroutine &&
    !isIterableCoroutine(rt, awaitable) &&
    slotsOf(rt, awaitable).await === null
  ) {
    const method = oparg === 1 ? "__aenter__" : "__aexit__";
    return setError(
      rt,
      rt.types.TypeError,
      `'async with' received an object from ${method} that does not implement __await__: ${typeName(rt, awaitable)}`,
    );
  }
  const iterator = awaitableIterator(rt, awaitable);
  if (iterator === 0 || typeOf(rt, iterator) !== FixedType.coroutine || generatorAwaits(rt, iterator) === 0)
    return iterator;
  decref(rt, iterator);
  return setError(rt, rt.types.RuntimeError, "coroutine is being awaited already");
}

export function getAiter(rt: Runtime, iterable: number): number {
  const slot = slotsOf(rt, iterable).aiter;
  if (slot === null)
    return setError(
      rt,
      rt.types.TypeError,
      `'async for' requires an object with __aiter__ method, got ${typeName(rt, iterable)}`,
    );
  const iterator = slot(rt, iterable);
  if (iterator === 0 || slotsOf(rt, iterator).anext !== null) return iterator;
  setError(
    rt,
    rt.types.TypeError,
    `'async for' received an object from __aiter__ that does not implement __anext__: ${typeName(rt, iterator)}`,
  );
  decref(rt, iterator);
  return 0;
}

export function getAnext(rt: Runtime, iterator: number): number {
  const slot = slotsOf(rt, iterator).anext;
  if (slot === null)
    return setError(
      rt,
      rt.types.TypeError,
      `'async for' requires an iterator with __anext__ method, got ${typeName(rt, iterator)}`,
    );
  const awaitable = slot(rt, iterator);
  if (awaitable === 0 || typeOf(rt, iterator) === FixedType.async_generator) return awaitable;
  const result = awaitableIterator(rt, awaitable);
  if (result === 0)
    raiseFromCurrent(
      rt,
      rt.types.TypeError,
      `'async for' received an invalid object from __anext__: ${typeName(rt, awaitable)}`,
    );
  decref(rt, awaitable);
  return result;
}

/** Raises an error of which the current exception is the cause: `_PyErr_FormatFromCause`. Always 0. */
export function raiseFromCurrent(rt: Runtime, type: number, message: string): 0 {
  const cause = fetchError(rt);
  setError(rt, type, message);
  const exception = errorOccurred(rt);
  if (exception === 0) {
    decref(rt, cause);
    return 0;
  }
  setChained(rt, exception + ExceptionObject.cause.offset, newRef(rt, cause));
  setChained(rt, exception + ExceptionObject.context.offset, cause);
  rt.heap.store(exception + ExceptionObject.suppressContext.offset, 1);
  return 0;
}

function setChained(rt: Runtime, field: number, exception: number): void {
  const old = rt.heap.load(field);
  rt.heap.store(field, exception);
  if (old !== 0) decref(rt, old);
}

export function endAsyncFor(rt: Runtime, exception: number): number {
  return exceptionMatches(rt, exception, rt.types.StopAsyncIteration) ? 0 : raiseAgain(rt, exception) - 1;
}

/** What leaves a generator instead of StopIteration, or an asynchronous one instead of that or StopAsyncIteration (PEP 479, 525). New reference. */
export function stopIterationError(rt: Runtime, exception: number, fp: number): number {
  const flags = rt.heap.load(rt.heap.load(fp + Frame.code.offset) + codeFlags);
  const isAsync = (flags & CodeFlag.ASYNC_GENERATOR) !== 0;
  const kind = isAsync ? "async generator" : (flags & CodeFlag.COROUTINE) !== 0 ? "coroutine" : "generator";
  const raised = exceptionMatches(rt, exception, rt.types.StopIteration)
    ? "StopIteration"
    : isAsync && exceptionMatches(rt, exception, rt.types.StopAsyncIteration)
      ? "StopAsyncIteration"
      : null;
  if (raised === null) return newRef(rt, exception);
  setError(rt, rt.types.RuntimeError, `${kind} raised ${raised}`);
  const error = fetchError(rt);
  if (error === 0) return 0;
  setChained(rt, error + ExceptionObject.cause.offset, newRef(rt, exception));
  setChained(rt, error + ExceptionObject.context.offset, newRef(rt, exception));
  rt.heap.store(error + ExceptionObject.suppressContext.offset, 1);
  return error;
}
