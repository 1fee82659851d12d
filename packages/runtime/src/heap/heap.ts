// The heap: objects and blocks, above the fixed part of memory.
//
// Objects of up to 512 bytes are cells of pages that hold one size each; the heads of their free lists are at fixed addresses, so
// that generated code allocates and frees without asking. A free cell has reference count 0 and links through its type field:
// pages can be walked. Blocks (the items of a list, the tables of a dict) are not objects, so they have pages and free lists of their own.
// What is larger comes from `Regions`.
//
// The debug heap gives the free lists of generated code nothing: every cell comes from the host and goes back into a queue,
// filled with a pattern, and is checked when it is used again. Blocks have a canary behind them.

import { VmState, blockListAddress, freeListAddress, heapAddress, largestSmallSize, vmStateAddress } from "../layout/memory-map.ts";
import { ObjectHeader } from "../layout/objects.ts";
import { MemoryViews } from "./memory.ts";
import { Regions, type RegionsState } from "./regions.ts";

const cellPageSize = 16384;
const nextOffset = ObjectHeader.type.offset;
const smallClasses = largestSmallSize / 8 + 1;
const poison = 0x5a5a5a5a | 0;
const canary = 0x7ea1ca9e;
const canarySize = 8;
const quarantineLength = 256;

/** Thrown by the debug heap: the runtime freed twice, wrote after a free, or wrote past a block. */
export class HeapCorruptionError extends Error {
  override readonly name = "HeapCorruptionError";
}

/** Options of {@link Heap}. */
export interface HeapOptions {
  /** Check every free and every reuse. Slow. */
  readonly debug?: boolean;
}

/** What the host knows of a heap, as data; the rest is in memory. Of a debug heap there is none. */
export interface HeapState {
  readonly regions: RegionsState;
  readonly pageStarts: readonly number[];
  readonly pageClasses: readonly number[];
  readonly largeObjects: readonly (readonly [address: number, bytes: number])[];
}

/** Allocator of objects and blocks, and the views of its memory. */
export class Heap extends MemoryViews {
  readonly debug: boolean;
  readonly #regions: Regions;
  readonly #pageStarts: number[] = [];
  readonly #pageClasses: number[] = [];
  readonly #largeObjects = new Map<number, number>();
  /** Debug: cells that were freed, oldest first, by size class; and all of them. */
  readonly #quarantine: number[][] = [];
  readonly #freed = new Set<number>();
  readonly #freedBlocks = new Set<number>();

  constructor(memory: WebAssembly.Memory, options: HeapOptions = {}) {
    super(memory);
    this.debug = options.debug ?? false;
    this.ensureSize(heapAddress + cellPageSize);
    this.store(vmStateAddress + VmState.checkedBlocks.offset, this.debug ? 1 : 0);
    this.#regions = new Regions(this, heapAddress);
    for (let sizeClass = 0; sizeClass < smallClasses; sizeClass++) this.#quarantine.push([]);
  }

  /** Bytes from the start of memory to the end of what is in use. */
  get usedBytes(): number {
    return this.#regions.top;
  }

  /** Bytes of memory less the free regions in it. */
  get occupiedBytes(): number {
    return this.#regions.usedBytes;
  }

  /** The host's part of the heap, for an image. */
  get state(): HeapState {
    return {
      regions: this.#regions.state,
      pageStarts: this.#pageStarts,
      pageClasses: this.#pageClasses,
      largeObjects: [...this.#largeObjects],
    };
  }

  /** Makes a new heap one that had this state; its memory is to be filled by the caller. */
  restore({ regions, pageStarts, pageClasses, largeObjects }: HeapState): void {
    this.ensureSize(regions.top);
    this.#regions.restore(regions);
    this.#pageStarts.push(...pageStarts);
    this.#pageClasses.push(...pageClasses);
    for (const [address, bytes] of largeObjects) this.#largeObjects.set(address, bytes);
  }

  /** Memory for an object of `bytes` bytes. Everything but the header is 0; the caller sets the header. */
  allocateObject(bytes: number): number {
    const sizeClass = (bytes + 7) >>> 3;
    if (sizeClass >= smallClasses) return this.allocateLarge(bytes);
    if (this.debug) return this.#debugAllocate(sizeClass);
    const head = freeListAddress(sizeClass);
    const cell = this.load(head);
    if (cell === 0) return this.refill(sizeClass);
    this.store(head, this.load(cell + nextOffset));
    for (let at = (cell >>> 2) + 2, end = (cell >>> 2) + 2 * sizeClass; at < end; at++) this.i32[at] = 0;
    return cell;
  }

  /** Returns the memory of an object. The header is destroyed. */
  freeObject(address: number, bytes: number): void {
    const sizeClass = (bytes + 7) >>> 3;
    if (sizeClass >= smallClasses) {
      if (!this.#largeObjects.delete(address)) throw new HeapCorruptionError(`large object ${hex(address)} is not allocated`);
      this.store(address, 0);
      this.#regions.free(address, bytes);
      return;
    }
    if (this.debug) {
      this.#debugFree(address, sizeClass);
      return;
    }
    const head = freeListAddress(sizeClass);
    this.store(address, 0);
    this.store(address + nextOffset, this.load(head));
    this.store(head, address);
  }

  /** A cell of a size class whose free list is empty; more of them go to the list. */
  refill(sizeClass: number): number {
    if (this.debug) return this.#debugAllocate(sizeClass);
    const size = sizeClass * 8;
    const page = this.#regions.allocate(cellPageSize);
    this.#pageStarts.push(page);
    this.#pageClasses.push(sizeClass);
    const count = Math.floor(cellPageSize / size);
    this.fill(page, 0, cellPageSize >>> 2);
    let next = 0;
    for (let index = count - 1; index > 0; index--) {
      const cell = page + index * size;
      this.store(cell + nextOffset, next);
      next = cell;
    }
    this.store(freeListAddress(sizeClass), next);
    return page;
  }

  /** Memory for an object that is too large for a free list. */
  allocateLarge(bytes: number): number {
    const address = this.#regions.allocate(bytes);
    this.#largeObjects.set(address, bytes);
    this.fill(address, 0, (bytes + 3) >>> 2);
    return address;
  }

  /** Memory that is not an object. Its contents are undefined. */
  allocateBlock(bytes: number): number {
    if (this.debug) {
      const block = this.#allocateBlock(bytes + canarySize);
      this.fill(block, poison, bytes >>> 2);
      this.store(block + (bytes & ~3), canary);
      this.#freedBlocks.delete(block);
      return block;
    }
    return this.#allocateBlock(bytes);
  }

  freeBlock(address: number, bytes: number): void {
    if (this.debug) {
      if (this.#freedBlocks.has(address)) throw new HeapCorruptionError(`block ${hex(address)} is freed twice`);
      if (this.load(address + (bytes & ~3)) !== canary) throw new HeapCorruptionError(`block ${hex(address)} was written past its end`);
      this.fill(address, poison, bytes >>> 2);
      this.#freedBlocks.add(address);
      this.#freeBlock(address, bytes + canarySize);
      return;
    }
    this.#freeBlock(address, bytes);
  }

  /** A block of `newBytes` with the contents of the old one, which may have moved. `address` 0 is an empty block. */
  reallocateBlock(address: number, oldBytes: number, newBytes: number): number {
    if (address === 0) return this.allocateBlock(newBytes);
    if (!this.debug && oldBytes > largestSmallSize && newBytes > oldBytes && this.#regions.extend(address, oldBytes, newBytes)) {
      return address;
    }
    const block = this.allocateBlock(newBytes);
    this.copy(block, address, Math.min(oldBytes, newBytes));
    this.freeBlock(address, oldBytes);
    return block;
  }

  /** Calls `visit` with the address of every live object, in no particular order. It must not allocate. */
  forEachObject(visit: (object: number) => void): void {
    for (let index = 0; index < this.#pageStarts.length; index++) {
      const page = this.#pageStarts[index] as number;
      const size = (this.#pageClasses[index] as number) * 8;
      for (let cell = page; cell + size <= page + cellPageSize; cell += size) {
        if (this.load(cell) > 0) visit(cell);
      }
    }
    for (const address of this.#largeObjects.keys()) {
      if (this.load(address) > 0) visit(address);
    }
  }

  #allocateBlock(bytes: number): number {
    const sizeClass = Math.max(1, (bytes + 7) >>> 3);
    if (sizeClass >= smallClasses) return this.#regions.allocate(bytes);
    const list = blockListAddress(sizeClass);
    const head = this.load(list);
    if (head !== 0) {
      this.store(list, this.load(head));
      return head;
    }
    const size = sizeClass * 8;
    const page = this.#regions.allocate(cellPageSize);
    let next = 0;
    for (let index = Math.floor(cellPageSize / size) - 1; index > 0; index--) {
      const cell = page + index * size;
      this.store(cell, next);
      next = cell;
    }
    this.store(list, next);
    return page;
  }

  #freeBlock(address: number, bytes: number): void {
    const sizeClass = Math.max(1, (bytes + 7) >>> 3);
    if (sizeClass >= smallClasses) {
      this.#regions.free(address, bytes);
      return;
    }
    const list = blockListAddress(sizeClass);
    this.store(address, this.load(list));
    this.store(list, address);
  }

  #debugAllocate(sizeClass: number): number {
    const size = sizeClass * 8;
    const queue = this.#quarantine[sizeClass] as number[];
    if (queue.length < quarantineLength) {
      const page = this.#regions.allocate(cellPageSize);
      this.#pageStarts.push(page);
      this.#pageClasses.push(sizeClass);
      this.fill(page, 0, cellPageSize >>> 2);
      for (let cell = page; cell + size <= page + cellPageSize; cell += size) {
        this.fill(cell + 8, poison, (size - 8) >>> 2);
        this.#freed.add(cell);
        queue.push(cell);
      }
    }
    const cell = queue.shift() as number;
    for (let at = cell + 8; at < cell + size; at += 4) {
      if (this.load(at) !== poison) throw new HeapCorruptionError(`object ${hex(cell)} of ${size} bytes was written after it was freed`);
    }
    if (this.load(cell) !== 0) throw new HeapCorruptionError(`reference count of ${hex(cell)} changed after it was freed`);
    this.#freed.delete(cell);
    this.fill(cell, 0, size >>> 2);
    return cell;
  }

  #debugFree(address: number, sizeClass: number): void {
    if (this.#freed.has(address)) throw new HeapCorruptionError(`object ${hex(address)} is freed twice`);
    this.store(address, 0);
    this.store(address + nextOffset, 0);
    this.fill(address + 8, poison, sizeClass * 2 - 2);
    this.#freed.add(address);
    (this.#quarantine[sizeClass] as number[]).push(address);
  }

  /** Debug: whether this cell is free. */
  isFreed(address: number): boolean {
    return this.#freed.has(address);
  }
}

function hex(address: number): string {
  return `0x${address.toString(16)}`;
}
