// Counting references. A small int has no count; NULL is address 0, whose word serves as a count that nobody reads.

import {
  CellObject,
  CodeObjectLayout,
  ExceptionObject,
  FixedType,
  FloatObject,
  Frame,
  FunctionObject,
  GeneratorObject,
  GeneratorState,
  IntObject,
  IteratorObject,
  type LayoutField,
  ListObject,
  MethodObject,
  ObjectHeader,
  RangeIterator,
  SequenceIterator,
  SetObject,
  SetSlot,
  StrFlag,
  StrObject,
  TupleObject,
  TypeFlag,
  TypeObject,
  blockListsAddress,
  deletedKey,
  freeListAddress,
  largestSmallSize,
  shortText,
  smallSet,
  vmStateAddress,
} from "@tjit/runtime/layout";
import { type Builder, type Field, type I32, type KernelBuilder, kernelFunction } from "@tjit/stencils/build";
import { clearLocals } from "./frames.ts";
import { deallocateInstance } from "./instances.ts";
import { forEachWord, loadState, storeState, VmState, word } from "./memory.ts";
import { freeListOf, freeToList, longestSmallTuple, tupleClass } from "./tuples.ts";
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

/** Takes a count of each of `count` references at `from`. */
export function retainAll(k: Builder, from: I32, count: I32): void {
  forEachWord(k, from, k.let(from.add(count.shl(2))), (place) => {
    retain(k, k.let(k.load(word(), place)));
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

/** Puts a dead object, with its handle, at the head of a list of its own. */
function keepWithHandle(k: Builder, object: I32, head: LayoutField<"i32">): void {
  k.store(ObjectHeader.type, object, k.load(head, vmStateAddress));
  k.store(head, vmStateAddress, object);
}

/** Deeper than this what dies is the host's, which has a queue for long chains. */
const deepest = 40;

/** Frees an object whose count is zero: the kinds that are frequent here, the rest in the runtime. */
export const deallocate = kernelFunction("deallocate", ["i32"], "void", ([object], k) => {
  const type = k.let(k.load(ObjectHeader.type, object));
  k.if(type.eq(FixedType.float), () => {
    freeBlock(k, object, FloatObject.size);
    k.return();
  });
  k.if(type.eq(FixedType.range_iterator), () => {
    freeBlock(k, object, RangeIterator.size);
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
  k.if(type.ne(FixedType.str).and(type.ne(FixedType.int)), () => {
    const depth = k.let(loadState(k, VmState.deallocDepth));
    k.if(depth.ltS(deepest), () => {
      storeState(k, VmState.deallocDepth, depth.add(1));
      const isFreed = k.let(k.call(deallocateContainer, object, type));
      storeState(k, VmState.deallocDepth, depth);
      k.if(isFreed, () => {
        const count = k.let(loadState(k, VmState.allocationCount));
        storeState(k, VmState.allocationCount, count.sub(count.ne(0)));
        k.return();
      });
    });
  });
  k.call(hostDealloc, object);
  k.return();
});

/** Frees an object of a type that owns references; 0: the host has to. */
const deallocateContainer = kernelFunction("deallocate_container", ["i32", "i32"], "i32", ([object, type], k) => {
  const among = (first: number, ...others: readonly number[]): I32 =>
    others.reduce((found, other) => found.or(type.eq(other)), type.eq(first));
  const owns = (isType: I32, size: number, fields: readonly Field<"i32">[]): void => {
    k.if(isType, () => {
      // Whoever runs because of a release must not find the object again.
      for (const field of fields) release(k, k.let(k.load(field, object)));
      freeBlock(k, object, size);
      k.return(k.i32(1));
    });
  };
  k.if(type.eq(FixedType.tuple), () => {
    deallocateTuple(k, object);
  });
  k.if(type.eq(FixedType.list), () => {
    deallocateList(k, object);
  });
  const isSequenceIterator = among(FixedType.list_iterator, FixedType.tuple_iterator, FixedType.list_reverseiterator);
  owns(isSequenceIterator, SequenceIterator.size, [SequenceIterator.sequence]);
  owns(among(FixedType.cell, FixedType.dict_keys, FixedType.dict_values, FixedType.dict_items), CellObject.size, [
    CellObject.value,
  ]);
  const { source, big, result } = IteratorObject;
  const tableIterators = [
    FixedType.dict_keyiterator,
    FixedType.dict_valueiterator,
    FixedType.dict_itemiterator,
    FixedType.set_iterator,
    FixedType.str_iterator,
  ] as const;
  owns(among(...tableIterators, FixedType.enumerate, FixedType.zip), IteratorObject.size, [source, result, big]);
  k.if(loadState(k, VmState.weakTargets).eqz(), () => {
    owns(type.eq(FixedType.method), MethodObject.size, [MethodObject.function, MethodObject.self]);
    k.if(type.eq(FixedType.function), () => {
      owns(k.load(FunctionObject.dict, object).eqz(), FunctionObject.size, functionFields);
    });
    k.if(type.eq(FixedType.generator), () => {
      deallocateGenerator(k, object);
    });
    k.if(among(FixedType.set, FixedType.frozenset), () => {
      deallocateSet(k, object);
    });
  });
  deallocateInstance(k, object, type, (reference) => {
    release(k, reference);
  });
  k.if(k.load(TypeObject.flags, type).and(TypeFlag.PLAIN_EXCEPTION), () => {
    const it = ExceptionObject;
    const fields = [it.arguments, it.traceback, it.context, it.cause, it.dict];
    owns(k.load(it.handle, object).eqz(), it.size, fields);
  });
  k.return(k.i32(0));
});

const fn = FunctionObject;
const functionFields = [
  ...[fn.code, fn.globals, fn.builtins, fn.defaults, fn.kwdefaults, fn.closure, fn.name, fn.qualname, fn.doc],
  ...[fn.module, fn.annotate, fn.annotations, fn.typeParams],
];

/** Of a generator that is done, its names and its code are left. One that never ran needs no closing. */
function deallocateGenerator(k: KernelBuilder, generator: I32): void {
  const frame = k.let(generator.add(GeneratorObject.size));
  const code = k.let(k.load(Frame.code, frame));
  const sizeClass = k.let(generatorClass(k, code));
  const state = k.let(k.load(GeneratorObject.state, generator));
  const isStill = state.eq(GeneratorState.CLEARED).or(state.eq(GeneratorState.CREATED));
  const isPlain = isStill
    .and(k.load(GeneratorObject.flags, generator).or(k.load(Frame.watcher, frame)).eqz())
    .and(sizeClass.leU(largestSmallSize / 8));
  k.if(isPlain, () => {
    k.if(state.eq(GeneratorState.CREATED), () => {
      k.store(GeneratorObject.state, generator, GeneratorState.CLEARED);
      clearLocals(k, frame);
      release(k, k.let(k.load(Frame.locals, frame)));
      release(k, k.let(k.load(Frame.function, frame)));
    });
    release(k, k.let(k.load(GeneratorObject.name, generator)));
    release(k, k.let(k.load(GeneratorObject.qualname, generator)));
    release(k, code);
    freeToList(k, generator, freeListOf(sizeClass));
    k.return(k.i32(1));
  });
}

/** Size class of a generator that runs this code. */
export function generatorClass(k: Builder, code: I32): I32 {
  return k.load(CodeObjectLayout.frameSize, code).add(GeneratorObject.size).shrU(3);
}

function deallocateTuple(k: KernelBuilder, tuple: I32): void {
  const length = k.let(k.load(TupleObject.length, tuple));
  k.if(length.sub(1).ltU(longestSmallTuple), () => {
    releaseItems(k, tuple.add(TupleObject.size), length);
    freeToList(k, tuple, freeListOf(tupleClass(length)));
    k.return(k.i32(1));
  });
}

/** A set with its slots in place. */
function deallocateSet(k: KernelBuilder, set: I32): void {
  const table = k.let(set.add(SetObject.size));
  k.if(k.load(SetObject.table, set).eq(table), () => {
    const end = k.let(table.add(smallSet * SetSlot.size));
    const at = k.variable("i32", table);
    k.loop(({ again }) => {
      const slot = k.let(at.get());
      const key = k.let(k.load(SetSlot.key, slot));
      k.if(key.ne(deletedKey), () => {
        release(k, key);
      });
      k.assign(at, slot.add(SetSlot.size));
      k.if(at.get().ltU(end), () => {
        again();
      });
    });
    freeBlock(k, set, SetObject.size + smallSet * SetSlot.size);
    k.return(k.i32(1));
  });
}

/** A list without items, or with its items in a small block. */
function deallocateList(k: KernelBuilder, list: I32): void {
  const capacity = k.let(k.load(ListObject.capacity, list));
  k.if(capacity.leU(largestSmallSize / 4).and(loadState(k, VmState.checkedBlocks).eqz()), () => {
    const items = k.let(k.load(ListObject.items, list));
    k.if(items.ne(0), () => {
      const length = k.let(k.load(ListObject.length, list));
      k.store(ListObject.length, list, 0);
      releaseItems(k, items, length);
      const head = k.let(capacity.add(1).shrU(1).shl(2));
      k.store(word(), items, k.load(word(blockListsAddress), head));
      k.store(word(blockListsAddress), head, items);
    });
    freeBlock(k, list, ListObject.size);
    k.return(k.i32(1));
  });
}

/** Releases `count` references, the last one first. */
function releaseItems(k: Builder, items: I32, count: I32): void {
  const first = k.let(items);
  const at = k.variable("i32", first.add(count.shl(2)));
  k.loop(({ again }) => {
    k.if(at.get().gtU(first), () => {
      const place = k.let(at.get().sub(4));
      k.assign(at, place);
      release(k, k.let(k.load(word(), place)));
      again();
    });
  });
}
