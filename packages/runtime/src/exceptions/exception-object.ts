// Makes exception instances from the runtime.

import { ExceptionObject, TypeFlag, TypeObject } from "../layout/objects.ts";
import { allocate } from "../object/new-object.ts";
import { emptyTuple, incref, isTuple, newRef, typeSlots } from "../object/reference.ts";
import { newTuple, tupleItems } from "../object/tuple.ts";
import { callOneArgument, callNoArguments } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";

const argumentsOffset = ExceptionObject.arguments.offset;
const typeFlags = TypeObject.flags.offset;

/**
 * An instance of an exception class: `type(value)`, or `type()` when `value` is 0. Builtin classes without state of their own
 * are made without a call; a tuple as value becomes all the arguments only for those that are called, as in CPython.
 */
export function newException(rt: Runtime, type: number, value: number): number {
  const isPlain =
    (rt.heap.load(type + typeFlags) & TypeFlag.HEAP) === 0 &&
    typeSlots(rt, type).init === typeSlots(rt, rt.types.Exception).init;
  if (!isPlain) return value === 0 ? callNoArguments(rt, type) : callOneArgument(rt, type, value);
  const exception = allocate(rt, type);
  if (value === 0) rt.heap.store(exception + argumentsOffset, newRef(rt, emptyTuple));
  else if (isTuple(rt, value)) rt.heap.store(exception + argumentsOffset, newRef(rt, value));
  else {
    const args = newTuple(rt, 1);
    incref(rt, value);
    rt.heap.store(args + tupleItems, value);
    rt.heap.store(exception + argumentsOffset, args);
  }
  return exception;
}
