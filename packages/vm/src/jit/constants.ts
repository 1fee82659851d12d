// Objects of the runtime as constants of a trace.

import type { TraceConstant } from "@tjit/ir";
import {
  FixedType,
  FloatObject,
  ObjectHeader,
  type Runtime,
  Singleton,
  isSmallInt,
  newFloat,
  newInt,
  newStr,
  smallIntValue,
  strValue,
  typeOf,
} from "@tjit/runtime";

/** Counts above this belong to objects that never die. */
const immortalThreshold = 0x20000000;

const typeNames: ReadonlyMap<number, string> = new Map(
  (
    [
      "int",
      "float",
      "str",
      "bool",
      "NoneType",
      "tuple",
      "list",
      "dict",
      "slice",
      "range_iterator",
      "list_iterator",
      "tuple_iterator",
      "function",
      "type",
    ] as const
  ).map((name) => [FixedType[name], name]),
);

/** The dialect's name of a builtin type; "object" for all others. */
export function typeNameOf(type: number): string {
  return typeNames.get(type) ?? "object";
}

/** What the passes may know of an object: its type in the dialect's words and, for plain values, the value. */
export function constantOf(rt: Runtime, reference: number): TraceConstant {
  if (isSmallInt(reference)) return { type: "smallint", value: smallIntValue(reference), reference, isImmortal: true };
  const type = typeNameOf(typeOf(rt, reference));
  const isImmortal = rt.heap.load(reference + ObjectHeader.refcount.offset) >= immortalThreshold;
  return { type, value: plainValue(rt, type, reference), reference, isImmortal };
}

function plainValue(rt: Runtime, type: string, reference: number): TraceConstant["value"] {
  switch (type) {
    case "float":
      return rt.heap.loadF64(reference + FloatObject.value.offset);
    case "str":
      return strValue(rt, reference);
    case "bool":
      return reference === Singleton.True;
    case "NoneType":
      return null;
    default:
      return undefined;
  }
}

/** A new reference to the object of a constant that a pass made. */
export function materialize(rt: Runtime, { type, value }: TraceConstant): number {
  switch (typeof value) {
    case "boolean":
      return value ? Singleton.True : Singleton.False;
    case "string":
      return newStr(rt, value);
    case "number":
      return type === "float" ? newFloat(rt, value) : newInt(rt, value);
    default:
      if (value === null) return Singleton.None;
      throw new TypeError(`no object can be made of a constant of type ${type}`);
  }
}
