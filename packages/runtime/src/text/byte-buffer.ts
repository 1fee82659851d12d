// The bytes of a bytearray: room at both ends, so that appending, and deleting at the front, take constant time on average.
//
//   storage  | free … | bytes, `length` of them, from `start` | … free |

/** A growing array of bytes. */
export class ByteBuffer {
  #storage: Uint8Array;
  #start = 0;
  #length: number;
  #view: Uint8Array | null;
  /** Views that others hold; while there are any, the size does not change. */
  exports = 0;

  /** Takes `bytes` over. */
  constructor(bytes: Uint8Array) {
    this.#storage = bytes;
    this.#length = bytes.length;
    this.#view = bytes;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes that are allocated. */
  get capacity(): number {
    return this.#storage.length;
  }

  /** The bytes in place: theirs until the size changes. */
  get bytes(): Uint8Array {
    this.#view ??= this.#storage.subarray(this.#start, this.#start + this.#length);
    return this.#view;
  }

  /** `index` must be within. */
  at(index: number): number {
    return this.#storage[this.#start + index] as number;
  }

  /** `index` must be within. */
  put(index: number, value: number): void {
    this.#storage[this.#start + index] = value;
  }

  push(value: number): void {
    const end = this.#start + this.#length;
    if (end === this.#storage.length) this.#grow(this.#length + 1);
    this.#storage[this.#start + this.#length++] = value;
    this.#view = null;
  }

  /** Changes the size at the end; new bytes are 0. */
  resize(length: number): void {
    if (this.#start + length > this.#storage.length) this.#grow(length);
    if (length > this.#length) this.#storage.fill(0, this.#start + this.#length, this.#start + length);
    this.#length = length;
    this.#view = null;
  }

  /** Puts `bytes`, which must not be part of this buffer, in the place of those from `start` to `end`. */
  splice(start: number, end: number, bytes: Uint8Array): void {
    const difference = bytes.length - (end - start);
    if (start === 0 && difference < 0) {
      this.#start -= difference;
      this.#length += difference;
    } else if (difference !== 0) {
      const tail = this.#length - end;
      if (difference > 0) this.#reach(this.#length + difference);
      this.#storage.copyWithin(this.#start + end + difference, this.#start + end, this.#start + end + tail);
      this.#length += difference;
    }
    this.#storage.set(bytes, this.#start + start);
    this.#view = null;
    if (this.#length * 4 < this.#storage.length && this.#storage.length > 64) this.#move(this.#length);
  }

  #reach(length: number): void {
    if (this.#start + length > this.#storage.length) this.#grow(length);
  }

  #grow(length: number): void {
    this.#move(length + (length >> 3) + (length < 9 ? 3 : 6));
  }

  #move(capacity: number): void {
    const storage = new Uint8Array(capacity);
    storage.set(this.#storage.subarray(this.#start, this.#start + this.#length));
    this.#storage = storage;
    this.#start = 0;
    this.#view = null;
  }
}
