// Uuencoding, a line at a time.

const space = 0x20;
const backtick = 0x60;
const newline = 0x0a;
const carriageReturn = 0x0d;

/** What stands for six zero bits. */
export type ZeroCharacter = "space" | "backtick";

/** The line for at most 45 bytes. */
export function encodeUu(bytes: Uint8Array, zero: ZeroCharacter): Uint8Array {
  const character = (value: number): number => (value === 0 && zero === "backtick" ? backtick : space + value);
  const line = [character(bytes.length)];
  for (let index = 0; index < bytes.length; index += 3) {
    const word = ((bytes[index] as number) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    // The last group is as long as its bits ask for.
    const count = Math.min(4, Math.ceil(((bytes.length - index) * 8) / 6));
    for (let shift = 18; shift > 18 - 6 * count; shift -= 6) line.push(character((word >> shift) & 63));
    while (index + 3 >= bytes.length && (line.length - 1) % 4 !== 0) line.push(character(0));
  }
  line.push(newline);
  return Uint8Array.from(line);
}

/** The bytes of a line, or what is wrong with it. */
export function decodeUu(line: Uint8Array): Uint8Array | string {
  const bytes = new Uint8Array(((line[0] ?? 0) - space) & 63);
  let at = 1;
  let bits = 0;
  let count = 0;
  for (let length = 0; length < bytes.length; at++) {
    const unit = line[at] ?? newline;
    let value = 0;
    // Lines may have lost spaces at their ends.
    if (unit !== newline && unit !== carriageReturn) {
      if (unit < space || unit > space + 64) return "Illegal char";
      value = (unit - space) & 63;
    }
    bits = (bits << 6) | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[length++] = bits >> count;
    bits &= (1 << count) - 1;
  }
  const isFiller = (unit: number): boolean =>
    unit === space || unit === backtick || unit === newline || unit === carriageReturn;
  return line.subarray(at).every(isFiller) ? bytes : "Trailing garbage";
}
