// The memory of the matcher, kept between matches: the stack of choices, and the records of repeats.
//
// The stack has records of six words. What is undone on the way back (a mark) and what is tried next (a choice) share it, so that
// going back is popping. A barrier is the record of an assertion, an atomic group or one round of a possessive repeat:
//
//   UNDO     mark, its position before, lastindex before
//   others   pc, position, repeat, top of the repeat records, and one word of their own

import { type Budget } from "@tjit/runtime/api";

/** Kinds of records. */
export const Record = {
  UNDO: 0,
  /** Go on at `pc`. */
  JUMP: 1,
  /** Try the alternatives from the skip word at `pc`. */
  BRANCH: 2,
  /** Give one character back; the own word is the position not to go below. */
  REPEAT_ONE: 3,
  /** Take one character more; the own word is how many there are. */
  MIN_REPEAT_ONE: 4,
  ASSERT: 5,
  ASSERT_NOT: 6,
  ATOMIC_GROUP: 7,
  /** The own word is how many rounds there were before this one. */
  POSSESSIVE_REPEAT: 8,
} as const;

/** Words of a record on the stack. */
export const recordWords = 6;

/** Words of the record of a repeat: the address of REPEAT, rounds done, where the last began, and the repeat around it. */
export const repeatWords = 4;

const initialWords = 64 * recordWords;
const keptWords = 1 << 16;

/** Memory for one match at a time. */
export class Workspace {
  stack = new Int32Array(initialWords);
  repeats = new Int32Array(64 * repeatWords);
  readonly budget: Budget;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  /** Makes the stack larger; false if the budget forbids. */
  growStack(): boolean {
    if (!this.budget.allows(8 * this.stack.length)) return false;
    const grown = new Int32Array(2 * this.stack.length);
    grown.set(this.stack);
    this.stack = grown;
    return true;
  }

  /** Makes room for more repeats; false if the budget forbids. */
  growRepeats(): boolean {
    if (!this.budget.allows(8 * this.repeats.length)) return false;
    const grown = new Int32Array(2 * this.repeats.length);
    grown.set(this.repeats);
    this.repeats = grown;
    return true;
  }

  /** Gives large memory back. */
  trim(): void {
    if (this.stack.length > keptWords) this.stack = new Int32Array(initialWords);
    if (this.repeats.length > keptWords) this.repeats = new Int32Array(64 * repeatWords);
  }
}
