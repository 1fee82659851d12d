// Instructions of a function body as data: decoded for cutting, encoded again afterwards.

import { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { immediatesOf, Opcode, TypeCode } from "./opcodes.ts";

/** One instruction. Which fields of the payload mean something depends on the opcode. */
export type Instruction =
  | { readonly opcode: number; readonly immediates: "none" }
  /** `type`: a value type code, {@link TypeCode.empty}, or the index of a function type. */
  | { readonly opcode: number; readonly immediates: "block"; readonly type: number }
  | { readonly opcode: number; readonly immediates: "u32"; readonly value: number }
  | { readonly opcode: number; readonly immediates: "u32-u32"; readonly first: number; readonly second: number }
  | {
      readonly opcode: number;
      readonly immediates: "br-table";
      readonly labels: readonly number[];
      readonly otherwise: number;
    }
  | { readonly opcode: number; readonly immediates: "memory-argument"; readonly align: number; readonly offset: number }
  | { readonly opcode: number; readonly immediates: "i32"; readonly value: number }
  | { readonly opcode: number; readonly immediates: "i64"; readonly value: bigint }
  /** Raw bytes, so that a NaN keeps its bits. */
  | { readonly opcode: number; readonly immediates: "f32" | "f64"; readonly raw: Uint8Array }
  | { readonly opcode: number; readonly immediates: "types"; readonly types: readonly number[] }
  | { readonly opcode: number; readonly immediates: "heap-type"; readonly type: number };

/** Reads one instruction. @throws RangeError when it is not in the table. */
function decodeInstruction(reader: ByteReader): Instruction {
  const first = reader.byte();
  const opcode = first === Opcode.prefix ? 0xfc00 + reader.u32() : first;
  const immediates = immediatesOf(opcode);
  switch (immediates) {
    case "none":
      return { opcode, immediates };
    case "block":
      return { opcode, immediates, type: readBlockType(reader) };
    case "u32":
      return { opcode, immediates, value: reader.u32() };
    case "u32-u32":
      return { opcode, immediates, first: reader.u32(), second: reader.u32() };
    case "br-table": {
      const labels = Array.from({ length: reader.u32() }, () => reader.u32());
      return { opcode, immediates, labels, otherwise: reader.u32() };
    }
    case "memory-argument":
      return { opcode, immediates, align: reader.u32(), offset: reader.u32() };
    case "i32":
      return { opcode, immediates, value: reader.i32() };
    case "i64":
      return { opcode, immediates, value: reader.i64() };
    case "f32":
      return { opcode, immediates, raw: reader.take(4).slice() };
    case "f64":
      return { opcode, immediates, raw: reader.take(8).slice() };
    case "types":
      return { opcode, immediates, types: Array.from({ length: reader.u32() }, () => reader.byte()) };
    case "heap-type":
      return { opcode, immediates, type: reader.i32() };
  }
}

/** Reads all instructions, the body's own `end` included. */
export function decodeInstructions(bytes: Uint8Array): Instruction[] {
  const reader = new ByteReader(bytes);
  const instructions: Instruction[] = [];
  while (!reader.isAtEnd) instructions.push(decodeInstruction(reader));
  return instructions;
}

/** Writes one instruction in its shortest form. */
export function encodeInstruction(writer: ByteWriter, instruction: Instruction): void {
  const { opcode } = instruction;
  if (opcode >= 0xfc00) writer.byte(Opcode.prefix).u32(opcode - 0xfc00);
  else writer.byte(opcode);
  switch (instruction.immediates) {
    case "none":
      return;
    case "block":
      if (instruction.type >= 0x40) writer.byte(instruction.type & 0x7f);
      else writer.i32(instruction.type);
      return;
    case "u32":
      writer.u32(instruction.value);
      return;
    case "u32-u32":
      writer.u32(instruction.first).u32(instruction.second);
      return;
    case "br-table":
      writer.u32(instruction.labels.length);
      for (const label of instruction.labels) writer.u32(label);
      writer.u32(instruction.otherwise);
      return;
    case "memory-argument":
      writer.u32(instruction.align).u32(instruction.offset);
      return;
    case "i32":
      writer.i32(instruction.value);
      return;
    case "i64":
      writer.i64(instruction.value);
      return;
    case "f32":
    case "f64":
      writer.bytes(instruction.raw);
      return;
    case "types":
      writer.u32(instruction.types.length);
      for (const type of instruction.types) writer.byte(type);
      return;
    case "heap-type":
      writer.i32(instruction.type);
  }
}

/** Value types come back as their code (0x40..0x7f); an index of a function type below 64 as itself. */
function readBlockType(reader: ByteReader): number {
  const value = reader.i32();
  if (value >= 0x40) throw new RangeError(`block type index ${value} is out of the supported range`);
  return value < 0 ? value & 0x7f : value;
}

/** How many values a block with this type leaves, when it takes none. @throws RangeError for an index. */
export function blockResultCount(type: number): number {
  if (type === TypeCode.empty) return 0;
  if (type < 0x40) throw new RangeError("a block with a function type");
  return 1;
}
