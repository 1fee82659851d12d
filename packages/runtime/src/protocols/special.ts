// Calls of special methods: looked up on the type, never on the instance, and not bound.

import { errorOccurred, setError } from "../exceptions/errors.ts";
import { releaseScratch, reserveScratch } from "../frames/scratch.ts";
import { decref, newRef, slotsOf, typeOf } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { lookupType } from "../types/lookup.ts";
import { METHOD_PLAIN, METHOD_UNBOUND, isMethodDescriptor } from "./attributes.ts";
import { callObject } from "./call.ts";

/**
 * The special method `name` of an object: new reference, and `rt.methodKind` as after `loadMethod`; 0 without an exception
 * if its type has none.
 */
export function specialMethod(rt: Runtime, self: number, name: number): number {
  const type = typeOf(rt, self);
  const found = lookupType(rt, type, name);
  if (found === 0) return 0;
  if (isMethodDescriptor(rt, found)) {
    rt.methodKind = METHOD_UNBOUND;
    return newRef(rt, found);
  }
  const get = slotsOf(rt, found).descriptorGet;
  const bound = get === null ? newRef(rt, found) : get(rt, found, self, type);
  rt.methodKind = METHOD_PLAIN;
  return bound;
}

/** Whether an object's type has the special method `name`. */
export function hasSpecial(rt: Runtime, self: number, name: number): boolean {
  return lookupType(rt, typeOf(rt, self), name) !== 0;
}

/** `type(self).name(self)`; AttributeError if there is none. New reference. */
export function callSpecial0(rt: Runtime, self: number, name: number): number {
  return callSpecialN(rt, self, name, 0, 0, 0, 0);
}

/** `type(self).name(self, first)`. */
export function callSpecial1(rt: Runtime, self: number, name: number, first: number): number {
  return callSpecialN(rt, self, name, 1, first, 0, 0);
}

/** `type(self).name(self, first, second)`. */
export function callSpecial2(rt: Runtime, self: number, name: number, first: number, second: number): number {
  return callSpecialN(rt, self, name, 2, first, second, 0);
}

/** `type(self).name(self, first, second, third)`. */
export function callSpecial3(rt: Runtime, self: number, name: number, first: number, second: number, third: number): number {
  return callSpecialN(rt, self, name, 3, first, second, third);
}

/** Any of the above: the arguments that are not 0 are passed. */
export function callSpecial(rt: Runtime, self: number, name: number, first = 0, second = 0, third = 0): number {
  return callSpecialN(rt, self, name, third !== 0 ? 3 : second !== 0 ? 2 : first !== 0 ? 1 : 0, first, second, third);
}

function callSpecialN(rt: Runtime, self: number, name: number, count: number, first: number, second: number, third: number): number {
  const callable = specialMethod(rt, self, name);
  if (callable === 0) return errorOccurred(rt) === 0 ? setError(rt, rt.types.AttributeError, strValue(rt, name)) : 0;
  return callFound(rt, callable, self, count, first, second, third);
}

/** Calls what {@link specialMethod} just found, which it takes over. */
export function callFound(rt: Runtime, callable: number, self: number, count: number, first: number, second: number, third: number): number {
  const isUnbound = rt.methodKind === METHOD_UNBOUND;
  const args = reserveScratch(rt, 4);
  const heap = rt.heap;
  heap.store(args, self);
  heap.store(args + 4, first);
  heap.store(args + 8, second);
  heap.store(args + 12, third);
  const result = isUnbound ? callObject(rt, callable, args, count + 1, 0) : callObject(rt, callable, args + 4, count, 0);
  releaseScratch(rt, args);
  decref(rt, callable);
  return result;
}
