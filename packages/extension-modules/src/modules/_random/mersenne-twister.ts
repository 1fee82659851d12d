// MT19937 with CPython's ways to seed it and to read it, so that `random` gives the same sequences.
// Source: Matsumoto and Nishimura, "Mersenne Twister", 1998, and their initialization by array.

const SIZE = 624;
const MIDDLE = 397;

/** One generator. */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE);
  #index = SIZE;

  /** Seeds with the 32-bit words of a number, least significant first. */
  seed(words: readonly number[]): void {
    const state = this.#state;
    this.#seedWord(19650218);
    let i = 1;
    let j = 0;
    for (let left = Math.max(SIZE, words.length); left > 0; left--) {
      const before = state[i - 1] as number;
      state[i] = ((state[i] as number) ^ Math.imul(before ^ (before >>> 30), 1664525)) + (words[j] as number) + j;
      i++;
      j++;
      if (i >= SIZE) {
        state[0] = state[SIZE - 1] as number;
        i = 1;
      }
      if (j >= words.length) j = 0;
    }
    for (let left = SIZE - 1; left > 0; left--) {
      const before = state[i - 1] as number;
      state[i] = ((state[i] as number) ^ Math.imul(before ^ (before >>> 30), 1566083941)) - i;
      i++;
      if (i >= SIZE) {
        state[0] = state[SIZE - 1] as number;
        i = 1;
      }
    }
    state[0] = 0x80000000;
  }

  #seedWord(word: number): void {
    const state = this.#state;
    state[0] = word;
    for (let index = 1; index < SIZE; index++) {
      const before = state[index - 1] as number;
      state[index] = Math.imul(1812433253, before ^ (before >>> 30)) + index;
    }
    this.#index = SIZE;
  }

  /** 32 random bits as an unsigned number. */
  next(): number {
    if (this.#index >= SIZE) this.#refill();
    let y = this.#state[this.#index++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #refill(): void {
    const state = this.#state;
    for (let k = 0; k < SIZE; k++) {
      const y = ((state[k] as number) & 0x80000000) | ((state[(k + 1) % SIZE] as number) & 0x7fffffff);
      state[k] = (state[(k + MIDDLE) % SIZE] as number) ^ (y >>> 1) ^ ((y & 1) === 0 ? 0 : 0x9908b0df);
    }
    this.#index = 0;
  }

  /** A double in [0, 1) with 53 random bits. */
  random(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** `count` random bits. */
  bits(count: number): bigint {
    let value = 0n;
    for (let at = 0; at < count; at += 32) {
      const left = count - at;
      const word = left < 32 ? this.next() >>> (32 - left) : this.next();
      value |= BigInt(word) << BigInt(at);
    }
    return value;
  }

  /** The 624 words of state and the index of the next. */
  save(): readonly number[] {
    return [...this.#state, this.#index];
  }

  /** Goes on from what {@link save} gave. */
  restore(words: readonly number[]): void {
    this.#state.set(words.slice(0, SIZE));
    this.#index = words[SIZE] ?? SIZE;
  }
}

/** The 32-bit words of a number that is not negative, least significant first. */
export function wordsOf(value: bigint): number[] {
  const words: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  return words.length === 0 ? [0] : words;
}
