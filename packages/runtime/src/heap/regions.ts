// Variable-sized regions at the top of memory: pages of small cells, large objects, long item and table blocks.
//
// Free regions are coalesced with their neighbours at once: two maps find them by start and by end, and bins by the power of two
// of their size find one that fits. Allocation takes the first fit of the smallest sufficient bin, else extends memory.
// Before that, small regions that were given back wait to be handed out again at their size: tables of dicts and sets come and go.

import { alignTo } from "../layout/struct.ts";
import { type MemoryViews } from "./memory.ts";

const binCount = 32;
const alignment = 16;
/** Regions of up to so many bytes wait, up to so many bytes in all, if their size is a power of two, as those of tables are. */
const largestWaiting = 16384;
const mostWaiting = 262144;

/** Free regions in the order of their bins, and the end of the used part. */
export interface RegionsState {
  readonly top: number;
  readonly free: readonly (readonly [start: number, size: number])[];
}

/** Hands out regions of memory above a fixed address. */
export class Regions {
  readonly #views: MemoryViews;
  readonly #bins: Set<number>[];
  readonly #sizeByStart = new Map<number, number>();
  readonly #startByEnd = new Map<number, number>();
  /** Everything from here on is unused. */
  #top: number;
  /** Bytes of all free regions, those that wait among them. */
  #freeBytes = 0;
  /** Regions that wait, by their size, and their bytes. */
  readonly #waiting = new Map<number, number[]>();
  #waitingBytes = 0;

  constructor(views: MemoryViews, start: number) {
    this.#views = views;
    this.#top = alignTo(start, alignment);
    this.#bins = Array.from({ length: binCount }, () => new Set<number>());
  }

  /** End of the used part of memory. */
  get top(): number {
    return this.#top;
  }

  /** Bytes of the regions that are handed out, and of the fixed part of memory. */
  get usedBytes(): number {
    return this.#top - this.#freeBytes;
  }

  get state(): RegionsState {
    for (const [size, starts] of this.#waiting) {
      for (let start = starts.pop(); start !== undefined; start = starts.pop()) {
        this.#countWaiting(-size);
        this.#coalesce(start, size);
      }
    }
    const free = this.#bins.flatMap((bin) => [...bin].map((start) => [start, this.#sizeByStart.get(start) as number] as const));
    return { top: this.#top, free };
  }

  /** Makes new regions such as had this state. */
  restore({ top, free }: RegionsState): void {
    this.#top = top;
    for (const [start, size] of free) this.#insert(start, size);
  }

  /** Bytes that a request really takes. */
  static roundUp(bytes: number): number {
    return alignTo(bytes, alignment);
  }

  allocate(bytes: number): number {
    const size = Regions.roundUp(bytes);
    const waiting = size <= largestWaiting ? this.#waiting.get(size)?.pop() : undefined;
    if (waiting !== undefined) {
      this.#countWaiting(-size);
      return waiting;
    }
    for (let bin = binOf(size); bin < binCount; bin++) {
      for (const start of this.#bins[bin] as Set<number>) {
        const available = this.#sizeByStart.get(start) as number;
        if (available < size) continue;
        this.#remove(start, available);
        if (available > size) this.#insert(start + size, available - size);
        return start;
      }
    }
    const start = this.#top;
    this.#views.ensureSize(start + size);
    this.#top = start + size;
    return start;
  }

  free(address: number, bytes: number): void {
    const size = Regions.roundUp(bytes);
    if (size > largestWaiting || (size & (size - 1)) !== 0 || this.#waitingBytes + size > mostWaiting) {
      this.#coalesce(address, size);
      return;
    }
    this.#countWaiting(size);
    const starts = this.#waiting.get(size);
    if (starts === undefined) this.#waiting.set(size, [address]);
    else starts.push(address);
  }

  #countWaiting(bytes: number): void {
    this.#waitingBytes += bytes;
    this.#freeBytes += bytes;
  }

  #coalesce(address: number, bytes: number): void {
    let start = address;
    let size = bytes;
    const before = this.#startByEnd.get(start);
    if (before !== undefined) {
      const beforeSize = this.#sizeByStart.get(before) as number;
      this.#remove(before, beforeSize);
      start = before;
      size += beforeSize;
    }
    const after = this.#sizeByStart.get(start + size);
    if (after !== undefined) {
      this.#remove(start + size, after);
      size += after;
    }
    if (start + size === this.#top) this.#top = start;
    else this.#insert(start, size);
  }

  /** Makes a region longer without moving it; false when what follows is in use. */
  extend(address: number, oldBytes: number, newBytes: number): boolean {
    const oldSize = Regions.roundUp(oldBytes);
    const newSize = Regions.roundUp(newBytes);
    const end = address + oldSize;
    const more = newSize - oldSize;
    if (more <= 0) return true;
    if (end === this.#top) {
      this.#views.ensureSize(address + newSize);
      this.#top = address + newSize;
      return true;
    }
    const following = this.#sizeByStart.get(end);
    if (following === undefined || following < more) return false;
    this.#remove(end, following);
    if (following > more) this.#insert(end + more, following - more);
    return true;
  }

  #insert(start: number, size: number): void {
    this.#freeBytes += size;
    this.#sizeByStart.set(start, size);
    this.#startByEnd.set(start + size, start);
    (this.#bins[binOf(size)] as Set<number>).add(start);
  }

  #remove(start: number, size: number): void {
    this.#freeBytes -= size;
    this.#sizeByStart.delete(start);
    this.#startByEnd.delete(start + size);
    (this.#bins[binOf(size)] as Set<number>).delete(start);
  }
}

function binOf(size: number): number {
  return 31 - Math.clz32(size);
}
