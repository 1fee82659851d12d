// The module `_thread` of a machine that has one thread: locks work, new threads cannot be started.

import {
  builtinFunction,
  defineType,
  FixedType,
  getset,
  HostObject,
  indexNumber,
  instanceDictAccess,
  isDict,
  isTuple,
  LayoutKind,
  method,
  newFloat,
  newHostObject,
  newInt,
  newModule,
  newRef,
  None,
  pyBool,
  type Runtime,
  setError,
  setErrorNone,
  slotsOf,
  tupleLength,
  TypeFlag,
  typeOf,
  typeSlots,
} from "@tjit/runtime/api";
import { defineExceptHookArguments, exceptHook } from "./except-hook.ts";
import { defineThreadHandle, finishHandle, newThreadHandle } from "./handle.ts";
import { defineLock, defineReentrantLock, newLock, threadIdent, timeoutMaximum } from "./locks.ts";

/** Defines `_thread._local`, which with one thread is an object with attributes. */
function defineLocal(rt: Runtime): number {
  const type = defineType(rt, {
    name: "_local",
    flags: TypeFlag.WEAK_REFERENCES,
    module: "_thread",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    dictOffset: HostObject.dict.offset,
    new: method("($type, /, *args, **kwargs)", (rt_, cls, args, kwargs) => {
      const hasArguments = tupleLength(rt_, args) > 0 || kwargs !== 0;
      return hasArguments && typeSlots(rt_, cls).init === typeSlots(rt_, FixedType.object).init
        ? setError(rt_, rt_.types.TypeError, "Initialization arguments are not supported")
        : newHostObject(rt_, cls, null);
    }),
    getset: { __dict__: getset(instanceDictAccess.get, instanceDictAccess.set) },
  });
  return type;
}

function startThread(rt: Runtime, fn: number, args: number, kwargs: number): number {
  const { TypeError, RuntimeError } = rt.types;
  if (slotsOf(rt, fn).call === null) return setError(rt, TypeError, "first arg must be callable");
  if (!isTuple(rt, args)) return setError(rt, TypeError, "2nd arg must be a tuple");
  if (kwargs !== 0 && !isDict(rt, kwargs)) return setError(rt, TypeError, "optional 3rd arg must be a dictionary");
  return setError(rt, RuntimeError, "can't start new thread");
}

/** Makes the module. */
export function newThreadModule(rt: Runtime): number {
  const lock = defineLock(rt);
  const handle = defineThreadHandle(rt);
  const hookArguments = defineExceptHookArguments(rt);
  let stackSize = 0;
  const start = builtinFunction("(function, args, kwargs={}, /)", startThread);
  const allocate = builtinFunction("()", (rt_) => newLock(rt_, lock));
  const exit = builtinFunction("()", (rt_) => setErrorNone(rt_, rt_.types.SystemExit));
  const functions = {
    allocate_lock: allocate,
    allocate,
    start_new_thread: start,
    start_new: start,
    start_joinable_thread: builtinFunction("(function, handle=None, daemon=True)", (rt_, fn, given) => {
      const { TypeError, RuntimeError } = rt_.types;
      if (slotsOf(rt_, fn).call === null) return setError(rt_, TypeError, "thread function must be callable");
      if (given !== 0 && given !== None) {
        if (typeOf(rt_, given) !== handle) return setError(rt_, TypeError, "'handle' must be a _ThreadHandle");
        if (!finishHandle(rt_, given)) return setError(rt_, RuntimeError, "thread already started");
      }
      return setError(rt_, RuntimeError, "can't start new thread");
    }),
    _make_thread_handle: builtinFunction("(ident, /)", (rt_, ident) => {
      const number = indexNumber(rt_, ident, rt_.types.OverflowError);
      return number === null ? 0 : newThreadHandle(rt_, handle, number);
    }),
    _excepthook: builtinFunction("(exc_info, /)", (rt_, args) => exceptHook(rt_, args, hookArguments)),
    exit,
    exit_thread: exit,
    get_ident: builtinFunction("()", (rt_) => newInt(rt_, threadIdent)),
    get_native_id: builtinFunction("()", (rt_) => newInt(rt_, threadIdent)),
    _get_main_thread_ident: builtinFunction("()", (rt_) => newInt(rt_, threadIdent)),
    _count: builtinFunction("()", (rt_) => newInt(rt_, 0)),
    _is_main_interpreter: builtinFunction("()", () => pyBool(true)),
    daemon_threads_allowed: builtinFunction("()", () => pyBool(true)),
    _shutdown: builtinFunction("()", () => None),
    interrupt_main: builtinFunction("(signum=2, /)", (rt_) => setErrorNone(rt_, rt_.types.KeyboardInterrupt)),
    stack_size: builtinFunction("(size=0, /)", (rt_, size) => {
      const value = size === 0 ? stackSize : indexNumber(rt_, size, rt_.types.OverflowError);
      if (value === null) return 0;
      if (value < 0) return setError(rt_, rt_.types.ValueError, "size must be 0 or a positive value");
      if (value > 0 && value < 0x8000) {
        return setError(rt_, rt_.types.ValueError, `size not valid: ${String(value)} bytes`);
      }
      const old = stackSize;
      stackSize = value;
      return newInt(rt_, old);
    }),
  };
  return newModule(rt, "_thread", functions, {
    LockType: newRef(rt, lock),
    lock: newRef(rt, lock),
    RLock: newRef(rt, defineReentrantLock(rt)),
    _ThreadHandle: newRef(rt, handle),
    _ExceptHookArgs: newRef(rt, hookArguments),
    _local: newRef(rt, defineLocal(rt)),
    error: newRef(rt, rt.types.RuntimeError),
    TIMEOUT_MAX: newFloat(rt, timeoutMaximum),
  });
}
