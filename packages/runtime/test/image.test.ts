// An image is a machine as the bootstrap makes it, and what is linked later changes nothing in memory.

import { describe, expect, test } from "vitest";
import { createRuntime, newImage } from "../src/bootstrap.ts";
import { decodeImage, encodeImage } from "../src/image/image-format.ts";
import { takeImage } from "../src/image/image.ts";
import { type PackedMemory, packMemory, unpackMemory } from "../src/image/packed-memory.ts";
import {
  FixedType,
  type Host,
  compareLiveObjects,
  decref,
  getAttributeString,
  importModule,
  liveObjects,
  newInt,
  reprText,
  typeOf,
} from "../src/index.ts";
import { dictDelete } from "../src/object/dict.ts";
import { typeSlots } from "../src/object/reference.ts";
import { internStr } from "../src/object/str.ts";
import type { Runtime } from "../src/runtime.ts";

const newMemory = (): WebAssembly.Memory => new WebAssembly.Memory({ initial: 32, maximum: 256 });
const host: Host = { stdout: () => undefined, stderr: () => undefined, args: ["program.py", "word"] };

const image = decodeImage(encodeImage(newImage()));
const restored = (): Runtime => createRuntime(newMemory(), host, { image });

describe("image", () => {
  test("survives being written and read", () => {
    expect(image).toEqual(newImage());
  });

  test("a restored machine is the one that was bootstrapped", () => {
    const machine = restored();
    const other = createRuntime(newMemory(), host);
    expect(takeImage(machine)).toEqual(takeImage(other));
    expect(compareLiveObjects(liveObjects(machine), liveObjects(other))).toEqual([]);
  });

  test("linking changes nothing in memory and makes what bootstrapping makes", () => {
    const machine = restored();
    const other = createRuntime(newMemory(), host);
    machine.links?.linkAll();
    expect(takeImage(machine)).toEqual(takeImage(other));
    expect(shapeOf(machine)).toEqual(shapeOf(other));
  });

  test("machines share nothing", () => {
    const machine = restored();
    const other = restored();
    const key = internStr(machine, "len");
    dictDelete(machine, machine.builtins, key);
    decref(machine, key);
    expect(takeImage(other)).toEqual(takeImage(restored()));
  });

  test("what died before it was linked stays dead", () => {
    const machine = restored();
    const key = internStr(machine, "len");
    dictDelete(machine, machine.builtins, key);
    decref(machine, key);
    const { free } = machine.definitions;
    expect(free.length).toBe(1);
    decref(machine, importModule(machine, "math"));
    const before = shapeOf(machine);
    machine.links?.linkAll();
    expect(shapeOf(machine)).toEqual(before);
  });

  test("knows its host", () => {
    const machine = restored();
    const sys = importModule(machine, "sys");
    const argv = getAttributeString(machine, sys, "argv");
    expect(reprText(machine, argv)).toBe("['program.py', 'word']");
    decref(machine, argv);
    decref(machine, sys);
    expect(typeOf(machine, newInt(machine, 2 ** 40))).toBe(FixedType.int);
  });
});

/** Names of definitions, slots and payloads, wherever they come from. */
function shapeOf(machine: Runtime): unknown {
  const definitions = handles(machine.definitions.end).map((handle) => {
    const it = machine.definitions.get(handle) as ReturnType<typeof machine.definitions.get> | undefined;
    return it === undefined ? null : [it.qualname, it.slot, it.raw === null, it.signature];
  });
  const payloads = handles(machine.payloads.end).map((handle) => summary(machine.payloads.get(handle)));
  const slots = machine.slotTables.map((_, handle) =>
    handle === 0 ? null : filledSlots(machine, machine.typeInfos.get(handle).address),
  );
  return { definitions, payloads, slots };
}

function filledSlots(machine: Runtime, type: number): readonly string[] {
  return Object.entries(typeSlots(machine, type))
    .filter(([, fn]) => fn !== null)
    .map(([name, fn]) => `${name} ${String(fn).length}`);
}

function summary(payload: unknown): unknown {
  return typeof payload === "object" && payload !== null
    ? Object.entries(payload).map(([key, value]: [string, unknown]) => [
        key,
        typeof value === "function" ? "function" : value,
      ])
    : payload;
}

function handles(end: number): readonly number[] {
  return Array.from({ length: end - 1 }, (_, index) => index + 1);
}

describe("packed memory", () => {
  const unpack = (packed: PackedMemory, words: number): Int32Array => {
    const memory = new Int32Array(words);
    unpackMemory(packed, memory);
    return memory;
  };

  test.for([
    [[]],
    [[0, 0, 0]],
    [[1]],
    [[0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0]],
    // Free cells of 16 bytes, linked in their first and in their second word.
    [[16, 0, 0, 0, 32, 0, 0, 0, 48, 0, 7, 0, 64, 0, 0, 0, 0]],
    [[0, 16, 0, 0, 0, 32, 0, 0, 0, 48, 0, 0, 9, 64, 0, 0, 0, 80]],
    [[-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]],
  ])("%j", ([words]) => {
    const original = Int32Array.from(words as number[]);
    expect(unpack(packMemory(original, 4 * original.length), original.length)).toEqual(original);
  });
});
