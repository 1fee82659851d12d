// BLAKE2 (RFC 7693), with all parameters of its authors' paper, of which trees of hashes make use. A word of BLAKE2b is two of 32 bits
// here, the low one first, so that both variants are arrays of such.
//
//   parameters  | digest key fanout depth | leaf size | offset of the node | depth inner | (0) | salt | person |   exclusive or  IV = state

import { type HashState } from "../../hashing.ts";

/** Which one: words of 64 bits, or of 32. */
export type Blake2Variant = "b" | "s";

/** Sizes in bytes; the numbers are within what their fields hold. */
export interface Blake2Parameters {
  readonly digestSize: number;
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  readonly person: Uint8Array;
  readonly fanout: number;
  readonly depth: number;
  readonly leafSize: number;
  readonly nodeOffset: bigint;
  readonly nodeDepth: number;
  readonly innerSize: number;
  readonly isLastNode: boolean;
}

/** The same as SHA-512's; BLAKE2s takes the high halves. */
const initial = [
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a, 0xade682d1,
  0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
];

/** Which words of the message a round takes, two for each mixing; after the tenth round the first again. */
const schedule = [
  "0123456789abcdef",
  "ea489fd61c02b753",
  "b8c052fdae367194",
  "7931dcbe265a40f8",
  "905724afe1bc683d",
  "2c6a0b834d75fe19",
  "c51fed4a0763928b",
  "db7ec13950f4862a",
  "6fe9b308c2d714a5",
  "a2847615fb9e3cd0",
].map((row) => Array.from(row, (digit) => parseInt(digit, 16)));

/** The words that the eight mixings of a round are about: columns, then diagonals. */
const mixings = ["048c", "159d", "26ae", "37bf", "05af", "16bc", "278d", "349e"].map(
  (row) => Array.from(row, (digit) => parseInt(digit, 16)) as [number, number, number, number],
);

/** Where the fields after the four bytes of sizes begin, by variant. */
const layouts = {
  b: { wordSize: 8, rounds: 12, nodeDepth: 16, salt: 32, person: 48, length: 64 },
  s: { wordSize: 4, rounds: 10, nodeDepth: 14, salt: 16, person: 24, length: 32 },
} as const;

/** A hash on its way. */
export class Blake2 implements HashState {
  readonly blockLen: number;
  readonly outputLen: number;
  readonly #variant: Blake2Variant;
  readonly #isLastNode: boolean;
  #state: Uint32Array;
  /** The last block may have to be marked as such, so that a full one waits for another byte. */
  #waiting: Uint8Array;
  #used = 0;
  #length = 0;

  constructor(variant: Blake2Variant, parameters: Blake2Parameters) {
    const { wordSize, length } = layouts[variant];
    this.blockLen = 16 * wordSize;
    this.outputLen = parameters.digestSize;
    this.#variant = variant;
    this.#isLastNode = parameters.isLastNode;
    this.#waiting = new Uint8Array(this.blockLen);
    const block = new DataView(parameterBlock(variant, parameters).buffer);
    const start = startWords(variant);
    this.#state = Uint32Array.from(
      { length: length / 4 },
      (_, at) => (start[at] as number) ^ block.getUint32(4 * at, true),
    );
    if (parameters.key.length === 0) return;
    this.#waiting.set(parameters.key);
    this.#used = this.#length = this.blockLen;
  }

  clone(): Blake2 {
    // The parameters are in the state.
    const copy = new Blake2(this.#variant, {
      ...plainParameters,
      digestSize: this.outputLen,
      isLastNode: this.#isLastNode,
    });
    copy.#state = this.#state.slice();
    copy.#waiting = this.#waiting.slice();
    copy.#used = this.#used;
    copy.#length = this.#length;
    return copy;
  }

  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      if (this.#used === this.blockLen) {
        this.#absorb("more");
        this.#used = 0;
      }
      const part = bytes.subarray(at, at + this.blockLen - this.#used);
      this.#waiting.set(part, this.#used);
      this.#used += part.length;
      this.#length += part.length;
      at += part.length;
    }
  }

  digest(): Uint8Array {
    this.#waiting.fill(0, this.#used);
    this.#absorb("last");
    const bytes = new DataView(new ArrayBuffer(4 * this.#state.length));
    this.#state.forEach((word, at) => {
      bytes.setUint32(4 * at, word, true);
    });
    return new Uint8Array(bytes.buffer).slice(0, this.outputLen);
  }

  /** Takes in the block that waits. */
  #absorb(place: "last" | "more"): void {
    const half = this.#state.length;
    const view = new DataView(this.#waiting.buffer);
    const message = Uint32Array.from({ length: this.blockLen / 4 }, (_, at) => view.getUint32(4 * at, true));
    const words = new Uint32Array(2 * half);
    words.set(this.#state);
    words.set(startWords(this.#variant), half);
    // The words 12 to 15 have the number of bytes so far, and two that say what ends here.
    const wordLength = half / 8;
    const flip = (at: number, value: number): void => {
      words[at] = (words[at] as number) ^ value;
    };
    flip(12 * wordLength, this.#length | 0);
    flip(12 * wordLength + 1, Math.floor(this.#length / 2 ** 32));
    for (let at = 0; at < wordLength && place === "last"; at++) {
      flip(14 * wordLength + at, -1);
      if (this.#isLastNode) flip(15 * wordLength + at, -1);
    }
    const mix = this.#variant === "b" ? mixWide : mixNarrow;
    for (let round = 0; round < layouts[this.#variant].rounds; round++) {
      const row = schedule[round % 10] as readonly number[];
      mixings.forEach(([a, b, c, d], at) => {
        mix(words, a, b, c, d, message, row[2 * at] as number, row[2 * at + 1] as number);
      });
    }
    for (let at = 0; at < half; at++) {
      this.#state[at] = (this.#state[at] as number) ^ (words[at] as number) ^ (words[at + half] as number);
    }
  }
}

/** What there is without any. */
export const plainParameters: Blake2Parameters = {
  digestSize: 0,
  key: new Uint8Array(0),
  salt: new Uint8Array(0),
  person: new Uint8Array(0),
  fanout: 1,
  depth: 1,
  leafSize: 0,
  nodeOffset: 0n,
  nodeDepth: 0,
  innerSize: 0,
  isLastNode: false,
};

function startWords(variant: Blake2Variant): readonly number[] {
  return variant === "b" ? initial : initial.filter((_, at) => at % 2 === 1);
}

function parameterBlock(variant: Blake2Variant, parameters: Blake2Parameters): Uint8Array<ArrayBuffer> {
  const { nodeDepth, salt, person, length } = layouts[variant];
  const { digestSize, key, fanout, depth } = parameters;
  const block = new Uint8Array(length);
  const view = new DataView(block.buffer);
  view.setUint32(4, parameters.leafSize, true);
  view.setBigUint64(8, parameters.nodeOffset, true);
  block.set([digestSize, key.length, fanout, depth]);
  block.set([parameters.nodeDepth, parameters.innerSize], nodeDepth);
  block.set(parameters.salt, salt);
  block.set(parameters.person, person);
  return block;
}

type Mix = (
  words: Uint32Array,
  a: number,
  b: number,
  c: number,
  d: number,
  message: Uint32Array,
  x: number,
  y: number,
) => void;

const mixNarrow: Mix = (words, a, b, c, d, message, x, y) => {
  let [va, vb, vc, vd] = [words[a], words[b], words[c], words[d]] as [number, number, number, number];
  const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));
  va = (va + vb + (message[x] as number)) | 0;
  vd = rotate(vd ^ va, 16);
  vc = (vc + vd) | 0;
  vb = rotate(vb ^ vc, 12);
  va = (va + vb + (message[y] as number)) | 0;
  vd = rotate(vd ^ va, 8);
  vc = (vc + vd) | 0;
  vb = rotate(vb ^ vc, 7);
  words[a] = va;
  words[b] = vb;
  words[c] = vc;
  words[d] = vd;
};

const mixWide: Mix = (words, a, b, c, d, message, x, y) => {
  add(words, a, words, b);
  add(words, a, message, x);
  rotateXor(words, d, a, 32);
  add(words, c, words, d);
  rotateXor(words, b, c, 24);
  add(words, a, words, b);
  add(words, a, message, y);
  rotateXor(words, d, a, 16);
  add(words, c, words, d);
  rotateXor(words, b, c, 63);
};

/** `words[to] += values[at]`, words of 64 bits. */
function add(words: Uint32Array, to: number, values: Uint32Array, at: number): void {
  const low = (words[2 * to] as number) + (values[2 * at] as number);
  words[2 * to] = low;
  words[2 * to + 1] = (words[2 * to + 1] as number) + (values[2 * at + 1] as number) + (low > 0xffffffff ? 1 : 0);
}

/** `words[to] = (words[to] ^ words[at]) >>> bits`, in a circle of 64. */
function rotateXor(words: Uint32Array, to: number, at: number, bits: number): void {
  let low = (words[2 * to] as number) ^ (words[2 * at] as number);
  let high = (words[2 * to + 1] as number) ^ (words[2 * at + 1] as number);
  if (bits >= 32) [low, high] = [high, low];
  const rest = bits & 31;
  words[2 * to] = rest === 0 ? low : (low >>> rest) | (high << (32 - rest));
  words[2 * to + 1] = rest === 0 ? high : (high >>> rest) | (low << (32 - rest));
}
