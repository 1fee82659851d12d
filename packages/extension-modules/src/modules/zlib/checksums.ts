// Adler-32 (RFC 1950).

/** The largest prime below 2 ** 16. */
const prime = 65521;

/** As many bytes as can be summed up before the sums have to be reduced. */
const stride = 5552;

/** The sum of bytes and the sum of these sums. */
export function adler32(bytes: Uint8Array, start: number): number {
  let low = start & 0xffff;
  let high = start >>> 16;
  for (let at = 0; at < bytes.length; at += stride) {
    const end = Math.min(at + stride, bytes.length);
    for (let index = at; index < end; index++) {
      low += bytes[index] as number;
      high += low;
    }
    low %= prime;
    high %= prime;
  }
  return ((high << 16) | low) >>> 0;
}
