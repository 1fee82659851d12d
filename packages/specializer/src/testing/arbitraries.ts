// Counters and tunings for property tests. Every draw is valid; nothing is filtered.

import fc from "fast-check";
import { unreachableExponent, type CounterState, type CounterWord } from "../counter.ts";
import type { SpecializerTuning } from "../tuning.ts";

/** Any counter word; small values and the edges come often. */
export const arbitraryCounter: fc.Arbitrary<CounterWord> = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }),
  fc.integer({ min: 0, max: 31 }),
  fc.constantFrom(0, 6, 7, 8, 0xfff8, 0xffff),
);

const state = (value: number, exponent: number): CounterState => ({ value, exponent });

/** Any tuning that makes sense: restart rows that wait at least one execution and never lower the exponent. */
export const arbitraryTuning: fc.Arbitrary<SpecializerTuning> = fc
  .record({
    warmup: fc.nat({ max: 20 }),
    cooldown: fc.integer({ min: 1, max: 60 }),
    rows: fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat({ max: 6 })), {
      minLength: unreachableExponent,
      maxLength: unreachableExponent,
    }),
  })
  .map(({ warmup, cooldown, rows }) => ({
    warmup: state(warmup, 1),
    cooldown: state(cooldown, 0),
    restart: rows.map(([value, exponent], row) => state(value, Math.max(row, exponent))),
  }));
