// Raising and handling as generated code calls them. Signatures: `imports.ts`.

import { errorOccurred, exceptionMatches, fail, raise, restoreError, setError } from "../exceptions/errors.ts";
import { matchExceptStar } from "../exceptions/exception-group.ts";
import { handledException } from "../exceptions/handled.ts";
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
import { reprText } from "../protocols/text.ts";
import { hasSpecial, specialMethod } from "../protocols/special.ts";
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
        `calling ${reprText(rt, value) ?? ""} should have returned an instance of BaseException, not ${reprText(rt, typeOf(rt, instance)) ?? ""}`,
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
    const handled = handledException(rt);
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

/** What matches, and the rest as second result. */
export function checkEgMatch(rt: Runtime, exception: number, type: number): number {
  const parts = matchExceptStar(rt, exception, type);
  if (parts === null) return 0;
  rt.heap.store(secondResult, parts.rest);
  return parts.match;
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

/** What the message adds when the other form of `with` would work. */
function otherProtocol(rt: Runtime, owner: number, isSynchronous: boolean): string {
  const { __enter__, __exit__, __aenter__, __aexit__ } = rt.names;
  const names = isSynchronous ? [__aenter__, __aexit__] : [__enter__, __exit__];
  if (!names.every((name) => hasSpecial(rt, owner, name))) return "";
  return isSynchronous
    ? " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?"
    : " but it supports the context manager protocol. Did you mean to use 'with'?";
}

/** Steals `owner` when it succeeds. */
export function loadSpecial(rt: Runtime, owner: number, oparg: number): number {
  const name = specialMethods[oparg];
  if (name === undefined) return setError(rt, rt.types.SystemError, `bad special method ${oparg}`);
  const interned = internStr(rt, name);
  const method = specialMethod(rt, owner, interned);
  decref(rt, interned);
  if (method === 0) {
    if (errorOccurred(rt) !== 0) return 0;
    return setError(
      rt,
      rt.types.TypeError,
      (specialErrors[oparg] as string).replace("%", typeName(rt, owner)) + otherProtocol(rt, owner, oparg < 2),
    );
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
