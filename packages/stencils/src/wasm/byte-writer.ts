// A growing byte buffer with WebAssembly's number formats. A *padded* LEB128 has a fixed length (5 bytes for 32 bits, 10 for 64), so
// that its value can be changed afterwards without moving anything: that is what a hole is.

/** Bytes of a padded 32-bit LEB128. */
export const paddedLength32 = 5;
/** Bytes of a padded 64-bit LEB128. */
export const paddedLength64 = 10;

/** Collects bytes; `toBytes` gives a copy of what was written. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): this {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
    return this;
  }

  bytes(values: ArrayLike<number>): this {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
    return this;
  }

  /** Unsigned LEB128 of a number below 2^32. */
  u32(value: number): this {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.byte(rest);
  }

  /** Signed LEB128 of a 32-bit number. */
  i32(value: number): this {
    let rest = value | 0;
    while (rest < -0x40 || rest >= 0x40) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    return this.byte(rest & 0x7f);
  }

  /** Signed LEB128 of a 64-bit number. */
  i64(value: bigint): this {
    let rest = BigInt.asIntN(64, value);
    while (rest < -0x40n || rest >= 0x40n) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    return this.byte(Number(rest & 0x7fn));
  }

  f64(value: number): this {
    const raw = new DataView(new ArrayBuffer(8));
    raw.setFloat64(0, value, true);
    return this.bytes(new Uint8Array(raw.buffer));
  }

  paddedU32(value: number): this {
    this.#reserve(paddedLength32);
    writePaddedU32(this.#bytes, this.#length, value);
    this.#length += paddedLength32;
    return this;
  }

  /** A UTF-8 string with its length in front. */
  name(text: string): this {
    const encoded = new TextEncoder().encode(text);
    return this.u32(encoded.length).bytes(encoded);
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Writes a 5-byte unsigned LEB128. */
export function writePaddedU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = (value & 0x7f) | 0x80;
  bytes[at + 1] = ((value >>> 7) & 0x7f) | 0x80;
  bytes[at + 2] = ((value >>> 14) & 0x7f) | 0x80;
  bytes[at + 3] = ((value >>> 21) & 0x7f) | 0x80;
  bytes[at + 4] = value >>> 28;
}

/** Writes a 5-byte signed LEB128. */
export function writePaddedI32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = (value & 0x7f) | 0x80;
  bytes[at + 1] = ((value >> 7) & 0x7f) | 0x80;
  bytes[at + 2] = ((value >> 14) & 0x7f) | 0x80;
  bytes[at + 3] = ((value >> 21) & 0x7f) | 0x80;
  bytes[at + 4] = (value >> 28) & 0x7f;
}

/** Writes a 10-byte signed LEB128. */
export function writePaddedI64(bytes: Uint8Array, at: number, value: bigint): void {
  let rest = BigInt.asIntN(64, value);
  for (let index = 0; index < paddedLength64 - 1; index++) {
    bytes[at + index] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  bytes[at + paddedLength64 - 1] = Number(rest & 0x7fn);
}
