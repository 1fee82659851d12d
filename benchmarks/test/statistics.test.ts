import { expect, test } from "vitest";
import { geometricMean, median, pairedRatio, steadyState } from "../statistics.ts";

test("the median is the middle, or the mean of the two in the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
});

test("sorting is by number", () => {
  expect(median([10, 9, 100])).toBe(10);
});

test("the geometric mean of ratios and of their reciprocals are reciprocals", () => {
  const ratios = [2, 8, 0.5];
  expect(geometricMean(ratios)).toBeCloseTo(2, 12);
  expect(geometricMean(ratios.map((ratio) => 1 / ratio))).toBeCloseTo(0.5, 12);
  expect(() => geometricMean([])).toThrow(RangeError);
});

test("a busy round does not change a paired ratio", () => {
  expect(pairedRatio([2, 20, 2], [1, 10, 1])).toBe(2);
  expect(() => pairedRatio([1], [1, 2])).toThrow(RangeError);
});

test("the steady state leaves out the first two calls where it can", () => {
  expect(steadyState([9, 5, 1, 2, 3])).toBe(2);
  expect(steadyState([9, 5])).toBe(5);
  expect(steadyState([9])).toBe(9);
});
