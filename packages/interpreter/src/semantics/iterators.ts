// Stepping the iterators of lists, tuples, ranges, strs, dicts and sets, enumerate and zip, which have all their state in memory. Whatever is rare (the end, a
// dict that changed, other iterators) is the host's: it is asked before anything is done.

import {
  CellObject,
  DictEntry,
  DictObject,
  ITERATION_ERROR,
  IteratorObject,
  ListObject,
  ObjectHeader,
  RangeIterator,
  SequenceIterator,
  SetObject,
  TupleObject,
} from "@tjit/runtime/layout";
import { type I32, type KernelBuilder, kernelFunction } from "@tjit/stencils/build";
import { hostFunction } from "./host.ts";
import { address, word } from "./memory.ts";
import { typeOf } from "./names.ts";
import { smallInt } from "./numbers.ts";
import { findItem } from "./sets.ts";
import { release, releaseObject, retain, retainObject } from "./references.ts";
import { longestSmallTuple, newContainer, newTuple } from "./tuples.ts";

const forIter = hostFunction("for_iter");
const getIterByHost = hostFunction("get_iter");
const slot = 4;
const largestSmallInt = 2 ** 30 - 1;

/** The next item, a new reference; 0 when there is none, `ITERATION_ERROR` when an exception is set. */
export const iterNext = kernelFunction("iter_next", ["i32"], "i32", ([iterator], k) => {
  const type = k.let(typeOf(k, iterator));
  const isItem = k.let(type.eq(address.dict_itemiterator));
  k.if(isItem.or(type.eq(address.dict_keyiterator)).or(type.eq(address.dict_valueiterator)), () => {
    nextOfDict(k, iterator, type);
  });
  k.if(type.eq(address.list_iterator), () => {
    nextOfSequence(k, iterator, "list");
  });
  k.if(type.eq(address.tuple_iterator), () => {
    nextOfSequence(k, iterator, "tuple");
  });
  k.if(type.eq(address.range_iterator), () => {
    nextOfRange(k, iterator);
  });
  k.if(type.eq(address.set_iterator), () => {
    nextOfSet(k, iterator);
  });
  k.if(type.eq(address.str_iterator), () => {
    nextOfStr(k, iterator);
  });
  k.if(type.eq(address.enumerate), () => {
    nextOfEnumerate(k, iterator);
  });
  k.if(type.eq(address.zip), () => {
    nextOfZip(k, iterator);
  });
  k.if(type.eq(address.list_reverseiterator), () => {
    nextOfReversed(k, iterator);
  });
  askHost(k, iterator);
});

function askHost(k: KernelBuilder, iterator: I32): void {
  k.return(k.call(forIter, iterator));
}

function give(k: KernelBuilder, item: I32): void {
  retain(k, item);
  k.return(item);
}

function nextOfSequence(k: KernelBuilder, iterator: I32, kind: "list" | "tuple"): void {
  const sequence = k.let(k.load(SequenceIterator.sequence, iterator));
  const index = k.let(k.load(SequenceIterator.index, iterator));
  k.if(sequence.ne(0), () => {
    k.if(index.ltU(k.load(kind === "list" ? ListObject.length : TupleObject.length, sequence)), () => {
      k.store(SequenceIterator.index, iterator, index.add(1));
      const items = kind === "list" ? k.load(ListObject.items, sequence) : sequence.add(TupleObject.size);
      give(k, k.let(k.load(word(), items.add(index.shl(2)))));
    });
  });
  askHost(k, iterator);
}

function nextOfReversed(k: KernelBuilder, iterator: I32): void {
  const sequence = k.let(k.load(SequenceIterator.sequence, iterator));
  const index = k.let(k.load(SequenceIterator.index, iterator));
  k.if(sequence.ne(0), () => {
    k.if(index.ltU(k.load(ListObject.length, sequence)), () => {
      k.store(SequenceIterator.index, iterator, index.sub(1));
      give(k, k.let(k.load(word(), k.load(ListObject.items, sequence).add(index.shl(2)))));
    });
  });
  askHost(k, iterator);
}

function nextOfRange(k: KernelBuilder, iterator: I32): void {
  const remaining = k.let(k.load(RangeIterator.remaining, iterator));
  k.if(remaining.leS(0), () => {
    k.return(k.i32(0));
  });
  const value = k.let(k.load(RangeIterator.next, iterator));
  k.store(RangeIterator.next, iterator, value.add(k.load(RangeIterator.step, iterator)));
  k.store(RangeIterator.remaining, iterator, remaining.sub(1));
  k.return(smallInt(value));
}

function nextOfDict(k: KernelBuilder, iterator: I32, type: I32): void {
  const dict = k.let(k.load(IteratorObject.source, iterator));
  const remaining = k.let(k.load(IteratorObject.remaining, iterator));
  const isValid = k.choose(
    dict.eqz(),
    () => k.i32(0),
    () => k.load(DictObject.used, dict).eq(k.load(IteratorObject.limit, iterator)).and(remaining.gtS(0)),
  );
  k.if(isValid, () => {
    const index = k.variable("i32", k.load(IteratorObject.index, iterator));
    const count = k.let(k.load(DictObject.entryCount, dict));
    const entries = k.let(k.load(DictObject.entries, dict));
    k.loop(({ again }) => {
      const at = k.let(index.get());
      k.if(at.ltU(count), () => {
        k.assign(index, at.add(1));
        const entry = k.let(entries.add(at.mul(DictEntry.size)));
        const key = k.let(k.load(DictEntry.key, entry));
        k.if(key.eqz(), () => {
          again();
        });
        k.store(IteratorObject.index, iterator, at.add(1));
        k.store(IteratorObject.remaining, iterator, remaining.sub(1));
        k.if(type.eq(address.dict_keyiterator), () => {
          give(k, key);
        });
        const value = k.let(k.load(DictEntry.value, entry));
        retain(k, value);
        k.if(type.eq(address.dict_valueiterator), () => {
          k.return(value);
        });
        retain(k, key);
        k.return(k.call(givePair, iterator, key, value));
      });
    });
  });
  askHost(k, iterator);
}

/** Of the characters that the host has taken out of the text. */
function nextOfStr(k: KernelBuilder, iterator: I32): void {
  const remaining = k.let(k.load(IteratorObject.remaining, iterator));
  k.if(remaining.ne(0), () => {
    const characters = k.let(k.load(IteratorObject.result, iterator));
    const at = k.let(k.load(TupleObject.length, characters).sub(remaining).shl(2));
    k.store(IteratorObject.remaining, iterator, remaining.sub(1));
    give(k, k.let(k.load(word(TupleObject.size), characters.add(at))));
  });
  askHost(k, iterator);
}

function nextOfSet(k: KernelBuilder, iterator: I32): void {
  const set = k.let(k.load(IteratorObject.source, iterator));
  k.if(set.ne(0), () => {
    k.if(k.load(SetObject.used, set).eq(k.load(IteratorObject.limit, iterator)), () => {
      findItem(k, set, k.load(IteratorObject.index, iterator), (item, next) => {
        k.store(IteratorObject.index, iterator, next);
        give(k, item);
      });
    });
  });
  askHost(k, iterator);
}

/** `(first, second)`, which are taken over: the iterator's last result again when nobody else holds that. */
const givePair = kernelFunction("give_pair", ["i32", "i32", "i32"], "i32", ([iterator, first, second], k) => {
  const last = k.let(k.load(IteratorObject.result, iterator));
  const isFree = k.let(k.load(ObjectHeader.refcount, last).eq(1));
  const pair = k.choose(
    isFree,
    () => last,
    () => k.call(newTuple, 2),
  );
  const items = k.let(pair.add(TupleObject.size));
  const oldFirst = k.let(k.load(word(), items));
  const oldSecond = k.let(k.load(word(slot), items));
  k.store(word(), items, first);
  k.store(word(slot), items, second);
  k.if(isFree, () => {
    retainObject(k, last);
    k.store(TupleObject.hash, last, 0);
    release(k, oldFirst);
    release(k, oldSecond);
  });
  k.return(pair);
});

function nextOfEnumerate(k: KernelBuilder, iterator: I32): void {
  const index = k.let(k.load(IteratorObject.index, iterator));
  const isSmall = k.load(IteratorObject.big, iterator).eqz().and(index.ltU(largestSmallInt));
  k.if(isSmall, () => {
    const item = k.let(k.call(iterNext, k.load(IteratorObject.source, iterator)));
    returnIfNone(k, item);
    // The iterator may have run code that stepped this one.
    const current = k.let(k.load(IteratorObject.index, iterator));
    k.store(IteratorObject.index, iterator, current.add(1));
    k.return(k.call(givePair, iterator, smallInt(current), item));
  });
  askHost(k, iterator);
}

function returnIfNone(k: KernelBuilder, item: I32): void {
  k.if(item.eqz().or(item.eq(ITERATION_ERROR)), () => {
    k.return(item);
  });
}

function nextOfZip(k: KernelBuilder, iterator: I32): void {
  const iterators = k.let(k.load(IteratorObject.source, iterator));
  const last = k.let(k.load(IteratorObject.result, iterator));
  const isPlain = k.choose(
    iterators.eqz().or(last.eqz()).or(k.load(IteratorObject.limit, iterator)),
    () => k.i32(0),
    () => k.load(TupleObject.length, iterators).sub(1).ltU(longestSmallTuple),
  );
  k.if(isPlain, () => {
    const bytes = k.let(k.load(TupleObject.length, iterators).shl(2));
    const tuple = k.variable("i32", last);
    k.if(
      k.load(ObjectHeader.refcount, last).eq(1),
      () => {
        retainObject(k, last);
        k.store(TupleObject.hash, last, 0);
      },
      () => {
        const fresh = k.let(k.call(newTuple, bytes.shrU(2)));
        k.fillMemory(fresh.add(TupleObject.size), 0, bytes);
        k.assign(tuple, fresh);
      },
    );
    const filled = k.let(tuple.get());
    const at = k.variable("i32", 0);
    k.loop(({ again }) => {
      const offset = k.let(at.get());
      const item = k.let(k.call(iterNext, k.load(word(TupleObject.size), iterators.add(offset))));
      k.if(item.eqz().or(item.eq(ITERATION_ERROR)), () => {
        releaseObject(k, filled);
        k.return(item);
      });
      const place = k.let(filled.add(offset));
      const old = k.let(k.load(word(TupleObject.size), place));
      k.store(word(TupleObject.size), place, item);
      release(k, old);
      k.assign(at, offset.add(slot));
      k.if(at.get().ltU(bytes), () => {
        again();
      });
    });
    k.return(filled);
  });
  askHost(k, iterator);
}

/** An iterator of a dict or of a view of one; the rest is the host's. */
export const getIter = kernelFunction("get_iterator", ["i32"], "i32", ([iterable], k) => {
  const type = k.let(typeOf(k, iterable));
  const isDict = k.let(type.eq(address.dict));
  const isItems = k.let(type.eq(address.dict_items));
  const isValues = k.let(type.eq(address.dict_values));
  k.if(isDict.or(isItems).or(isValues).or(type.eq(address.dict_keys)), () => {
    const dict = k.choose(
      isDict,
      () => iterable,
      () => k.load(CellObject.value, iterable),
    );
    const result = k.variable("i32", 0);
    k.if(isItems, () => {
      const pair = k.let(k.call(newTuple, 2));
      for (const offset of [0, slot]) {
        retainObject(k, k.i32(address.None));
        k.store(word(TupleObject.size + offset), pair, address.None);
      }
      k.assign(result, pair);
    });
    const other = k.select(isValues, k.i32(address.dict_valueiterator), k.i32(address.dict_keyiterator));
    const made = k.select(isItems, k.i32(address.dict_itemiterator), other);
    const iterator = k.let(k.call(newContainer, IteratorObject.size / 8, made));
    const used = k.let(k.load(DictObject.used, dict));
    retainObject(k, dict);
    for (const [field, value] of [
      [IteratorObject.source, dict],
      [IteratorObject.big, 0],
      [IteratorObject.result, result.get()],
      [IteratorObject.index, 0],
      [IteratorObject.limit, used],
      [IteratorObject.remaining, used],
    ] as const)
      k.store(field, iterator, value);
    k.return(iterator);
  });
  k.return(k.call(getIterByHost, iterable));
});
