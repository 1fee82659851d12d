// SHA-2 (FIPS 180-4). States are words of 32 bits, big endian, in both widths.

/** One of the four. */
export interface Algorithm {
  readonly name: "sha224" | "sha256" | "sha384" | "sha512";
  /** Bits of a word. */
  readonly bits: 32 | 64;
  readonly digestSize: number;
  readonly start: readonly bigint[];
}

/** The first primes. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

/** `floor(value ** (1 / degree))`. */
function integerRoot(value: bigint, degree: bigint): bigint {
  let root = 0n;
  for (let bit = (1n << 40n) << 32n; bit > 0n; bit >>= 1n) if ((root | bit) ** degree <= value) root |= bit;
  return root;
}

/** The first bits behind the point of the roots of primes: what the standard takes for its constants. */
function fractions(numbers: readonly number[], degree: bigint, bits: bigint): bigint[] {
  return numbers.map((prime) => BigInt.asUintN(Number(bits), integerRoot(BigInt(prime) << (bits * degree), degree)));
}

/** All algorithms. */
export function algorithms(): readonly Algorithm[] {
  const sixteen = primes(16);
  const wide = fractions(sixteen.slice(8), 2n, 64n);
  return [
    { name: "sha224", bits: 32, digestSize: 28, start: wide.map((word) => word & 0xffffffffn) },
    { name: "sha256", bits: 32, digestSize: 32, start: fractions(sixteen.slice(0, 8), 2n, 32n) },
    { name: "sha384", bits: 64, digestSize: 48, start: wide },
    { name: "sha512", bits: 64, digestSize: 64, start: fractions(sixteen.slice(0, 8), 2n, 64n) },
  ];
}

/** A hash on its way. */
export class Digest {
  readonly algorithm: Algorithm;
  #state: Uint32Array;
  #waiting: Uint8Array = new Uint8Array(0);
  #length = 0;

  constructor(algorithm: Algorithm) {
    this.algorithm = algorithm;
    const isWide = algorithm.bits === 64;
    this.#state = Uint32Array.from(
      algorithm.start.flatMap((word) => (isWide ? [Number(word >> 32n), Number(word & 0xffffffffn)] : [Number(word)])),
    );
  }

  get blockSize(): number {
    return 2 * this.algorithm.bits;
  }

  copy(): Digest {
    const copy = new Digest(this.algorithm);
    copy.#state = this.#state.slice();
    copy.#waiting = this.#waiting;
    copy.#length = this.#length;
    return copy;
  }

  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    const all = new Uint8Array(this.#waiting.length + bytes.length);
    all.set(this.#waiting);
    all.set(bytes, this.#waiting.length);
    const end = all.length - (all.length % this.blockSize);
    this.#absorb(all.subarray(0, end));
    this.#waiting = all.slice(end);
  }

  digest(): Uint8Array {
    const last = this.copy();
    const size = this.blockSize;
    const lengthSize = size / 8;
    const padded = new Uint8Array(Math.ceil((this.#waiting.length + 1 + lengthSize) / size) * size);
    padded.set(this.#waiting);
    padded[this.#waiting.length] = 0x80;
    new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(this.#length) * 8n);
    last.#absorb(padded);
    const bytes = new Uint8Array(last.#state.length * 4);
    const view = new DataView(bytes.buffer);
    last.#state.forEach((word, index) => {
      view.setUint32(4 * index, word);
    });
    return bytes.slice(0, this.algorithm.digestSize);
  }

  #absorb(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (this.algorithm.bits === 32) absorb32(this.#state, view);
    else absorb64(this.#state, view);
  }
}

function absorb32(state: Uint32Array, view: DataView): void {
  const constants = Uint32Array.from(fractions(primes(64), 3n, 32n), Number);
  const w = new Uint32Array(64);
  const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let index = 0; index < 16; index++) w[index] = view.getUint32(at + 4 * index);
    for (let index = 16; index < 64; index++) {
      const x = w[index - 15] as number;
      const y = w[index - 2] as number;
      const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
      const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
      w[index] = (w[index - 16] as number) + s0 + (w[index - 7] as number) + s1;
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let index = 0; index < 64; index++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (constants[index] as number) + (w[index] as number)) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, index) => {
      state[index] = (state[index] as number) + word;
    });
  }
}

function absorb64(state: Uint32Array, view: DataView): void {
  const constants = fractions(primes(80), 3n, 64n);
  const w: bigint[] = new Array<bigint>(80).fill(0n);
  const mask = (x: bigint): bigint => x & 0xffffffffffffffffn;
  const rotate = (x: bigint, n: bigint): bigint => (x >> n) | mask(x << (64n - n));
  for (let at = 0; at < view.byteLength; at += 128) {
    for (let index = 0; index < 16; index++) w[index] = view.getBigUint64(at + 8 * index);
    for (let index = 16; index < 80; index++) {
      const x = w[index - 15] as bigint;
      const y = w[index - 2] as bigint;
      const s0 = rotate(x, 1n) ^ rotate(x, 8n) ^ (x >> 7n);
      const s1 = rotate(y, 19n) ^ rotate(y, 61n) ^ (y >> 6n);
      w[index] = mask((w[index - 16] as bigint) + s0 + (w[index - 7] as bigint) + s1);
    }
    const word = (index: number): bigint =>
      (BigInt(state[2 * index] as number) << 32n) | BigInt(state[2 * index + 1] as number);
    let [a, b, c, d] = [word(0), word(1), word(2), word(3)];
    let [e, f, g, h] = [word(4), word(5), word(6), word(7)];
    for (let index = 0; index < 80; index++) {
      const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n);
      const t1 =
        h + s1 + ((e & f) ^ (~e & 0xffffffffffffffffn & g)) + (constants[index] as bigint) + (w[index] as bigint);
      const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, mask(d + t1), c, b, a, mask(t1 + t2)];
    }
    [a, b, c, d, e, f, g, h].forEach((value, index) => {
      const sum = mask(word(index) + value);
      state[2 * index] = Number(sum >> 32n);
      state[2 * index + 1] = Number(sum & 0xffffffffn);
    });
  }
}
