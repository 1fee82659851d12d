// The encoder and the decoder are each other's inverse, and agree with the engine.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteReader } from "../src/wasm/byte-reader.ts";
import { ByteWriter, writePaddedI32, writePaddedI64, writePaddedU32 } from "../src/wasm/byte-writer.ts";
import { decodeInstructions, encodeInstruction, type Instruction } from "../src/wasm/instruction.ts";
import { decodeModule } from "../src/wasm/module-decoder.ts";
import { encodeModule, type ModuleDescription } from "../src/wasm/module-encoder.ts";
import { immediatesOf, Opcode, operandCountsOf } from "../src/wasm/opcodes.ts";
import { buildTiny } from "./tiny/machine.ts";

describe("numbers", () => {
  test("unsigned, plain and padded", () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), (value) => {
        const padded = new Uint8Array(5);
        writePaddedU32(padded, 0, value);
        expect(new ByteReader(new ByteWriter().u32(value).toBytes()).u32()).toBe(value);
        expect(new ByteReader(padded).u32()).toBe(value);
      }),
    );
  });

  test("signed, plain and padded", () => {
    const edges = fc.constantFrom(0, -1, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31));
    fc.assert(
      fc.property(fc.oneof(fc.integer(), edges), (value) => {
        const padded = new Uint8Array(5);
        writePaddedI32(padded, 0, value);
        expect(new ByteReader(new ByteWriter().i32(value).toBytes()).i32()).toBe(value);
        expect(new ByteReader(padded).i32()).toBe(value);
      }),
    );
  });

  test("64 bits, plain and padded", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const padded = new Uint8Array(10);
        writePaddedI64(padded, 0, value);
        expect(new ByteReader(new ByteWriter().i64(value).toBytes()).i64()).toBe(value);
        expect(new ByteReader(padded).i64()).toBe(value);
      }),
    );
  });

  test("doubles keep their bits; names are UTF-8", () => {
    expect(new ByteReader(new ByteWriter().f64(-0).toBytes()).f64()).toBe(-0);
    expect(new ByteReader(new ByteWriter().name("größe").toBytes()).name()).toBe("größe");
  });

  test("truncated and overlong numbers are refused", () => {
    expect(() => new ByteReader(Uint8Array.of(0x80)).u32()).toThrow(RangeError);
    expect(() => new ByteReader(Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0)).u32()).toThrow(RangeError);
    expect(() => new ByteReader(Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0)).i32()).toThrow(RangeError);
  });
});

/** Any instruction, decoded totally from numbers. */
function instructionOf(choice: number, first: number, second: number): Instruction {
  const opcodes = Object.values(Opcode).filter((opcode) => opcode !== Opcode.prefix);
  const opcode = opcodes[choice % opcodes.length] ?? Opcode.nop;
  const immediates = immediatesOf(opcode);
  switch (immediates) {
    case "none":
      return { opcode, immediates };
    case "block":
      return { opcode, immediates, type: [0x40, 0x7f, 0x7c, first % 64][second % 4] ?? 0x40 };
    case "u32":
      return { opcode, immediates, value: first };
    case "u32-u32":
      return { opcode, immediates, first, second };
    case "br-table":
      return { opcode, immediates, labels: [first, second], otherwise: second };
    case "memory-argument":
      return { opcode, immediates, align: first % 4, offset: second };
    case "i32":
      return { opcode, immediates, value: first | 0 };
    case "i64":
      return { opcode, immediates, value: BigInt(first | 0) * BigInt(second) };
    case "f32":
    case "f64":
      return { opcode, immediates, raw: new Uint8Array(immediates === "f32" ? 4 : 8).fill(first & 255) };
    case "types":
      return { opcode, immediates, types: [0x7f] };
    case "heap-type":
      return { opcode, immediates, type: -16 };
  }
}

describe("instructions", () => {
  test("decode(encode(x)) = x", () => {
    const record = fc.tuple(fc.nat(1000), fc.nat(0xffff_ffff), fc.nat(0xffff_ffff));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 40 }), (records) => {
        const instructions = records.map(([choice, first, second]) => instructionOf(choice, first, second));
        const writer = new ByteWriter();
        for (const instruction of instructions) encodeInstruction(writer, instruction);
        expect(decodeInstructions(writer.toBytes())).toEqual(instructions);
      }),
    );
  });

  test("an unknown instruction is refused", () => {
    expect(() => decodeInstructions(Uint8Array.of(0xfd, 0))).toThrow(/unknown WebAssembly instruction 0xfd/);
    expect(operandCountsOf(Opcode.br)).toBeUndefined();
  });

  test("operand counts agree with the engine", () => {
    // A function that pushes as many zeros as are popped and drops what is pushed must validate for some typing of the operands.
    const zeros = [Opcode.i32Const, Opcode.i64Const, Opcode.f64Const];
    for (const opcode of Object.values(Opcode)) {
      const counts = operandCountsOf(opcode);
      if (
        counts === undefined ||
        immediatesOf(opcode) !== "none" ||
        opcode === Opcode.refIsNull ||
        opcode === Opcode.prefix
      )
        continue;
      const typings = allTypings(zeros, counts.pops);
      expect(
        typings.some((typing) => WebAssembly.validate(moduleWith(opcode, typing, counts.pushes))),
        `0x${opcode.toString(16)}`,
      ).toBe(true);
    }
  });
});

function allTypings(zeros: readonly number[], count: number): number[][] {
  if (count === 0) return [[]];
  return allTypings(zeros, count - 1).flatMap((rest) => zeros.map((zero) => [...rest, zero]));
}

function moduleWith(opcode: number, operands: readonly number[], pushes: number): Uint8Array<ArrayBuffer> {
  const code = new ByteWriter();
  for (const zero of operands) {
    code.byte(zero);
    if (zero === Opcode.f64Const) code.f64(0);
    else code.byte(0);
  }
  encodeInstruction(code, { opcode, immediates: "none" });
  for (let index = 0; index < pushes; index++) code.byte(Opcode.drop);
  return encodeModule({
    types: [{ parameters: [], results: [] }],
    imports: [],
    functions: [{ type: 0, locals: [], code: code.byte(Opcode.end).toBytes() }],
    globals: [],
    exports: [],
    elements: [],
  });
}

describe("modules", () => {
  test("decode(encode(x)) = x, and the engine accepts it", () => {
    const module: ModuleDescription = {
      types: [
        { parameters: [0x7f, 0x7c], results: [0x7f] },
        { parameters: [], results: [] },
      ],
      imports: [
        { module: "vm", name: "memory", description: { kind: "memory", limits: { minimum: 1, maximum: 9 } } },
        { module: "vm", name: "table", description: { kind: "table", limits: { minimum: 4 } } },
        { module: "m", name: "f", description: { kind: "function", type: 1 } },
        { module: "m", name: "g", description: { kind: "global", type: 0x7f, isMutable: false } },
      ],
      functions: [{ type: 0, locals: [{ count: 2, type: 0x7e }], code: Uint8Array.of(Opcode.localGet, 0, Opcode.end) }],
      globals: [
        { type: 0x7f, isMutable: true, initial: -5 },
        { type: 0x7e, isMutable: false, initial: -5n },
        { type: 0x7c, isMutable: false, initial: 0.5 },
      ],
      exports: [{ name: "main", kind: "function", index: 1 }],
      elements: [{ offset: 3, functions: [1] }],
    };
    const bytes = encodeModule(module);
    expect(WebAssembly.validate(bytes)).toBe(true);
    expect(decodeModule(bytes)).toEqual(module);
  });

  test("Binaryen's output is read and written back", () => {
    const bytes = buildTiny("full");
    const module = decodeModule(bytes);
    const again = encodeModule(module);
    expect(WebAssembly.validate(again)).toBe(true);
    expect(decodeModule(again)).toEqual(module);
    for (const { code } of module.functions) {
      const writer = new ByteWriter();
      for (const instruction of decodeInstructions(code)) encodeInstruction(writer, instruction);
      expect(writer.toBytes()).toEqual(code);
    }
  });
});
