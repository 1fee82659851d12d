// What an abstract base class knows: classes registered with it, and what it answered about classes before. Weak references.

import { type Runtime, decref, hostPayload, newRef, newWeakReference, weakPayload } from "@tjit/runtime/api";

/** Weak references to classes, owned, by address. A class that died leaves a reference whose target is gone. */
export type WeakClasses = Map<number, number>;

/** Payload of `_abc._abc_data`. */
export interface AbcData {
  readonly registry: WeakClasses;
  readonly cache: WeakClasses;
  readonly negative: WeakClasses;
  /** The count of registrations for which `negative` is right. */
  negativeVersion: number;
}

export function newAbcData(version: number): AbcData {
  return { registry: new Map(), cache: new Map(), negative: new Map(), negativeVersion: version };
}

export function abcData(rt: Runtime, object: number): AbcData {
  return hostPayload(rt, object) as AbcData;
}

/** Whether a class is among them. */
export function hasClass(rt: Runtime, classes: WeakClasses, type: number): boolean {
  const reference = classes.get(type);
  return reference !== undefined && weakPayload(rt, reference).target === type;
}

/** Adds a class. Status. */
export function addClass(rt: Runtime, classes: WeakClasses, type: number): number {
  if (hasClass(rt, classes, type)) return 0;
  const reference = newWeakReference(rt, rt.types.weakref, type, 0, "shared reference");
  if (reference === 0) return -1;
  const stale = classes.get(type);
  classes.set(type, reference);
  if (stale !== undefined) decref(rt, stale);
  return 0;
}

/** The classes that live: new references. */
export function liveClasses(rt: Runtime, classes: WeakClasses): readonly number[] {
  const types = Array.from(classes.values(), (it) => weakPayload(rt, it).target);
  return types.filter((it) => it !== 0).map((it) => newRef(rt, it));
}

/** Forgets all. */
export function clearClasses(rt: Runtime, classes: WeakClasses): void {
  const references = [...classes.values()];
  classes.clear();
  for (const it of references) decref(rt, it);
}
