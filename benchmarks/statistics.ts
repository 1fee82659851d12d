// The few statistics of the benchmarks. Medians, because other work on the machine only ever adds time; geometric means,
// because a mean of ratios must not depend on which side is the denominator.

/**
 * The middle of some numbers, or the mean of the two in the middle.
 * @throws RangeError when there are none.
 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError("the median of nothing");
  return (lower + upper) / 2;
}

/**
 * The mean of ratios: the nth root of the product of n numbers, each greater than 0.
 * @throws RangeError when there are none.
 */
export function geometricMean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("the geometric mean of nothing");
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/**
 * How many times longer one of two took than the other: the median of the ratios of what was measured in the same
 * round, so that a round in which the machine was busy cancels out.
 * @param numerators One duration per round.
 * @param denominators The other's duration in the same rounds.
 * @throws RangeError when the number of rounds differs or is 0.
 */
export function pairedRatio(numerators: readonly number[], denominators: readonly number[]): number {
  if (numerators.length !== denominators.length) throw new RangeError("durations of different rounds");
  return median(numerators.map((numerator, round) => numerator / (denominators[round] ?? NaN)));
}

/**
 * The duration of a call once warm: the median of the calls after the first two, or of the last when there are fewer.
 * @param seconds Of each call of one process, in order.
 * @throws RangeError when there is no call.
 */
export function steadyState(seconds: readonly number[]): number {
  return median(seconds.slice(Math.max(0, Math.min(2, seconds.length - 1))));
}
