import { describe, expect, it } from "vitest";
import { codeMemoryOf, forEachInstruction, instructionLengths, quicken } from "../src/index.ts";
import { instructions } from "./language.ts";

describe("quicken", () => {
  const lengths = instructionLengths(instructions);

  it("gives each cache its first words and leaves instructions alone", () => {
    const units = new Uint16Array([0x0101, 9, 0x0002, 9, 9, 9, 9, 0x0000]);
    quicken(
      codeMemoryOf(units, 64),
      64,
      8,
      lengths,
      new Map([
        [1, [9]],
        [2, [17, 1]],
      ]),
    );
    expect([...units]).toEqual([0x0101, 9, 0x0002, 17, 1, 0, 0, 0x0000]);
  });

  it("visits instructions, not caches", () => {
    const units = new Uint16Array([0x0101, 2, 0x0002, 1, 1, 1, 1, 0x0000]);
    const seen: number[] = [];
    forEachInstruction(codeMemoryOf(units), 0, 8, lengths, (address) => seen.push(address));
    expect(seen).toEqual([0, 4, 14]);
  });

  it("refuses code that ends within an instruction", () => {
    expect(() => quicken(codeMemoryOf(new Uint16Array([2, 0])), 0, 2, lengths, new Map())).toThrow(/past the end/);
  });
});
