// Raising and handling as generated code calls them. Signatures: `imports.ts`.

import { errorOccurred, exceptionMatches, fail, raise, restoreError, setError } from "../exceptions/errors.ts";
import { VmState, vmStateAddress } from "../layout/memory-map.ts";
import { ExceptionObject } from "../layout/objects.ts";
import { specialMethods } from "@tjit/bytecode";
import {
  None,
  decref,
  incref,
  isExceptionInstance,
  isExceptionType,
  isTuple,
  newRef,
  pyBool,
  typeName,
  typeOf,
  xdecref,
} from "../object/reference.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { METHOD_UNBOUND } from "../protocols/attributes.ts";
import { callNoArguments, callObject } from "../protocols/call.ts";
import { releaseScratch, reserveScratch } from "../frames/scratch.ts";
import { specialMethod } from "../protocols/special.ts";
import { type Runtime } from "../runtime.ts";
import { internStr } from "../object/str.ts";

const causeField = ExceptionObject.cause.offset;
const suppressField = ExceptionObject.suppressContext.offset;
const secondResult = vmStateAddress + VmState.secondResult.offset;

/** An instance for what stands after `raise`: 0 with an exception set. */
function exceptionFrom(rt: Runtime, value: number, message: string): number {
  if (isExceptionType(rt, value)) {
    const instance = callNoArguments(rt, value);
    if (instance !== 0 && !isExceptionInstance(rt, instance)) {
      setError(
        rt,
        rt.types.TypeError,
        `calling ${typeName(rt, value)} should have returned an instance of BaseException, not ${typeName(rt, instance)}`,
      );
      decref(rt, instance);
      return 0;
    }
    return instance;
  }
  if (isExceptionInstance(rt, value)) return newRef(rt, value);
  return setError(rt, rt.types.TypeError, message);
}

export function raiseVarargs(rt: Runtime, items: number, oparg: number, _fp: number): number {
  if (oparg === 0) {
    const handled = rt.handledException;
    if (handled === 0) return fail(rt, rt.types.RuntimeError, "No active exception to reraise");
    incref(rt, handled);
    restoreError(rt, handled);
    rt.skipTraceback = true;
    return -1;
  }
  const { heap } = rt;
  const exception = exceptionFrom(rt, heap.load(items), "exceptions must derive from BaseException");
  if (exception === 0) return -1;
  if (oparg === 2) {
    const cause = heap.load(items + 4);
    const fixed = cause === None ? 0 : exceptionFrom(rt, cause, "exception causes must derive from BaseException");
    if (cause !== None && fixed === 0) {
      decref(rt, exception);
      return -1;
    }
    const old = heap.load(exception + causeField);
    heap.store(exception + causeField, fixed);
    heap.store(exception + suppressField, 1);
    xdecref(rt, old);
  }
  raise(rt, exception);
  return -1;
}

export function reraise(rt: Runtime, exception: number, _lasti: number, _fp: number): number {
  incref(rt, exception);
  restoreError(rt, exception);
  rt.skipTraceback = true;
  return -1;
}

export function pushExcInfo(rt: Runtime, exception: number): number {
  const previous = rt.handledException;
  rt.handledException = newRef(rt, exception);
  return previous === 0 ? newRef(rt, None) : previous;
}

export function popExcept(rt: Runtime, exception: number): void {
  const old = rt.handledException;
  if (exception === None) {
    decref(rt, exception);
    rt.handledException = 0;
  } else rt.handledException = exception;
  xdecref(rt, old);
}

const notExceptions = "catching classes that do not inherit from BaseException is not allowed";

export function checkExcMatch(rt: Runtime, exception: number, type: number): number {
  if (isExceptionType(rt, type)) return pyBool(exceptionMatches(rt, exception, type));
  if (!isTuple(rt, type)) return setError(rt, rt.types.TypeError, notExceptions);
  const length = tupleLength(rt, type);
  for (let index = 0; index < length; index++) {
    if (!isExceptionType(rt, tupleItem(rt, type, index))) return setError(rt, rt.types.TypeError, notExceptions);
  }
  for (let index = 0; index < length; index++)
    if (exceptionMatches(rt, exception, tupleItem(rt, type, index))) return pyBool(true);
  return pyBool(false);
}

/** items: exit, its receiver or NULL, lasti, previous exception, exception. */
export function withExceptStart(rt: Runtime, items: number): number {
  const { heap } = rt;
  const exit = heap.load(items);
  const self = heap.load(items + 4);
  const exception = heap.load(items + 16);
  const args = reserveScratch(rt, 4);
  heap.store(args, self);
  heap.store(args + 4, typeOf(rt, exception));
  heap.store(args + 8, exception);
  heap.store(args + 12, heap.load(exception + ExceptionObject.traceback.offset) || None);
  const result = self === 0 ? callObject(rt, exit, args + 4, 3, 0) : callObject(rt, exit, args, 4, 0);
  releaseScratch(rt, args);
  return result;
}

const specialErrors = [
  "'%' object does not support the context manager protocol (missed __enter__ method)",
  "'%' object does not support the context manager protocol (missed __exit__ method)",
  "'%' object does not support the asynchronous context manager protocol (missed __aenter__ method)",
  "'%' object does not support the asynchronous context manager protocol (missed __aexit__ method)",
] as const;

/** Steals `owner` when it succeeds. */
export function loadSpecial(rt: Runtime, owner: number, oparg: number): number {
  const name = specialMethods[oparg];
  if (name === undefined) return setError(rt, rt.types.SystemError, `bad special method ${oparg}`);
  const interned = internStr(rt, name);
  const method = specialMethod(rt, owner, interned);
  decref(rt, interned);
  if (method === 0) {
    if (errorOccurred(rt) !== 0) return 0;
    return setError(rt, rt.types.TypeError, (specialErrors[oparg] as string).replace("%", typeName(rt, owner)));
  }
  // The stack slot of the owner becomes that of the receiver.
  const isUnbound = rt.methodKind === METHOD_UNBOUND;
  rt.heap.store(secondResult, isUnbound ? owner : 0);
  if (!isUnbound) decref(rt, owner);
  return method;
}

export function raiseZeroDivision(rt: Runtime, kind: number): number {
  return fail(
    rt,
    rt.types.ZeroDivisionError,
    kind === 0 ? "division by zero" : kind === 1 ? "integer modulo by zero" : "division by zero",
  );
}
