// product, permutations, combinations and combinations_with_replacement: indices into pools, counted up.

import { sizeArgument } from "../../builtins/arguments.ts";
import { type IteratorState } from "../../builtins/iterator-state.ts";
import { setError } from "../../exceptions/errors.ts";
import { mayRepeat } from "../../kinds/sequence-support.ts";
import { listToTuple } from "../../object/list.ts";
import { None, decref, isInt, newRef } from "../../object/reference.ts";
import { newTuple, tupleInit, tupleItem, tupleLength } from "../../object/tuple.ts";
import { listFrom } from "../../protocols/iterate.ts";
import { type Runtime } from "../../runtime.ts";
import { type IteratorDefinition, newStateful, stateOf } from "./define.ts";

/** References are pools: one per position for products, else one. `count` is 0 before the first result, 1 after, 2 at the end. */
interface ChoiceState extends IteratorState {
  readonly indices: number[];
  /** Permutations: how far each place has still to turn. */
  readonly cycles: number[];
}

const fresh = 0;
const running = 1;
const ended = 2;

/** `tuple(iterable)`: new reference. */
function poolOf(rt: Runtime, iterable: number): number {
  const list = listFrom(rt, iterable);
  if (list === 0) return 0;
  const pool = listToTuple(rt, list);
  decref(rt, list);
  return pool;
}

function newProduct(rt: Runtime, type: number, iterables: number, repeatRef: number): number {
  const repeat = sizeArgument(rt, repeatRef, 1);
  if (repeat === null) return 0;
  if (repeat < 0) return setError(rt, rt.types.ValueError, "repeat argument cannot be negative");
  if (!mayRepeat(rt, repeat * tupleLength(rt, iterables))) return 0;
  const pools: number[] = [];
  for (let index = 0; index < tupleLength(rt, iterables); index++) {
    const pool = poolOf(rt, tupleItem(rt, iterables, index));
    if (pool === 0) {
      for (const made of pools) decref(rt, made);
      return 0;
    }
    pools.push(pool);
  }
  const references: number[] = [];
  for (let turn = 0; turn < repeat; turn++) references.push(...pools.map((pool) => newRef(rt, pool)));
  for (const pool of pools) decref(rt, pool);
  const empty = references.some((pool) => tupleLength(rt, pool) === 0);
  const state: ChoiceState = { references, count: empty ? ended : fresh, indices: references.map(() => 0), cycles: [] };
  return newStateful(rt, type, state);
}

function productNext(rt: Runtime, self: number): number {
  const state = stateOf<ChoiceState>(rt, self);
  const { references, indices } = state;
  if (state.count === running) {
    let place = indices.length - 1;
    for (; place >= 0; place--) {
      const next = (indices[place] as number) + 1;
      indices[place] = next < tupleLength(rt, references[place] as number) ? next : 0;
      if (indices[place] !== 0) break;
    }
    if (place < 0) state.count = ended;
  } else if (state.count === fresh) state.count = running;
  if (state.count === ended) return 0;
  const result = newTuple(rt, indices.length);
  indices.forEach((at, place) =>
    tupleInit(rt, result, place, newRef(rt, tupleItem(rt, references[place] as number, at))),
  );
  return result;
}

/** The constructor of the three that choose `r` of one pool. */
function choosing(
  kind: "permutations" | "combinations" | "combinations_with_replacement",
): (rt: Runtime, type: number, iterable: number, r: number) => number {
  return (rt, type, iterable, rRef) => {
    const pool = poolOf(rt, iterable);
    if (pool === 0) return 0;
    const size = tupleLength(rt, pool);
    const isWhole = rRef === 0 || (rRef === None && kind === "permutations");
    const r = isWhole
      ? size
      : kind === "permutations" && !isInt(rt, rRef)
        ? refuseLength(rt)
        : sizeArgument(rt, rRef, size);
    if (r === null || r < 0) {
      decref(rt, pool);
      return r === null ? 0 : setError(rt, rt.types.ValueError, "r must be non-negative");
    }
    const impossible = kind === "combinations_with_replacement" ? size === 0 && r > 0 : r > size;
    const length = impossible ? 0 : r;
    const count = kind === "permutations" ? size : length;
    if (!mayRepeat(rt, count)) {
      decref(rt, pool);
      return 0;
    }
    const state: ChoiceState = {
      references: [pool],
      count: impossible ? ended : fresh,
      indices: Array.from({ length: count }, (_, index) => (kind === "combinations_with_replacement" ? 0 : index)),
      cycles: kind === "permutations" ? Array.from({ length }, (_, index) => size - index) : [],
    };
    return newStateful(rt, type, state);
  };
}

function refuseLength(rt: Runtime): null {
  setError(rt, rt.types.TypeError, "Expected int as r");
  return null;
}

function chosen(rt: Runtime, state: ChoiceState, length: number): number {
  const pool = state.references[0] as number;
  const result = newTuple(rt, length);
  for (let place = 0; place < length; place++) {
    tupleInit(rt, result, place, newRef(rt, tupleItem(rt, pool, state.indices[place] as number)));
  }
  return result;
}

function permutationsNext(rt: Runtime, self: number): number {
  const state = stateOf<ChoiceState>(rt, self);
  const { indices, cycles } = state;
  if (state.count === ended) return 0;
  if (state.count === fresh) {
    state.count = running;
    return chosen(rt, state, cycles.length);
  }
  for (let place = cycles.length - 1; place >= 0; place--) {
    const left = (cycles[place] as number) - 1;
    if (left > 0) {
      cycles[place] = left;
      const other = indices.length - left;
      [indices[place], indices[other]] = [indices[other] as number, indices[place] as number];
      return chosen(rt, state, cycles.length);
    }
    // This place has turned once: its index goes to the end.
    indices.push(...indices.splice(place, 1));
    cycles[place] = indices.length - place;
  }
  state.count = ended;
  return 0;
}

function combinationsNext(rt: Runtime, self: number): number {
  const state = stateOf<ChoiceState>(rt, self);
  const { indices } = state;
  if (state.count === ended) return 0;
  if (state.count === running) {
    const size = tupleLength(rt, state.references[0] as number);
    const length = indices.length;
    let place = length - 1;
    while (place >= 0 && indices[place] === place + size - length) place--;
    if (place < 0) {
      state.count = ended;
      return 0;
    }
    let value = (indices[place] as number) + 1;
    for (; place < length; place++) indices[place] = value++;
  }
  state.count = running;
  return chosen(rt, state, indices.length);
}

function replacementNext(rt: Runtime, self: number): number {
  const state = stateOf<ChoiceState>(rt, self);
  const { indices } = state;
  if (state.count === ended) return 0;
  if (state.count === running) {
    const last = tupleLength(rt, state.references[0] as number) - 1;
    let place = indices.length - 1;
    while (place >= 0 && indices[place] === last) place--;
    if (place < 0) {
      state.count = ended;
      return 0;
    }
    indices.fill((indices[place] as number) + 1, place);
  }
  state.count = running;
  return chosen(rt, state, indices.length);
}

/** Iterators over choices. */
export const combinatoricIterators: readonly IteratorDefinition[] = [
  { name: "product", parameters: "*iterables, repeat=1", construct: newProduct, next: productNext },
  { name: "permutations", parameters: "iterable, r=None", construct: choosing("permutations"), next: permutationsNext },
  { name: "combinations", parameters: "iterable, r", construct: choosing("combinations"), next: combinationsNext },
  {
    name: "combinations_with_replacement",
    parameters: "iterable, r",
    construct: choosing("combinations_with_replacement"),
    next: replacementNext,
  },
];
