// All thresholds of the specializer. None of them has an effect on what a program computes: only on when it gets faster.

import { makeCounter, maximumValue, unreachableExponent, type CounterState, type CounterWord } from "./counter.ts";

/** Thresholds of specialization. */
export interface SpecializerTuning {
  /** Counter of new code: with value 1, specialization is tried at the second execution. */
  readonly warmup: CounterState;
  /** Counter after success: the guard must miss `value + 1` times before another try. */
  readonly cooldown: CounterState;
  /** Counter after a failed try, by the exponent it had: rows for 0..6. */
  readonly restart: readonly CounterState[];
}

/** CPython 3.15's numbers. */
export const defaultSpecializerTuning: SpecializerTuning = {
  warmup: { value: 1, exponent: 1 },
  cooldown: { value: 52, exponent: 0 },
  restart: [
    { value: 1, exponent: 1 },
    { value: 6, exponent: 2 },
    { value: 30, exponent: 3 },
    { value: 126, exponent: 4 },
    { value: 508, exponent: 5 },
    { value: 2052, exponent: 6 },
    { value: 8190, exponent: 6 },
  ],
};

/** The same thresholds as words, made once. */
export interface PackedTuning {
  readonly warmup: CounterWord;
  readonly cooldown: CounterWord;
  readonly restart: readonly CounterWord[];
}

/**
 * Checks a tuning and packs it.
 * @throws RangeError when a field does not fit, a restart row is missing, lowers its exponent or would try again at
 * once, or the cooldown would.
 */
export function packTuning(tuning: SpecializerTuning): PackedTuning {
  if (tuning.restart.length !== unreachableExponent) {
    throw new RangeError(`a restart table has ${unreachableExponent} rows, not ${tuning.restart.length}`);
  }
  tuning.restart.forEach((row, exponent) => {
    if (row.exponent < exponent) throw new RangeError(`restart row ${exponent} falls back to exponent ${row.exponent}`);
    if (row.value < 1) throw new RangeError(`restart row ${exponent} would try again at once`);
  });
  if (tuning.cooldown.value < 1) throw new RangeError("a cooldown has a value of at least 1");
  return {
    warmup: makeCounter(tuning.warmup),
    cooldown: makeCounter(tuning.cooldown),
    restart: tuning.restart.map(makeCounter),
  };
}

/** A tuning under which nothing is ever specialized. */
export const specializationOff: SpecializerTuning = {
  ...defaultSpecializerTuning,
  warmup: { value: maximumValue, exponent: unreachableExponent },
};
