// Reads WebAssembly's number formats, padded or not.

/** A cursor over bytes. Every reader throws RangeError at the end of the bytes. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  byte(): number {
    const value = this.at < this.end ? this.bytes[this.at] : undefined;
    if (value === undefined) throw new RangeError(`unexpected end of bytes at ${this.at}`);
    this.at += 1;
    return value;
  }

  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new RangeError(`LEB128 too long at ${this.at}`);
  }

  i32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      return shift < 28 && (byte & 0x40) !== 0 ? value | (-1 << (shift + 7)) : value | 0;
    }
    throw new RangeError(`LEB128 too long at ${this.at}`);
  }

  i64(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      return BigInt.asIntN(64, (byte & 0x40) !== 0 ? value | (-1n << (shift + 7n)) : value);
    }
    throw new RangeError(`LEB128 too long at ${this.at}`);
  }

  f64(): number {
    const raw = this.take(8);
    return new DataView(raw.buffer, raw.byteOffset, 8).getFloat64(0, true);
  }

  take(count: number): Uint8Array {
    if (this.at + count > this.end) throw new RangeError(`unexpected end of bytes at ${this.at}`);
    const taken = this.bytes.subarray(this.at, this.at + count);
    this.at += count;
    return taken;
  }

  name(): string {
    return decodeText(this.take(this.u32()));
  }
}

const chunkSize = 4096;
const printable = /^[ -~\n]*$/;

/** UTF-8. Names are nearly always ASCII, for which no decoder need be made. */
function decodeText(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += chunkSize)
    text += String.fromCharCode(...bytes.subarray(at, at + chunkSize));
  return printable.test(text) ? text : new TextDecoder().decode(bytes);
}
