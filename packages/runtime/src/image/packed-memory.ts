// Memory without its zeros: runs of words that are not zero (or short stretches of zeros), each by its place.

/** `runs`: pairs of how many words of zeros come before a run and how many words the run has. */
export interface PackedMemory {
  readonly runs: readonly number[];
  readonly bytes: Uint8Array;
}

/** As many zeros cost less than a new run. */
const shortGap = 4;
const wordSize = 4;

/** Packs the words before `end`, an address. */
export function packMemory(words: Int32Array, end: number): PackedMemory {
  const runs: number[] = [];
  const packed: number[] = [];
  let last = 0;
  for (let at = 0; at < end / wordSize; at++) {
    if (words[at] === 0) continue;
    const start = at;
    let stop = at + 1;
    for (let next = stop; next < end / wordSize && next - stop <= shortGap; next++) if (words[next] !== 0) stop = next + 1;
    runs.push(start - last, stop - start);
    for (; at < stop; at++) packed.push(words[at] as number);
    last = stop;
  }
  return { runs, bytes: new Uint8Array(Int32Array.from(packed).buffer) };
}

/** Fills memory that is all zeros. */
export function unpackMemory({ runs, bytes }: PackedMemory, memory: Uint8Array): void {
  let from = 0;
  let to = 0;
  for (let index = 0; index < runs.length; index += 2) {
    const length = (runs[index + 1] as number) * wordSize;
    to += (runs[index] as number) * wordSize;
    memory.set(bytes.subarray(from, from + length), to);
    from += length;
    to += length;
  }
}
