// Iterators over ranges, lists and tuples in linear memory.

import { type CountMachine, Fault, type IteratorMachine, type Reference, type ValueMachine } from "@tjit/reference";
import type { Runtime } from "@tjit/runtime";
import { RangeIterator, SequenceIterator } from "@tjit/runtime/layout";

export function makeIterators(rt: Runtime, counts: CountMachine, values: ValueMachine): IteratorMachine {
  const { heap } = rt;
  const isRange = (iterator: Reference): boolean => {
    const type = values.typeOf(iterator);
    if (type === "range_iterator") return true;
    if (type === "list_iterator" || type === "tuple_iterator") return false;
    throw new Fault("wrong-type", `${type}, not an iterator of a range, list or tuple`);
  };
  const nextItem = (iterator: Reference): Reference | undefined => {
    const sequence = heap.load(iterator + SequenceIterator.sequence.offset);
    const index = heap.load(iterator + SequenceIterator.index.offset);
    return sequence !== 0 && index < values.lengthOf(sequence) ? values.itemAt(sequence, index) : undefined;
  };
  const add = (place: number, amount: number): void => void heap.store(place, heap.load(place) + amount);
  return {
    hasNext: (iterator) =>
      isRange(iterator) ? heap.load(iterator + RangeIterator.remaining.offset) > 0 : nextItem(iterator) !== undefined,
    next(iterator) {
      if (isRange(iterator)) {
        const value = heap.load(iterator + RangeIterator.next.offset);
        add(iterator + RangeIterator.next.offset, heap.load(iterator + RangeIterator.step.offset));
        add(iterator + RangeIterator.remaining.offset, -1);
        return values.newInt(BigInt(value));
      }
      const item = nextItem(iterator);
      if (item === undefined) throw new Fault("wrong-value", "the iterator is exhausted");
      add(iterator + SequenceIterator.index.offset, 1);
      counts.increment(item);
      return item;
    },
    exhaust(iterator) {
      if (isRange(iterator)) return;
      const sequence = heap.load(iterator + SequenceIterator.sequence.offset);
      heap.store(iterator + SequenceIterator.sequence.offset, 0);
      counts.decrement(sequence);
    },
  };
}
