// What `copy` and `pickle` make iterators again from: `(iter, (sequence,), position)`.

import { builtinsFunction } from "../builtins/builtins-function.ts";
import { newInt } from "../object/int.ts";
import { None } from "../object/reference.ts";
import { tupleOf } from "../object/tuple.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, method } from "../types/builtin-definition.ts";

/** `(iter, (argument,))`, with the position behind it where there is one. Steals `argument`. */
export function reduceTo(rt: Runtime, name: "iter" | "reversed", argument: number, position?: number): number {
  const fn = builtinsFunction(rt, name);
  const args = tupleOf(rt, argument);
  return position === undefined ? tupleOf(rt, fn, args) : tupleOf(rt, fn, args, newInt(rt, position));
}

/** `__setstate__`: `move` is told the position, an int of the host. */
export function setPosition(move: (rt: Runtime, self: number, position: number) => void): BuiltinSpecification {
  return method("($self, state, /)", (rt, self, state) => {
    const position = indexNumber(rt, state);
    if (position === null) return 0;
    move(rt, self, position);
    return None;
  });
}

/** A position in `length` items, or behind them. */
export function clampPosition(position: number, length: number): number {
  return Math.min(Math.max(0, position), length);
}
