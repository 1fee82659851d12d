// Counting references. A small int has no count; NULL is address 0, whose word serves as a count that nobody reads.

import { ObjectHeader } from "@tjit/runtime/layout";
import { type Builder, type I32, type KernelBuilder, kernelFunction } from "@tjit/stencils/build";
import {
  FloatObject,
  FixedType,
  IntObject,
  type LayoutField,
  MethodObject,
  RangeIterator,
  SequenceIterator,
  StrFlag,
  StrObject,
  TupleObject,
  VmState,
  freeListAddress,
  freeListsAddress,
  largestSmallSize,
  shortText,
  vmStateAddress,
} from "@tjit/runtime/layout";
import { word } from "./memory.ts";
import { hostProcedure } from "./host.ts";

const hostDealloc = hostProcedure("dealloc");

/** Items of a tuple that comes from a free list, at most. */
export const longestSmallTuple = (largestSmallSize - TupleObject.size) / 4;

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

/**
 * Releases the items of a tuple whose count is zero, the last one first, then the tuple. Items that die and may own others are left to
 * the host, which counts how deep it is.
 */
function freeTuple(k: KernelBuilder, tuple: I32, length: I32): void {
  const first = k.let(tuple.add(TupleObject.size));
  const at = k.variable("i32", first.add(length.shl(2)));
  k.loop(({ again }) => {
    k.if(at.get().gtU(first), () => {
      k.assign(at, at.get().sub(4));
      const item = k.let(k.load(word(), at.get()));
      k.if(isSmallInt(item).eqz(), () => {
        const count = k.let(k.load(ObjectHeader.refcount, item).sub(1));
        k.store(ObjectHeader.refcount, item, count);
        k.if(k.unlikely(count.eqz()), () => {
          const type = k.let(k.load(ObjectHeader.type, item));
          k.if(
            type.eq(FixedType.float),
            () => {
              freeBlock(k, item, FloatObject.size);
            },
            () => {
              k.call(hostDealloc, item);
            },
          );
        });
      });
      again();
    });
  });
  const head = k.let(
    length
      .add(TupleObject.size / 4 + 1)
      .shrU(1)
      .shl(2),
  );
  k.store(ObjectHeader.type, tuple, k.load(word(freeListsAddress), head));
  k.store(word(freeListsAddress), head, tuple);
}

/** Puts a dead object, with its handle, at the head of a list of its own. */
function keepWithHandle(k: Builder, object: I32, head: LayoutField<"i32">): void {
  k.store(ObjectHeader.type, object, k.load(head, vmStateAddress));
  k.store(head, vmStateAddress, object);
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
    k.if(k.load(IntObject.value, object).eq(1n), () => {
      keepWithHandle(k, object, VmState.freeBigInts);
      k.return();
    });
  });
  k.if(type.eq(FixedType.str), () => {
    const flags = k.load(StrObject.flags, object).and(StrFlag.INTERNED | StrFlag.ASTRAL);
    // It keeps its handle, and the host a short text, until it is used again.
    k.if(flags.eqz().and(k.load(StrObject.length, object).ltU(shortText)), () => {
      keepWithHandle(k, object, VmState.freeStrings);
      k.return();
    });
  });
  k.if(type.eq(FixedType.tuple), () => {
    const length = k.let(k.load(TupleObject.length, object));
    k.if(length.sub(1).ltU(longestSmallTuple), () => {
      freeTuple(k, object, length);
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
