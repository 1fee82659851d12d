// Values in linear memory: what the layouts of objects say, read and written without the kernel functions.

import type { TraceConstant } from "@tjit/ir";
import { type CountMachine, Fault, type Reference, type ValueMachine } from "@tjit/reference";
import {
  CellObject,
  FloatObject,
  ListObject,
  ObjectHeader,
  type Runtime,
  Singleton,
  TupleObject,
  intValue,
  isSmallInt,
  listAppend,
  newBigInt,
  newFloat,
  newList,
  newStr,
  newTuple,
  strValue,
} from "@tjit/runtime";
import { FixedType, fixedTypes } from "@tjit/runtime/layout";
import type { HostFunctions } from "./host-functions.ts";

const referenceSize = 4;
const typeNames: ReadonlyMap<number, string> = new Map(fixedTypes().map((name) => [FixedType[name], name]));

/** The dialect's name of the exact type of a value that is not NULL. */
export function typeNameOf(rt: Runtime, counts: CountMachine, reference: Reference): string {
  if (reference === 0) throw new Fault("wrong-value", "NULL has no type");
  if (isSmallInt(reference)) return "smallint";
  if (!counts.isAlive(reference)) throw new Fault("use-after-free", `0x${reference.toString(16)}`);
  return typeNames.get(rt.heap.load(reference + ObjectHeader.type.offset)) ?? "object";
}

export function makeValues(rt: Runtime, counts: CountMachine, host: HostFunctions): ValueMachine {
  const { heap } = rt;
  const typeOf = (reference: Reference): string => typeNameOf(rt, counts, reference);
  const need = (reference: Reference, ...types: readonly string[]): void => {
    const type = typeOf(reference);
    if (!types.includes(type)) throw new Fault("wrong-type", `${type}, not ${types.join(" or ")}`);
  };
  /** Where the items of a list or tuple are, and how many. */
  const places = (sequence: Reference): { readonly first: number; readonly length: number } => {
    need(sequence, "list", "tuple");
    return typeOf(sequence) === "list"
      ? { first: heap.load(sequence + ListObject.items.offset), length: heap.load(sequence + ListObject.length.offset) }
      : { first: sequence + TupleObject.size, length: heap.load(sequence + TupleObject.length.offset) };
  };
  const exchange = (place: number, value: Reference): Reference => {
    const former = heap.load(place);
    heap.store(place, value);
    return former;
  };
  return {
    typeOf,
    none: Singleton.None,
    notImplemented: Singleton.NotImplemented,
    boolean: (value) => (value ? Singleton.True : Singleton.False),
    constant({ reference }: TraceConstant) {
      if (reference === 0) throw new Fault("unknown-constant", "nobody has made the object");
      return reference;
    },
    intValue(reference) {
      need(reference, "smallint", "int");
      return intValue(rt, reference);
    },
    newInt: (value) => newBigInt(rt, value),
    floatValue(reference) {
      need(reference, "float");
      return heap.loadF64(reference + FloatObject.value.offset);
    },
    newFloat: (value) => newFloat(rt, value),
    setFloat(reference, value) {
      need(reference, "float");
      heap.storeF64(reference + FloatObject.value.offset, value);
    },
    stringValue(reference) {
      need(reference, "str");
      return strValue(rt, reference);
    },
    newString: (value) => newStr(rt, value),
    lengthOf: (sequence) => places(sequence).length,
    itemAt(sequence, index) {
      const { first, length } = places(sequence);
      if (index < 0 || index >= length) throw new Fault("wrong-value", `index ${index} of ${length}`);
      return heap.load(first + referenceSize * index);
    },
    itemsOf(sequence) {
      const { first, length } = places(sequence);
      return Array.from({ length }, (_, index) => heap.load(first + referenceSize * index));
    },
    newTuple(items) {
      const tuple = newTuple(rt, items.length);
      items.forEach((item, index) => void heap.store(tuple + TupleObject.size + referenceSize * index, item));
      return tuple;
    },
    newList(items) {
      const list = newList(rt, items.length);
      const first = heap.load(list + ListObject.items.offset);
      items.forEach((item, index) => void heap.store(first + referenceSize * index, item));
      heap.store(list + ListObject.length.offset, items.length);
      return list;
    },
    replaceItem(list, index, value) {
      need(list, "list");
      const { first, length } = places(list);
      if (index < 0 || index >= length) throw new Fault("wrong-value", `index ${index} of ${length}`);
      return exchange(first + referenceSize * index, value);
    },
    appendItem(list, value) {
      need(list, "list");
      listAppend(rt, list, value);
      counts.decrement(value);
    },
    newCell(value) {
      const cell = host.call("make_cell", value);
      counts.decrement(value);
      return cell;
    },
    cellValue(cell) {
      need(cell, "cell");
      return heap.load(cell + CellObject.value.offset);
    },
    replaceCellValue(cell, value) {
      need(cell, "cell");
      return exchange(cell + CellObject.value.offset, value);
    },
  };
}
