// Words as their differences, most of which fit 16 bits. A machine's memory is mostly tables of addresses and small numbers, in rows of
// four words (an entry of a dict), so a word is like the one four before it. Reading is a few operations per word: it is part of the start.
//
//   difference = word[i] - word[i - 4]     ─▶  one unit of 16 bits when it fits
//                                              escape, low half, high half of the word when it does not

const distance = 4;
const escape = -0x8000;

/** Packs words; the bytes are units of 16 bits, in the machine's order. */
export function packWords(words: Int32Array): Uint8Array {
  const units: number[] = [];
  words.forEach((word, index) => {
    const difference = (word - (words[index - distance] ?? 0)) | 0;
    if (difference > escape && difference < -escape) units.push(difference);
    else units.push(escape, word, word >> 16);
  });
  return new Uint8Array(Int16Array.from(units).buffer);
}

/** Reads `count` words that {@link packWords} wrote. */
export function unpackWords(bytes: Uint8Array, count: number): Int32Array {
  const units = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  // With a row of zeros before it, the first row needs no test.
  const words = new Int32Array(distance + count);
  for (let from = 0, index = distance, at = 0; from < count; from++, index++) {
    const unit = units[at++] as number;
    if (unit === escape) {
      words[index] = ((units[at] as number) & 0xffff) | ((units[at + 1] as number) << 16);
      at += 2;
    } else words[index] = (words[from] as number) + unit;
  }
  return words.subarray(distance);
}
