// Weak references: which objects refer weakly to which. The lists are with the host, by address, in CPython's order: the plain
// reference that is shared, the plain proxy that is shared, then the others, the newest first.

import { fetchError, restoreError } from "../exceptions/errors.ts";
import { reportUnraisable } from "../exceptions/unraisable.ts";
import { FixedType, VmState, vmStateAddress } from "../layout/memory-map.ts";
import { LayoutKind, ObjectHeader, TypeFlag, TypeObject } from "../layout/objects.ts";
import { hostPayload } from "../object/new-object.ts";
import { decref, incref, layoutKind, newRef, typeOf } from "../object/reference.ts";
import { callOneArgument } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";

const weakTargets = vmStateAddress + VmState.weakTargets.offset;
const weakInstances = vmStateAddress + VmState.weakInstances.offset;

/** Payload of a weak reference. */
export interface WeakPayload {
  /** The object referred to, not owned; 0 once it is dead. */
  target: number;
  /** Called with the weak reference when the object dies; owned; 0 = none. */
  callback: number;
  /** The hash of the object, once asked for. */
  hash: number | null;
  /** What `hash()` shows, once it was asked. */
  visibleHash: bigint | null;
  /** Whether one object serves everybody: an exact `ref` or proxy without a callback. */
  readonly sharing: "shared reference" | "shared proxy" | "none";
}

export function weakPayload(rt: Runtime, reference: number): WeakPayload {
  return hostPayload(rt, reference) as WeakPayload;
}

/** The object that a weak reference refers to, borrowed; 0: it is dead, or waits for its end in a long chain of those that die. */
export function weakTarget(rt: Runtime, reference: number): number {
  const { target } = weakPayload(rt, reference);
  return target !== 0 && isAlive(rt, target) ? target : 0;
}

function isAlive(rt: Runtime, object: number): boolean {
  return rt.heap.load(object + ObjectHeader.refcount.offset) > 0;
}

/** Whether an object can be referred to weakly. */
export function isWeakReferable(rt: Runtime, object: number): boolean {
  return (
    (object & 1) === 0 && (rt.heap.load(typeOf(rt, object) + TypeObject.flags.offset) & TypeFlag.WEAK_REFERENCES) !== 0
  );
}

/** The weak references of an object, in their order; borrowed. */
export function weakReferencesOf(rt: Runtime, object: number): readonly number[] {
  return rt.weakReferences.get(object) ?? [];
}

/** The shared weak reference of a kind; 0 if there is none. */
export function sharedReference(rt: Runtime, object: number, sharing: WeakPayload["sharing"]): number {
  for (const reference of weakReferencesOf(rt, object)) {
    const kind = weakPayload(rt, reference).sharing;
    if (kind === sharing && isAlive(rt, reference)) return reference;
    if (kind === "none") break;
  }
  return 0;
}

/** Notes a new weak reference object. */
export function registerWeakReference(rt: Runtime, reference: number): void {
  const { target, sharing } = weakPayload(rt, reference);
  const list = rt.weakReferences.get(target);
  if (list === undefined) {
    rt.weakReferences.set(target, [reference]);
    countTarget(rt, target, 1);
    return;
  }
  const isAfter = (other: number): boolean => {
    const kind = weakPayload(rt, other).sharing;
    return sharing === "shared reference"
      ? true
      : sharing === "shared proxy"
        ? kind !== "shared reference"
        : kind === "none";
  };
  const at = list.findIndex(isAfter);
  list.splice(at < 0 ? list.length : at, 0, reference);
}

/** Forgets a weak reference object that dies. */
export function unregisterWeakReference(rt: Runtime, target: number, reference: number): void {
  const list = rt.weakReferences.get(target);
  if (list === undefined) return;
  const at = list.indexOf(reference);
  if (at >= 0) list.splice(at, 1);
  if (list.length > 0) return;
  rt.weakReferences.delete(target);
  countTarget(rt, target, -1);
}

/** Builtin types whose objects generated code frees by itself, and that may be referred to weakly. */
const freedHere: readonly number[] = [
  FixedType.function,
  FixedType.method,
  FixedType.generator,
  FixedType.set,
  FixedType.frozenset,
];

/** Counts the targets of which generated code would not know that they have weak references. */
function countTarget(rt: Runtime, target: number, change: 1 | -1): void {
  const type = typeOf(rt, target);
  const isInstance = layoutKind(rt, type) === LayoutKind.INSTANCE;
  if (!isInstance && !freedHere.includes(type)) return;
  const counter = isInstance ? weakInstances : weakTargets;
  rt.heap.store(counter, rt.heap.load(counter) + change);
}

/** An object dies: its weak references become dead, then their callbacks run. */
export function clearWeakReferences(rt: Runtime, object: number): void {
  runCallbacks(rt, killReferences(rt, object));
}

/**
 * Objects that the cycle collector found die together: all their weak references become dead before the first callback runs, and
 * those that are themselves among the dying are not told.
 */
export function clearWeakReferencesOf(rt: Runtime, objects: readonly number[]): void {
  const dying = new Set(objects);
  const killed: number[] = [];
  for (const object of objects) for (const it of killReferences(rt, object)) killed.push(it);
  for (const reference of killed) {
    if (!dying.has(reference)) continue;
    const payload = weakPayload(rt, reference);
    const { callback } = payload;
    payload.callback = 0;
    if (callback !== 0) decref(rt, callback);
  }
  runCallbacks(rt, killed);
}

/** Makes the weak references of an object dead. Answers with those that live, owned: others wait for their own end. */
function killReferences(rt: Runtime, object: number): number[] {
  const list = rt.weakReferences.get(object);
  if (list === undefined) return [];
  rt.weakReferences.delete(object);
  countTarget(rt, object, -1);
  for (const reference of list) weakPayload(rt, reference).target = 0;
  const living = list.filter((reference) => isAlive(rt, reference));
  for (const reference of living) incref(rt, reference);
  return living;
}

/** Takes the references over. */
function runCallbacks(rt: Runtime, references: readonly number[]): void {
  if (references.length === 0) return;
  const pending = fetchError(rt);
  for (const reference of references) {
    const payload = weakPayload(rt, reference);
    const { callback } = payload;
    payload.callback = 0;
    if (callback === 0) continue;
    const argument = newRef(rt, reference);
    const result = callOneArgument(rt, callback, argument);
    decref(rt, argument);
    if (result === 0) reportUnraisable(rt, "Exception ignored while calling weakref callback", callback);
    else decref(rt, result);
    decref(rt, callback);
  }
  restoreError(rt, pending);
  for (const reference of references) decref(rt, reference);
}
