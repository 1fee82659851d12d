import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { Governor, ungoverned } from "../src/jit/governor.ts";

/** A clock that tests advance. */
function handClock(): { now: number; read: () => number } {
  const clock = { now: 1000, read: () => clock.now };
  return clock;
}

test("nothing is compiled before the first compilation fits its share", () => {
  const clock = handClock();
  const governor = new Governor({ share: 0.1, firstCompilation: 5 }, clock.read);
  governor.runStarts();
  clock.now += 49;
  expect(governor.permits).toBe(false);
  clock.now += 1;
  expect(governor.permits).toBe(true);
});

test("time between runs does not count", () => {
  const clock = handClock();
  const governor = new Governor({ share: 0.1, firstCompilation: 5 }, clock.read);
  governor.runStarts();
  clock.now += 30;
  governor.runEnds();
  clock.now += 100_000;
  expect(governor.permits).toBe(false);
  governor.runStarts();
  clock.now += 20;
  expect(governor.permits).toBe(true);
});

test("without a bound everything is permitted", () => {
  expect(new Governor(ungoverned, () => 0).permits).toBe(true);
});

property.prop([
  fc.array(fc.record({ interpreted: fc.integer({ min: 0, max: 50 }), attempt: fc.integer({ min: 0, max: 20 }) }), {
    minLength: 1,
    maxLength: 200,
  }),
  fc.integer({ min: 1, max: 50 }),
])("what was spent exceeds the share by at most one attempt that took longer than expected", (steps, percent) => {
  const clock = handClock();
  const share = percent / 100;
  const governor = new Governor({ share, firstCompilation: 5 }, clock.read);
  governor.runStarts();
  const begin = clock.now;
  let spent = 0;
  let longest = 0;
  for (const { interpreted, attempt } of steps) {
    clock.now += interpreted;
    if (!governor.permits) continue;
    const start = governor.now;
    clock.now += attempt;
    governor.chargeAttempt(start);
    spent += attempt;
    longest = Math.max(longest, attempt);
  }
  expect(spent).toBeLessThanOrEqual(share * (clock.now - begin) + longest + 1e-9);
});
