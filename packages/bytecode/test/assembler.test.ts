import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assemble, cacheLayout, decodeInstructions, opcodeNamed, opcodes, stackEffect } from "../src/index.ts";
import { make } from "./sample.ts";

describe("assemble", () => {
  it("writes caches, and jumps over them", () => {
    const { code } = assemble([
      make("LOAD_FAST", 1),
      make("TO_BOOL"),
      make("POP_JUMP_IF_TRUE", 0, { to: 0 + 4 }),
      make("NOT_TAKEN"),
      make("RETURN_VALUE"),
    ]);
    const [load, test, jump] = [opcodeNamed("LOAD_FAST"), opcodeNamed("TO_BOOL"), opcodeNamed("POP_JUMP_IF_TRUE")];
    expect([...code]).toEqual([
      load.opcode | (1 << 8),
      test.opcode,
      0,
      0,
      0,
      jump.opcode | (1 << 8),
      0,
      opcodeNamed("NOT_TAKEN").opcode,
      opcodeNamed("RETURN_VALUE").opcode,
    ]);
  });

  it("prefixes large arguments", () => {
    const { code } = assemble([make("LOAD_CONST", 0x12345)]);
    expect([...code].map((unit) => unit >> 8)).toEqual([1, 0x23, 0x45]);
  });

  it("refuses what it cannot place", () => {
    expect(() => assemble([make("JUMP_FORWARD", 0, { to: 3 })])).toThrow(RangeError);
    expect(() => assemble([{ ...make("NOP"), opcode: 300 }])).toThrow(RangeError);
  });

  it("makes jumps that go where they should, however far", () => {
    const list = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant("jump" as const), to: fc.nat(), padding: fc.nat(80) }),
        fc.record({ kind: fc.constant("load" as const), to: fc.nat(70_000), padding: fc.nat(3) }),
      ),
      { minLength: 1, maxLength: 40 },
    );
    let far = 0;
    fc.assert(
      fc.property(list, (records) => {
        const starts: number[] = [];
        let count = 0;
        for (const { padding } of records) {
          starts.push(count);
          count += padding + 1;
        }
        const instructions = records.flatMap(({ kind, to, padding }, index) => {
          const target = starts[to % starts.length] ?? 0;
          const isForward = target > (starts[index] ?? 0);
          const own =
            kind === "load"
              ? make("LOAD_CONST", to)
              : make(isForward ? "JUMP_FORWARD" : "JUMP_BACKWARD", 0, { to: target });
          return [own, ...Array.from({ length: padding }, () => make("LOAD_ATTR"))];
        });
        const { code, positions } = assemble(instructions);
        const decoded = decodeInstructions(code);
        expect(positions.length).toBe(code.length);
        expect(decoded.length).toBe(instructions.length);
        decoded.forEach((instruction, index) => {
          const { target, oparg } = instructions[index] ?? make("NOP");
          if (target === null) expect(instruction.oparg).toBe(oparg);
          else expect(instruction.target).toBe(decoded[target]?.start);
          if (target !== null && instruction.start < instruction.offset) far++;
        });
      }),
    );
    expect(far).toBeGreaterThan(50);
  });
});

describe("instructions as data", () => {
  const compiled = opcodes.filter(({ name }) => name !== "ENTER_EXECUTOR" && name !== "TRACE_RECORD");

  it("all have a stack effect", () => {
    for (const { opcode } of compiled) expect(stackEffect(opcode, 2).popped).toBeGreaterThanOrEqual(0);
    expect(() => stackEffect(opcodeNamed("ENTER_EXECUTOR").opcode, 0)).toThrow(RangeError);
  });

  it("have caches as large as their fields", () => {
    for (const { opcode, name, cacheEntries } of compiled) {
      const size = cacheLayout(opcode).reduce((sum, field) => sum + field.size, 0);
      expect([name, size]).toEqual([name, cacheEntries]);
    }
  });
});
