// Words as their differences, most of which fit a byte or two. A machine's memory is mostly tables of addresses and small numbers, in rows of
// four words (an entry of a dict), so a word is like the one four before it.
//
//   difference = word[i] - word[i - 4]     ─▶  0ddddddd               7 bits
//                                              10dddddd dddddddd      14 bits, the high ones first
//                                              escape, the word       32 bits, the low ones first
//
// Reading is part of the start, where JavaScript is interpreted: a loop over all words takes it milliseconds, and WebAssembly nearly nothing.

const distance = 4;
const escape = 0xc0;
const pageSize = 65536;

/** Packs words. */
export function packWords(words: Int32Array): Uint8Array {
  const bytes: number[] = [];
  words.forEach((word, index) => {
    const difference = (word - (words[index - distance] ?? 0)) | 0;
    if (difference >= -0x40 && difference < 0x40) bytes.push(difference & 0x7f);
    else if (difference >= -0x2000 && difference < 0x2000)
      bytes.push(0x80 | ((difference >> 8) & 0x3f), difference & 0xff);
    else bytes.push(escape, word & 0xff, (word >> 8) & 0xff, (word >> 16) & 0xff, word >>> 24);
  });
  return Uint8Array.from(bytes);
}

/** Reads `count` words that {@link packWords} wrote. */
export function unpackWords(bytes: Uint8Array, count: number): Int32Array {
  if (count === 0) return new Int32Array(0);
  // A row of zeros, so that the first row needs no test; the words; the bytes.
  const firstWord = 4 * distance;
  const firstByte = firstWord + 4 * count;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((firstByte + bytes.length) / pageSize) });
  new Uint8Array(memory.buffer).set(bytes, firstByte);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(reader), { m: { m: memory } });
  (exports as unknown as { readonly u: (count: number) => void }).u(count);
  return new Int32Array(memory.buffer, firstWord, count);
}

/** The function `u(count)`. Locals: 0 count, then end; 1 from; 2 at; 3 byte. */
const body: readonly number[] = [
  ...[0x01, 0x03, 0x7f], // three more locals
  ...[0x20, 0x00, 0x41, 0x02, 0x74, 0x21, 0x00], // end = count << 2
  ...[0x20, 0x00, 0x41, 0x10, 0x6a, 0x21, 0x02], // at = end + 16
  ...[0x03, 0x40, 0x20, 0x01], // loop; `from` stays on the stack, below the word
  ...[0x20, 0x02, 0x2d, 0x00, 0x00, 0x22, 0x03, 0x41, 0x80, 0x01, 0x49, 0x04, 0x7f], // byte = the one at `at`; if it is below 0x80: word =
  ...[0x20, 0x01, 0x28, 0x02, 0x00, 0x20, 0x03, 0x41, 0x19, 0x74, 0x41, 0x19, 0x75, 0x6a], // word at from + 7 bits, signed
  ...[0x20, 0x02, 0x41, 0x01, 0x6a, 0x21, 0x02, 0x05], // at += 1; else
  ...[0x20, 0x03, 0x41, 0xc0, 0x01, 0x49, 0x04, 0x7f], // if it is below 0xc0: word =
  ...[0x20, 0x01, 0x28, 0x02, 0x00, 0x20, 0x03, 0x41, 0x08, 0x74, 0x20, 0x02, 0x2d, 0x00, 0x01, 0x72], // word at from, (byte << 8 | the next byte)
  ...[0x41, 0x12, 0x74, 0x41, 0x12, 0x75, 0x6a], // their 14 low bits, signed, added
  ...[0x20, 0x02, 0x41, 0x02, 0x6a, 0x21, 0x02, 0x05], // at += 2; else
  ...[0x20, 0x02, 0x28, 0x00, 0x01], // 32 bits at `at` + 1
  ...[0x20, 0x02, 0x41, 0x05, 0x6a, 0x21, 0x02, 0x0b, 0x0b], // at += 5; end if, end if
  ...[0x36, 0x02, 0x10], // word at from + 16 = word
  ...[0x20, 0x01, 0x41, 0x04, 0x6a, 0x22, 0x01, 0x20, 0x00, 0x49, 0x0d, 0x00], // from += 4; again while from < end
  ...[0x0b, 0x0b], // end loop, end function
];

/** A size in two bytes. */
const size = (bytes: number): readonly number[] => [(bytes & 0x7f) | 0x80, bytes >> 7];

/** A module with that function, over the memory `m.m`: makes words of the bytes behind the place for the words. */
const reader = /* @__PURE__ */ Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // header
  ...[0x01, 0x05, 0x01, 0x60, 0x01, 0x7f, 0x00], // type 0: i32 -> nothing
  ...[0x02, 0x08, 0x01, 0x01, 0x6d, 0x01, 0x6d, 0x02, 0x00, 0x01], // import memory "m" "m", at least 1 page
  ...[0x03, 0x02, 0x01, 0x00], // function 0 of type 0
  ...[0x07, 0x05, 0x01, 0x01, 0x75, 0x00, 0x00], // export function 0 as "u"
  ...[0x0a, ...size(body.length + 3), 0x01, ...size(body.length), ...body], // its code
);
