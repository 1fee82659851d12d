// Calls with a dict of keyword arguments: `callable(*args, **kwargs)`.

import { fail } from "../exceptions/errors.ts";
import { releaseScratch, reserveScratch } from "../frames/scratch.ts";
import { dictLength, dictNext, dictPosition, entryKey, entryValue } from "../object/dict.ts";
import { copyReferences, decref, isStr, newRef, xdecref } from "../object/reference.ts";
import { newTuple, tupleInit, tupleItems, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { callObject } from "./call.ts";

/** Calls with the items of a tuple and the items of a dict whose keys must be strings. New reference. */
export function callDictionary(rt: Runtime, callable: number, tuple: number, dict: number): number {
  const positional = tupleLength(rt, tuple);
  const count = positional + dictLength(rt, dict);
  const args = reserveScratch(rt, count);
  const kwnames = spreadArguments(rt, tuple, dict, args);
  const result = kwnames < 0 ? 0 : callObject(rt, callable, args, positional, kwnames);
  for (let index = 0; index < count; index++) decref(rt, rt.heap.load(args + 4 * index));
  if (kwnames > 0) decref(rt, kwnames);
  releaseScratch(rt, args);
  return result;
}

/**
 * Writes the items of a tuple and the values of a dict (0: none) to `args`, each with a count. Answers with a tuple of the keys, new; 0: there are
 * none; -1: one is no string, and an exception is set.
 */
export function spreadArguments(rt: Runtime, tuple: number, dict: number, args: number): number {
  const positional = tupleLength(rt, tuple);
  copyReferences(rt, args, tuple + tupleItems, positional);
  const keywords = dict === 0 ? 0 : dictLength(rt, dict);
  const kwnames = keywords === 0 ? 0 : newTuple(rt, keywords);
  let at = args + 4 * positional;
  let filled = 0;
  let isValid = true;
  for (
    let entry = keywords === 0 ? 0 : dictNext(rt, dict, 0);
    entry !== 0;
    entry = dictNext(rt, dict, dictPosition(rt, dict, entry) + 1)
  ) {
    const key = entryKey(rt, entry);
    isValid &&= isStr(rt, key);
    tupleInit(rt, kwnames, filled++, newRef(rt, key));
    rt.heap.store(at, newRef(rt, entryValue(rt, entry)));
    at += 4;
  }
  if (isValid) return kwnames;
  xdecref(rt, kwnames);
  return fail(rt, rt.types.TypeError, "keywords must be strings");
}
