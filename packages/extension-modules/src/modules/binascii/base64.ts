// Base64 (RFC 4648), with CPython's view of what is malformed.

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const pad = 0x3d;
const newline = 0x0a;

/** Whether anything but well-formed text is refused. */
export type Mode = "lenient" | "strict";

/** The text for some bytes, as bytes. */
export function encodeBase64(bytes: Uint8Array, ending: "newline" | "none"): Uint8Array {
  const length = Math.ceil(bytes.length / 3) * 4;
  const text = new Uint8Array(length + (ending === "newline" ? 1 : 0));
  let at = 0;
  for (let index = 0; index < bytes.length; index += 3) {
    const word = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    for (let shift = 18; shift >= 0; shift -= 6) text[at++] = alphabet.charCodeAt((word >> shift) & 63);
  }
  for (let missing = (3 - (bytes.length % 3)) % 3; missing > 0; missing--) text[length - missing] = pad;
  if (ending === "newline") text[length] = newline;
  return text;
}

/** The bytes that a text stands for, or what is wrong with it. */
export function decodeBase64(text: Uint8Array, mode: Mode): Uint8Array | string {
  const isStrict = mode === "strict";
  const bytes = new Uint8Array(Math.ceil(text.length / 4) * 3);
  const values = decodingTable();
  let length = 0;
  let position = 0;
  let left = 0;
  let pads = 0;
  let isPadding = false;
  for (let index = 0; index < text.length; index++) {
    const unit = text[index] as number;
    if (unit === pad) {
      isPadding = true;
      if (isStrict && position === 0) {
        return index === 0 ? "Leading padding not allowed" : "Excess padding not allowed";
      }
      if (position >= 2 && position + ++pads >= 4) {
        if (isStrict && index + 1 < text.length) return "Excess data after padding";
        return bytes.slice(0, length);
      }
      continue;
    }
    const value = values[unit] as number;
    if (value < 0) {
      if (isStrict) return "Only base64 data is allowed";
      continue;
    }
    if (isStrict && isPadding) return "Discontinuous padding not allowed";
    pads = 0;
    // What the group has so far are 6, 12 or 18 bits; those that are not written yet are in `left`.
    if (position > 0) bytes[length++] = (left << (2 * position)) | (value >> (6 - 2 * position));
    left = value & ((1 << (6 - 2 * position)) - 1);
    position = (position + 1) & 3;
  }
  if (position === 1) {
    const characters = Math.floor(length / 3) * 4 + 1;
    return `Invalid base64-encoded string: number of data characters (${characters}) cannot be 1 more than a multiple of 4`;
  }
  return position === 0 ? bytes.slice(0, length) : "Incorrect padding";
}

function decodingTable(): Int8Array {
  const table = new Int8Array(256).fill(-1);
  for (let value = 0; value < 64; value++) table[alphabet.charCodeAt(value)] = value;
  return table;
}
