// The interpreter as the runtime sees it; the VM plugs in the WebAssembly one.

import { VmState, vmStateAddress } from "./layout/memory-map.ts";
import type { Runtime } from "./runtime.ts";

/** Results of {@link Engine.run}. */
export const RunStatus = {
  /** The entry frame returned; the result is in `VmState.result`, owned. */
  RETURNED: 0,
  /** An exception is current. */
  RAISED: 1,
  /** The machine left for the host in the middle of the program. */
  LEFT: 2,
  /** A generator that the host resumed yielded; the value is in `VmState.result`, owned. */
  YIELDED: 3,
  /** {@link Engine.call} leaves the call to the runtime. */
  NOT_ENTERED: 4,
} as const;

/** Runs Python code. */
export interface Engine {
  /**
   * Runs the frame at `frame`, which the runtime has pushed with owner `ENTRY` or `GENERATOR_ENTRY` and made current, from its `instrPtr`
   * and `sp` until it returns, yields or raises. A frame that ended is popped and released, by whoever ended it.
   */
  readonly run: (frame: number) => number;
  /** Resumes a suspended generator with a value, which is taken over, until it yields, returns or raises. */
  readonly resume: (generator: number, value: number) => number;
  /** Calls a Python function with arguments, which keep their counts, to its end. */
  readonly call: (fn: number, args: number, count: number, kwnames: number) => number;
  /**
   * Appends to a list what an iterator gives, or what a Python function (0: none) makes of that. Status, `MORE_ITEMS` when it only paused, or
   * `ITEM_FOR_HOST`.
   */
  readonly extendList: (list: number, iterator: number, callable: number) => number;
  /** Adds to a set what an iterator gives. Status, or `MORE_ITEMS` when it only paused. */
  readonly extendSet: (set: number, iterator: number) => number;
  /**
   * Takes the keys of `source`, from a slot on, as `step` (`SetStep`) says. Answers with the slot whose key is the runtime's, or one behind the last.
   */
  readonly combineSets: (set: number, source: number, other: number, step: number, slot: number) => number;
  /**
   * The sum of the ints and bools that an iterator gives, as far as doubles are exact. What ended it is in `VmState.result`: 0 the end, `ITERATION_ERROR`
   * an exception, `MORE_ITEMS` nothing, else another item, owned.
   */
  readonly sumInts: (iterator: number) => number;
  /**
   * The least or, where `isMost` is 1, the largest of a small int and those that an iterator gives, all as references. What ended it is in `VmState.result`,
   * as for {@link sumInts}.
   */
  readonly extremeInt: (iterator: number, start: number, isMost: number) => number;
}

const resultWord = vmStateAddress + VmState.result.offset;

/** What the engine left in `VmState.result`, which is the caller's from here on. */
export function takeResult({ heap }: Runtime): number {
  const result = heap.load(resultWord);
  heap.store(resultWord, 0);
  return result;
}
