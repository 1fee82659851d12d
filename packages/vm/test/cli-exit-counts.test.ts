// Counts of exits come from counters alone: checked against counters that really run down.

import { fc, test } from "@fast-check/vitest";
import {
  advanceCounter,
  counterTriggers,
  defaultSpecializerTuning,
  makeCounter,
  restartCounter,
} from "@tjit/specializer";
import { expect } from "vitest";
import { timesTaken } from "../src/cli/exit-counts.ts";

const { restart } = defaultSpecializerTuning;
const rows = restart.map(makeCounter);

test.prop([fc.nat(300), fc.nat(4), fc.nat(600)])("a counter tells how often it was asked", (value, exponent, times) => {
  const start = { value, exponent };
  let word = makeCounter(start);
  for (let count = 0; count < times; count++)
    word = counterTriggers(word) ? restartCounter(word, rows) : advanceCounter(word);
  expect(timesTaken(word, start, restart)).toBe(times);
});

test("a counter that never triggers tells nothing", () => {
  expect(timesTaken(7, { value: 3, exponent: 6 }, restart)).toBeUndefined();
});
