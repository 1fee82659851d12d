// `__del__`: once per object, when its count reaches zero or the collector found it unreachable.

import { restoreError, fetchError } from "../exceptions/errors.ts";
import { isGeneratorLike } from "../frames/send-generator.ts";
import { AsyncGeneratorFlag, GeneratorObject } from "../layout/objects.ts";
import { typeSlots } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";

/** The finalizer of an object is not to run again; the flags of generators say so to generated code, which frees the others by itself. */
export function noteFinalized(rt: Runtime, object: number): void {
  rt.finalized.add(object);
  if (!isGeneratorLike(rt, object)) return;
  const flags = object + GeneratorObject.flags.offset;
  rt.heap.store(flags, rt.heap.load(flags) | AsyncGeneratorFlag.FINALIZED);
}

/** Runs the finalizer of an object with count zero; whether the object lives on. */
export function runFinalizer(rt: Runtime, object: number, type: number): boolean {
  const finalize = typeSlots(rt, type).finalize;
  if (finalize === null || rt.finalized.has(object)) {
    rt.finalized.delete(object);
    return false;
  }
  const heap = rt.heap;
  heap.store(object, 1);
  noteFinalized(rt, object);
  const pending = fetchError(rt);
  finalize(rt, object);
  restoreError(rt, pending);
  const count = heap.load(object) - 1;
  heap.store(object, count);
  if (count > 0) return true;
  rt.finalized.delete(object);
  return false;
}
