import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advanceCounter,
  counterState,
  counterTriggers,
  defaultSpecializerTuning,
  hastenCounter,
  makeCounter,
  neverCounter,
  packTuning,
  restartCounter,
} from "../src/index.ts";
import { arbitraryCounter, arbitraryTuning } from "../src/testing.ts";

const rows = packTuning(defaultSpecializerTuning).restart;

describe("counter", () => {
  it("packs and unpacks", () => {
    fc.assert(
      fc.property(arbitraryCounter, (word) => {
        expect(makeCounter(counterState(word))).toBe(word);
      }),
    );
  });

  it("never becomes negative, never wraps, and keeps its exponent when it advances", () => {
    fc.assert(
      fc.property(arbitraryCounter, (word) => {
        const before = counterState(word);
        const after = counterState(advanceCounter(word));
        expect(after).toEqual({ value: Math.max(0, before.value - 1), exponent: before.exponent });
      }),
    );
  });

  it("triggers exactly when its value is 0 and its exponent is not 7", () => {
    fc.assert(
      fc.property(arbitraryCounter, (word) => {
        const { value, exponent } = counterState(word);
        expect(counterTriggers(word)).toBe(value === 0 && exponent !== 7);
      }),
    );
  });

  it("with exponent 7 never triggers, however often it is advanced, restarted or hastened", () => {
    fc.assert(
      fc.property(fc.nat({ max: 8191 }), fc.array(fc.constantFrom(0, 1, 2), { maxLength: 50 }), (value, steps) => {
        let word = makeCounter({ value: value % 20, exponent: 7 });
        for (const step of steps) {
          word = step === 0 ? advanceCounter(word) : step === 1 ? restartCounter(word, rows) : hastenCounter(word);
          expect(counterTriggers(word)).toBe(false);
        }
      }),
    );
    expect(counterTriggers(neverCounter)).toBe(false);
  });

  it("restarts by the rows, and stays on the last one", () => {
    let word = makeCounter({ value: 0, exponent: 0 });
    const seen = [];
    for (let turn = 0; turn < 8; turn++) {
      word = restartCounter(word, rows);
      seen.push(counterState(word));
      word = hastenCounter(word);
    }
    expect(seen).toEqual([...defaultSpecializerTuning.restart, { value: 8190, exponent: 6 }]);
  });

  it("every counter but those with exponent 7 triggers after exactly `value` advances", () => {
    fc.assert(
      fc.property(fc.nat({ max: 600 }), fc.nat({ max: 6 }), (value, exponent) => {
        let word = makeCounter({ value, exponent });
        let turns = 0;
        while (!counterTriggers(word)) {
          word = advanceCounter(word);
          turns++;
        }
        expect(turns).toBe(value);
      }),
    );
  });

  it("refuses fields that do not fit", () => {
    expect(() => makeCounter({ value: 8192, exponent: 0 })).toThrow(RangeError);
    expect(() => makeCounter({ value: 0, exponent: 8 })).toThrow(RangeError);
    expect(() => makeCounter({ value: -1, exponent: 0 })).toThrow(RangeError);
  });
});

describe("tuning", () => {
  it("accepts what the arbitrary makes", () => {
    fc.assert(
      fc.property(arbitraryTuning, (tuning) => {
        const packed = packTuning(tuning);
        expect(packed.restart.every((word) => !counterTriggers(word))).toBe(true);
      }),
    );
  });

  it("refuses a table that is short, falls back, or would try at once", () => {
    const { restart } = defaultSpecializerTuning;
    expect(() => packTuning({ ...defaultSpecializerTuning, restart: restart.slice(1) })).toThrow(/7 rows/);
    expect(() => packTuning({ ...defaultSpecializerTuning, restart: [...restart].reverse() })).toThrow(/falls back/);
    expect(() => packTuning({ ...defaultSpecializerTuning, cooldown: { value: 0, exponent: 0 } })).toThrow(/cooldown/);
    const eager = restart.map((row) => ({ ...row, value: 0 }));
    expect(() => packTuning({ ...defaultSpecializerTuning, restart: eager })).toThrow(/at once/);
  });
});
