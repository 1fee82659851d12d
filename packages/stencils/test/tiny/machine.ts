// A tier-1 interpreter of the tiny dialect, and a memory to run it in.

import {
  buildInterpreterModule,
  type InstructionDescription,
  type InstructionPart,
  type InterpreterDescription,
} from "@tjit/stencils/build";
import { runtimeFunction } from "@tjit/stencils/build";
import { bodies, Frame, newBox, numberOf, stackOffset, uops, Vm } from "./dialect.ts";

const traceRecord = runtimeFunction("trace_record", ["i32", "i32", "i32"], "void");

const part = (uop: string): InstructionPart => ({ uop });
const inline = (uop: string): InstructionPart => ({ uop, operand0: { offset: 0, size: 2 } });

interface Row {
  readonly name: string;
  readonly parts: readonly InstructionPart[];
  readonly cacheWords?: number;
  readonly generic?: string;
}

const rows: readonly Row[] = [
  { name: "LOAD", parts: [part("_LOAD_FAST")] },
  { name: "STORE", parts: [part("_STORE_FAST")] },
  { name: "SMALL", parts: [part("_SMALL")] },
  { name: "INLINE", parts: [inline("_INLINE")], cacheWords: 2 },
  { name: "ADD", parts: [part("_ADD"), part("_POP"), part("_POP")] },
  {
    name: "ADD_INT",
    parts: ["_GUARD_TOS_INT", "_GUARD_NOS_INT", "_ADD_INT", "_POP", "_POP"].map(part),
    generic: "ADD",
  },
  { name: "SUB_INT", parts: ["_SUB_INT", "_POP", "_POP"].map(part) },
  { name: "SWAP", parts: [part("_SWAP")] },
  { name: "COPY", parts: [part("_COPY")] },
  { name: "ROTATE", parts: [part("_ROTATE")] },
  { name: "SUM", parts: [part("_SUM")] },
  { name: "FLAG", parts: [part("_FLAG")] },
  { name: "POP", parts: [part("_POP")] },
  { name: "SQUARE", parts: [part("_UNBOX"), part("_BOX")], generic: "POP" },
  { name: "NOTE", parts: [part("_NOTE")] },
  { name: "JUMP_IF_ZERO", parts: [part("_JUMP_IF_ZERO")] },
  { name: "JUMP_BACK", parts: [part("_JUMP_BACK")] },
  { name: "RETURN", parts: [part("_RETURN")] },
  { name: "ENTER", parts: [part("_ENTER")] },
  { name: "LEAVE_FRAME", parts: [part("_LEAVE_FRAME")] },
  {
    name: "TWO_LOADS",
    parts: [
      { uop: "_LOAD_FAST", oparg: "top" },
      { uop: "_LOAD_FAST", oparg: "bottom" },
    ],
  },
  { name: "MIXED", parts: ["_COPY", "_SWAP", "_ADD_INT", "_SWAP", "_POP", "_ADD", "_POP", "_POP"].map(part) },
];

const instructions: readonly InstructionDescription[] = rows.map((row, index) => ({
  cacheWords: 0,
  ...row,
  opcode: index + 1,
}));

const Opcodes: Readonly<Record<string, number>> = Object.fromEntries([
  ...instructions.map(({ name, opcode }) => [name, opcode]),
  ["EXTENDED", 100],
]) as Readonly<Record<string, number>>;

export const description: InterpreterDescription = {
  uops,
  bodies,
  instructions,
  specialHandlers: [
    {
      name: "error",
      slot: 512,
      body: (k) => {
        k.store(Frame.savedSp, k.fp, k.sp);
        k.leave(k.i32(1));
      },
    },
    { name: "undefined", body: (k) => k.leave(k.i32(99)) },
    {
      name: "EXTENDED",
      opcode: 100,
      body: (k) => {
        const next = k.let(k.pc.add(2));
        const unit = k.load({ name: "unit", offset: 0, type: "i32", width: "u16" }, next);
        k.dispatchAt(next, k.sp, k.fp, { oparg: k.oparg.shl(8).or(unit.shrU(8)) });
      },
    },
  ],
  kernel: [newBox],
  errorHandler: "error",
  undefinedHandler: "undefined",
  instructionPointer: Frame.savedPc,
  traceRecord,
};

export const codeAddress = 1024;
export const frameAddress = 4096;
const boxesAddress = 16384;

/** An instance of the interpreter with its memory. */
export class Machine {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  readonly table = new WebAssembly.Table({ element: "anyfunc", initial: 600 });
  readonly notes: number[] = [];
  readonly recorded: number[] = [];
  readonly runtime: Readonly<Record<string, (...args: number[]) => number | undefined>> = {
    generic_add: (left = 0, right = 0) => {
      this.notes.push(left, right);
      if ((left & right & 1) === 1) return left + right - 1;
      return left === 0 || right === 0 ? 0 : this.box(numberOf(this.memory, left) + numberOf(this.memory, right));
    },
    note: (value = 0) => void this.notes.push(value),
    trace_record: (pc = 0) => void this.recorded.push(pc),
  };
  readonly exports: Readonly<Record<string, WebAssembly.ExportValue>>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const { memory, table, runtime } = this;
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { vm: { memory, table }, runtime });
    this.exports = instance.exports;
    this.reset();
  }

  reset(): void {
    new Uint8Array(this.memory.buffer).fill(0);
    this.setWord(Vm.nextBox.offset, boxesAddress);
    this.notes.length = 0;
  }

  word(at: number): number {
    return new DataView(this.memory.buffer).getInt32(at, true);
  }

  setWord(at: number, value: number): void {
    new DataView(this.memory.buffer).setInt32(at, value, true);
  }

  box(value: number): number {
    const at = this.word(Vm.nextBox.offset);
    this.setWord(Vm.nextBox.offset, at + 8);
    new DataView(this.memory.buffer).setFloat64(at, value, true);
    return at;
  }

  /** Writes code units (opcode name, oparg) or raw words, runs them, gives the status. */
  run(code: readonly (readonly [name: string, oparg?: number] | number)[], stack: readonly number[] = []): number {
    const units = new Uint16Array(this.memory.buffer, codeAddress, code.length);
    code.forEach((unit, index) => {
      units[index] = typeof unit === "number" ? unit : (Opcodes[unit[0]] ?? 255) | ((unit[1] ?? 0) << 8);
    });
    const base = frameAddress + stackOffset;
    stack.forEach((value, index) => this.setWord(base + 4 * index, value));
    const enter = this.exports["enter"];
    if (typeof enter !== "function") throw new Error("no enter");
    return Number((enter as (...args: number[]) => number)(codeAddress, base + 4 * stack.length, frameAddress));
  }

  get result(): number {
    return this.word(Vm.result.offset);
  }

  /** The stack from its bottom to the saved stack pointer. */
  get savedStack(): number[] {
    const base = frameAddress + stackOffset;
    const depth = (this.word(frameAddress + Frame.savedSp.offset) - base) / 4;
    return Array.from({ length: depth }, (_, index) => this.word(base + 4 * index));
  }
}

/** Builds the interpreter. */
export function buildTiny(optimize: "full" | "none"): Uint8Array<ArrayBuffer> {
  return buildInterpreterModule(description, { optimize }).bytes;
}
