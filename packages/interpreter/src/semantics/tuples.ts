// Making tuples without the host.

import { FixedType, ObjectHeader, TupleObject, freeListsAddress, largestSmallSize } from "@tjit/runtime/layout";
import { type Builder, type I32, kernelFunction } from "@tjit/stencils/build";
import { hostFunction } from "./host.ts";
import { loadState, storeState, VmState, word } from "./memory.ts";

const refill = hostFunction("refill");
const buildTuple = hostFunction("build_tuple");
const slot = 4;

/** Tuples of up to so many items come from a free list. */
export const longestSmallTuple = (largestSmallSize - TupleObject.size) / slot;

/** Address of the head of a size class's free list. */
export function freeListOf(sizeClass: I32): I32 {
  return sizeClass.shl(2).add(freeListsAddress);
}

/** Puts a block at the head of a free list. */
export function freeToList(k: Builder, block: I32, list: I32): void {
  const head = k.let(list);
  k.store(ObjectHeader.type, block, k.load(word(), head));
  k.store(word(), head, block);
}

/** Size class of a tuple of this length. */
export function tupleClass(length: I32): I32 {
  return length
    .add(1)
    .shrU(1)
    .add(TupleObject.size / 8);
}

/** A container of a small size class: count 1 and its type; the rest is undefined. */
export const newContainer = kernelFunction("new_container", ["i32", "i32"], "i32", ([sizeClass, type], k) => {
  const head = k.let(freeListOf(sizeClass));
  const block = k.variable("i32", k.load(word(), head));
  k.if(
    k.unlikely(block.get().eqz()),
    () => {
      k.assign(block, k.call(refill, sizeClass));
    },
    () => {
      k.store(word(), head, k.load(ObjectHeader.type, block.get()));
    },
  );
  const made = k.let(block.get());
  k.store(ObjectHeader.refcount, made, 1);
  k.store(ObjectHeader.type, made, type);
  storeState(k, VmState.allocationCount, loadState(k, VmState.allocationCount).add(1));
  k.return(made);
});

/** A tuple of 1 to `longestSmallTuple` items, which are undefined. */
export const newTuple = kernelFunction("new_tuple", ["i32"], "i32", ([length], k) => {
  const made = k.let(k.call(newContainer, tupleClass(length), FixedType.tuple));
  k.store(TupleObject.length, made, length);
  k.store(TupleObject.hash, made, 0);
  k.return(made);
});

/** The tuple of `count` references at `items`, which it takes over. */
export const tupleFromItems = kernelFunction("tuple_from_items", ["i32", "i32"], "i32", ([items, count], k) => {
  k.if(count.sub(1).geU(longestSmallTuple), () => {
    k.return(k.call(buildTuple, items, count));
  });
  const tuple = k.let(k.call(newTuple, count));
  copyWords(k, tuple.add(TupleObject.size), items, count);
  k.return(tuple);
});

/** Copies `count` words, at least one. */
export function copyWords(k: Builder, to: I32, from: I32, count: I32): void {
  const left = k.variable("i32", count);
  k.loop(({ again }) => {
    const at = k.let(left.get().sub(1));
    k.assign(left, at);
    k.store(word(), to.add(at.shl(2)), k.load(word(), from.add(at.shl(2))));
    k.if(at.ne(0), () => {
      again();
    });
  });
}
