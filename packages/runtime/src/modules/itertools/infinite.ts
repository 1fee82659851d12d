// count, cycle and repeat.

import { sizeArgument } from "../../builtins/arguments.ts";
import { newIterator } from "../../builtins/iterators.ts";
import { type IteratorState } from "../../builtins/iterator-state.ts";
import { setError } from "../../exceptions/errors.ts";
import { FixedType } from "../../layout/memory-map.ts";
import { intNumber, newInt } from "../../object/int.ts";
import { isInt, newRef, slotsOf, typeInfo, typeOf } from "../../object/reference.ts";
import { newStr } from "../../object/str.ts";
import { iterNext } from "../../protocols/iterate.ts";
import { BinaryOperator, binaryOperation } from "../../protocols/number.ts";
import { reprText } from "../../protocols/text.ts";
import { type Runtime } from "../../runtime.ts";
import { method } from "../../types/builtin-definition.ts";
import { dropReference, failed, type IteratorDefinition, newOver, newStateful, stateOf } from "./define.ts";

function isNumber(rt: Runtime, ref: number): boolean {
  const { index, float } = slotsOf(rt, ref);
  return index !== null || float !== null || typeOf(rt, ref) === FixedType.complex;
}

/** References: the next value and the step. */
function newCount(rt: Runtime, type: number, start: number, step: number): number {
  for (const ref of [start, step]) {
    if (ref !== 0 && !isNumber(rt, ref)) return setError(rt, rt.types.TypeError, "a number is required");
  }
  const counts = (start === 0 || isInt(rt, start)) && (step === 0 || (isInt(rt, step) && intNumber(rt, step) === 1));
  const first = !counts ? NaN : start === 0 ? 0 : intNumber(rt, start);
  // By ones from an int that is no larger than a size: what the arguments are instances of is forgotten.
  if (Number.isSafeInteger(first)) return newIterator(rt, type, [newInt(rt, first), newInt(rt, 1)]);
  return newIterator(rt, type, [
    start === 0 ? newInt(rt, 0) : newRef(rt, start),
    step === 0 ? newInt(rt, 1) : newRef(rt, step),
  ]);
}

function countNext(rt: Runtime, self: number): number {
  const { references } = stateOf(rt, self);
  const [value, step] = references as [number, number];
  const next = binaryOperation(rt, value, step, BinaryOperator.ADD);
  if (next === 0) return 0;
  references[0] = next;
  return value;
}

function countRepr(rt: Runtime, self: number): number {
  const { name } = typeInfo(rt, typeOf(rt, self));
  const [value, step] = stateOf(rt, self).references as [number, number];
  const text = reprText(rt, value);
  if (text === null) return 0;
  if (isInt(rt, step) && step === newInt(rt, 1)) return newStr(rt, `${name}(${text})`);
  const stepText = reprText(rt, step);
  return stepText === null ? 0 : newStr(rt, `${name}(${text}, ${stepText})`);
}

interface CycleState extends IteratorState {
  /** Items seen, from reference 1 on; reference 0 is the iterator, 0 once it ended. */
  count: number;
}

function cycleNext(rt: Runtime, self: number): number {
  const state = stateOf<CycleState>(rt, self);
  const { references } = state;
  const iterator = references[0] as number;
  if (iterator !== 0) {
    const item = iterNext(rt, iterator);
    if (item !== 0) {
      references.push(newRef(rt, item));
      return item;
    }
    if (failed(rt)) return 0;
    dropReference(rt, references, 0);
  }
  if (references.length === 1) return 0;
  const item = newRef(rt, references[1 + state.count] as number);
  state.count = (state.count + 1) % (references.length - 1);
  return item;
}

/** `count`: how often still, -1 for ever. */
function newRepeat(rt: Runtime, type: number, object: number, times: number): number {
  let count = -1;
  if (times !== 0) {
    const value = sizeArgument(rt, times, -1);
    if (value === null) return 0;
    count = Math.max(0, value);
  }
  const state: IteratorState = { references: [newRef(rt, object)], count };
  return newStateful(rt, type, state);
}

function repeatNext(rt: Runtime, self: number): number {
  const state = stateOf(rt, self);
  if (state.count === 0) return 0;
  if (state.count > 0) state.count--;
  return newRef(rt, state.references[0] as number);
}

function repeatRepr(rt: Runtime, self: number): number {
  const { references, count } = stateOf(rt, self);
  const text = reprText(rt, references[0] as number);
  const { name } = typeInfo(rt, typeOf(rt, self));
  return text === null ? 0 : newStr(rt, count < 0 ? `${name}(${text})` : `${name}(${text}, ${count})`);
}

function lengthHint(rt: Runtime, self: number): number {
  const { count } = stateOf(rt, self);
  return count < 0 ? setError(rt, rt.types.TypeError, "len() of unsized object") : newInt(rt, count);
}

/** Iterators that need not end. */
export const infiniteIterators: readonly IteratorDefinition[] = [
  {
    name: "count",
    parameters: "start=0, step=1",
    construct: newCount,
    next: countNext,
    repr: countRepr,
  },
  {
    name: "cycle",
    parameters: "iterable, /",
    construct: (rt: Runtime, type: number, iterable: number) => newOver(rt, type, iterable, []),
    next: cycleNext,
  },
  {
    name: "repeat",
    parameters: "object, times=NULL",
    construct: newRepeat,
    next: repeatNext,
    repr: repeatRepr,
    methods: { __length_hint__: method("($self, /)", lengthHint) },
  },
];
