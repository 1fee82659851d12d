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
  const governor = new Governor({ share: 0.1, firstCompilation: 5, warmUp: 1 }, clock.read);
  governor.runStarts();
  clock.now += 49;
  expect(governor.permitsFirst).toBe(false);
  clock.now += 1;
  expect(governor.permitsFirst).toBe(true);
});

test("time between runs does not count", () => {
  const clock = handClock();
  const governor = new Governor({ share: 0.1, firstCompilation: 5, warmUp: 1 }, clock.read);
  governor.runStarts();
  clock.now += 30;
  governor.runEnds();
  clock.now += 100_000;
  expect(governor.permitsFirst).toBe(false);
  governor.runStarts();
  clock.now += 20;
  expect(governor.permitsFirst).toBe(true);
});

test("without a bound everything is permitted", () => {
  expect(new Governor(ungoverned, () => 0).permitsFirst).toBe(true);
});

test("a recording that is turned down is not made again before its compilation fits", () => {
  const clock = handClock();
  const governor = new Governor({ share: 0.5, firstCompilation: 5, warmUp: 5 }, clock.read);
  governor.runStarts();
  clock.now += 10;
  const start = governor.now;
  clock.now += 50;
  governor.chargeCompilation(start, 60);
  // 50 ms for 60 uops and what each trace costs, 40 more: 0.1 ms for each from now on.
  clock.now += 70;
  expect(governor.permits(1)).toBe(true);
  expect(governor.permitsCompilation(1, 160, false)).toBe(false);
  expect(governor.permits(1)).toBe(false);
  expect(governor.permits(2)).toBe(true);
  clock.now += 10;
  expect(governor.permits(1)).toBe(true);
  expect(governor.permitsCompilation(1, 160, false)).toBe(true);
});

test("a loop is compiled though it does not fit, and has to be paid back", () => {
  const clock = handClock();
  const governor = new Governor({ share: 0.5, firstCompilation: 5, warmUp: 1 }, clock.read);
  governor.runStarts();
  clock.now += 20;
  const first = governor.now;
  clock.now += 10;
  governor.chargeCompilation(first, 60);
  clock.now += 10;
  // 10 ms of 40 were spent, 0.1 ms are expected for each uop: 60 of them fit, 600 do not.
  expect(governor.permits(1)).toBe(true);
  expect(governor.permitsCompilation(1, 600, false)).toBe(false);
  expect(governor.permitsCompilation(1, 600, true)).toBe(true);
  const second = governor.now;
  clock.now += 64;
  governor.chargeCompilation(second, 600);
  expect(governor.permits(2)).toBe(false);
  clock.now += 200;
  expect(governor.permits(2)).toBe(true);
});

test("making the JIT is part of what the first compilation takes", () => {
  const clock = handClock();
  const governor = new Governor({ share: 0.5, firstCompilation: 5, warmUp: 1 }, clock.read);
  governor.runStarts();
  clock.now += 10;
  const start = governor.now;
  clock.now += 20;
  governor.chargePreparation(start);
  expect(governor.permits(1)).toBe(true);
  expect(governor.permitsCompilation(1, 100, false)).toBe(true);
  governor.chargeCompilation(governor.now, 100);
  expect(governor.permits(1)).toBe(false);
});

property.prop([
  fc.array(
    fc.record({
      interpreted: fc.integer({ min: 0, max: 50 }),
      recording: fc.integer({ min: 0, max: 5 }),
      compilation: fc.integer({ min: 0, max: 20 }),
      place: fc.integer({ min: 0, max: 5 }),
      uops: fc.integer({ min: 1, max: 800 }),
      isLoop: fc.boolean(),
    }),
    { minLength: 1, maxLength: 200 },
  ),
  fc.integer({ min: 1, max: 50 }),
])("what was spent exceeds the share by at most one attempt that took longer than expected", (steps, percent) => {
  const clock = handClock();
  const share = percent / 100;
  const governor = new Governor({ share, firstCompilation: 5, warmUp: 3 }, clock.read);
  governor.runStarts();
  const begin = clock.now;
  let spent = 0;
  let longest = 0;
  for (const { interpreted, recording, compilation, place, uops, isLoop } of steps) {
    clock.now += interpreted;
    if (!governor.permits(place)) continue;
    const start = governor.now;
    clock.now += recording;
    const isPermitted = governor.permitsCompilation(place, uops, isLoop);
    if (isPermitted) {
      clock.now += compilation;
      governor.chargeCompilation(start, uops);
    } else {
      governor.charge(start);
    }
    spent += clock.now - start;
    longest = Math.max(longest, clock.now - start);
  }
  expect(spent).toBeLessThanOrEqual(share * (clock.now - begin) + longest + 1e-9);
});
