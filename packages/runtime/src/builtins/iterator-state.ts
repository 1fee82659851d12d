// Payloads of the iterators that builtins make: references in a host array, released and traversed in one way.

import { hostPayload } from "../object/new-object.ts";
import { decref } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";

/** Owned references of an iterator, 0 where absent, and a counter of its own. */
export interface IteratorState {
  readonly references: number[];
  count: number;
}

export function iteratorState(rt: Runtime, self: number): IteratorState {
  return hostPayload(rt, self) as IteratorState;
}

/** The `clear` slot. */
export function clearIterator(rt: Runtime, self: number): void {
  const { references } = iteratorState(rt, self);
  for (let index = 0; index < references.length; index++) {
    const reference = references[index] as number;
    references[index] = 0;
    if (reference !== 0) decref(rt, reference);
  }
}

/** The `traverse` slot. */
export function traverseIterator(rt: Runtime, self: number, visit: (reference: number) => void): void {
  for (const reference of iteratorState(rt, self).references) if (reference !== 0) visit(reference);
}
