// The heap hands out memory that nobody else has, takes it back, and notices misuse.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Heap, HeapCorruptionError } from "../src/heap/heap.ts";
import { Regions } from "../src/heap/regions.ts";
import { heapAddress } from "../src/layout/memory-map.ts";

const newMemory = (): WebAssembly.Memory => new WebAssembly.Memory({ initial: 32, maximum: 1024 });

interface Held {
  readonly address: number;
  readonly bytes: number;
  readonly mark: number;
}

/** Commands decode totally: an odd number allocates, an even one frees what it names modulo what there is. */
const commands = fc.array(fc.record({ choice: fc.nat(1000), bytes: fc.integer({ min: 8, max: 3000 }) }), {
  maxLength: 200,
});

describe("allocation", () => {
  for (const debug of [false, true]) {
    test(`objects and blocks do not overlap (debug ${String(debug)})`, () => {
      fc.assert(
        fc.property(commands, (list) => {
          const heap = new Heap(newMemory(), { debug });
          const held: (Held & { readonly isObject: boolean })[] = [];
          let mark = 1;
          const check = (it: Held & { readonly isObject: boolean }): void => {
            const first = it.address + (it.isObject ? 8 : 0);
            for (let at = first; at + 4 <= it.address + it.bytes; at += 4) expect(heap.load(at)).toBe(it.mark);
          };
          for (const { choice, bytes } of list) {
            if (choice % 2 === 1 || held.length === 0) {
              const isObject = choice % 4 < 2;
              const size = (bytes + 7) & ~7;
              const address = isObject ? heap.allocateObject(size) : heap.allocateBlock(size);
              expect(address % 8).toBe(0);
              expect(address).toBeGreaterThanOrEqual(heapAddress);
              if (isObject) heap.store(address, 1);
              mark++;
              heap.fill(address + (isObject ? 8 : 0), mark, (size - (isObject ? 8 : 0)) >> 2);
              held.push({ address, bytes: size, mark, isObject });
            } else {
              const [it] = held.splice(choice % held.length, 1);
              if (it === undefined) continue;
              check(it);
              if (it.isObject) heap.freeObject(it.address, it.bytes);
              else heap.freeBlock(it.address, it.bytes);
            }
          }
          held.forEach(check);
          const live = new Set<number>();
          heap.forEachObject((object) => live.add(object));
          expect(live).toEqual(new Set(held.filter((it) => it.isObject).map((it) => it.address)));
        }),
        { numRuns: 40 },
      );
    });
  }

  test("a block keeps its contents when it grows", () => {
    const heap = new Heap(newMemory());
    let block = heap.reallocateBlock(0, 0, 16);
    for (let words = 4; words < 5000; words *= 2) {
      for (let index = 0; index < words; index++) heap.store(block + 4 * index, index * 7);
      block = heap.reallocateBlock(block, 4 * words, 8 * words);
      for (let index = 0; index < words; index++) expect(heap.load(block + 4 * index)).toBe(index * 7);
    }
  });

  test("freed regions are joined with their neighbours", () => {
    const heap = new Heap(newMemory());
    const regions = new Regions(heap, heapAddress + 65536);
    const parts = [
      regions.allocate(1000),
      regions.allocate(1000),
      regions.allocate(1000),
      regions.allocate(1000),
    ] as const;
    const end = regions.top;
    regions.free(parts[0], 1000);
    regions.free(parts[2], 1000);
    regions.free(parts[1], 1000);
    expect(regions.allocate(3000)).toBe(parts[0]);
    expect(regions.top).toBe(end);
  });
});

describe("the debug heap notices", () => {
  const heap = new Heap(newMemory(), { debug: true });

  test("an object that is freed twice", () => {
    const object = heap.allocateObject(24);
    heap.freeObject(object, 24);
    expect(() => heap.freeObject(object, 24)).toThrow(HeapCorruptionError);
  });

  test("a write after a free", () => {
    const object = heap.allocateObject(40);
    heap.freeObject(object, 40);
    heap.store(object + 16, 7);
    expect(() => {
      for (let count = 0; count < 10000; count++) heap.allocateObject(40);
    }).toThrow(/written after it was freed/);
  });

  test("a write past a block", () => {
    const block = heap.allocateBlock(32);
    heap.store(block + 32, 1);
    expect(() => heap.freeBlock(block, 32)).toThrow(/past its end/);
  });
});
