// Sorting small ints by their digits, least significant first: each pass counts, then moves. Stable and linear. The host's own sort is faster while
// ints are few and nothing has to move along with them. Ints that are in order already, or in the opposite one, are only looked at.

/** Up to so many items, inserting one by one is faster than counting. */
const fewItems = 24;
/** Bits of a digit: the table of counts should be smaller than what is sorted. */
const digitBits = 8;
const longDigitBits = 11;
const manyItems = 4096;

/** Sorts references of small ints, whose order is that of the numbers, and `values` along with them. */
export function radixSort(keys: Int32Array, values: Int32Array | null): void {
  const length = keys.length;
  if (values === null && length < manyItems) {
    keys.sort();
    return;
  }
  if (values !== null && length <= fewItems) {
    insertionSort(keys, values);
    return;
  }
  const first = keys[0] as number;
  let [least, most, previous, descents] = [first, first, first, 0];
  for (let index = 1; index < length; index++) {
    const key = keys[index] as number;
    if (key < previous) descents++;
    if (key < least) least = key;
    if (key > most) most = key;
    previous = key;
  }
  if (descents === 0) return;
  // Equal ones would change places.
  if (descents === length - 1) {
    keys.reverse();
    values?.reverse();
    return;
  }
  sortDigits(keys, values, least, (most - least) / 2);
}

/** `range`: the largest difference, of the numbers. */
function sortDigits(keys: Int32Array, values: Int32Array | null, least: number, range: number): void {
  const length = keys.length;
  const bits = length < manyItems ? digitBits : longDigitBits;
  const mask = 2 ** bits - 1;
  const counts = new Int32Array(mask + 1);
  let [from, to]: [Int32Array, Int32Array] = [keys, new Int32Array(length)];
  let [fromValues, toValues] = [values, values === null ? null : (new Int32Array(length) as Int32Array)];
  // References are odd: their lowest bit says nothing.
  for (let shift = 1; range >= 1; shift += bits, range = Math.floor(range / (mask + 1))) {
    counts.fill(0);
    for (let index = 0; index < length; index++) {
      const digit = (((from[index] as number) - least) >>> shift) & mask;
      counts[digit] = (counts[digit] as number) + 1;
    }
    let place = 0;
    for (let digit = 0; digit <= mask; digit++) {
      const count = counts[digit] as number;
      counts[digit] = place;
      place += count;
    }
    for (let index = 0; index < length; index++) {
      const key = from[index] as number;
      const digit = ((key - least) >>> shift) & mask;
      const at = counts[digit] as number;
      counts[digit] = at + 1;
      to[at] = key;
      if (fromValues !== null && toValues !== null) toValues[at] = fromValues[index] as number;
    }
    [from, to] = [to, from];
    [fromValues, toValues] = [toValues, fromValues];
  }
  if (from === keys) return;
  keys.set(from);
  if (values !== null && fromValues !== null) values.set(fromValues);
}

function insertionSort(keys: Int32Array, values: Int32Array): void {
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index] as number;
    const value = values[index] as number;
    let at = index;
    for (; at > 0 && (keys[at - 1] as number) > key; at--) {
      keys[at] = keys[at - 1] as number;
      values[at] = values[at - 1] as number;
    }
    keys[at] = key;
    values[at] = value;
  }
}
