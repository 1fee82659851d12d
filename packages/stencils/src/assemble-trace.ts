// Copy and patch: turns a plan into the bytes of a module, in one pass over the steps.
//   1. the code: each stencil's bytes, its holes filled; callees and spill places get their numbers when they are first met
//   2. the sections before it, which need those numbers, and both into one piece
// Nothing is parsed and no expression compiled. Lengths of sections are padded LEB128, filled when the section is written.
//
//   (func (param pc sp fp oparg) (result i32)
//     block $exit n-1 … block $exit 0
//       steps before the loop
//       loop  steps  end
//     end  code of exit 0
//     …
//     end  code of exit n-1
//     unreachable)
//
// This is the hot path of compiling: it reads the stencils where they lie and writes into one buffer that is kept. 200 uops take some tens
// of microseconds (see benchmarks/assemble.ts), most of which is memory that has gone cold since the last trace.

import { InvariantError } from "./invariant-error.ts";
import type { MoveStep, Place, StencilStep, TracePlan, TraceStep } from "./plan.ts";
import { frameLocal, localTypeOf, type LocalType } from "./registers.ts";
import { movesOfReshape } from "./reshape.ts";
import { stencilFormat } from "./stencil-format.ts";
import type { StencilSet } from "./stencil-set.ts";
import { ByteReader } from "./wasm/byte-reader.ts";
import { writePaddedI32, writePaddedI64, writePaddedU32 } from "./wasm/byte-writer.ts";
import { Opcode, TypeCode } from "./wasm/opcodes.ts";

/** Where and how a trace is placed. */
export interface AssembleOptions {
  /** Slot of the shared table that the trace's function is put in when the module is instantiated. */
  readonly slot: number;
  /** Whether guards are marked as rarely failing for the engine. */
  readonly hints?: "branches" | "none";
}

/** A trace as a module. */
export interface AssembledTrace {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Callees of the set that the module imports. */
  readonly callees: readonly number[];
  /** Bytes of the function's code. */
  readonly codeSize: number;
}

/** Assembles a trace. @throws InvariantError when a step leaves by an exit that the plan does not have. */
export function assembleTrace(plan: TracePlan, set: StencilSet, options: AssembleOptions): AssembledTrace {
  return new TraceAssembler(plan, set, options).assemble();
}

// The kinds of holes by number, in the order of `holeKinds`: a switch over numbers is what this loop can afford.
const Kind = {
  oparg: 0,
  operand0: 1,
  operand1: 2,
  pc: 3,
  nextPc: 4,
  stack: 5,
  opargOffset: 6,
  stackOffset: 7,
  operand0I64: 8,
  operand1I64: 9,
  operand0F64: 10,
  operand1F64: 11,
  exit: 12,
  error: 13,
  loop: 14,
  call: 15,
  operand0Offset: 16,
  operand1Offset: 17,
} as const;

/** Bytes that are enough for a move. */
const largestMove = 24;
/** Bytes of everything in a module that does not grow with the trace, and of a callee's import besides its name. */
const fixedSize = 256;
const importSize = 24;
const hintName = new TextEncoder().encode("metadata.code.branch_hint");
const hintSize = 7;
const moduleHeader = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const traceType = Uint8Array.of(
  TypeCode.function,
  4,
  TypeCode.i32,
  TypeCode.i32,
  TypeCode.i32,
  TypeCode.i32,
  1,
  TypeCode.i32,
);
const functionSection = Uint8Array.of(3, 2, 1, 0);
const environment = moduleImports();

class TraceAssembler {
  readonly #plan: TracePlan;
  readonly #set: StencilSet;
  readonly #options: AssembleOptions;
  readonly #callees: number[] = [];
  /** Function index of each callee of the set; a hole: not called. */
  readonly #functionIndex: (number | undefined)[] = [];
  /** Local of each spill place, by class and offset; and their types, in the order of the locals. */
  readonly #spillPlaces = new Map<string, number>();
  readonly #spillTypes: LocalType[] = [];
  /** Offsets in the code of the branches that are rarely taken. */
  readonly #hints: number[] = [];
  /** Where the body of a stencil is read. */
  readonly #body: ByteReader;
  #bytes: Uint8Array<ArrayBuffer>;
  #at = 0;
  /** Blocks between the place being written and the exits' blocks: 1 inside the loop. */
  #depth = 0;

  constructor(plan: TracePlan, set: StencilSet, options: AssembleOptions) {
    this.#plan = plan;
    this.#set = set;
    this.#options = options;
    this.#body = new ByteReader(set.bytes);
    this.#bytes = set.scratch;
  }

  assemble(): AssembledTrace {
    this.#code();
    const code = this.#bytes.subarray(0, this.#at);
    let size = fixedSize + environment.length + hintSize * this.#hints.length + 2 * this.#spillTypes.length;
    for (const callee of this.#callees) size += this.#set.importEntryOf(callee).length + importSize;
    for (const entry of this.#set.typeEntries) size += entry.length;
    this.#bytes = new Uint8Array(size + code.length);
    this.#at = 0;
    this.#copy(moduleHeader);
    const types = this.#types();
    this.#imports(types);
    this.#functionAndElement();
    const locals = this.#locals();
    this.#branchHints(locals.length);
    const section = this.#openSection(10);
    this.#u32(1);
    const codeSize = locals.length + code.length;
    writePaddedU32(this.#bytes, this.#at, codeSize);
    this.#at += 5;
    this.#copy(locals);
    this.#copy(code);
    this.#closeSection(section);
    return { bytes: this.#bytes.subarray(0, this.#at), callees: this.#callees, codeSize };
  }

  /** Type 0 is the traces' own; the callees' types follow in the order of first use. */
  #types(): readonly number[] {
    const size = this.#openSection(1);
    const used: number[] = [];
    for (const callee of this.#callees) {
      const type = this.#typeOf(callee);
      if (!used.includes(type)) used.push(type);
    }
    this.#u32(1 + used.length);
    this.#copy(traceType);
    for (const type of used) this.#copy(this.#set.typeEntries[type] ?? []);
    this.#closeSection(size);
    return used;
  }

  #imports(types: readonly number[]): void {
    const size = this.#openSection(2);
    this.#u32(2 + this.#callees.length);
    this.#copy(environment);
    for (const callee of this.#callees) {
      this.#copy(this.#set.importEntryOf(callee));
      this.#u32(1 + types.indexOf(this.#typeOf(callee)));
    }
    this.#closeSection(size);
  }

  #typeOf(callee: number): number {
    return this.#set.callees[callee]?.type ?? 0;
  }

  #functionAndElement(): void {
    this.#copy(functionSection);
    const size = this.#openSection(9);
    this.#byte(1);
    this.#byte(0);
    this.#byte(Opcode.i32Const);
    writePaddedI32(this.#bytes, this.#at, this.#options.slot);
    this.#at += 5;
    this.#byte(Opcode.end);
    this.#byte(1);
    this.#u32(this.#callees.length);
    this.#closeSection(size);
  }

  /** A custom section that names the branches that are rarely taken. Offsets count from the declaration of the locals. */
  #branchHints(localsSize: number): void {
    if (this.#hints.length === 0 || this.#options.hints === "none") return;
    const size = this.#openSection(0);
    this.#u32(hintName.length);
    this.#copy(hintName);
    this.#u32(1);
    this.#u32(this.#callees.length);
    this.#u32(this.#hints.length);
    for (const hint of this.#hints) {
      writePaddedU32(this.#bytes, this.#at, localsSize + hint);
      this.#bytes[this.#at + 5] = 1;
      this.#bytes[this.#at + 6] = 0;
      this.#at += hintSize;
    }
    this.#closeSection(size);
  }

  #locals(): number[] {
    const { runs } = this.#set.layout;
    const bytes: number[] = [];
    for (let rest = runs.length + this.#spillTypes.length; ; rest >>>= 7) {
      bytes.push(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
      if (rest < 0x80) break;
    }
    // The layout has fewer than 128 locals of a type.
    for (const { type, count } of runs) bytes.push(count, TypeCode[type]);
    for (const type of this.#spillTypes) bytes.push(1, TypeCode[type]);
    return bytes;
  }

  #code(): void {
    const { steps, exits, loopHead } = this.#plan;
    this.#reserve(2 * exits.length + 8);
    for (let index = 0; index < exits.length; index++) this.#block(Opcode.block);
    if (loopHead < 0) this.#steps(steps, 0, steps.length);
    else {
      this.#steps(steps, 0, loopHead);
      this.#block(Opcode.loop);
      this.#depth = 1;
      this.#steps(steps, loopHead, steps.length);
      this.#depth = 0;
      this.#byte(Opcode.end);
    }
    for (const exit of exits) {
      this.#byte(Opcode.end);
      this.#steps(exit, 0, exit.length);
    }
    this.#byte(Opcode.unreachable);
    this.#byte(Opcode.end);
  }

  #block(opcode: number): void {
    this.#byte(opcode);
    this.#byte(TypeCode.empty);
  }

  #steps(steps: readonly TraceStep[], from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const step = steps[index];
      if (step === undefined) return;
      if (step.kind === "stencil") this.#stencil(step);
      else if (step.kind === "move") this.#move(step);
      else for (const move of movesOfReshape(step)) this.#move(move);
    }
  }

  #stencil(step: StencilStep): void {
    const body = this.#body;
    body.at = this.#set.bodyOf(step.stencil);
    const size = body.u32();
    this.#reserve(size);
    const target = this.#bytes;
    const base = this.#at;
    const source = this.#set.bytes;
    const from = body.at;
    for (let index = 0; index < size; index++) target[base + index] = source[from + index] ?? 0;
    body.at += size;
    for (let holes = body.u32(); holes > 0; holes--) {
      const at = base + body.u32();
      const tag = body.byte();
      const constant = (tag & stencilFormat.hasBase) === 0 ? 0 : body.i32();
      const scaled = (tag & stencilFormat.hasScale) === 0 ? 0 : body.i32() * (step.oparg & body.i32());
      switch (tag & stencilFormat.kindMask) {
        case Kind.oparg:
          writePaddedI32(target, at, constant + scaled);
          break;
        case Kind.operand0:
          writePaddedI32(target, at, to32(step.operand0));
          break;
        case Kind.operand1:
          writePaddedI32(target, at, to32(step.operand1));
          break;
        case Kind.pc:
          writePaddedI32(target, at, step.pc);
          break;
        case Kind.nextPc:
          writePaddedI32(target, at, step.nextPc);
          break;
        case Kind.stack:
          writePaddedI32(target, at, step.stack + constant + scaled);
          break;
        case Kind.opargOffset:
          writePaddedU32(target, at, constant + scaled);
          break;
        case Kind.stackOffset:
          writePaddedU32(target, at, step.stack + constant + scaled);
          break;
        case Kind.operand0Offset:
          writePaddedU32(target, at, constant + to32(step.operand0));
          break;
        case Kind.operand1Offset:
          writePaddedU32(target, at, constant + to32(step.operand1));
          break;
        case Kind.operand0I64:
          writePaddedI64(target, at, BigInt(step.operand0));
          break;
        case Kind.operand1I64:
          writePaddedI64(target, at, BigInt(step.operand1));
          break;
        case Kind.operand0F64:
          writeF64(target, at, Number(step.operand0));
          break;
        case Kind.operand1F64:
          writeF64(target, at, Number(step.operand1));
          break;
        case Kind.exit:
          writePaddedU32(target, at, constant + this.#labelOf(step, step.exit));
          break;
        case Kind.error:
          writePaddedU32(target, at, constant + this.#labelOf(step, step.error));
          break;
        case Kind.loop:
          if (this.#depth === 0) throw new InvariantError(`${this.#set.nameOf(step.stencil)} outside a loop`);
          writePaddedU32(target, at, constant);
          break;
        case Kind.call:
          writePaddedU32(target, at, this.#functionIndex[constant] ?? this.#addCallee(constant));
          break;
      }
    }
    for (let hints = body.u32(); hints > 0; hints--) this.#hints.push(base + body.u32());
    this.#at = base + size;
  }

  #addCallee(callee: number): number {
    const index = this.#callees.push(callee) - 1;
    this.#functionIndex[callee] = index;
    return index;
  }

  #labelOf(step: StencilStep, exit: number): number {
    if (exit < 0 || exit >= this.#plan.exits.length) {
      throw new InvariantError(
        `${this.#set.nameOf(step.stencil)} leaves by exit ${exit}, the plan has ${this.#plan.exits.length}`,
      );
    }
    return exit + this.#depth;
  }

  #move({ from, to }: MoveStep): void {
    this.#reserve(largestMove);
    if (to.kind === "slot") {
      this.#byte(Opcode.localGet);
      this.#byte(frameLocal);
    }
    if (from.kind === "slot") {
      this.#byte(Opcode.localGet);
      this.#byte(frameLocal);
      this.#access(Opcode.i32Load, from.offset);
    } else {
      this.#byte(Opcode.localGet);
      this.#u32(this.#localOf(from));
    }
    if (to.kind === "slot") {
      this.#access(Opcode.i32Store, to.offset);
    } else {
      this.#byte(Opcode.localSet);
      this.#u32(this.#localOf(to));
    }
  }

  #access(opcode: number, offset: number): void {
    this.#byte(opcode);
    this.#byte(2);
    this.#u32(offset);
  }

  #localOf(place: Exclude<Place, { kind: "slot" }>): number {
    const { layout } = this.#set;
    if (place.kind === "register")
      return registerLocal(layout.registers[place.class], layout.registerCount, place.number);
    const key = `${place.class}${place.offset}`;
    let local = this.#spillPlaces.get(key);
    if (local === undefined) {
      local = layout.end + this.#spillTypes.push(localTypeOf(place.class)) - 1;
      this.#spillPlaces.set(key, local);
    }
    return local;
  }

  /** Makes room for a step; what ends blocks and the function is room that is always there. */
  #reserve(size: number): void {
    const needed = this.#at + size + 2 * this.#plan.exits.length + 8;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#set.scratch = grown;
  }

  #openSection(id: number): number {
    this.#byte(id);
    this.#at += 5;
    return this.#at;
  }

  #closeSection(start: number): void {
    writePaddedU32(this.#bytes, start - 5, this.#at - start);
  }

  #byte(value: number): void {
    this.#bytes[this.#at++] = value;
  }

  #u32(value: number): void {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.#bytes[this.#at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#at++] = rest;
  }

  #copy(values: ArrayLike<number>): void {
    this.#bytes.set(values, this.#at);
    this.#at += values.length;
  }
}

function writeF64(bytes: Uint8Array<ArrayBuffer>, at: number, value: number): void {
  new DataView(bytes.buffer).setFloat64(at, value, true);
}

function registerLocal(start: number, registerCount: number, number: number): number {
  if (number >= registerCount) throw new InvariantError(`register ${number} of ${registerCount}`);
  return start + number;
}

function to32(operand: number | bigint): number {
  return typeof operand === "bigint" ? Number(BigInt.asIntN(32, operand)) : operand | 0;
}

/** Entries of the import section for memory and table. */
function moduleImports(): Uint8Array {
  const text = (value: string): number[] => [value.length, ...new TextEncoder().encode(value)];
  return Uint8Array.from([
    ...text("vm"),
    ...text("memory"),
    2,
    0,
    1,
    ...text("vm"),
    ...text("table"),
    1,
    TypeCode.funcref,
    0,
    1,
  ]);
}
