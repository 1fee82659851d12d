// Sorting by small ints, digit by digit, least significant first: each pass counts, then moves. Stable and linear. Ints that are in order already are
// only looked at.

const digitBits = 8;
const digits = 2 ** digitBits;

/** Sorts references of small ints, whose order is that of the numbers, and `values` along with them. */
export function radixSort(keys: Int32Array, values: Int32Array): void {
  let [least, most, previous, isSorted] = [Infinity, -Infinity, -Infinity, true];
  for (const key of keys) {
    if (key < previous) isSorted = false;
    if (key < least) least = key;
    if (key > most) most = key;
    previous = key;
  }
  if (!isSorted) sortDigits(keys, values, least, (most - least) / 2);
}

/** `range`: the largest difference, of the numbers. */
function sortDigits(keys: Int32Array, values: Int32Array, least: number, range: number): void {
  const length = keys.length;
  const counts = new Int32Array(digits);
  let from = keys;
  let fromValues = values;
  let to: Int32Array = new Int32Array(length);
  let toValues: Int32Array = new Int32Array(length);
  // References are odd: their lowest bit says nothing.
  for (let shift = 1; range >= 1; shift += digitBits, range = Math.floor(range / digits)) {
    const digitAt = (index: number): number => (((from[index] as number) - least) >>> shift) & (digits - 1);
    counts.fill(0);
    for (let index = 0; index < length; index++) (counts[digitAt(index)] as number)++;
    for (let digit = 0, place = 0; digit < digits; digit++) {
      const count = counts[digit] as number;
      counts[digit] = place;
      place += count;
    }
    for (let index = 0; index < length; index++) {
      const at = (counts[digitAt(index)] as number)++;
      to[at] = from[index] as number;
      toValues[at] = fromValues[index] as number;
    }
    [from, to, fromValues, toValues] = [to, from, toValues, fromValues];
  }
  if (from === keys) return;
  keys.set(from);
  values.set(fromValues);
}
