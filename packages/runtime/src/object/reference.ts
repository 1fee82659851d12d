// References: tagged small ints and addresses. Reference counts, types of objects, singletons.
//
// A reference is odd for a small int `(n << 1) | 1`, n in [-2^30, 2^30), even for the address of an object, 0 for NULL.

import { deallocate } from "../heap/dealloc.ts";
import { FixedType, Singleton } from "../layout/memory-map.ts";
import { LayoutKind, ObjectHeader, TypeFlag, TypeObject } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import { type Links } from "../image/links.ts";
import { type Slots } from "../types/slots.ts";
import { type TypeInfo } from "../types/type-info.ts";

const typeOffset = ObjectHeader.type.offset;
const typeFlags = TypeObject.flags.offset;
const typeHandle = TypeObject.handle.offset;
const intType = FixedType.int;
const noneAddress = Singleton.None;

/** NULL: no object; after a failed operation, an exception is set. */
export const NULL = 0;
/** The borrowed references `None`, `True`, `False`, `NotImplemented`, `Ellipsis` and `()`. Immortal: counting them is optional but harmless. */
export const { None, True, False, NotImplemented, Ellipsis, emptyTuple } = Singleton;

/** Smallest and largest int that fits in a reference. */
export const smallIntMin = -(2 ** 30);
export const smallIntMax = 2 ** 30 - 1;

/** Whether this reference is a tagged int. */
export function isSmallInt(ref: number): boolean {
  return (ref & 1) !== 0;
}

/** The value of a tagged int. */
export function smallIntValue(ref: number): number {
  return ref >> 1;
}

/** The reference of an int that must be in range. */
export function smallInt(value: number): number {
  return (value << 1) | 1;
}

/** `True` or `False`. */
export function pyBool(value: boolean): number {
  return value ? Singleton.True : Singleton.False;
}

/** Adds one to the count of an object. Not for NULL. */
export function incref(rt: Runtime, ref: number): void {
  if ((ref & 1) === 0) {
    const words = rt.heap.i32;
    words[ref >>> 2] = (words[ref >>> 2] as number) + 1;
  }
}

/** {@link incref}, and the reference itself: `return newRef(rt, x)`. */
export function newRef(rt: Runtime, ref: number): number {
  if ((ref & 1) === 0) {
    const words = rt.heap.i32;
    words[ref >>> 2] = (words[ref >>> 2] as number) + 1;
  }
  return ref;
}

/** Takes one from the count of an object, which dies at 0. Not for NULL. */
export function decref(rt: Runtime, ref: number): void {
  if ((ref & 1) === 0) {
    const words = rt.heap.i32;
    const count = (words[ref >>> 2] as number) - 1;
    words[ref >>> 2] = count;
    if (count === 0) deallocate(rt, ref);
  }
}

/** Copies `count` references to memory that holds none, each with a count of its own. One loop over the words: slices live here. */
export function copyReferences(rt: Runtime, target: number, source: number, count: number): void {
  const words = rt.heap.i32;
  const to = target >>> 2;
  const from = source >>> 2;
  for (let index = 0; index < count; index++) {
    const ref = words[from + index] as number;
    words[to + index] = ref;
    if ((ref & 1) === 0) words[ref >>> 2] = (words[ref >>> 2] as number) + 1;
  }
}

/** Gives back the counts of `count` references, the last one first. Objects may die, and their finalizers run. */
export function releaseReferences(rt: Runtime, address: number, count: number): void {
  for (let at = (address >>> 2) + count - 1, first = address >>> 2; at >= first; at--) {
    const words = rt.heap.i32;
    const ref = words[at] as number;
    if ((ref & 1) !== 0) continue;
    const left = (words[ref >>> 2] as number) - 1;
    words[ref >>> 2] = left;
    if (left === 0) deallocate(rt, ref);
  }
}

/** {@link incref} unless it is NULL. */
export function xincref(rt: Runtime, ref: number): void {
  if (ref !== 0) incref(rt, ref);
}

/** {@link decref} unless it is NULL. */
export function xdecref(rt: Runtime, ref: number): void {
  if (ref !== 0) decref(rt, ref);
}

/** The address of an object's type, borrowed. */
export function typeOf(rt: Runtime, ref: number): number {
  return (ref & 1) !== 0 ? intType : rt.heap.load(ref + typeOffset);
}

/** The slots of an object's type. */
export function slotsOf(rt: Runtime, ref: number): Slots {
  return typeSlots(rt, typeOf(rt, ref));
}

/** The slots of a type object. */
export function typeSlots(rt: Runtime, type: number): Slots {
  return rt.slotTables[rt.heap.load(type + typeHandle)] ?? (rt.links as Links).slots(type);
}

/** What the host knows about a type object. */
export function typeInfo(rt: Runtime, type: number): TypeInfo {
  return rt.typeInfos.get(rt.heap.load(type + typeHandle));
}

/** `__name__` of an object's type, for messages. */
export function typeName(rt: Runtime, ref: number): string {
  return messageName(rt, typeOf(rt, ref));
}

/** What messages call a type. */
export function messageName(rt: Runtime, type: number): string {
  const info = typeInfo(rt, type);
  return info.messageName ?? info.name;
}

/** The flags of an object's type: {@link TypeFlag}. */
export function typeFlagsOf(rt: Runtime, ref: number): number {
  return rt.heap.load(typeOf(rt, ref) + typeFlags);
}

/** How an object of this type is laid out: {@link LayoutKind}. */
export function layoutKind(rt: Runtime, type: number): number {
  return rt.heap.load(type + typeFlags) & 0xff;
}

export function isNone(ref: number): boolean {
  return ref === noneAddress;
}

/** Instances of `int` and its subclasses, `bool` among them. */
export function isInt(rt: Runtime, ref: number): boolean {
  return (ref & 1) !== 0 || (rt.heap.load(rt.heap.load(ref + typeOffset) + typeFlags) & TypeFlag.LONG_SUBCLASS) !== 0;
}

export function isFloat(rt: Runtime, ref: number): boolean {
  return (typeFlagsOf(rt, ref) & TypeFlag.FLOAT_SUBCLASS) !== 0;
}

export function isStr(rt: Runtime, ref: number): boolean {
  return (typeFlagsOf(rt, ref) & TypeFlag.STR_SUBCLASS) !== 0;
}

export function isList(rt: Runtime, ref: number): boolean {
  return (typeFlagsOf(rt, ref) & TypeFlag.LIST_SUBCLASS) !== 0;
}

export function isTuple(rt: Runtime, ref: number): boolean {
  return (typeFlagsOf(rt, ref) & TypeFlag.TUPLE_SUBCLASS) !== 0;
}

export function isDict(rt: Runtime, ref: number): boolean {
  return (typeFlagsOf(rt, ref) & TypeFlag.DICT_SUBCLASS) !== 0;
}

export function isType(rt: Runtime, ref: number): boolean {
  return (typeFlagsOf(rt, ref) & TypeFlag.TYPE_SUBCLASS) !== 0;
}

export function isExceptionInstance(rt: Runtime, ref: number): boolean {
  return (typeFlagsOf(rt, ref) & TypeFlag.EXCEPTION_SUBCLASS) !== 0;
}

/** A class derived from BaseException. */
export function isExceptionType(rt: Runtime, ref: number): boolean {
  return isType(rt, ref) && (rt.heap.load(ref + typeFlags) & TypeFlag.EXCEPTION_SUBCLASS) !== 0;
}

/** Whether `ref` is an instance of exactly this type. */
export function isExactly(rt: Runtime, ref: number, type: number): boolean {
  return typeOf(rt, ref) === type;
}

/** Whether objects of this type are laid out as {@link LayoutKind}.HOST. */
export function isHostLayout(rt: Runtime, type: number): boolean {
  return layoutKind(rt, type) === LayoutKind.HOST;
}
