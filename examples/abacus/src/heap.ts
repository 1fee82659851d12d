// The machine's memory as the host sees it: typed access, allocation, and values as references.

import {
  Flag,
  floatSize,
  floatValue,
  heapStart,
  immortalCount,
  keyAddress,
  keyCount,
  ObjectHeader,
  State,
  TypeCode,
} from "./layout.ts";
import { type AbacusValue, intReference, intValue, isInt } from "./values.ts";

const pageSize = 65536;
/** Floats that are made at a time. */
const floatsPerChunk = 64;
const alignment = 8;

/** One machine's memory. */
export class Heap {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  #view = new DataView(this.memory.buffer);
  #top = heapStart;
  #floats = 0;
  readonly #free = new Map<number, number[]>();

  constructor() {
    for (const flag of Object.values(Flag)) {
      this.store(flag + ObjectHeader.count.offset, immortalCount);
      this.store(flag + ObjectHeader.type.offset, TypeCode.flag);
    }
    for (let key = 0; key < keyCount; key++) this.store(keyAddress(key), intReference(0));
  }

  load(address: number): number {
    return this.#current.getInt32(address, true);
  }

  store(address: number, word: number): void {
    this.#current.setInt32(address, word, true);
  }

  loadUnit(address: number): number {
    return this.#current.getUint16(address, true);
  }

  storeUnit(address: number, unit: number): void {
    this.#current.setUint16(address, unit, true);
  }

  /** Zeroed bytes, aligned for doubles. */
  allocate(bytes: number): number {
    const size = Math.ceil(bytes / alignment) * alignment;
    const known = this.#free.get(size)?.pop();
    if (known !== undefined) {
      new Uint8Array(this.memory.buffer, known, size).fill(0);
      return known;
    }
    const address = this.#top;
    this.#top += size;
    const missing = this.#top - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageSize));
    return address;
  }

  free(address: number, bytes: number): void {
    const size = Math.ceil(bytes / alignment) * alignment;
    this.#free.set(size, [...(this.#free.get(size) ?? []), address]);
  }

  /** Makes floats: one to use now, the others on the kernel's free list. */
  moreFloats(): number {
    const first = this.allocate(floatsPerChunk * floatSize);
    this.#floats += floatsPerChunk;
    for (let index = 1; index < floatsPerChunk; index++) this.#release(first + index * floatSize);
    return first;
  }

  /** Floats that somebody refers to. @throws RangeError when a float is on the free list twice. */
  get liveFloats(): number {
    let free = 0;
    for (let at = this.load(State.freeFloats.offset); at !== 0; at = this.load(at + ObjectHeader.type.offset)) {
      if (++free > this.#floats) throw new RangeError("a float was freed twice");
    }
    return this.#floats - free;
  }

  /** Takes a count. */
  retain(reference: number): void {
    if (!isInt(reference)) this.#count(reference, 1);
  }

  /** Gives a count back. */
  release(reference: number): void {
    if (!isInt(reference) && this.#count(reference, -1) === 0) this.#release(reference);
  }

  /** A new reference to a value. */
  referenceTo(value: AbacusValue): number {
    if (value.type === "int") return intReference(value.value);
    if (value.type === "flag") return value.value ? Flag.Yes : Flag.No;
    return this.#newFloat(value.value);
  }

  /** The value that is referred to. */
  valueOf(reference: number): AbacusValue {
    if (isInt(reference)) return { type: "int", value: intValue(reference) };
    if (this.load(reference + ObjectHeader.type.offset) === TypeCode.flag) {
      return { type: "flag", value: reference === Flag.Yes };
    }
    return { type: "float", value: this.#current.getFloat64(reference + floatValue.offset, true) };
  }

  #newFloat(value: number): number {
    const first = this.load(State.freeFloats.offset);
    if (first !== 0) this.store(State.freeFloats.offset, this.load(first + ObjectHeader.type.offset));
    const float = first === 0 ? this.moreFloats() : first;
    this.store(float + ObjectHeader.count.offset, 1);
    this.store(float + ObjectHeader.type.offset, TypeCode.float);
    this.#current.setFloat64(float + floatValue.offset, value, true);
    return float;
  }

  #count(object: number, change: number): number {
    const count = this.load(object + ObjectHeader.count.offset) + change;
    this.store(object + ObjectHeader.count.offset, count);
    return count;
  }

  #release(float: number): void {
    this.store(float + ObjectHeader.type.offset, this.load(State.freeFloats.offset));
    this.store(State.freeFloats.offset, float);
  }

  /** Growing a memory replaces its buffer. */
  get #current(): DataView {
    if (this.#view.buffer !== this.memory.buffer) this.#view = new DataView(this.memory.buffer);
    return this.#view;
  }
}
