// Making and reading numbers.

import { FixedType, FloatObject, IntObject, ObjectHeader, freeListAddress } from "@tjit/runtime/layout";
import { type Builder, type F64, type I32, type I64, kernelFunction } from "@tjit/stencils/build";
import { word } from "./memory.ts";
import { hostFunction } from "./host.ts";

const refill = hostFunction("refill");

/** A block of a size class from its free list. Its count and type are for the caller to set. */
export function allocateBlock(k: Builder, bytes: number): I32 {
  const sizeClass = bytes / 8;
  const head = freeListAddress(sizeClass);
  const first = k.let(k.load(word(), head));
  const block = k.variable("i32", first);
  k.if(
    k.unlikely(first.eqz()),
    () => {
      k.assign(block, k.call(refill, sizeClass));
    },
    () => {
      k.store(word(), head, k.load(ObjectHeader.type, first));
    },
  );
  return block.get();
}

/** A new float. Memory exhaustion traps: the host has grown the memory or thrown before. */
export function newFloat(k: Builder, value: F64): I32 {
  const object = allocateBlock(k, FloatObject.size);
  k.store(ObjectHeader.refcount, object, 1);
  k.store(ObjectHeader.type, object, FixedType.float);
  k.store(FloatObject.value, object, value);
  return object;
}

/** The double in a float. */
export function floatValue(k: Builder, object: I32): F64 {
  return k.load(FloatObject.value, object);
}

/** The number of a small int. */
export function smallIntValue(reference: I32): I32 {
  return reference.shrS(1);
}

/** The reference of a number in the tagged range. */
export function smallInt(value: I32): I32 {
  return value.shl(1).or(1);
}

/** The int with this value: tagged when it fits, else boxed. */
export const newInt = kernelFunction("new_int", ["i64"], "i32", ([value], k) => {
  const narrow = k.let(value.toI32());
  const tagged = k.let(smallInt(narrow));
  k.if(tagged.shrS(1).toI64S().eq(value), () => {
    k.return(tagged);
  });
  const object = allocateBlock(k, IntObject.size);
  k.store(ObjectHeader.refcount, object, 1);
  k.store(ObjectHeader.type, object, FixedType.int);
  k.store(IntObject.value, object, value);
  k.store(IntObject.handle, object, 0);
  k.return(object);
});

/** Exact type test that small ints fail. */
export function hasType(k: Builder, reference: I32, type: number): I32 {
  return k.choose(
    reference.and(1),
    () => k.i32(0),
    () => k.load(ObjectHeader.type, reference).eq(type),
  );
}

/** A 64-bit product of two small ints, halved by the tag of one. */
export function taggedProduct(left: I32, right: I32): I64 {
  return smallIntValue(left).toI64S().mul(right.sub(1).toI64S());
}

/** Outcome bit of a comparison: 2 less, 4 greater, 8 equal, 1 unordered. */
export function outcomeBit(k: Builder, atLeast: I32, atMost: I32): I32 {
  return k.i32(1).shl(atLeast.shl(1).add(atMost));
}
