// The adaptive counter: one 16-bit word that says when to try the next time.
//
//   15                    3 2      0
//   +----------------------+--------+
//   |  value (13 bits)     |exponent|      triggers when value is 0 and exponent is not 7, that is, when word < 7
//   +----------------------+--------+
//
// Every execution first asks `counterTriggers`; when it says no, the word is advanced (one off the value). After a
// trigger the word is replaced: by the cooldown on success, by the next restart row on failure, which waits about four
// times longer than the row before. Restart values sit at a prime minus one, so that a counter does not beat in step
// with short regular loops.
//
// Invariants: C1 a word stays in 0..65535: advancing stops at value 0 and never wraps. C2 exponent 7 never triggers.
// C3 the exponent never falls by restarting. Cost: a few integer operations, no allocation.

/** A counter word, 0..65535. */
export type CounterWord = number;

/** A counter's two fields. */
export interface CounterState {
  /** How often the counter still has to be advanced before it triggers, 0..8191. */
  readonly value: number;
  /** Row of the restart table to take after a failure, 0..7; 7 never triggers. */
  readonly exponent: number;
}

/** Bits that the exponent takes; generated code shifts by it. */
export const exponentBits = 3;
/** Largest value field. */
export const maximumValue: number = (1 << (16 - exponentBits)) - 1;
/** The exponent that never triggers; a word below this number triggers. */
export const unreachableExponent = 7;
/** What advancing takes off the word. */
export const counterStep: number = 1 << exponentBits;
/** A counter that never triggers. */
export const neverCounter: CounterWord = unreachableExponent;

/**
 * Packs a counter.
 * @throws RangeError when a field does not fit.
 * @example makeCounter({ value: 52, exponent: 0 }) // 416
 */
export function makeCounter({ value, exponent }: CounterState): CounterWord {
  if (!Number.isInteger(value) || value < 0 || value > maximumValue) throw new RangeError(`counter value ${value}`);
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > unreachableExponent) {
    throw new RangeError(`counter exponent ${exponent}`);
  }
  return (value << exponentBits) | exponent;
}

/** Unpacks a counter word. */
export function counterState(word: CounterWord): CounterState {
  return { value: word >>> exponentBits, exponent: word & (counterStep - 1) };
}

/** Whether it is time to try. */
export function counterTriggers(word: CounterWord): boolean {
  return word < unreachableExponent;
}

/** One execution later. A counter whose value is 0 stays as it is. */
export function advanceCounter(word: CounterWord): CounterWord {
  return word < counterStep ? word : word - counterStep;
}

/** The word after a failed trigger: the restart row of its exponent. `rows` are packed words, one per exponent 0..6. */
export function restartCounter(word: CounterWord, rows: readonly CounterWord[]): CounterWord {
  const exponent = word & (counterStep - 1);
  return exponent === unreachableExponent ? word : (rows[exponent] ?? neverCounter);
}

/** A counter that triggers at the next execution and keeps its backoff: what a recorder does to see the newest form. */
export function hastenCounter(word: CounterWord): CounterWord {
  return word & (counterStep - 1);
}
