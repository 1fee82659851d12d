// What long builtins pay to: the machine's budget, so that a deadline or an interrupt reaches them too.

import { ListObject, LayoutKind, SetObject, StrObject, TupleObject, DictObject } from "../layout/objects.ts";
import { type Budget } from "../numbers/failure.ts";
import { typeFlagsOf } from "../object/reference.ts";
import { bytesValue, isByteArray, isBytes } from "../text/bytes-object.ts";
import { type Runtime } from "../runtime.ts";

/** Pays for `units` of work, about a nanosecond each. Status. */
export function spendWork(rt: Runtime, units: number): number {
  const hook = rt.hooks.spend;
  return hook === null ? 0 : hook(units);
}

/** Where an object of each layout keeps how many items or characters it has. */
const lengthFields: Readonly<Record<number, number>> = {
  [LayoutKind.STR]: StrObject.length.offset,
  [LayoutKind.TUPLE]: TupleObject.length.offset,
  [LayoutKind.LIST]: ListObject.length.offset,
  [LayoutKind.DICT]: DictObject.used.offset,
  [LayoutKind.SET]: SetObject.used.offset,
};
/** Nanoseconds, about, that a builtin takes for an item or a character. */
const unitsPerItem = 8;
const largeOperand = 4096;

/**
 * Pays for what a builtin is about to do with large operands, without being refused: an interrupt comes at the machine's next jump back or call. What may
 * take longer than its operands are large pays itself, by {@link spendWork}.
 */
export function chargeOperands(rt: Runtime, first: number, second: number, others = 0): void {
  const { charge } = rt.hooks;
  if (charge === null) return;
  const length = sizeOf(rt, first) + sizeOf(rt, second) + others;
  if (length >= largeOperand) charge(length * unitsPerItem);
}

function sizeOf(rt: Runtime, ref: number): number {
  if ((ref & 1) !== 0 || ref === 0) return 0;
  const field = lengthFields[typeFlagsOf(rt, ref) & 0xff];
  if (field !== undefined) return rt.heap.load(ref + field);
  return isBytes(rt, ref) || isByteArray(rt, ref) ? bytesValue(rt, ref).length : 0;
}

/** Asks for the memory of an object of `bytes` bytes with the host. Status. */
export function reserveBytes(rt: Runtime, bytes: number): number {
  const hook = rt.hooks.reserve;
  return hook === null ? 0 : hook(bytes);
}

/** The budget as the pure parts know it. Allocates: only for what may be long. */
export function budgetOf(rt: Runtime): Budget {
  return {
    spend: (units) => spendWork(rt, units) === 0,
    allows: (bytes) => reserveBytes(rt, bytes) === 0,
  };
}
