// Cuts a stencil out of an optimized function: the body's bytes, with locals mapped to the trace-wide layout and every import turned
// into a hole or a jump.
//
//   before                                        after
//   local.get $left                               local.get r0
//   i32.eqz                                       i32.eqz
//   if                                            br_if ⟨exit⟩
//     local.get $fp  local.get $left
//     call $exit  unreachable
//   end
//   local.get $fp                                 (fp stays where it is)
//   global.get $operand0                          i32.const ⟨operand0⟩
//   call $continue                                local.set r0
//
// Gives: no `return` is left in a stencil that falls through; scratch locals are set before they are read.

import { BuilderError } from "../builder/builder-error.ts";
import type { Hole, HoleKind } from "../holes.ts";
import { frameLocal, type LocalLayout, type LocalType } from "../registers.ts";
import { ByteWriter, paddedLength32, paddedLength64 } from "../wasm/byte-writer.ts";
import { encodeInstruction, type Instruction } from "../wasm/instruction.ts";
import type { LocalRun } from "../wasm/module-encoder.ts";
import { Opcode, TypeCode } from "../wasm/opcodes.ts";
import { localsReadBeforeSet } from "./definite-assignment.ts";
import { type Arity, producersOfCalls } from "./operand-producers.ts";
import { foldedOffset, type HoleValue, type Register, type Way } from "./stencil-names.ts";

/** An optimized function. */
export interface OptimizedFunction {
  readonly name: string;
  readonly parameters: readonly Register[];
  readonly locals: readonly LocalRun[];
  readonly instructions: readonly Instruction[];
  /** Never falls through: it leaves by a tail call, a return or a jump. */
  readonly isTerminal: boolean;
}

/** What the indices in the code mean. */
export interface ImportMeaning {
  way(functionIndex: number): Way | undefined;
  /** The callee's number in the set. */
  callee(functionIndex: number): number | undefined;
  hole(globalIndex: number): HoleValue | undefined;
  readonly folded: readonly HoleValue[];
  arityOf(functionIndex: number): Arity;
}

/** The bytes of a stencil and what must be filled in. */
export interface CutStencil {
  readonly bytes: Uint8Array;
  readonly holes: readonly Hole[];
  readonly unlikely: readonly number[];
}

/** Scratch locals of each type that a function uses. */
export function countScratch(locals: readonly LocalRun[]): Record<LocalType, number> {
  const counts = { i32: 0, f64: 0, i64: 0 };
  for (const { type, count } of locals) counts[localTypeNamed(type)] += count;
  return counts;
}

/** Index of the type `(pc, sp, fp, oparg) -> i32` in every trace module. */
const traceType = 0;

/** Cuts one function. @throws BuilderError when it contains what a trace cannot. */
export function cutStencil(fn: OptimizedFunction, meaning: ImportMeaning, layout: LocalLayout): CutStencil {
  return new Cutter(fn, meaning, layout).cut();
}

function localTypeNamed(type: number): LocalType {
  switch (type) {
    case TypeCode.i32:
      return "i32";
    case TypeCode.f64:
      return "f64";
    case TypeCode.i64:
      return "i64";
    default:
      throw new BuilderError(`a local of type 0x${type.toString(16)}`);
  }
}

/** A call to a way out, and which of its arguments are in their registers already. */
interface Departure {
  readonly way: Way;
  /** Registers to set, in the order of the arguments. */
  readonly sets: readonly number[];
}

class Cutter {
  readonly #fn: OptimizedFunction;
  readonly #meaning: ImportMeaning;
  readonly #layout: LocalLayout;
  readonly #localMap: readonly number[];
  readonly #writer = new ByteWriter();
  readonly #holes: Hole[] = [];
  readonly #unlikely: number[] = [];
  readonly #departures = new Map<number, Departure>();
  /** Instructions that are not needed: gets of registers that are in place. */
  readonly #dropped = new Set<number>();

  constructor(fn: OptimizedFunction, meaning: ImportMeaning, layout: LocalLayout) {
    this.#fn = fn;
    this.#meaning = meaning;
    this.#layout = layout;
    this.#localMap = this.#mapLocals();
  }

  cut(): CutStencil {
    const { instructions, isTerminal, parameters } = this.#fn;
    this.#findDepartures();
    const hasReturn = !isTerminal && instructions.some(({ opcode }) => opcode === Opcode.return);
    for (const local of localsReadBeforeSet(instructions, parameters.length)) this.#zero(local);
    if (hasReturn) this.#writer.byte(Opcode.block).byte(TypeCode.empty);
    // The outermost label of the function is the wrapper when there is one; without it nothing refers to it.
    this.#write(hasReturn ? 1 : 0);
    if (hasReturn) this.#writer.byte(Opcode.end);
    return { bytes: this.#writer.toBytes(), holes: this.#holes, unlikely: this.#unlikely };
  }

  #mapLocals(): number[] {
    const { parameters, locals } = this.#fn;
    const map = parameters.map((register) => this.#localOf(register));
    const next = { ...this.#layout.scratchStart };
    for (const { type, count } of locals) {
      const name = localTypeNamed(type);
      for (let index = 0; index < count; index++) map.push(next[name]++);
    }
    return map;
  }

  #localOf(register: Register): number {
    return register === "fp" ? frameLocal : this.#layout.registers[register.class] + register.number;
  }

  #mapped(local: number): number {
    const mapped = this.#localMap[local];
    if (mapped === undefined) throw new BuilderError(`${this.#fn.name}: local ${local} does not exist`);
    return mapped;
  }

  /** Plans each call to a way out: which arguments are there already, which are set. */
  #findDepartures(): void {
    const { instructions } = this.#fn;
    const producers = producersOfCalls(instructions, (index) => this.#meaning.arityOf(index));
    instructions.forEach((instruction, place) => {
      if (instruction.opcode !== Opcode.call || instruction.immediates !== "u32") return;
      const way = this.#meaning.way(instruction.value);
      if (way === undefined) return;
      const sets: number[] = [];
      way.registers.forEach((register, index) => {
        const target = this.#localOf(register);
        const producer = producers.get(place)?.[index] ?? -1;
        if (this.#isInPlace(producer, place, target)) this.#dropped.add(producer);
        else sets.push(target);
      });
      this.#departures.set(place, { way, sets });
    });
  }

  /** Whether the value is got from the local that it goes to, which nobody changes in between. */
  #isInPlace(producer: number, call: number, target: number): boolean {
    const get = this.#fn.instructions[producer];
    if (get?.opcode !== Opcode.localGet || get.immediates !== "u32" || this.#mapped(get.value) !== target) return false;
    return !this.#fn.instructions
      .slice(producer + 1, call)
      .some(
        (between) =>
          (between.opcode === Opcode.localSet || between.opcode === Opcode.localTee) &&
          between.immediates === "u32" &&
          between.value === get.value,
      );
  }

  #zero(local: number): void {
    const mapped = this.#mapped(local);
    const { scratchStart } = this.#layout;
    if (mapped >= scratchStart.i64) this.#writer.byte(Opcode.i64Const).i64(0n);
    else if (mapped >= scratchStart.f64 && mapped < this.#layout.registers.l) this.#writer.byte(Opcode.f64Const).f64(0);
    else this.#writer.byte(Opcode.i32Const).i32(0);
    this.#writer.byte(Opcode.localSet).u32(mapped);
  }

  /** Writes all instructions but the final `end`. `outer`: blocks that the cutter put around. */
  #write(outer: number): void {
    const { instructions, isTerminal } = this.#fn;
    const last = instructions.length - 1;
    let depth = outer;
    for (let place = 0; place < last; place++) {
      if (this.#dropped.has(place)) continue;
      const instruction = instructions[place];
      if (instruction === undefined) break;
      const guard = this.#guardAt(place);
      if (guard !== undefined) {
        this.#unlikely.push(this.#writer.length);
        this.#jump(Opcode.brIf, guard.way.kind, depth);
        place = guard.end;
        continue;
      }
      const departure = this.#departures.get(place);
      if (departure !== undefined) {
        this.#depart(departure, depth);
        // A way out other than on to the next stencil is followed by `unreachable`, which the jump makes superfluous.
        if (departure.way.kind !== "continue" && instructions[place + 1]?.opcode === Opcode.unreachable) place += 1;
        continue;
      }
      if (opensBlock(instruction.opcode)) depth += 1;
      if (instruction.opcode === Opcode.end) depth -= 1;
      this.#instruction(instruction, depth, outer);
    }
    if (isTerminal && !isTerminator(instructions[last - 1]?.opcode)) this.#writer.byte(Opcode.return);
  }

  /** `if … call way; unreachable end` at this place, with every register in place: one conditional branch. */
  #guardAt(place: number): { readonly way: Way; readonly end: number } | undefined {
    const { instructions } = this.#fn;
    const opening = instructions[place];
    if (opening?.opcode !== Opcode.if || opening.immediates !== "block" || opening.type !== TypeCode.empty)
      return undefined;
    let at = place + 1;
    while (this.#dropped.has(at)) at += 1;
    const departure = this.#departures.get(at);
    if (departure === undefined || departure.sets.length > 0 || departure.way.kind === "continue") return undefined;
    const isWhole = instructions[at + 1]?.opcode === Opcode.unreachable && instructions[at + 2]?.opcode === Opcode.end;
    return isWhole ? { way: departure.way, end: at + 2 } : undefined;
  }

  #depart({ way, sets }: Departure, depth: number): void {
    for (const local of [...sets].reverse()) this.#writer.byte(Opcode.localSet).u32(local);
    if (way.kind !== "continue") this.#jump(Opcode.br, way.kind, depth);
  }

  #jump(opcode: number, kind: "exit" | "error" | "loop" | "continue", depth: number): void {
    if (kind === "continue") throw new BuilderError("the way on is no jump");
    this.#writer.byte(opcode);
    this.#hole({ kind, base: depth, scale: 0, mask: -1 }, paddedLength32);
  }

  #instruction(instruction: Instruction, depth: number, outer: number): void {
    const writer = this.#writer;
    const { opcode } = instruction;
    switch (instruction.immediates) {
      case "u32":
        switch (opcode) {
          case Opcode.localGet:
          case Opcode.localSet:
          case Opcode.localTee:
            writer.byte(opcode).u32(this.#mapped(instruction.value));
            return;
          case Opcode.globalGet:
            this.#constantHole(instruction.value);
            return;
          case Opcode.call:
            this.#call(instruction.value);
            return;
          case Opcode.br:
          case Opcode.brIf:
            // A branch to the function's own label is a return: the wrapper has its place.
            if (instruction.value === depth - outer && outer === 0) {
              throw new BuilderError(`${this.#fn.name}: a branch to the end of the function`);
            }
            break;
        }
        break;
      case "memory-argument":
        if (instruction.offset >= foldedOffset.first) {
          this.#foldedAccess(opcode, instruction.align, instruction.offset);
          return;
        }
        break;
      case "none":
        if (opcode === Opcode.return && !this.#fn.isTerminal) {
          writer.byte(Opcode.br).u32(depth - outer);
          return;
        }
        break;
      default:
    }
    if (opcode === Opcode.callIndirect || opcode === Opcode.globalSet || opcode === Opcode.returnCall) {
      throw new BuilderError(`${this.#fn.name}: instruction 0x${opcode.toString(16)} in a stencil`);
    }
    if (opcode === Opcode.returnCallIndirect && instruction.immediates === "u32-u32") {
      // Only functions of the one type are entered by slot, and in a trace's module that is type 0.
      encodeInstruction(writer, { ...instruction, first: traceType });
      return;
    }
    encodeInstruction(writer, instruction);
  }

  #call(functionIndex: number): void {
    const callee = this.#meaning.callee(functionIndex);
    if (callee === undefined) throw new BuilderError(`${this.#fn.name}: a call to function ${functionIndex}`);
    this.#writer.byte(Opcode.call);
    this.#hole({ kind: "call", base: callee, scale: 0, mask: -1 }, paddedLength32);
  }

  #constantHole(globalIndex: number): void {
    const value = this.#meaning.hole(globalIndex);
    if (value === undefined) throw new BuilderError(`${this.#fn.name}: global ${globalIndex} is no hole`);
    const [opcode, length] = constantForms[constantTypeOf(value.kind)];
    this.#writer.byte(opcode);
    this.#hole(value, length);
  }

  #foldedAccess(opcode: number, align: number, offset: number): void {
    const number = Math.floor((offset - foldedOffset.first) / foldedOffset.stride);
    const value = this.#meaning.folded[number];
    if (value === undefined) throw new BuilderError(`${this.#fn.name}: an access at offset ${offset}`);
    this.#writer.byte(opcode).u32(align);
    this.#hole({ ...value, base: value.base + ((offset - foldedOffset.first) % foldedOffset.stride) }, paddedLength32);
  }

  #hole(value: HoleValue, length: number): void {
    this.#holes.push({ at: this.#writer.length, ...value });
    // Filled with what a decoder accepts as a zero of this length.
    const isRaw = length === 8;
    for (let index = 0; index < length; index++) this.#writer.byte(isRaw || index === length - 1 ? 0 : 0x80);
  }
}

const constantForms = {
  i32: [Opcode.i32Const, paddedLength32],
  i64: [Opcode.i64Const, paddedLength64],
  f64: [Opcode.f64Const, 8],
} as const;

function constantTypeOf(kind: HoleKind): LocalType {
  if (kind === "operand0-i64" || kind === "operand1-i64") return "i64";
  return kind === "operand0-f64" || kind === "operand1-f64" ? "f64" : "i32";
}

function opensBlock(opcode: number): boolean {
  return opcode === Opcode.block || opcode === Opcode.loop || opcode === Opcode.if;
}

function isTerminator(opcode: number | undefined): boolean {
  return (
    opcode === Opcode.return ||
    opcode === Opcode.returnCallIndirect ||
    opcode === Opcode.unreachable ||
    opcode === Opcode.br
  );
}
