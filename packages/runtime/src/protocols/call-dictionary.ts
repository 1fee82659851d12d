// Calls with a dict of keyword arguments: `callable(*args, **kwargs)`.

import { fail } from "../exceptions/errors.ts";
import { releaseScratch, reserveScratch } from "../frames/scratch.ts";
import { dictLength, dictNext, dictPosition, entryKey, entryValue } from "../object/dict.ts";
import { decref, isStr, newRef } from "../object/reference.ts";
import { newTuple, tupleInit, tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { callObject } from "./call.ts";

/** Calls with the items of a tuple and the items of a dict whose keys must be strings. New reference. */
export function callDictionary(rt: Runtime, callable: number, tuple: number, dict: number): number {
  const positional = tupleLength(rt, tuple);
  const keywords = dictLength(rt, dict);
  const args = reserveScratch(rt, positional + keywords);
  for (let index = 0; index < positional; index++) rt.heap.store(args + 4 * index, newRef(rt, tupleItem(rt, tuple, index)));
  const kwnames = newTuple(rt, keywords);
  let filled = 0;
  let status = 0;
  for (let entry = dictNext(rt, dict, 0); entry !== 0; entry = dictNext(rt, dict, dictPosition(rt, dict, entry) + 1)) {
    const key = entryKey(rt, entry);
    if (!isStr(rt, key)) status = -1;
    tupleInit(rt, kwnames, filled, newRef(rt, key));
    rt.heap.store(args + 4 * (positional + filled), newRef(rt, entryValue(rt, entry)));
    filled++;
  }
  if (status < 0) fail(rt, rt.types.TypeError, "keywords must be strings");
  const result = status < 0 ? 0 : callObject(rt, callable, args, positional, keywords === 0 ? 0 : kwnames);
  for (let index = 0; index < positional + filled; index++) decref(rt, rt.heap.load(args + 4 * index));
  decref(rt, kwnames);
  releaseScratch(rt, args);
  return result;
}
