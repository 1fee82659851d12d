// Counting references, and floats as blocks of a free list.

import { type Builder, type F64, type I32, kernelFunction, runtimeFunction } from "@tjit/stencils/build";
import { anyWord, floatValue, ObjectHeader, State, TypeCode } from "../layout.ts";

/** Makes free floats; answers with one of them, which is not on the list. */
const moreFloats = runtimeFunction("more_floats", [], "i32");

/** Whether a reference is an int. */
export function isInt(reference: I32): I32 {
  return reference.and(1);
}

/** Whether a reference is a float. */
export function isFloat(k: Builder, reference: I32): I32 {
  return k.choose(
    isInt(reference),
    () => k.i32(0),
    () => k.load(ObjectHeader.type, reference).eq(TypeCode.float),
  );
}

/** Takes a count. */
export function retain(k: Builder, reference: I32): void {
  k.if(isInt(reference).eqz(), () => {
    k.store(ObjectHeader.count, reference, k.load(ObjectHeader.count, reference).add(1));
  });
}

/** Gives a count back; nothing when the reference is an int. NULL's count is a word that nobody reads. */
export function release(k: Builder, reference: I32): void {
  k.if(isInt(reference).eqz(), () => {
    releaseObject(k, reference);
  });
}

/** Gives the count of an object back; only floats ever come to zero. */
export function releaseObject(k: Builder, object: I32): void {
  const count = k.let(k.load(ObjectHeader.count, object).sub(1));
  k.store(ObjectHeader.count, object, count);
  k.if(k.unlikely(count.eqz()), () => {
    k.store(ObjectHeader.type, object, k.load(State.freeFloats, 0));
    k.store(State.freeFloats, 0, object);
  });
}

/** A new float. */
export const newFloat = kernelFunction("new_float", ["f64"], "i32", ([value], k) => {
  const first = k.let(k.load(State.freeFloats, 0));
  const block = k.variable("i32", first);
  k.if(
    k.unlikely(first.eqz()),
    () => {
      k.assign(block, k.call(moreFloats));
    },
    () => {
      k.store(State.freeFloats, 0, k.load(ObjectHeader.type, first));
    },
  );
  k.store(ObjectHeader.count, block.get(), 1);
  k.store(ObjectHeader.type, block.get(), TypeCode.float);
  k.store(floatValue, block.get(), value);
  k.return(block.get());
});

/** The double in a float. */
export function doubleOf(k: Builder, float: I32): F64 {
  return k.load(floatValue, float);
}

/** Stores a reference at an address; answers with what was there. */
export function exchange(k: Builder, address: I32, reference: I32): I32 {
  const former = k.let(k.load(anyWord, address));
  k.store(anyWord, address, reference);
  return former;
}
