// Extra attributes of particular exception types (`StopIteration.value`, `NameError.name`, …): references by name, with the host.

import { ExceptionObject } from "../layout/objects.ts";
import { incref, xdecref } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";

const handleOffset = ExceptionObject.handle.offset;

/** Owned references by attribute name. */
export type ExceptionState = Map<string, number>;

/** The extra attributes of an exception; null while it has none. */
export function exceptionState(rt: Runtime, exception: number): ExceptionState | null {
  const handle = rt.heap.load(exception + handleOffset);
  return handle === 0 ? null : (rt.payloads.get(handle) as ExceptionState);
}

/** An extra attribute, borrowed; 0 if it is not set. */
export function getExceptionState(rt: Runtime, exception: number, name: string): number {
  return exceptionState(rt, exception)?.get(name) ?? 0;
}

/** Sets an extra attribute; `value` 0 removes it. */
export function setExceptionState(rt: Runtime, exception: number, name: string, value: number): void {
  let state = exceptionState(rt, exception);
  if (state === null) {
    if (value === 0) return;
    state = new Map();
    rt.heap.store(exception + handleOffset, rt.payloads.add(state));
  }
  const old = state.get(name) ?? 0;
  if (value === 0) state.delete(name);
  else {
    incref(rt, value);
    state.set(name, value);
  }
  xdecref(rt, old);
}
