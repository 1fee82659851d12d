// Attribute lookups on types, remembered: CPython's type cache. An entry is for one type version and one interned name.
//
// Direct mapped; version 0 is never stored. Entries own their name, so that its address is not used again for another; values are borrowed
// from the type's dict, whose every change takes the version away.

const size = 4096;
const mask = size - 1;

/** The cache of one machine. */
export class MethodCache {
  readonly versions = new Int32Array(size);
  readonly names = new Int32Array(size);
  readonly values = new Int32Array(size);

  /** Where the entry for this pair is. */
  indexOf(version: number, name: number): number {
    return (Math.imul(version, 0x9e3779b1) ^ (name >>> 3)) & mask;
  }

  /** Entries. */
  get size(): number {
    return size;
  }
}
