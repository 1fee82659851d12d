// Words as their differences, in as many bytes as each needs. A machine's memory is mostly tables of addresses and small numbers, in rows
// of four words (an entry of a dict), so a word is like the one four before it.
//
//   difference d = word[i] - word[i - 4]  ─▶  zigzag: (d << 1) ^ (d >> 31)  ─▶  LEB128

const distance = 4;
const payloadBits = 7;
const more = 0x80;

/** Packs words. */
export function packWords(words: Int32Array): Uint8Array {
  const bytes: number[] = [];
  words.forEach((word, index) => {
    const difference = (word - (words[index - distance] ?? 0)) | 0;
    let rest = ((difference << 1) ^ (difference >> 31)) >>> 0;
    for (; rest >= more; rest >>>= payloadBits) bytes.push((rest & (more - 1)) | more);
    bytes.push(rest);
  });
  return Uint8Array.from(bytes);
}

/** Reads `count` words that {@link packWords} wrote. */
export function unpackWords(bytes: Uint8Array, count: number): Int32Array {
  const words = new Int32Array(count);
  let at = 0;
  for (let index = 0; index < count; index++) {
    let byte = bytes[at++] as number;
    let zigzag = byte & (more - 1);
    for (let shift = payloadBits; byte >= more; shift += payloadBits) {
      byte = bytes[at++] as number;
      zigzag |= (byte & (more - 1)) << shift;
    }
    const before = index < distance ? 0 : (words[index - distance] as number);
    words[index] = before + ((zigzag >>> 1) ^ -(zigzag & 1));
  }
  return words;
}
