// Locks of a machine that has one thread: nobody else can release one, so that waiting for a lock that is held would be for ever.

import {
  addressText,
  type BuiltinSpecification,
  defineType,
  doubleFrom,
  HostObject,
  hostPayload,
  indexNumber,
  isTrue,
  isTuple,
  LayoutKind,
  method,
  newHostObject,
  newInt,
  newStr,
  None,
  pyBool,
  type Runtime,
  setError,
  tupleItem,
  tupleLength,
  tupleOf,
  TypeFlag,
  typeName,
  waitSeconds,
} from "@tjit/runtime/api";

/** What `get_ident` says. */
export const threadIdent = 1;

/** The longest timeout, in seconds. */
export const timeoutMaximum = 9223372036;

interface LockPayload {
  /** How often it is held. */
  count: number;
}

const lockOf = (rt: Runtime, self: number): LockPayload => hostPayload(rt, self) as LockPayload;

/** How many seconds the arguments of `acquire` let it wait; null with an exception set. */
function longestWait(rt: Runtime, blocking: number, timeout: number): number | null {
  const isBlocking = blocking === 0 ? 1 : isTrue(rt, blocking);
  if (isBlocking < 0) return null;
  const seconds = timeout === 0 ? -1 : doubleFrom(rt, timeout);
  if (seconds === null) return null;
  const { ValueError, OverflowError } = rt.types;
  if (isBlocking === 0 && seconds !== -1)
    return wrong(rt, ValueError, "can't specify a timeout for a non-blocking call");
  if (seconds < 0 && seconds !== -1) return wrong(rt, ValueError, "timeout value must be a non-negative number");
  if (seconds > timeoutMaximum) {
    const isFar = seconds >= 2 ** 63 / 1e9;
    return wrong(
      rt,
      OverflowError,
      isFar ? "timestamp too large to convert to C PyTime_t" : "timeout value is too large",
    );
  }
  return isBlocking === 0 ? 0 : seconds < 0 ? Infinity : seconds;
}

function wrong(rt: Runtime, type: number, message: string): null {
  setError(rt, type, message);
  return null;
}

function acquire(rt: Runtime, self: number, blocking: number, timeout: number): number {
  const seconds = longestWait(rt, blocking, timeout);
  if (seconds === null) return 0;
  const lock = lockOf(rt, self);
  if (lock.count === 0) {
    lock.count = 1;
    return pyBool(true);
  }
  // Nobody releases it meanwhile.
  if (seconds < Infinity) return seconds > 0 && waitSeconds(rt, seconds) < 0 ? 0 : pyBool(false);
  return setError(rt, rt.types.RuntimeError, "deadlock: the lock is held, and there is no other thread to release it");
}

function release(rt: Runtime, self: number): number {
  const lock = lockOf(rt, self);
  if (lock.count === 0) return setError(rt, rt.types.RuntimeError, "release unlocked lock");
  lock.count = 0;
  return None;
}

function acquireAgain(rt: Runtime, self: number, blocking: number, timeout: number): number {
  if (longestWait(rt, blocking, timeout) === null) return 0;
  lockOf(rt, self).count++;
  return pyBool(true);
}

function releaseOnce(rt: Runtime, self: number): number {
  const lock = lockOf(rt, self);
  if (lock.count === 0) return setError(rt, rt.types.RuntimeError, "cannot release un-acquired lock");
  lock.count--;
  return None;
}

function repr(rt: Runtime, self: number, shown: string, detail: string): number {
  const state = lockOf(rt, self).count > 0 ? "locked" : "unlocked";
  return newStr(rt, `<${state} ${shown} object ${detail}at ${addressText(self)}>`);
}

const acquireMethods = (
  take: (rt: Runtime, self: number, blocking: number, timeout: number) => number,
  give: (rt: Runtime, self: number) => number,
): Record<string, BuiltinSpecification> => ({
  acquire: method("($self, /, blocking=True, timeout=-1)", take),
  release: method("($self, /)", give),
  locked: method("($self, /)", (rt, self) => pyBool(lockOf(rt, self).count > 0)),
  __enter__: method("($self, /)", (rt, self) => take(rt, self, 0, 0)),
  __exit__: method("($self, /, *exc_info)", (rt, self) => give(rt, self)),
  _at_fork_reinit: method("($self, /)", (rt, self) => {
    lockOf(rt, self).count = 0;
    return None;
  }),
});

/** Defines `_thread.lock`. */
export function defineLock(rt: Runtime): number {
  const methods = acquireMethods(acquire, release);
  for (const name of ["acquire", "release", "locked"]) methods[`${name}_lock`] = methods[name] as BuiltinSpecification;
  return defineType(rt, {
    name: "lock",
    flags: TypeFlag.WEAK_REFERENCES,
    module: "_thread",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, /)", newLock),
    methods,
    slots: { repr: (rt_, self) => repr(rt_, self, "_thread.lock", "") },
  });
}

/** A lock that is not held. */
export function newLock(rt: Runtime, type: number): number {
  const payload: LockPayload = { count: 0 };
  return newHostObject(rt, type, payload);
}

/** Defines `_thread.RLock`. */
export function defineReentrantLock(rt: Runtime): number {
  return defineType(rt, {
    name: "RLock",
    flags: TypeFlag.WEAK_REFERENCES,
    module: "_thread",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, /, *args, **kwargs)", (rt_, type) => newLock(rt_, type)),
    methods: {
      ...acquireMethods(acquireAgain, releaseOnce),
      _is_owned: method("($self, /)", (rt_, self) => pyBool(lockOf(rt_, self).count > 0)),
      _recursion_count: method("($self, /)", (rt_, self) => newInt(rt_, lockOf(rt_, self).count)),
      _release_save: method("($self, /)", (rt_, self) => {
        const lock = lockOf(rt_, self);
        const { count } = lock;
        if (count === 0) return setError(rt_, rt_.types.RuntimeError, "cannot release un-acquired lock");
        lock.count = 0;
        return tupleOf(rt_, newInt(rt_, count), newInt(rt_, threadIdent));
      }),
      _acquire_restore: method("($self, state, /)", (rt_, self, state) => {
        if (!isTuple(rt_, state) || tupleLength(rt_, state) !== 2) {
          return setError(rt_, rt_.types.TypeError, "_acquire_restore() argument 1 must be 2-item tuple");
        }
        const count = indexNumber(rt_, tupleItem(rt_, state, 0));
        if (count === null) return 0;
        lockOf(rt_, self).count = count;
        return None;
      }),
    },
    slots: {
      repr: (rt_, self) => {
        const { count } = lockOf(rt_, self);
        const owner = count > 0 ? threadIdent : 0;
        return repr(rt_, self, typeName(rt_, self), `owner=${String(owner)} count=${String(count)} `);
      },
    },
  });
}
