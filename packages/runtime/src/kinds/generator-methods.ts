// What `send`, `throw` and `close` do: for generators and coroutines, and beneath asynchronous generators.

import {
  clearIf,
  errorMatches,
  errorOccurred,
  fail,
  fetchError,
  raise,
  restoreError,
  setError,
  setErrorNone,
  setErrorObject,
} from "../exceptions/errors.ts";
import { reportUnraisable } from "../exceptions/unraisable.ts";
import { warn, warnUnawaited } from "../exceptions/warn.ts";
import { currentFrame, setCurrentFrame } from "../frames/frame.ts";
import { generatorKind, sendGenerator, throwIntoGenerator } from "../frames/send-generator.ts";
import { FixedType } from "../layout/memory-map.ts";
import { ExceptionObject, Frame, GeneratorState } from "../layout/objects.ts";
import { clearGeneratorFrame, generatorFrame, generatorState, setGeneratorState } from "../object/generator.ts";
import {
  None,
  decref,
  incref,
  isExceptionInstance,
  isExceptionType,
  isTuple,
  newRef,
  typeName,
  typeOf,
  xdecref,
} from "../object/reference.ts";
import { getOptionalAttribute } from "../protocols/attributes.ts";
import { callNoArguments, callOneArgument, callTuple, callWith } from "../protocols/call.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";

/** What a suspended generator waits for in `yield from` or `await`, borrowed; 0 = nothing. */
export function generatorAwaits(rt: Runtime, generator: number): number {
  if (generatorState(rt, generator) !== GeneratorState.SUSPENDED_YIELD_FROM) return 0;
  return rt.heap.load(rt.heap.load(generatorFrame(generator) + Frame.sp.offset) - 4);
}

/** Raises `StopIteration(value)`, or the end of an asynchronous generator. Steals `value`. Always 0. */
export function raiseReturn(rt: Runtime, generator: number, value: number): 0 {
  if (typeOf(rt, generator) === FixedType.async_generator) setErrorNone(rt, rt.types.StopAsyncIteration);
  else if (value === None) setErrorNone(rt, rt.types.StopIteration);
  else setErrorObject(rt, rt.types.StopIteration, value);
  decref(rt, value);
  return 0;
}

/** What a method of a generator gives: the value, or 0 with StopIteration set when it returned. */
function methodResult(rt: Runtime, generator: number, value: number): number {
  return value !== 0 && rt.hasReturned ? raiseReturn(rt, generator, value) : value;
}

/** `generator.send(value)`. */
export function generatorSend(rt: Runtime, generator: number, value: number): number {
  return methodResult(rt, generator, sendGenerator(rt, generator, value));
}

/** The `iternext` slot: 0 without an exception when the generator returned None. */
export function generatorNext(rt: Runtime, generator: number): number {
  const value = sendGenerator(rt, generator, 0);
  if (value === 0 || !rt.hasReturned) return value;
  return value === None ? 0 : raiseReturn(rt, generator, value);
}

/** `generator.throw(…)` with the arguments of `raise` in Python 2; `value` and `traceback` are 0 where not given. */
export function generatorThrow(rt: Runtime, generator: number, type: number, value: number, traceback: number): number {
  if (warnOfSignature(rt, value, traceback) < 0 || setThrown(rt, type, value, traceback) < 0) return 0;
  return throwCurrent(rt, generator, true);
}

/** More than one argument is how it was done in Python 2. Status. */
export function warnOfSignature(rt: Runtime, value: number, traceback: number): number {
  if (value === 0 && traceback === 0) return 0;
  return warn(
    rt,
    rt.types.DeprecationWarning,
    "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.",
  );
}

/** Makes the exception current that is to be thrown. Status. */
export function setThrown(rt: Runtime, type: number, value: number, traceback: number): number {
  if (traceback !== 0 && traceback !== None && typeOf(rt, traceback) !== rt.types.traceback)
    return fail(rt, rt.types.TypeError, "throw() third argument must be a traceback object");
  let exception: number;
  if (isExceptionType(rt, type)) {
    exception = exceptionOfClass(rt, type, value);
    // What happened instead is thrown.
    if (exception === 0) return 0;
  } else if (isExceptionInstance(rt, type)) {
    if (value !== 0 && value !== None)
      return fail(rt, rt.types.TypeError, "instance exception may not have a separate value");
    exception = newRef(rt, type);
  } else
    return fail(
      rt,
      rt.types.TypeError,
      `exceptions must be classes or instances deriving from BaseException, not ${typeName(rt, type)}`,
    );
  if (traceback !== 0 && traceback !== None) {
    const field = exception + ExceptionObject.traceback.offset;
    xdecref(rt, rt.heap.load(field));
    rt.heap.store(field, newRef(rt, traceback));
  }
  restoreError(rt, exception);
  return 0;
}

function exceptionOfClass(rt: Runtime, type: number, value: number): number {
  if (value !== 0 && isSubtype(rt, typeOf(rt, value), type)) return newRef(rt, value);
  const made =
    value === 0 || value === None
      ? callNoArguments(rt, type)
      : isTuple(rt, value)
        ? callTuple(rt, type, value, 0)
        : callOneArgument(rt, type, value);
  if (made === 0 || isExceptionInstance(rt, made)) return made;
  setError(
    rt,
    rt.types.TypeError,
    `calling ${reprText(rt, type) ?? ""} should have returned an instance of BaseException, not ${typeName(rt, made)}`,
  );
  decref(rt, made);
  return 0;
}

/**
 * Throws the current exception into a generator; what it waits for is told first. GeneratorExit closes that instead where `closes`.
 */
export function throwCurrent(rt: Runtime, generator: number, closes: boolean): number {
  const inner = generatorAwaits(rt, generator);
  if (inner !== 0) {
    incref(rt, inner);
    const answer = throwIntoInner(rt, generator, inner, closes);
    decref(rt, inner);
    if (answer !== THROW_HERE) return answer;
  }
  return throwHere(rt, generator);
}

/** What {@link throwIntoInner} answers when the exception is to be raised in the outer generator. Never a valid reference. */
const THROW_HERE = 2;

function throwHere(rt: Runtime, generator: number): number {
  return methodResult(rt, generator, throwIntoGenerator(rt, generator, false));
}

function throwIntoInner(rt: Runtime, generator: number, inner: number, closes: boolean): number {
  const type = typeOf(rt, inner);
  if (closes && errorMatches(rt, rt.types.GeneratorExit)) {
    const pending = fetchError(rt);
    if (closeInner(rt, generator, inner) < 0) decref(rt, pending);
    else restoreError(rt, pending);
    return THROW_HERE;
  }
  if (type === FixedType.generator || type === FixedType.coroutine) {
    const value = whileRunning(rt, generator, () => throwCurrent(rt, inner, closes));
    return value === 0 ? THROW_HERE : value;
  }
  const pending = fetchError(rt);
  const method = getOptionalAttribute(rt, inner, rt.names.throw);
  if (method === 0) {
    if (errorOccurred(rt) !== 0) decref(rt, pending);
    else restoreError(rt, pending);
    return THROW_HERE;
  }
  const value = whileRunning(rt, generator, () => callWith(rt, method, pending));
  decref(rt, method);
  decref(rt, pending);
  return value === 0 ? THROW_HERE : value;
}

/** Runs something for a generator that counts as running meanwhile, its frame on top of the others. */
function whileRunning(rt: Runtime, generator: number, run: () => number): number {
  const frame = generatorFrame(generator);
  const state = generatorState(rt, generator);
  const previous = currentFrame(rt);
  setGeneratorState(rt, generator, GeneratorState.EXECUTING);
  rt.heap.store(frame + Frame.previous.offset, previous);
  setCurrentFrame(rt, frame);
  const value = run();
  setCurrentFrame(rt, previous);
  rt.heap.store(frame + Frame.previous.offset, 0);
  setGeneratorState(rt, generator, state);
  return value;
}

/** Closes what a generator waits for. Status. */
function closeInner(rt: Runtime, generator: number, inner: number): number {
  const state = generatorState(rt, generator);
  setGeneratorState(rt, generator, GeneratorState.EXECUTING);
  const status = closeIterator(rt, inner);
  setGeneratorState(rt, generator, state);
  return status;
}

function closeIterator(rt: Runtime, iterator: number): number {
  const type = typeOf(rt, iterator);
  let result: number;
  if (type === FixedType.generator || type === FixedType.coroutine) result = generatorClose(rt, iterator);
  else {
    const method = getOptionalAttribute(rt, iterator, rt.names.close);
    if (method === 0) {
      if (errorOccurred(rt) === 0) return 0;
      reportUnraisable(rt, "Exception ignored while closing generator", iterator);
      return 0;
    }
    result = callNoArguments(rt, method);
    decref(rt, method);
  }
  if (result === 0) return -1;
  decref(rt, result);
  return 0;
}

/** `generator.close()`: a new reference to what it returned. */
export function generatorClose(rt: Runtime, generator: number): number {
  const state = generatorState(rt, generator);
  if (state >= GeneratorState.COMPLETED) return None;
  if (state === GeneratorState.CREATED) {
    clearGeneratorFrame(rt, generator, rt.heap.load(generatorFrame(generator) + Frame.sp.offset));
    return None;
  }
  const inner = generatorAwaits(rt, generator);
  let status = 0;
  if (inner !== 0) {
    incref(rt, inner);
    status = closeInner(rt, generator, inner);
    decref(rt, inner);
  }
  if (status === 0) setErrorNone(rt, rt.types.GeneratorExit);
  const value = throwIntoGenerator(rt, generator, true);
  if (value !== 0) {
    if (rt.hasReturned) return value;
    decref(rt, value);
    return setError(rt, rt.types.RuntimeError, `${generatorKind(rt, generator)} ignored GeneratorExit`);
  }
  return clearIf(rt, rt.types.StopIteration) || clearIf(rt, rt.types.GeneratorExit) ? None : 0;
}

/** The `finalize` slot: a generator that dies suspended is closed. */
export function finalizeGenerator(rt: Runtime, generator: number): void {
  const state = generatorState(rt, generator);
  if (state >= GeneratorState.EXECUTING) return;
  if (state === GeneratorState.CREATED && typeOf(rt, generator) === FixedType.coroutine) {
    warnUnawaited(rt, generator);
    return;
  }
  const result = generatorClose(rt, generator);
  if (result === 0) reportUnraisable(rt, "Exception ignored while closing generator", generator);
  else decref(rt, result);
}

/** Raises an exception that code of the runtime made, with its context. Steals it. Always 0. */
export function raiseMade(rt: Runtime, exception: number): 0 {
  if (exception !== 0) raise(rt, exception);
  return 0;
}
