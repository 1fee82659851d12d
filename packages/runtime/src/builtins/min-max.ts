// min() and max().

import { errorOccurred, setError } from "../exceptions/errors.ts";
import { ITERATION_ERROR, MORE_ITEMS } from "../imports.ts";
import { takeResult } from "../engine.ts";
import { None, decref, newRef } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { callOneArgument } from "../protocols/call.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { getIter, iterNext, runIterator } from "../protocols/iterate.ts";
import { mayNest } from "../frames/host-depth.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, rawFunction } from "../types/builtin-definition.ts";
import { Compare } from "../types/slots.ts";
import { spendWork } from "./work.ts";

/** `min` or `max`, reading its arguments itself. */
export function extremum(name: "min" | "max"): BuiltinSpecification {
  const operator = name === "min" ? Compare.LT : Compare.GT;
  return rawFunction("(*args, **kwargs)", (rt, _self, args, count, kwnames) => {
    if (count === 0) return setError(rt, rt.types.TypeError, `${name} expected at least 1 argument, got 0`);
    let key = 0;
    let fallback = 0;
    for (let index = 0; kwnames !== 0 && index < tupleLength(rt, kwnames); index++) {
      const keyword = strValue(rt, tupleItem(rt, kwnames, index));
      const value = rt.heap.load(args + 4 * (count + index));
      if (keyword === "key") key = value === None ? 0 : value;
      else if (keyword === "default") fallback = value;
      else return setError(rt, rt.types.TypeError, `${name}() got an unexpected keyword argument '${keyword}'`);
    }
    if (count > 1) {
      if (fallback === 0) return amongArguments(rt, args, count, key, operator);
      return setError(
        rt,
        rt.types.TypeError,
        `Cannot specify a default for ${name}() with multiple positional arguments`,
      );
    }
    const result = ofIterable(rt, rt.heap.load(args), key, operator);
    if (result !== 0 || errorOccurred(rt) !== 0) return result;
    if (fallback !== 0) return newRef(rt, fallback);
    return setError(rt, rt.types.ValueError, `${name}() iterable argument is empty`);
  });
}

function amongArguments(rt: Runtime, args: number, count: number, key: number, operator: number): number {
  const race = new Race(rt, key, operator);
  for (let index = 0; index < count; index++) {
    if (race.enter(newRef(rt, rt.heap.load(args + 4 * index))) < 0) return race.abandon();
  }
  return race.finish();
}

/** 0 without an exception: the iterable is empty. */
function ofIterable(rt: Runtime, iterable: number, key: number, operator: number): number {
  const iterator = getIter(rt, iterable);
  if (iterator === 0) return 0;
  const race = new Race(rt, key, operator);
  let status = 0;
  for (let count = 1; status === 0; count++) {
    if (count % 1024 === 0 && spendWork(rt, 30000) < 0) status = -1;
    else {
      const item = race.next(iterator);
      if (item === 0) break;
      status = race.enter(item);
    }
  }
  decref(rt, iterator);
  return status < 0 || errorOccurred(rt) !== 0 ? race.abandon() : race.finish();
}

/** The best item so far and its key. */
class Race {
  readonly rt: Runtime;
  readonly key: number;
  readonly operator: number;
  #best = 0;
  #bestKey = 0;

  constructor(rt: Runtime, key: number, operator: number) {
    this.rt = rt;
    this.key = key;
    this.operator = operator;
  }

  /** The next item, as `iterNext`; small ints race in the engine. */
  next(iterator: number): number {
    const { rt, operator } = this;
    const { engine } = rt;
    if (this.key === 0 && (this.#bestKey & 1) !== 0 && engine !== null && mayNest(rt)) {
      const start = this.#best;
      const isMost = Number(operator === Compare.GT);
      this.#best = runIterator(rt, iterator, 0, () => engine.extremeInt(iterator, start, isMost));
      this.#bestKey = this.#best;
      const ending = takeResult(rt);
      if (ending !== MORE_ITEMS) return ending === ITERATION_ERROR ? 0 : ending;
      if (spendWork(rt, 30000) < 0) return 0;
    }
    return iterNext(rt, iterator);
  }

  /** Steals `item`. Status. */
  enter(item: number): number {
    const { rt } = this;
    const value = this.key === 0 ? newRef(rt, item) : callOneArgument(rt, this.key, item);
    if (value === 0) {
      decref(rt, item);
      return -1;
    }
    const wins = this.#best === 0 ? 1 : this.#beats(value);
    if (wins <= 0) {
      decref(rt, item);
      decref(rt, value);
      return wins;
    }
    this.abandon();
    this.#best = item;
    this.#bestKey = value;
    return 0;
  }

  /** Whether a key wins; -1: it cannot be compared. */
  #beats(value: number): number {
    const best = this.#bestKey;
    // Small ints: their references are in the order of the numbers.
    if ((value & best & 1) !== 0) return Number(this.operator === Compare.LT ? value < best : value > best);
    return richCompareBool(this.rt, value, best, this.operator);
  }

  /** The best item, new; 0 if nothing entered. */
  finish(): number {
    if (this.#bestKey !== 0) decref(this.rt, this.#bestKey);
    return this.#best;
  }

  /** Releases everything. Always 0. */
  abandon(): 0 {
    if (this.#best !== 0) {
      decref(this.rt, this.#best);
      decref(this.rt, this.#bestKey);
    }
    this.#best = 0;
    this.#bestKey = 0;
    return 0;
  }
}
