// Copy and patch: turns a plan into the bytes of a module, in two passes.
//   1. measure: an upper bound of the size, and which functions are called;
//   2. write: sections, then each stencil's bytes with its holes filled.
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
// This is the hot path of compiling: it works on flat tables and one buffer. 200 uops take some tens of microseconds (see
// benchmarks/assemble.ts).

import { InvariantError } from "./invariant-error.ts";
import type { MoveStep, Place, StencilStep, TracePlan, TraceStep } from "./plan.ts";
import { frameLocal, localTypeOf, type LocalType } from "./registers.ts";
import { movesOfReshape } from "./reshape.ts";
import { holeStride, type StencilSet } from "./stencil-set.ts";
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
/** Bytes of everything in a module that does not grow with the trace. */
const fixedSize = 256;
const hintName = new TextEncoder().encode("metadata.code.branch_hint");
const hintSize = 7;
const environment = moduleImports();

class TraceAssembler {
  readonly #plan: TracePlan;
  readonly #set: StencilSet;
  readonly #options: AssembleOptions;
  readonly #callees: number[] = [];
  /** Function index of each callee of the set; -1: not called. */
  readonly #functionIndex: Int32Array;
  readonly #spillPlaces = new Map<string, { readonly type: LocalType; readonly number: number }>();
  readonly #spillCounts: Record<LocalType, number> = { i32: 0, f64: 0, i64: 0 };
  #usedTypes: readonly number[] = [];
  #bound = fixedSize;
  #hintCount = 0;
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #view: DataView = new DataView(this.#bytes.buffer);
  #at = 0;
  #hintAt = 0;
  #codeStart = 0;
  /** Blocks between the place being written and the exits' blocks: 1 inside the loop. */
  #depth = 0;

  constructor(plan: TracePlan, set: StencilSet, options: AssembleOptions) {
    this.#plan = plan;
    this.#set = set;
    this.#options = options;
    this.#functionIndex = new Int32Array(set.callees.length).fill(-1);
  }

  assemble(): AssembledTrace {
    this.#measure(this.#plan.steps);
    for (const exit of this.#plan.exits) this.#measure(exit);
    this.#bound += 4 * this.#plan.exits.length + environment.length;
    if (this.#options.hints === "none") this.#hintCount = 0;
    this.#bound += hintSize * this.#hintCount;
    this.#bytes = new Uint8Array(this.#bound);
    this.#view = new DataView(this.#bytes.buffer);
    this.#header();
    this.#types();
    this.#imports();
    this.#functionAndElement();
    this.#hints();
    const codeSize = this.#code();
    return { bytes: this.#bytes.subarray(0, this.#at), callees: this.#callees, codeSize };
  }

  #measure(steps: readonly TraceStep[]): void {
    const { body, bodyStart, callees, calleeStart, hintStart, importEntries } = this.#set.tables;
    for (const step of steps) {
      if (step.kind !== "stencil") {
        this.#bound += largestMove * (step.kind === "move" ? 1 : Math.max(step.from, step.to));
        this.#noteSpills(step);
        continue;
      }
      const index = body[step.stencil] ?? 0;
      this.#bound += (bodyStart[index + 1] ?? 0) - (bodyStart[index] ?? 0);
      this.#hintCount += (hintStart[index + 1] ?? 0) - (hintStart[index] ?? 0);
      const end = calleeStart[index + 1] ?? 0;
      for (let at = calleeStart[index] ?? 0; at < end; at++) {
        const callee = callees[at] ?? 0;
        if (this.#functionIndex[callee] !== -1) continue;
        this.#functionIndex[callee] = this.#callees.push(callee) - 1;
        this.#bound += (importEntries[callee]?.length ?? 0) + 24;
      }
    }
  }

  #noteSpills(step: Exclude<TraceStep, StencilStep>): void {
    const moves = step.kind === "move" ? [step] : movesOfReshape(step);
    for (const { from, to } of moves) {
      for (const place of [from, to]) {
        if (place.kind !== "spilled") continue;
        const key = `${place.class}${place.offset}`;
        if (this.#spillPlaces.has(key)) continue;
        const type = localTypeOf(place.class);
        this.#spillPlaces.set(key, { type, number: this.#spillCounts[type]++ });
      }
    }
  }

  #header(): void {
    this.#copy([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  }

  /** Type 0 is the traces' own; the callees' types follow in the order of first use. */
  #types(): void {
    const { calleeType, typeEntries } = this.#set.tables;
    const size = this.#openSection(1);
    const used: number[] = [];
    for (const callee of this.#callees) {
      const type = calleeType[callee] ?? 0;
      if (!used.includes(type)) used.push(type);
    }
    this.#u32(1 + used.length);
    this.#copy([TypeCode.function, 4, TypeCode.i32, TypeCode.i32, TypeCode.i32, TypeCode.i32, 1, TypeCode.i32]);
    for (const type of used) this.#copy(typeEntries[type] ?? []);
    this.#closeSection(size);
    this.#usedTypes = used;
  }

  #imports(): void {
    const { calleeType, importEntries } = this.#set.tables;
    const size = this.#openSection(2);
    this.#u32(2 + this.#callees.length);
    this.#copy(environment);
    for (const callee of this.#callees) {
      this.#copy(importEntries[callee] ?? []);
      this.#u32(1 + this.#usedTypes.indexOf(calleeType[callee] ?? 0));
    }
    this.#closeSection(size);
  }

  #functionAndElement(): void {
    this.#copy([3, 2, 1, 0]);
    const size = this.#openSection(9);
    this.#copy([1, 0, Opcode.i32Const]);
    writePaddedI32(this.#bytes, this.#at, this.#options.slot);
    this.#at += 5;
    this.#copy([Opcode.end, 1]);
    this.#u32(this.#callees.length);
    this.#closeSection(size);
  }

  /** A custom section that names the branches that are rarely taken; its places are filled while the code is written. */
  #hints(): void {
    if (this.#hintCount === 0) return;
    const size = this.#openSection(0);
    this.#u32(hintName.length);
    this.#copy(hintName);
    this.#u32(1);
    this.#u32(this.#callees.length);
    this.#u32(this.#hintCount);
    this.#hintAt = this.#at;
    this.#at += hintSize * this.#hintCount;
    this.#closeSection(size);
  }

  #code(): number {
    const { steps, exits, loopHead } = this.#plan;
    const section = this.#openSection(10);
    this.#u32(1);
    const bodySize = this.#at;
    this.#at += 5;
    this.#codeStart = this.#at;
    this.#locals();
    for (let index = 0; index < exits.length; index++) this.#copy([Opcode.block, TypeCode.empty]);
    const isLoop = loopHead >= 0;
    if (!isLoop) this.#steps(steps, 0, steps.length);
    else {
      this.#steps(steps, 0, loopHead);
      this.#copy([Opcode.loop, TypeCode.empty]);
      this.#depth = 1;
      this.#steps(steps, loopHead, steps.length);
      this.#depth = 0;
      this.#byte(Opcode.end);
    }
    for (const exit of exits) {
      this.#byte(Opcode.end);
      this.#steps(exit, 0, exit.length);
    }
    this.#copy([Opcode.unreachable, Opcode.end]);
    const codeSize = this.#at - this.#codeStart;
    writePaddedU32(this.#bytes, bodySize, codeSize);
    this.#closeSection(section);
    return codeSize;
  }

  #locals(): void {
    const { runs } = this.#set.layout;
    const spilled = (["i32", "f64", "i64"] as const).filter((type) => this.#spillCounts[type] > 0);
    this.#u32(runs.length + spilled.length);
    for (const { type, count } of runs) {
      this.#u32(count);
      this.#byte(TypeCode[type]);
    }
    for (const type of spilled) {
      this.#u32(this.#spillCounts[type]);
      this.#byte(TypeCode[type]);
    }
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
    const { bytes, body, bodyStart, holes, holeStart, hints, hintStart } = this.#set.tables;
    const index = body[step.stencil] ?? 0;
    const start = bodyStart[index] ?? 0;
    const end = bodyStart[index + 1] ?? 0;
    const target = this.#bytes;
    const base = this.#at;
    for (let at = start, to = base; at < end; at++, to++) target[to] = bytes[at] ?? 0;
    const lastHole = (holeStart[index + 1] ?? 0) * holeStride;
    for (let hole = (holeStart[index] ?? 0) * holeStride; hole < lastHole; hole += holeStride) {
      const at = base + (holes[hole] ?? 0);
      const kind = holes[hole + 1] ?? 0;
      const constant = holes[hole + 2] ?? 0;
      const scaled = constant + (holes[hole + 3] ?? 0) * (step.oparg & (holes[hole + 4] ?? 0));
      switch (kind) {
        case Kind.oparg:
          writePaddedI32(target, at, scaled);
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
          writePaddedI32(target, at, step.stack + scaled);
          break;
        case Kind.opargOffset:
          writePaddedU32(target, at, scaled);
          break;
        case Kind.stackOffset:
          writePaddedU32(target, at, step.stack + scaled);
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
          this.#view.setFloat64(at, Number(step.operand0), true);
          break;
        case Kind.operand1F64:
          this.#view.setFloat64(at, Number(step.operand1), true);
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
          writePaddedU32(target, at, this.#functionIndex[constant] ?? 0);
          break;
      }
    }
    if (this.#hintCount > 0) {
      const lastHint = hintStart[index + 1] ?? 0;
      for (let hint = hintStart[index] ?? 0; hint < lastHint; hint++)
        this.#hint(base + (hints[hint] ?? 0) - this.#codeStart);
    }
    this.#at = base + end - start;
  }

  #labelOf(step: StencilStep, exit: number): number {
    if (exit < 0 || exit >= this.#plan.exits.length) {
      throw new InvariantError(
        `${this.#set.nameOf(step.stencil)} leaves by exit ${exit}, the plan has ${this.#plan.exits.length}`,
      );
    }
    return exit + this.#depth;
  }

  #hint(offset: number): void {
    writePaddedU32(this.#bytes, this.#hintAt, offset);
    this.#bytes[this.#hintAt + 5] = 1;
    this.#bytes[this.#hintAt + 6] = 0;
    this.#hintAt += hintSize;
  }

  #move({ from, to }: MoveStep): void {
    if (to.kind === "slot") {
      this.#byte(Opcode.localGet);
      this.#u32(frameLocal);
    }
    if (from.kind === "slot") {
      this.#byte(Opcode.localGet);
      this.#u32(frameLocal);
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
    const spill = this.#spillPlaces.get(`${place.class}${place.offset}`);
    if (spill === undefined) throw new InvariantError("a spill place that was not measured");
    const { i32, f64 } = this.#spillCounts;
    const start = spill.type === "i32" ? 0 : spill.type === "f64" ? i32 : i32 + f64;
    return layout.end + start + spill.number;
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
    for (let index = 0; index < values.length; index++) this.#bytes[this.#at++] = values[index] ?? 0;
  }
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
