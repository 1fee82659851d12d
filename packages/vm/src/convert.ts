// Python values as the host's.

import {
  FixedType,
  type Runtime,
  Singleton,
  dictNext,
  dictPosition,
  entryKey,
  entryValue,
  floatValue,
  intValue,
  isSmallInt,
  listItem,
  listLength,
  reprText,
  smallIntValue,
  strValue,
  tupleItem,
  tupleLength,
  typeOf,
} from "@tjit/runtime";

/** What {@link hostValue} gives. */
export type HostValue =
  null | boolean | number | bigint | string | readonly HostValue[] | ReadonlyMap<HostValue, HostValue>;

/** Ints are numbers where a number holds them exactly, else bigints. Cycles end in the repr of what repeats. @internal */
export function hostValue(rt: Runtime, reference: number): HostValue {
  return convert(rt, reference, new Set());
}

function convert(rt: Runtime, reference: number, inside: Set<number>): HostValue {
  if (isSmallInt(reference)) return smallIntValue(reference);
  switch (reference) {
    case Singleton.None:
      return null;
    case Singleton.True:
      return true;
    case Singleton.False:
      return false;
  }
  switch (typeOf(rt, reference)) {
    case FixedType.int: {
      const value = intValue(rt, reference);
      return BigInt(Number.MIN_SAFE_INTEGER) <= value && value <= BigInt(Number.MAX_SAFE_INTEGER)
        ? Number(value)
        : value;
    }
    case FixedType.float:
      return floatValue(rt, reference);
    case FixedType.str:
      return strValue(rt, reference);
    case FixedType.list:
    case FixedType.tuple:
    case FixedType.dict:
      return convertContainer(rt, reference, inside);
    default:
      return reprText(rt, reference) ?? "";
  }
}

function convertContainer(rt: Runtime, reference: number, inside: Set<number>): HostValue {
  if (inside.has(reference)) return reprText(rt, reference) ?? "";
  inside.add(reference);
  const value = convertItems(rt, reference, inside);
  inside.delete(reference);
  return value;
}

function convertItems(rt: Runtime, reference: number, inside: Set<number>): HostValue {
  switch (typeOf(rt, reference)) {
    case FixedType.list:
      return Array.from({ length: listLength(rt, reference) }, (_, index) =>
        convert(rt, listItem(rt, reference, index), inside),
      );
    case FixedType.tuple:
      return Array.from({ length: tupleLength(rt, reference) }, (_, index) =>
        convert(rt, tupleItem(rt, reference, index), inside),
      );
    default: {
      const map = new Map<HostValue, HostValue>();
      for (
        let entry = dictNext(rt, reference, 0);
        entry !== 0;
        entry = dictNext(rt, reference, dictPosition(rt, reference, entry) + 1)
      ) {
        map.set(convert(rt, entryKey(rt, entry), inside), convert(rt, entryValue(rt, entry), inside));
      }
      return map;
    }
  }
}
