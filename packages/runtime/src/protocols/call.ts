// Calls made by the runtime. Arguments go through memory, as everywhere: no arrays.

import { setError } from "../exceptions/errors.ts";
import { releaseScratch, reserveScratch } from "../frames/scratch.ts";
import { tupleItems, tupleLength } from "../object/tuple.ts";
import { decref, slotsOf, typeName } from "../object/reference.ts";
import { enterLevel, leaveLevel } from "../frames/host-depth.ts";
import { type Runtime } from "../runtime.ts";
import { loadMethod, METHOD_UNBOUND } from "./attributes.ts";
import { callDictionary } from "./call-dictionary.ts";

/**
 * Calls an object. `args` is the address of `count` positional arguments, then the values of the keywords in the tuple `kwnames`
 * (0: none). Consumes nothing; a new reference.
 */
export function callObject(rt: Runtime, callable: number, args: number, count: number, kwnames: number): number {
  const call = slotsOf(rt, callable).call;
  if (call === null) return setError(rt, rt.types.TypeError, `'${typeName(rt, callable)}' object is not callable`);
  if (!enterLevel(rt, " while calling a Python object")) return 0;
  const result = call(rt, callable, args, count, kwnames);
  leaveLevel(rt);
  return result;
}

/** `callable()`. */
export function callNoArguments(rt: Runtime, callable: number): number {
  return callObject(rt, callable, 0, 0, 0);
}

/** `callable(argument)`. */
export function callOneArgument(rt: Runtime, callable: number, argument: number): number {
  const args = reserveScratch(rt, 1);
  rt.heap.store(args, argument);
  const result = callObject(rt, callable, args, 1, 0);
  releaseScratch(rt, args);
  return result;
}

/** `callable(first, second)`. */
export function callTwoArguments(rt: Runtime, callable: number, first: number, second: number): number {
  const args = reserveScratch(rt, 2);
  rt.heap.store(args, first);
  rt.heap.store(args + 4, second);
  const result = callObject(rt, callable, args, 2, 0);
  releaseScratch(rt, args);
  return result;
}

/** `callable(*args)` for a few borrowed references. Allocates an array: not for hot paths. */
export function callWith(rt: Runtime, callable: number, ...values: readonly number[]): number {
  const args = reserveScratch(rt, values.length);
  for (let index = 0; index < values.length; index++) rt.heap.store(args + 4 * index, values[index] as number);
  const result = callObject(rt, callable, args, values.length, 0);
  releaseScratch(rt, args);
  return result;
}

/** `callable(*tuple, **dict)`; `dict` may be 0. */
export function callTuple(rt: Runtime, callable: number, tuple: number, dict: number): number {
  return dict === 0 ? callObject(rt, callable, tuple + tupleItems, tupleLength(rt, tuple), 0) : callDictionary(rt, callable, tuple, dict);
}

/** `object.name(…values)`, the name interned. Allocates an array: not for hot paths. */
export function callMethod(rt: Runtime, object: number, name: number, ...values: readonly number[]): number {
  const callable = loadMethod(rt, object, name);
  if (callable === 0) return 0;
  const args = reserveScratch(rt, values.length + 1);
  rt.heap.store(args, object);
  for (let index = 0; index < values.length; index++) rt.heap.store(args + 4 + 4 * index, values[index] as number);
  const result =
    rt.methodKind === METHOD_UNBOUND
      ? callObject(rt, callable, args, values.length + 1, 0)
      : callObject(rt, callable, args + 4, values.length, 0);
  releaseScratch(rt, args);
  decref(rt, callable);
  return result;
}
