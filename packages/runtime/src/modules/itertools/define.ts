// What the iterators of `itertools` share: their definition, and the state that they keep with the host.

import { defineIterator, newIterator } from "../../builtins/iterators.ts";
import { type IteratorState, iteratorState } from "../../builtins/iterator-state.ts";
import { spendWork } from "../../builtins/work.ts";
import { errorOccurred } from "../../exceptions/errors.ts";
import { newHostObject } from "../../object/new-object.ts";
import { decref } from "../../object/reference.ts";
import { tupleItem, tupleLength } from "../../object/tuple.ts";
import { getIter } from "../../protocols/iterate.ts";
import { isTrue } from "../../protocols/truth.ts";
import { type Runtime } from "../../runtime.ts";
import { type BuiltinSpecification, method } from "../../types/builtin-definition.ts";
import { type UnarySlot } from "../../types/slots.ts";

/** An iterator type of the module: its constructor and what gives the next item. */
export interface IteratorDefinition {
  readonly name: string;
  /** After `$type`: `"iterable, /"`. */
  readonly parameters: string;
  readonly construct: (rt: Runtime, type: number, ...args: number[]) => number;
  readonly next: UnarySlot;
  readonly methods?: Readonly<Record<string, BuiltinSpecification>>;
  readonly classMethods?: Readonly<Record<string, BuiltinSpecification>>;
  readonly repr?: UnarySlot;
}

/** Defines one of them; returns the type. */
export function defineItertool(rt: Runtime, it: IteratorDefinition): number {
  return defineIterator(rt, it.name, it.next, method(`($type, ${it.parameters})`, it.construct), {
    ...(it.repr === undefined ? {} : { repr: it.repr }),
    methods: it.methods ?? {},
    classMethods: it.classMethods ?? {},
    module: "itertools",
  });
}

/** A new iterator with references that it owns, and a state beyond those. */
export function newStateful<State extends IteratorState>(rt: Runtime, type: number, state: State): number {
  return newHostObject(rt, type, state);
}

/** The state of such an iterator; the caller knows its kind. */
export function stateOf<State extends IteratorState>(rt: Runtime, self: number): State {
  return iteratorState(rt, self) as State;
}

/** A new iterator over `iterable` with more references, which it takes over; 0 with an exception set and they are released. */
export function newOver(rt: Runtime, type: number, iterable: number, stolen: readonly number[], count = 0): number {
  const iterator = getIter(rt, iterable);
  if (iterator !== 0) return newIterator(rt, type, [iterator, ...stolen], count);
  for (const reference of stolen) if (reference !== 0) decref(rt, reference);
  return 0;
}

/** An iterator for each item of a tuple; null with an exception set. */
export function iteratorsOfTuple(rt: Runtime, iterables: number): number[] | null {
  const iterators: number[] = [];
  for (let index = 0; index < tupleLength(rt, iterables); index++) {
    const iterator = getIter(rt, tupleItem(rt, iterables, index));
    if (iterator === 0) {
      for (const made of iterators) decref(rt, made);
      return null;
    }
    iterators.push(iterator);
  }
  return iterators;
}

/** Releases one of an iterator's references, which is absent then, or another one. Always 0. */
export function dropReference(rt: Runtime, references: number[], at: number, replacement = 0): 0 {
  const old = references[at] as number;
  references[at] = replacement;
  if (old !== 0) decref(rt, old);
  return 0;
}

/** The truth of a value that is released; -1 for NULL. */
export function takeTruth(rt: Runtime, value: number): number {
  if (value === 0) return -1;
  const truth = isTrue(rt, value);
  decref(rt, value);
  return truth;
}

/** Pays for a step of a loop that may find nothing for long. Status. */
export function payStep(rt: Runtime, step: number): number {
  return step % 1024 === 1023 ? spendWork(rt, 50000) : 0;
}

/** Whether the last `iterNext` raised. */
export function failed(rt: Runtime): boolean {
  return errorOccurred(rt) !== 0;
}
