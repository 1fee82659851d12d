// The items of an array: bytes that grow, and the views that are on loan.

import { type Runtime, fail, hostPayload, reserveBytes } from "@tjit/runtime/api";
import type { ItemType, Store } from "./item-types.ts";

/** Payload of an array object. */
export class Storage {
  readonly type: ItemType;
  length = 0;
  /** Buffers on loan: while there are any the array does not change its size. */
  exports = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  view = new DataView(this.#bytes.buffer);

  constructor(type: ItemType, bytes: Uint8Array = new Uint8Array(0)) {
    this.type = type;
    this.#replace(bytes);
    this.length = bytes.length / type.size;
  }

  #replace(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The bytes of all items. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length * this.type.size);
  }

  /** A copy of some items' bytes. */
  copy(start: number, stop: number): Uint8Array {
    return this.#bytes.slice(start * this.type.size, stop * this.type.size);
  }

  read(rt: Runtime, index: number): number {
    return this.type.read(rt, this.view, index * this.type.size);
  }

  write(index: number, store: Store): void {
    store(this.view, index * this.type.size);
  }

  /** Puts `bytes` in place of the items from `start` to `stop`. Status. */
  splice(rt: Runtime, start: number, stop: number, bytes: Uint8Array): number {
    const { size } = this.type;
    const length = this.length + bytes.length / size - (stop - start);
    if (length !== this.length && this.mayResize(rt) < 0) return -1;
    const needed = length * size;
    if (needed > this.#bytes.length) {
      const capacity = needed + (needed >> 4) + 6 * size;
      if (reserveBytes(rt, capacity) < 0) return -1;
      const larger = new Uint8Array(capacity - (capacity % size));
      larger.set(this.bytes);
      this.#replace(larger);
    }
    this.#bytes.copyWithin(start * size + bytes.length, stop * size, this.length * size);
    this.#bytes.set(bytes, start * size);
    this.length = length;
    return 0;
  }

  /** Puts one item before `index`. Status. */
  insert(rt: Runtime, index: number, store: Store): number {
    if (this.splice(rt, index, index, new Uint8Array(this.type.size)) < 0) return -1;
    this.write(index, store);
    return 0;
  }

  /** BufferError while bytes are on loan. Status. */
  mayResize(rt: Runtime): number {
    if (this.exports === 0) return 0;
    return fail(rt, rt.types.BufferError, "cannot resize an array that is exporting buffers");
  }
}

export function storageOf(rt: Runtime, self: number): Storage {
  return hostPayload(rt, self) as Storage;
}
