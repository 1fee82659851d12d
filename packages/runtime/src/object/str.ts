// `str` objects: a header in linear memory, the text with the host. Interning.
//
// Text is a host string: UTF-16. `length` counts code points, so a text with code points above 0xFFFF has the flag ASTRAL, and only
// then do indices need translating. Interned strings are in `rt.interned`, which does not count: they leave when they die.

import { FixedType, VmState, vmStateAddress } from "../layout/memory-map.ts";
import { StrFlag, StrObject } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import { allocateSized, keepObject, takeKept } from "./new-object.ts";
import { incref, newRef } from "./reference.ts";

const freeStrings = vmStateAddress + VmState.freeStrings.offset;
const lengthOffset = StrObject.length.offset;
const hashOffset = StrObject.hash.offset;
const flagsOffset = StrObject.flags.offset;
const handleOffset = StrObject.handle.offset;

/** A new `str`. One-character strings below 256 and the empty one are shared. */
export function newStr(rt: Runtime, text: string): number {
  if (text.length <= 1) {
    if (text.length === 0) return newRef(rt, rt.latin1[256] as number);
    const unit = text.charCodeAt(0);
    if (unit < 256) return newRef(rt, rt.latin1[unit] as number);
  }
  let all = 0;
  for (let index = 0; index < text.length; index++) all |= text.charCodeAt(index);
  if (all < 0x80) return makeStr(rt, text, text.length, StrFlag.ASCII);
  if (all < 0xd800) return makeStr(rt, text, text.length, 0);
  const object = allocateSized(rt, FixedType.str, StrObject.size);
  storeText(rt, object, text);
  return object;
}

/** A new `str` when its length in code points and its flags ASCII and ASTRAL are known. */
export function newStrWith(rt: Runtime, text: string, length: number, flags: number): number {
  return text.length <= 1 ? newStr(rt, text) : makeStr(rt, text, length, flags);
}

/** A new `str` made of texts whose flags, all of them together, are `flags`: of ASCII nothing is looked at. */
export function newStrOf(rt: Runtime, text: string, flags: number): number {
  return (flags & StrFlag.ASCII) !== 0 ? newStrWith(rt, text, text.length, StrFlag.ASCII) : newStr(rt, text);
}

/** Makes a dead object live again if there is one. */
function makeStr(rt: Runtime, text: string, length: number, flags: number): number {
  const heap = rt.heap;
  let object = takeKept(rt, freeStrings, FixedType.str);
  if (object !== 0) rt.strings.set(heap.load(object + handleOffset), text);
  else {
    object = allocateSized(rt, FixedType.str, StrObject.size);
    heap.store(object + handleOffset, rt.strings.add(text));
  }
  heap.store(object + lengthOffset, length);
  heap.store(object + flagsOffset, flags);
  return object;
}

/** Frees a `str` that is not interned, keeping its handle for the next one. */
export function freeStr(rt: Runtime, object: number): void {
  rt.strings.set(rt.heap.load(object + handleOffset), "");
  keepObject(rt, freeStrings, object);
}

/**
 * Two strings as one: what is known of each says what the whole is like, so its text is not looked at. The host joins texts when they are
 * read, which makes appending again and again cheap.
 */
export function concatStr(rt: Runtime, left: number, right: number): number {
  const text = strValue(rt, left) + strValue(rt, right);
  const leftFlags = strFlags(rt, left);
  const rightFlags = strFlags(rt, right);
  let length = strLength(rt, left) + strLength(rt, right);
  let flags = (leftFlags & rightFlags & StrFlag.ASCII) | ((leftFlags | rightFlags) & StrFlag.ASTRAL);
  const joint = text.length - strValue(rt, right).length;
  if ((rightFlags & StrFlag.ASCII) === 0 && (leftFlags & StrFlag.ASCII) === 0 && joint > 0 && joint < text.length) {
    if (isLowSurrogate(strValue(rt, right).charCodeAt(0)) && isHighSurrogate(strValue(rt, left).charCodeAt(joint - 1))) {
      flags |= StrFlag.ASTRAL;
      length--;
    }
  }
  return newStrWith(rt, text, length, flags);
}

/** Fills the fields of a new string object; for subclasses of `str` too. */
export function storeText(rt: Runtime, object: number, text: string): void {
  const heap = rt.heap;
  let length = text.length;
  let all = 0;
  for (let index = 0; index < text.length; index++) all |= text.charCodeAt(index);
  let flags = all < 0x80 ? StrFlag.ASCII : 0;
  if (all >= 0xd800) {
    for (let index = 0; index + 1 < text.length; index++) {
      if (isHighSurrogate(text.charCodeAt(index)) && isLowSurrogate(text.charCodeAt(index + 1))) {
        flags |= StrFlag.ASTRAL;
        length--;
        index++;
      }
    }
  }
  heap.store(object + lengthOffset, length);
  heap.store(object + flagsOffset, flags);
  heap.store(object + handleOffset, rt.strings.add(text));
}

/** The text of a `str`. */
export function strValue(rt: Runtime, ref: number): string {
  return rt.strings.get(rt.heap.load(ref + handleOffset));
}

/** Code points. */
export function strLength(rt: Runtime, ref: number): number {
  return rt.heap.load(ref + lengthOffset);
}

/** Bits of {@link StrFlag}. */
export function strFlags(rt: Runtime, ref: number): number {
  return rt.heap.load(ref + flagsOffset);
}

/** Whether comparing this string's address compares its value with other interned ones. */
export function isInterned(rt: Runtime, ref: number): boolean {
  return (rt.heap.load(ref + flagsOffset) & StrFlag.INTERNED) !== 0;
}

/** The interned `str` with this text: a new reference. */
export function internStr(rt: Runtime, text: string): number {
  const found = rt.interned.get(text);
  if (found !== undefined) return newRef(rt, found);
  const object = newStr(rt, text);
  markInterned(rt, object, text);
  return object;
}

/** The interned string equal to `ref`, exactly a `str`: steals `ref`, returns a new reference. */
export function internInPlace(rt: Runtime, ref: number, release: (rt: Runtime, ref: number) => void): number {
  if (isInterned(rt, ref)) return ref;
  const text = strValue(rt, ref);
  const found = rt.interned.get(text);
  if (found !== undefined) {
    incref(rt, found);
    release(rt, ref);
    return found;
  }
  markInterned(rt, ref, text);
  return ref;
}

function markInterned(rt: Runtime, object: number, text: string): void {
  rt.interned.set(text, object);
  rt.heap.store(object + flagsOffset, rt.heap.load(object + flagsOffset) | StrFlag.INTERNED);
  strHash(rt, object);
}

/** The hash of a string: 32 bits, never -1. */
export function strHash(rt: Runtime, ref: number): number {
  const heap = rt.heap;
  const flags = heap.load(ref + flagsOffset);
  if ((flags & StrFlag.HASHED) !== 0) return heap.load(ref + hashOffset);
  const text = strValue(rt, ref);
  let hash = 0x811c9dc5 | 0;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 15;
  if (hash === -1) hash = -2;
  if (text.length === 0) hash = 0;
  heap.store(ref + hashOffset, hash);
  heap.store(ref + flagsOffset, flags | StrFlag.HASHED);
  return hash;
}

/** Makes the shared one-character strings; once per machine. */
export function makeLatin1Strings(rt: Runtime): void {
  for (let unit = 0; unit <= 256; unit++) {
    const text = unit === 256 ? "" : String.fromCharCode(unit);
    const object = allocateSized(rt, FixedType.str, StrObject.size);
    storeText(rt, object, text);
    rt.latin1.push(object);
    markInterned(rt, object, text);
  }
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
