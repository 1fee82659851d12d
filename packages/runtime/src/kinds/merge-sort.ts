// A stable adaptive merge sort of references: natural runs, short ones extended by binary insertion, merged in the order of powersort
// (Munro and Wild, "Nearly-Optimal Mergesorts", ESA 2018).
//
// `less(a, b)` answers 1, 0, or -1 when an exception is set; then the sort stops with what it has: a permutation of the input.

/** Whether key `a` sorts before key `b`: 1, 0, or -1 to stop. */
export type Less = (a: number, b: number) => number;

interface Run {
  readonly start: number;
  readonly length: number;
  readonly power: number;
}

/** Sorts `keys`, and `values` alongside if given. False: `less` stopped it. */
export function mergeSort(keys: Int32Array, values: Int32Array | null, less: Less): boolean {
  return new MergeSort(keys, values, less).run();
}

class MergeSort {
  readonly keys: Int32Array;
  readonly values: Int32Array | null;
  readonly less: Less;
  readonly #runs: Run[] = [];
  #scratchKeys = new Int32Array(0);
  #scratchValues = new Int32Array(0);

  constructor(keys: Int32Array, values: Int32Array | null, less: Less) {
    this.keys = keys;
    this.values = values;
    this.less = less;
  }

  run(): boolean {
    const count = this.keys.length;
    const shortest = shortestRun(count);
    for (let start = 0; start < count;) {
      let length = this.#naturalRun(start, count);
      if (length < 0) return false;
      if (length < shortest) {
        const wanted = Math.min(shortest, count - start);
        if (!this.#insertionSort(start, start + wanted, start + length)) return false;
        length = wanted;
      }
      if (!this.#push({ start, length, power: 0 }, count)) return false;
      start += length;
    }
    while (this.#runs.length > 1) if (!this.#mergeTop()) return false;
    return true;
  }

  /** Length of the run at `start`; a strictly falling one is turned round. -1: stopped. */
  #naturalRun(start: number, end: number): number {
    const { keys, less } = this;
    let at = start + 1;
    if (at >= end) return 1;
    const falling = less(keys[at] as number, keys[start] as number);
    if (falling < 0) return -1;
    for (at++; at < end; at++) {
      const order = less(keys[at] as number, keys[at - 1] as number);
      if (order < 0) return -1;
      if (order !== falling) break;
    }
    if (falling === 1) {
      keys.subarray(start, at).reverse();
      this.values?.subarray(start, at).reverse();
    }
    return at - start;
  }

  /** Sorts [start, end), of which [start, sorted) is sorted. */
  #insertionSort(start: number, end: number, sorted: number): boolean {
    const { keys, values, less } = this;
    for (let at = sorted; at < end; at++) {
      const key = keys[at] as number;
      let low = start;
      let high = at;
      while (low < high) {
        const middle = (low + high) >>> 1;
        const before = less(key, keys[middle] as number);
        if (before < 0) return false;
        if (before === 1) high = middle;
        else low = middle + 1;
      }
      keys.copyWithin(low + 1, low, at);
      keys[low] = key;
      if (values !== null) {
        const value = values[at] as number;
        values.copyWithin(low + 1, low, at);
        values[low] = value;
      }
    }
    return true;
  }

  /** Merges what the power of the boundary before `run` asks for, then remembers `run`. */
  #push(run: Run, count: number): boolean {
    const runs = this.#runs;
    const last = runs.at(-1);
    if (last === undefined) {
      runs.push(run);
      return true;
    }
    const power = boundaryPower(last.start, last.length, run.length, count);
    for (let before = runs.at(-2); before !== undefined && before.power > power; before = runs.at(-2)) {
      if (!this.#mergeTop()) return false;
    }
    const top = runs.pop() ?? run;
    runs.push({ ...top, power }, run);
    return true;
  }

  #mergeTop(): boolean {
    const second = this.#runs.pop();
    const first = this.#runs.pop();
    if (first === undefined || second === undefined) return true;
    this.#runs.push({ start: first.start, length: first.length + second.length, power: second.power });
    return this.#merge(first.start, second.start, second.start + second.length);
  }

  /** Merges [start, middle) and [middle, end). What is in place already at both ends is left alone. */
  #merge(start: number, middle: number, end: number): boolean {
    const { keys } = this;
    const from = this.#boundary(keys[middle] as number, start, middle, "after equals");
    if (from < 0) return false;
    if (from === middle) return true;
    const to = this.#boundary(keys[middle - 1] as number, middle, end, "before equals");
    if (to < 0) return false;
    return middle - from <= to - middle ? this.#mergeLow(from, middle, to) : this.#mergeHigh(from, middle, to);
  }

  /** Where `key` belongs in the sorted [low, high); -1: stopped. */
  #boundary(key: number, low: number, high: number, side: "after equals" | "before equals"): number {
    const { keys, less } = this;
    let [left, right] = [low, high];
    while (left < right) {
      const middle = (left + right) >>> 1;
      const other = keys[middle] as number;
      const answer = side === "after equals" ? less(key, other) : less(other, key);
      if (answer < 0) return -1;
      if (side === "after equals" ? answer === 1 : answer === 0) right = middle;
      else left = middle + 1;
    }
    return left;
  }

  #reserve(count: number): void {
    if (this.#scratchKeys.length >= count) return;
    this.#scratchKeys = new Int32Array(count);
    if (this.values !== null) this.#scratchValues = new Int32Array(count);
  }

  /** The left run is the shorter one: it moves to the scratch space and the merge goes upward. */
  #mergeLow(start: number, middle: number, end: number): boolean {
    const { keys, values, less } = this;
    const count = middle - start;
    this.#reserve(count);
    const scratch = this.#scratchKeys;
    const scratchValues = this.#scratchValues;
    scratch.set(keys.subarray(start, middle));
    if (values !== null) scratchValues.set(values.subarray(start, middle));
    let [left, right, to] = [0, middle, start];
    let stopped = false;
    while (left < count && right < end) {
      const order = less(keys[right] as number, scratch[left] as number);
      if (order < 0) {
        stopped = true;
        break;
      }
      if (order === 1) {
        if (values !== null) values[to] = values[right] as number;
        keys[to++] = keys[right++] as number;
      } else {
        if (values !== null) values[to] = scratchValues[left] as number;
        keys[to++] = scratch[left++] as number;
      }
    }
    // What is left of the scratch space goes into the gap, which is exactly as large.
    keys.set(scratch.subarray(left, count), to);
    if (values !== null) values.set(scratchValues.subarray(left, count), to);
    return !stopped;
  }

  /** The right run is the shorter one: it moves to the scratch space and the merge goes downward. */
  #mergeHigh(start: number, middle: number, end: number): boolean {
    const { keys, values, less } = this;
    const count = end - middle;
    this.#reserve(count);
    const scratch = this.#scratchKeys;
    const scratchValues = this.#scratchValues;
    scratch.set(keys.subarray(middle, end));
    if (values !== null) scratchValues.set(values.subarray(middle, end));
    let [left, right, to] = [middle - 1, count - 1, end - 1];
    let stopped = false;
    while (left >= start && right >= 0) {
      const order = less(scratch[right] as number, keys[left] as number);
      if (order < 0) {
        stopped = true;
        break;
      }
      if (order === 1) {
        if (values !== null) values[to] = values[left] as number;
        keys[to--] = keys[left--] as number;
      } else {
        if (values !== null) values[to] = scratchValues[right] as number;
        keys[to--] = scratch[right--] as number;
      }
    }
    keys.set(scratch.subarray(0, right + 1), to - right);
    if (values !== null) values.set(scratchValues.subarray(0, right + 1), to - right);
    return !stopped;
  }
}

/** Runs shorter than this are extended: the top six bits of the count, and one more if other bits are set. */
function shortestRun(count: number): number {
  let size = count;
  let more = 0;
  while (size >= 64) {
    more |= size & 1;
    size >>= 1;
  }
  return size + more;
}

/** Depth of the boundary between two neighbouring runs in a nearly balanced merge tree. */
function boundaryPower(start: number, first: number, second: number, count: number): number {
  let left = (2 * start + first) / (2 * count);
  let right = (2 * start + 2 * first + second) / (2 * count);
  for (let power = 1; ; power++) {
    left *= 2;
    right *= 2;
    if (left >= 1) {
      left -= 1;
      right -= 1;
    } else if (right >= 1) return power;
  }
}
