// Weak references: which objects refer weakly to which. The lists are with the host, by address.

import { restoreError, fetchError } from "../exceptions/errors.ts";
import { reportUnraisable } from "../exceptions/unraisable.ts";
import { decref, incref, None } from "../object/reference.ts";
import { hostPayload } from "../object/new-object.ts";
import { callOneArgument } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";

/** Payload of a weak reference. */
export interface WeakPayload {
  /** The object referred to, not owned; 0 once it is dead. */
  target: number;
  /** Called with the weak reference when the object dies; owned; 0 = none. */
  callback: number;
  /** The hash of the object, once asked for; 0 = not known. */
  hash: number;
}

/** Notes a new weak reference object. */
export function registerWeakReference(rt: Runtime, target: number, reference: number): void {
  const list = rt.weakReferences.get(target);
  if (list === undefined) rt.weakReferences.set(target, [reference]);
  else list.push(reference);
}

/** Forgets a weak reference object that dies. */
export function unregisterWeakReference(rt: Runtime, target: number, reference: number): void {
  const list = rt.weakReferences.get(target);
  if (list === undefined) return;
  const at = list.indexOf(reference);
  if (at >= 0) list.splice(at, 1);
  if (list.length === 0) rt.weakReferences.delete(target);
}

/** An object dies: its weak references become dead, then their callbacks run, the newest first. */
export function clearWeakReferences(rt: Runtime, object: number): void {
  const list = rt.weakReferences.get(object);
  if (list === undefined) return;
  rt.weakReferences.delete(object);
  for (const reference of list) {
    (hostPayload(rt, reference) as WeakPayload).target = 0;
    incref(rt, reference);
  }
  const pending = fetchError(rt);
  for (let index = list.length - 1; index >= 0; index--) {
    const reference = list[index] as number;
    const payload = hostPayload(rt, reference) as WeakPayload;
    const callback = payload.callback;
    payload.callback = 0;
    if (callback !== 0) {
      const result = callback === None ? None : callOneArgument(rt, callback, reference);
      if (result === 0) reportUnraisable(rt, "Exception ignored while calling weakref callback", callback);
      else decref(rt, result);
      decref(rt, callback);
    }
    decref(rt, reference);
  }
  restoreError(rt, pending);
}
