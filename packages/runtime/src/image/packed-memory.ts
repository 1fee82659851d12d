// Memory without what can be derived: words that are zero, and the links of free cells, most of which lead to the next cell.

/** A row of free cells that are linked: word by word, `stride` bytes apart, each holds the address of the cell after its own. */
type Ladder = readonly [first: number, count: number, stride: number, offset: number];

/** Runs of words that are neither, as pairs of how many words come before a run and how many it has; and ladders. */
export interface PackedMemory {
  readonly runs: readonly number[];
  readonly ladders: readonly Ladder[];
  /** What is in the runs, one after the other. */
  readonly words: Int32Array;
}

const wordSize = 4;
/** As many zeros cost less than a new run. */
const shortGap = 6;
const shortestLadder = 4;
const longestStride = 512;
/** Where a cell has its link: objects behind their count, blocks at the beginning. */
const linkOffsets = [wordSize, 0] as const;

/** Packs the words before `end`, an address. */
export function packMemory(memory: Int32Array, end: number): PackedMemory {
  const words = memory.slice(0, end / wordSize);
  const ladders = takeLadders(words);
  const runs: number[] = [];
  const packed: number[] = [];
  let last = 0;
  for (let at = 0; at < words.length; at++) {
    if (words[at] === 0) continue;
    const start = at;
    let stop = at + 1;
    for (let next = stop; next < words.length && next - stop <= shortGap; next++) if (words[next] !== 0) stop = next + 1;
    runs.push(start - last, stop - start);
    for (; at < stop; at++) packed.push(words[at] as number);
    last = stop;
  }
  return { runs, ladders, words: Int32Array.from(packed) };
}

/** Finds ladders and makes their words zero. */
function takeLadders(words: Int32Array): readonly Ladder[] {
  const ladders: Ladder[] = [];
  for (let at = 0; at < words.length; at++) {
    const address = at * wordSize;
    for (const offset of linkOffsets) {
      const stride = (words[at] as number) - (address - offset);
      if (stride < 2 * wordSize || stride > longestStride || stride % (2 * wordSize) !== 0) continue;
      let count = 0;
      const holdsLink = (word: number): boolean => words[word] === word * wordSize - offset + stride;
      while (holdsLink(at + (count * stride) / wordSize)) count++;
      if (count < shortestLadder) continue;
      for (let step = 0; step < count; step++) words[at + (step * stride) / wordSize] = 0;
      ladders.push([address, count, stride, offset]);
      break;
    }
  }
  return ladders;
}

/** Fills memory that is all zeros. */
export function unpackMemory({ runs, ladders, words }: PackedMemory, memory: Int32Array): void {
  let from = 0;
  let to = 0;
  for (let index = 0; index < runs.length; index += 2) {
    const length = runs[index + 1] as number;
    to += runs[index] as number;
    memory.set(words.subarray(from, from + length), to);
    from += length;
    to += length;
  }
  for (const [first, count, stride, offset] of ladders) {
    let link = first - offset;
    for (let word = first >>> 2, step = stride >>> 2, last = word + count * step; word < last; word += step) memory[word] = link += stride;
  }
}
