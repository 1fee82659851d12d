// Words as their differences, most of which fit 16 bits. A machine's memory is mostly tables of addresses and small numbers, in rows of
// four words (an entry of a dict), so a word is like the one four before it.
//
//   difference = word[i] - word[i - 4]     ─▶  one unit of 16 bits when it fits
//                                              escape, low half, high half of the word when it does not
//
// Reading is part of the start, where JavaScript is interpreted: a loop over all words takes it milliseconds, and WebAssembly nearly nothing.

const distance = 4;
const escape = -0x8000;
const pageSize = 65536;

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
  if (count === 0) return new Int32Array(0);
  // A row of zeros, so that the first row needs no test; the words; the units.
  const firstWord = 4 * distance;
  const firstUnit = firstWord + 4 * count;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((firstUnit + bytes.length) / pageSize) });
  new Uint8Array(memory.buffer).set(bytes, firstUnit);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(reader), { m: { m: memory } });
  (exports as unknown as { readonly u: (count: number) => void }).u(count);
  return new Int32Array(memory.buffer, firstWord, count);
}

/** A module with one function, `u(count)`, over the memory `m.m`: makes words of the units behind the place for the words. */
const reader = /* @__PURE__ */ Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // header
  ...[0x01, 0x05, 0x01, 0x60, 0x01, 0x7f, 0x00], // type 0: i32 -> nothing
  ...[0x02, 0x08, 0x01, 0x01, 0x6d, 0x01, 0x6d, 0x02, 0x00, 0x01], // import memory "m" "m", at least 1 page
  ...[0x03, 0x02, 0x01, 0x00], // function 0 of type 0
  ...[0x07, 0x05, 0x01, 0x01, 0x75, 0x00, 0x00], // export function 0 as "u"
  ...[0x0a, 0x58, 0x01, 0x56, 0x01, 0x03, 0x7f], // its code; locals: 0 count, then end; 1 from; 2 at; 3 unit
  ...[0x20, 0x00, 0x41, 0x02, 0x74, 0x21, 0x00], // end = count << 2
  ...[0x20, 0x00, 0x41, 0x10, 0x6a, 0x21, 0x02], // at = end + 16
  ...[0x03, 0x40], // loop
  ...[0x20, 0x02, 0x2e, 0x01, 0x00, 0x22, 0x03], // unit = 16 bits at `at`, signed; it stays on the stack
  ...[0x20, 0x02, 0x41, 0x02, 0x6a, 0x21, 0x02], // at += 2
  ...[0x41, 0x80, 0x80, 0x7e, 0x46, 0x04, 0x40], // if it is the escape
  ...[0x20, 0x01, 0x20, 0x02, 0x28, 0x01, 0x00, 0x36, 0x02, 0x10], // word at from + 16 = 32 bits at `at`
  ...[0x20, 0x02, 0x41, 0x04, 0x6a, 0x21, 0x02], // at += 4
  ...[0x05, 0x20, 0x01, 0x20, 0x01, 0x28, 0x02, 0x00, 0x20, 0x03, 0x6a, 0x36, 0x02, 0x10], // else it = word at from + unit
  ...[0x0b, 0x20, 0x01, 0x41, 0x04, 0x6a, 0x22, 0x01], // end if; from += 4
  ...[0x20, 0x00, 0x49, 0x0d, 0x00], // again while from < end
  ...[0x0b, 0x0b], // end loop, end function
);
