// Counting references. A small int has no count; NULL is address 0, whose word serves as a count that nobody reads.

import { ObjectHeader } from "@tjit/runtime/layout";
import { type Builder, type I32, kernelFunction } from "@tjit/stencils/build";
import {
  FloatObject,
  FixedType,
  IntObject,
  MethodObject,
  RangeIterator,
  SequenceIterator,
  freeListAddress,
} from "@tjit/runtime/layout";
import { word } from "./memory.ts";
import { hostProcedure } from "./host.ts";

const hostDealloc = hostProcedure("dealloc");

/** Whether a reference is a small int. */
export function isSmallInt(reference: I32): I32 {
  return reference.and(1);
}

/** Takes a count. The reference is not NULL. */
export function retain(k: Builder, reference: I32): void {
  k.if(isSmallInt(reference).eqz(), () => {
    k.store(ObjectHeader.refcount, reference, k.load(ObjectHeader.refcount, reference).add(1));
  });
}

/** Takes a count of an object that is known not to be a small int. */
export function retainObject(k: Builder, object: I32): void {
  k.store(ObjectHeader.refcount, object, k.load(ObjectHeader.refcount, object).add(1));
}

/** Gives a count back; the object dies when it was the last. The reference may be NULL. */
export function release(k: Builder, reference: I32): void {
  k.if(isSmallInt(reference).eqz(), () => {
    releaseObject(k, reference);
  });
}

/** Gives a count back of something that is not a small int. */
export function releaseObject(k: Builder, object: I32): void {
  const count = k.let(k.load(ObjectHeader.refcount, object).sub(1));
  k.store(ObjectHeader.refcount, object, count);
  k.if(k.unlikely(count.eqz()), () => {
    k.call(deallocate, object);
  });
}

/** Puts a block whose count is zero at the head of its free list. */
export function freeBlock(k: Builder, block: I32, bytes: number): void {
  const head = freeListAddress(bytes / 8);
  k.store(ObjectHeader.type, block, k.load(word(), head));
  k.store(word(), head, block);
}

/** Frees an object whose count is zero: the few kinds that are frequent here, the rest in the runtime. */
export const deallocate = kernelFunction("deallocate", ["i32"], "void", ([object], k) => {
  const type = k.let(k.load(ObjectHeader.type, object));
  k.if(type.eq(FixedType.float), () => {
    freeBlock(k, object, FloatObject.size);
    k.return();
  });
  k.if(type.eq(FixedType.int), () => {
    k.if(k.load(IntObject.handle, object).eqz(), () => {
      freeBlock(k, object, IntObject.size);
      k.return();
    });
  });
  k.if(type.eq(FixedType.range_iterator), () => {
    freeBlock(k, object, RangeIterator.size);
    k.return();
  });
  k.if(type.eq(FixedType.list_iterator).or(type.eq(FixedType.tuple_iterator)), () => {
    const sequence = k.let(k.load(SequenceIterator.sequence, object));
    freeBlock(k, object, SequenceIterator.size);
    release(k, sequence);
    k.return();
  });
  k.if(type.eq(FixedType.method), () => {
    const callable = k.let(k.load(MethodObject.function, object));
    const self = k.let(k.load(MethodObject.self, object));
    freeBlock(k, object, MethodObject.size);
    release(k, callable);
    release(k, self);
    k.return();
  });
  k.call(hostDealloc, object);
  k.return();
});
