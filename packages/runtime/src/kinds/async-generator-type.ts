// The type `async_generator` and what awaits it: `asend` and `athrow` objects, `aclose` being an `athrow` without an exception.
//
//   await ag.asend(v)      resumes the generator with v; what the generator itself awaits passes through; a value that it yields, which
//                          comes wrapped, is the result: StopIteration(value)

import {
  clearError,
  errorMatches,
  errorOccurred,
  fail,
  setError,
  setErrorNone,
  setErrorObject,
} from "../exceptions/errors.ts";
import { reportUnraisable } from "../exceptions/unraisable.ts";
import { warnOfObject } from "../exceptions/warn.ts";
import { type IteratorState, clearIterator, iteratorState, traverseIterator } from "../builtins/iterator-state.ts";
import { FixedType } from "../layout/memory-map.ts";
import {
  AsyncGeneratorFlag,
  GeneratorObject,
  GeneratorState,
  HostObject,
  LayoutKind,
  TypeFlag,
} from "../layout/objects.ts";
import { generatorState } from "../object/generator.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { None, decref, newRef, pyBool, typeOf, xdecref } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { callOneArgument } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { method, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { finalizeGenerator, generatorSend, setThrown, throwCurrent } from "./generator-methods.ts";
import { generatorAttributes, generatorRepr } from "./generator-type.ts";

const flagsOffset = GeneratorObject.flags.offset;
const hookOffset = GeneratorObject.origin.offset;

/** States of awaitables. */
const INITIAL = 0;
const ITERATING = 1;
const DONE = 2;

/** Places in the references of an awaitable: the generator; what is sent, or the exception thrown (type 0: `aclose`). */
const GENERATOR = 0;
const FIRST = 1;

function nativeType(rt: Runtime, name: string): number {
  return rt.nativeTypes.get(name) as number;
}

function hasFlag(rt: Runtime, generator: number, flag: number): boolean {
  return (rt.heap.load(generator + flagsOffset) & flag) !== 0;
}

function setFlag(rt: Runtime, generator: number, flag: number, isOn: 0 | 1): void {
  const flags = rt.heap.load(generator + flagsOffset);
  rt.heap.store(generator + flagsOffset, isOn === 1 ? flags | flag : flags & ~flag);
}

/** A value that an asynchronous generator yields, as opposed to what it awaits. Steals nothing. */
export function wrapAsyncValue(rt: Runtime, value: number): number {
  return newHostObject(rt, nativeType(rt, "async_generator_wrapped_value"), newRef(rt, value));
}

function isWrapped(rt: Runtime, value: number): boolean {
  return typeOf(rt, value) === nativeType(rt, "async_generator_wrapped_value");
}

function matchesEnd(rt: Runtime): boolean {
  return errorMatches(rt, rt.types.StopAsyncIteration) || errorMatches(rt, rt.types.GeneratorExit);
}

/** What the generator gave, seen by who awaits it: a yielded value is a result. Steals `result`. */
function unwrap(rt: Runtime, generator: number, result: number): number {
  if (result === 0) {
    if (errorOccurred(rt) === 0) setErrorNone(rt, rt.types.StopAsyncIteration);
    if (matchesEnd(rt)) setFlag(rt, generator, AsyncGeneratorFlag.CLOSED, 1);
    setFlag(rt, generator, AsyncGeneratorFlag.RUNNING, 0);
    return 0;
  }
  if (!isWrapped(rt, result)) return result;
  setErrorObject(rt, rt.types.StopIteration, hostPayload(rt, result) as number);
  decref(rt, result);
  setFlag(rt, generator, AsyncGeneratorFlag.RUNNING, 0);
  return 0;
}

/** Asks the hooks of `sys` at the first use of a generator. Status. */
function askHooks(rt: Runtime, generator: number): number {
  if (hasFlag(rt, generator, AsyncGeneratorFlag.HOOKED)) return 0;
  setFlag(rt, generator, AsyncGeneratorFlag.HOOKED, 1);
  const { firstiter, finalizer } = rt.asyncGeneratorHooks;
  if (finalizer !== 0) rt.heap.store(generator + hookOffset, newRef(rt, finalizer));
  if (firstiter === 0) return 0;
  const result = callOneArgument(rt, firstiter, generator);
  if (result === 0) return -1;
  decref(rt, result);
  return 0;
}

function newAwaitable(rt: Runtime, type: string, ...references: number[]): number {
  const state: IteratorState = { references: references.map((it) => (it === 0 ? 0 : newRef(rt, it))), count: INITIAL };
  return newHostObject(rt, nativeType(rt, type), state);
}

function asend(rt: Runtime, generator: number, value: number): number {
  return askHooks(rt, generator) < 0 ? 0 : newAwaitable(rt, "async_generator_asend", generator, value);
}

function athrow(rt: Runtime, generator: number, type: number, value: number, traceback: number): number {
  return askHooks(rt, generator) < 0
    ? 0
    : newAwaitable(rt, "async_generator_athrow", generator, type, value, traceback);
}

/** Begins an awaitable, which is in its first state, unless the generator is busy. Status. */
function begin(rt: Runtime, state: IteratorState, what: string): number {
  const generator = state.references[GENERATOR] as number;
  if (hasFlag(rt, generator, AsyncGeneratorFlag.RUNNING)) {
    state.count = DONE;
    return fail(rt, rt.types.RuntimeError, `${what}(): asynchronous generator is already running`);
  }
  state.count = ITERATING;
  setFlag(rt, generator, AsyncGeneratorFlag.RUNNING, 1);
  return 0;
}

// asend

const reusedSend = "cannot reuse already awaited __anext__()/asend()";

function asendSend(rt: Runtime, self: number, value: number): number {
  const state = iteratorState(rt, self);
  const [generator, first] = state.references as [number, number];
  if (state.count === DONE) return setError(rt, rt.types.RuntimeError, reusedSend);
  let sent = value;
  if (state.count === INITIAL) {
    if (begin(rt, state, "anext") < 0) return 0;
    if (value === None) sent = first;
  }
  setFlag(rt, generator, AsyncGeneratorFlag.RUNNING, 1);
  const result = unwrap(rt, generator, generatorSend(rt, generator, sent));
  if (result === 0) state.count = DONE;
  return result;
}

function asendThrow(rt: Runtime, self: number, type: number, value: number, traceback: number): number {
  const state = iteratorState(rt, self);
  const generator = state.references[GENERATOR] as number;
  if (state.count === DONE) return setError(rt, rt.types.RuntimeError, reusedSend);
  if (state.count === INITIAL && begin(rt, state, "anext") < 0) return 0;
  const thrown = setThrown(rt, type, value, traceback) < 0 ? 0 : throwCurrent(rt, generator, true);
  const result = unwrap(rt, generator, thrown);
  if (result === 0) state.count = DONE;
  return result;
}

// athrow and aclose

const reusedThrow = "cannot reuse already awaited aclose()/athrow()";
const ignoredExit = "async generator ignored GeneratorExit";

function isClose({ references }: IteratorState): boolean {
  return references[FIRST] === 0;
}

function finishThrow(rt: Runtime, state: IteratorState): void {
  setFlag(rt, state.references[GENERATOR] as number, AsyncGeneratorFlag.RUNNING, 0);
  state.count = DONE;
}

/** The generator answered `aclose` with a value: it must not. */
function ignored(rt: Runtime, state: IteratorState, value: number): 0 {
  decref(rt, value);
  finishThrow(rt, state);
  return setError(rt, rt.types.RuntimeError, ignoredExit);
}

/** An exception ends the awaitable; the end of the generator is what `aclose` is for. */
function ended(rt: Runtime, state: IteratorState): 0 {
  finishThrow(rt, state);
  if (isClose(state) && matchesEnd(rt)) {
    clearError(rt);
    setErrorNone(rt, rt.types.StopIteration);
  }
  return 0;
}

function athrowSend(rt: Runtime, self: number, value: number): number {
  const state = iteratorState(rt, self);
  const [generator, type, second, traceback] = state.references as [number, number, number, number];
  if (state.count === DONE) return setError(rt, rt.types.RuntimeError, reusedThrow);
  if (generatorState(rt, generator) >= GeneratorState.COMPLETED) {
    state.count = DONE;
    return setErrorNone(rt, rt.types.StopIteration);
  }
  if (state.count === ITERATING) {
    const result = generatorSend(rt, generator, value);
    if (!isClose(state)) return unwrap(rt, generator, result);
    if (result === 0) return ended(rt, state);
    return isWrapped(rt, result) ? ignored(rt, state, result) : result;
  }
  if (!hasFlag(rt, generator, AsyncGeneratorFlag.RUNNING)) {
    if (hasFlag(rt, generator, AsyncGeneratorFlag.CLOSED)) {
      state.count = DONE;
      return setErrorNone(rt, rt.types.StopAsyncIteration);
    }
    if (value !== None)
      return setError(rt, rt.types.RuntimeError, "can't send non-None value to a just-started coroutine");
  }
  if (begin(rt, state, isClose(state) ? "aclose" : "athrow") < 0) return 0;
  let result: number;
  if (isClose(state)) {
    setFlag(rt, generator, AsyncGeneratorFlag.CLOSED, 1);
    setErrorNone(rt, rt.types.GeneratorExit);
    result = throwCurrent(rt, generator, false);
    if (result !== 0 && isWrapped(rt, result)) return ignored(rt, state, result);
  } else {
    const thrown = setThrown(rt, type, second, traceback) < 0 ? 0 : throwCurrent(rt, generator, false);
    result = unwrap(rt, generator, thrown);
  }
  return result === 0 ? ended(rt, state) : result;
}

function athrowThrow(rt: Runtime, self: number, type: number, value: number, traceback: number): number {
  const state = iteratorState(rt, self);
  const generator = state.references[GENERATOR] as number;
  if (state.count === DONE) return setError(rt, rt.types.RuntimeError, reusedThrow);
  if (state.count === INITIAL && begin(rt, state, isClose(state) ? "aclose" : "athrow") < 0) return 0;
  const thrown = setThrown(rt, type, value, traceback) < 0 ? 0 : throwCurrent(rt, generator, true);
  if (!isClose(state)) {
    const result = unwrap(rt, generator, thrown);
    if (result === 0) state.count = DONE;
    return result;
  }
  if (thrown === 0) return ended(rt, state);
  return isWrapped(rt, thrown) ? ignored(rt, state, thrown) : thrown;
}

type Throw = (rt: Runtime, self: number, type: number, value: number, traceback: number) => number;

/** `close()` of an awaitable. */
function closeAwaitable(throwInto: Throw): (rt: Runtime, self: number) => number {
  return (rt, self) => {
    if (iteratorState(rt, self).count === DONE) return None;
    const result = throwInto(rt, self, rt.types.GeneratorExit, 0, 0);
    if (result !== 0) {
      decref(rt, result);
      return setError(rt, rt.types.RuntimeError, "coroutine ignored GeneratorExit");
    }
    if (!matchesEnd(rt) && !errorMatches(rt, rt.types.StopIteration)) return 0;
    clearError(rt);
    return None;
  };
}

/** An awaitable dies that nobody has awaited. */
function warnUnused(nameOf: (state: IteratorState) => string): (rt: Runtime, self: number) => void {
  return (rt, self) => {
    const state = iteratorState(rt, self);
    if (state.count !== INITIAL) return;
    const qualname = strValue(
      rt,
      rt.heap.load((state.references[GENERATOR] as number) + GeneratorObject.qualname.offset),
    );
    warnOfObject(
      rt,
      rt.types.RuntimeWarning,
      `coroutine method '${nameOf(state)}' of '${qualname}' was never awaited`,
      self,
    );
  };
}

function defineAwaitable(
  rt: Runtime,
  name: string,
  send: (rt: Runtime, self: number, value: number) => number,
  throwInto: Throw,
  nameOf: (state: IteratorState) => string,
): void {
  const type = defineType(rt, {
    name,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    flags: TypeFlag.HAS_FINALIZER,
    acceptsSubclasses: false,
    methods: {
      send: method("($self, value, /)", send),
      throw: method("($self, type, value=None, traceback=None, /)", throwInto),
      close: method("($self, /)", closeAwaitable(throwInto)),
    },
    slots: {
      new: null,
      await: newRef,
      iter: newRef,
      iternext: (rt_, self) => send(rt_, self, None),
      finalize: warnUnused(nameOf),
      clear: clearIterator,
      traverse: traverseIterator,
    },
  });
  rt.nativeTypes.set(name, type);
}

function defineWrappedValue(rt: Runtime): void {
  const name = "async_generator_wrapped_value";
  const value = (rt_: Runtime, self: number): number => hostPayload(rt_, self) as number;
  const type = defineType(rt, {
    name,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    slots: {
      new: null,
      clear: (rt_, self) => {
        xdecref(rt_, value(rt_, self));
      },
      traverse: (rt_, self, visit) => {
        visit(value(rt_, self));
      },
    },
  });
  rt.nativeTypes.set(name, type);
}

/** One that dies suspended is handed to the hook that `sys` had for it, or closed. */
function finalizeAsyncGenerator(rt: Runtime, self: number): void {
  if (generatorState(rt, self) >= GeneratorState.EXECUTING) return;
  const hook = rt.heap.load(self + hookOffset);
  if (hook === 0 || hasFlag(rt, self, AsyncGeneratorFlag.CLOSED)) {
    finalizeGenerator(rt, self);
    return;
  }
  const result = callOneArgument(rt, hook, self);
  if (result === 0) reportUnraisable(rt, "Exception ignored while finalizing generator", self);
  else decref(rt, result);
}

/** Defines `async_generator` and its awaitables. */
export function defineAsyncGenerators(rt: Runtime): void {
  defineType(rt, {
    name: "async_generator",
    address: FixedType.async_generator,
    layout: LayoutKind.GENERATOR,
    size: GeneratorObject.size,
    flags: TypeFlag.HAS_FINALIZER | TypeFlag.WEAK_REFERENCES,
    acceptsSubclasses: false,
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    getset: {
      ...generatorAttributes("ag", "await"),
      ag_running: readonlyField((rt_, self) => pyBool(hasFlag(rt_, self, AsyncGeneratorFlag.RUNNING))),
    },
    methods: {
      asend: method("($self, value, /)", asend),
      athrow: method("($self, type, value=None, traceback=None, /)", athrow),
      aclose: method("($self, /)", (rt_, self) => athrow(rt_, self, 0, 0, 0)),
    },
    slots: {
      new: null,
      aiter: newRef,
      anext: (rt_, self) => asend(rt_, self, None),
      finalize: finalizeAsyncGenerator,
      repr: generatorRepr("async_generator"),
    },
  });
  defineAwaitable(rt, "async_generator_asend", asendSend, asendThrow, () => "asend");
  defineAwaitable(rt, "async_generator_athrow", athrowSend, athrowThrow, (state) =>
    isClose(state) ? "aclose" : "athrow",
  );
  defineWrappedValue(rt);
}
