// Valid traces of any dialect from a flat list of small records, totally: every list of records is a trace. Each record is one
// bytecode: validity check and place, guards for what the uop requires, the uop, releases of the inputs it leaves on the stack.
// Shrinking the list shrinks the program. Numbers are taken modulo what exists, so that inputs alias all the time.
//
// A recording's guards held when it was made. So the decoder follows types as far as the records of uops say them, and aims
// guards and operations at values that may have the type; one record in eight it aims anywhere.

import { type DialectIndex } from "../dialect.ts";
import type { UopId } from "../plain-values.ts";
import { elementAt } from "../element.ts";
import { type UopShape, flagBit } from "../shape.ts";
import {
  type Exit,
  type ExitId,
  type FrameId,
  type Trace,
  type TraceConstant,
  type TraceFrame,
  type Uop,
  noExit,
} from "../trace.ts";
import type { Representation, ValueFact } from "../uop.ts";

/** One bytecode of a decoded trace: any numbers will do. */
export interface TraceRecord {
  /** Which uop; the next one that the stack allows. */
  readonly uop: number;
  readonly oparg: number;
  /** Which constant or version. */
  readonly operand: number;
  /**
   * Bit 0: without validity check, bit 1: without place, bits 2 to 4: all set leaves the inputs on the stack. Bits 5 and 6: none
   * set aims at values of unknown type too; bits 5 to 7: all set aims at values of any type.
   */
  readonly layout: number;
}

/** What records are decoded with. */
export interface DecodeOptions {
  readonly constants: readonly TraceConstant[];
  /** Values for operands of kind `version`. */
  readonly versions: readonly number[];
  readonly localCount: number;
  /** Types that the root frame's locals will usually have on entry. */
  readonly localTypes?: readonly (string | undefined)[];
  readonly entryDepth: number;
  /** How traces end. */
  readonly ending: "loop" | "exit";
  /** Where the loop starts: the n-th place, modulo how many there are, at which the stack is as on entry. */
  readonly loopHead: number;
}

const deepestStack = 6;
const deepestCall = 3;

/** The trace of these records. It is valid by construction. */
export function decodeTrace(records: readonly TraceRecord[], index: DialectIndex, options: DecodeOptions): Trace {
  const decoder = new Decoder(index, options);
  for (const record of records) decoder.bytecode(record);
  return decoder.finish();
}

interface DecodedSlot {
  readonly representation: Representation;
  readonly type: string | undefined;
}

interface DecodedFrame {
  readonly id: FrameId;
  readonly stack: DecodedSlot[];
  readonly types: (string | undefined)[];
}

const anything: DecodedSlot = { representation: "boxed", type: undefined };

class Decoder {
  readonly #index: DialectIndex;
  readonly #options: DecodeOptions;
  readonly #candidates: readonly UopId[];
  readonly #uops: Uop[] = [];
  readonly #exits: Exit[] = [];
  readonly #frames: TraceFrame[];
  readonly #calls: DecodedFrame[];
  readonly #heads: number[] = [];
  #offset = 0;

  constructor(index: DialectIndex, options: DecodeOptions) {
    this.#index = index;
    this.#options = options;
    this.#candidates = findCandidates(index);
    this.#frames = [makeFrame(-1, options.localCount)];
    const stack = Array.from({ length: options.entryDepth }, () => anything);
    this.#calls = [{ id: 0 as FrameId, stack, types: [...(options.localTypes ?? [])] }];
  }

  get #top(): DecodedFrame {
    return elementAt(this.#calls, this.#calls.length - 1);
  }

  bytecode(record: TraceRecord): void {
    this.#offset++;
    this.#noteHead();
    const { structural } = this.#index;
    const start = this.#choose(record);
    if (start === undefined) return;
    const [op, oparg] = start;
    if ((record.layout & 1) === 0) this.#emit(structural.checkValidity, 0, record);
    if ((record.layout & 2) === 0) this.#emit(structural.setIp, 0, record);
    this.#require(this.#index.shape(op, oparg), record);
    const shape = this.#emit(op, oparg, record);
    if (shape.definition.frame?.kind === "create") this.#emit(this.#frameUop("push"), 0, record);
    if ((record.layout & 28) === 28) return;
    for (let slot = shape.outputCount - 1; slot >= 0 && elementAt(shape.keeps, slot) >= 0; slot--) {
      // Guards leave their inputs alone; operations leave them above a result.
      if (shape.isNeutral || !shape.keeps.includes(-1)) break;
      this.#emit(structural.popTop, 0, record);
    }
  }

  finish(): Trace {
    const { structural } = this.#index;
    const record: TraceRecord = { uop: 0, oparg: 0, operand: 0, layout: 0 };
    this.#offset++;
    if (this.#options.ending === "loop") {
      while (this.#calls.length > 1) {
        this.#offset++;
        if (this.#top.stack.length === 0) this.#emit(this.#anyLoad(), 0, record);
        this.#emit(this.#frameUop("return"), 0, record);
      }
      while (this.#top.stack.length > this.#options.entryDepth) this.#emit(structural.popTop, 0, record);
      while (this.#top.stack.length < this.#options.entryDepth) this.#emit(this.#anyLoad(), 0, record);
    }
    this.#noteHead();
    this.#emit(this.#options.ending === "loop" ? structural.jumpToTop : structural.exitTrace, 0, record);
    return {
      dialect: this.#index.dialect.name,
      name: "decoded",
      frames: this.#frames,
      entryDepth: this.#options.entryDepth,
      uops: this.#uops,
      exits: this.#exits,
      constants: this.#options.constants,
      dependencies: [],
      loopHead:
        this.#options.ending === "loop" ? elementAt(this.#heads, this.#options.loopHead % this.#heads.length) : 0,
    };
  }

  #noteHead(): void {
    if (this.#calls.length === 1 && this.#top.stack.length === this.#options.entryDepth)
      this.#heads.push(this.#uops.length);
  }

  /** The first uop from the recorded one on that the stack allows. */
  #choose(record: TraceRecord): readonly [UopId, number] | undefined {
    const count = this.#candidates.length;
    for (let step = 0; step < count; step++) {
      const op = elementAt(this.#candidates, (record.uop + step * 29) % count);
      const oparg = this.#oparg(op, record.oparg);
      if (this.#isAllowed(this.#index.shape(op, oparg), (record.layout & 224) === 224, (record.layout & 96) === 0)) {
        return [op, oparg];
      }
    }
    return undefined;
  }

  #isAllowed(shape: UopShape, aimsAnywhere: boolean, aimsAtUnknown: boolean): boolean {
    const { stack } = this.#top;
    const base = stack.length - shape.inputCount;
    if (base < 0 || shape.inputItems.some((item, slot) => stack[base + slot]?.representation !== item.representation)) {
      return false;
    }
    const mayBe = (slot: number, wanted: string): boolean => {
      const type = stack[base + slot]?.type;
      if (aimsAnywhere) return true;
      if (type === undefined) return aimsAtUnknown;
      return this.#index.isSubtype(type, wanted) || this.#index.isSubtype(wanted, type);
    };
    if (shape.guards.some(({ slot, fact }) => !mayBe(slot, this.#typeOfFact(fact) ?? stack[base + slot]?.type ?? "")))
      return false;
    const required = Object.entries(shape.definition.requires ?? {});
    const slotOf = (name: string): number => shape.inputItems.findIndex((item) => item.name === name);
    if (required.some(([name, type]) => !mayBe(slotOf(name), type))) return false;
    const grows = shape.outputCount > shape.inputCount;
    if (grows && stack.length >= deepestStack) return false;
    const frame = shape.definition.frame?.kind;
    if (frame === "push" || (frame === "return" && this.#calls.length < 2)) return false;
    if (frame === "create" && this.#calls.length > deepestCall) return false;
    return required.every(([name, type]) => this.#guardFor(shape, name, type) !== undefined);
  }

  #typeOfFact(fact: ValueFact): string | undefined {
    if (fact.kind === "type") return fact.type;
    if (fact.kind !== "constant") return undefined;
    return this.#index.dialect.constants.find((constant) => constant.name === fact.constant)?.type;
  }

  /** Guards, from the deepest input up, for all that the uop requires. */
  #require(shape: UopShape, record: TraceRecord): void {
    for (const [name, type] of Object.entries(shape.definition.requires ?? {})) {
      const guard = this.#guardFor(shape, name, type);
      if (guard !== undefined) this.#emit(guard, 0, record);
    }
  }

  #guardFor(shape: UopShape, name: string, type: string): UopId | undefined {
    const down = shape.inputCount - 1 - shape.inputItems.findIndex((item) => item.name === name);
    const found = this.#candidates.find((op) => {
      const guard = this.#index.shape(op, 0);
      const fits = guard.guards.some(
        ({ slot, fact }) =>
          guard.inputCount - 1 - slot === down && fact.kind === "type" && this.#index.isSubtype(fact.type, type),
      );
      return fits && guard.isNeutral;
    });
    return found;
  }

  #oparg(op: UopId, number: number): number {
    const { effect, flags } = this.#index.definition(op);
    if (flags.has("reads-local") || flags.has("writes-local")) return number % this.#options.localCount;
    const arrays = [...effect.inputs, ...effect.outputs].flatMap((item) => item.array ?? []);
    const least = Math.max(0, ...arrays.map((array) => -array.plus));
    return arrays.length > 0 ? least + (number % 3) : flags.has("arg") ? number % 10 : 0;
  }

  #emit(op: UopId, oparg: number, record: TraceRecord): UopShape {
    const shape = this.#index.shape(op, oparg);
    const { definition, flags } = shape;
    const { id, stack } = this.#top;
    const leavesByFlow =
      (flags & flagBit.exit) !== 0 && shape.outputCount < shape.inputCount && shape.guards.length > 0;
    const kind = (flags & flagBit.deopt) !== 0 ? "deopt" : (flags & flagBit.periodic) !== 0 ? "periodic" : "side";
    const isControlFlow = leavesByFlow && (record.operand & 1) === 0;
    const exit = (flags & leaving) === 0 ? noExit : this.#exit(kind, id, isControlFlow);
    const error = (flags & flagBit.error) === 0 ? noExit : this.#exit("error", id, false);
    let frame: FrameId | undefined;
    if (definition.frame?.kind === "create")
      frame = (this.#frames.push(makeFrame(id, this.#options.localCount)) - 1) as FrameId;
    const operand = (of: string): number => {
      if (of === "constant") return record.operand % this.#options.constants.length;
      if (of === "version") return elementAt(this.#options.versions, record.operand % this.#options.versions.length);
      if (of === "frame") return frame ?? 0;
      return of === "pc" ? this.#offset : 0;
    };
    const origin = { frame: id, offset: this.#offset, from: "trace" };
    const operands = { operand0: operand(definition.operand0), operand1: operand(definition.operand1) };
    this.#uops.push({ op, oparg, ...operands, exit, error, origin });
    const inputs = stack.splice(stack.length - shape.inputCount);
    for (const { slot, fact } of shape.guards) {
      const type = this.#typeOfFact(fact);
      if (type !== undefined) inputs[slot] = { representation: "boxed", type };
    }
    const outputs = this.#outputs(shape, oparg, operands.operand0, inputs);
    if (shape.localInput !== "kept") {
      this.#top.types[oparg] = typeof shape.localInput === "number" ? inputs[shape.localInput]?.type : undefined;
    }
    if (definition.frame?.kind === "push")
      this.#calls.push({ id: (this.#frames.length - 1) as FrameId, stack: [], types: [] });
    if (definition.frame?.kind === "return") this.#calls.pop();
    this.#top.stack.push(...outputs);
    return shape;
  }

  #outputs(shape: UopShape, oparg: number, operand0: number, inputs: readonly DecodedSlot[]): DecodedSlot[] {
    return shape.outputItems.map(({ representation }, slot) => {
      const from = Math.max(elementAt(shape.keeps, slot), elementAt(shape.repeats, slot));
      const input = inputs[from];
      if (input !== undefined) return input;
      if (slot === shape.localOutput) return { representation, type: this.#top.types[oparg] };
      if (slot === shape.constantOutput) return { representation, type: this.#options.constants[operand0]?.type };
      return { representation, type: shape.results[slot]?.type };
    });
  }

  #exit(kind: Exit["kind"], frame: FrameId, isControlFlow: boolean): ExitId {
    // Behind a branch is another place than before it.
    const target = this.#uops.length * 2 + (isControlFlow ? 1 : 0);
    return (this.#exits.push({ kind, frame, target, isControlFlow, recovery: [] }) - 1) as ExitId;
  }

  #frameUop(kind: "push" | "return"): UopId {
    return this.#index.dialect.uops.findIndex((uop) => uop.frame?.kind === kind) as UopId;
  }

  #anyLoad(): UopId {
    const found = this.#candidates.find((op) => {
      const shape = this.#index.shape(op, 0);
      return (
        shape.inputCount === 0 &&
        shape.outputCount === 1 &&
        (shape.flags & leaving) === 0 &&
        shape.localInput === "kept"
      );
    });
    if (found === undefined)
      throw new RangeError(`dialect ${this.#index.dialect.name} has nothing that pushes a value`);
    return found;
  }
}

const leaving = flagBit.exit | flagBit.deopt | flagBit.periodic;

/** Uops that recorded traces are made of: all but the structural ones and the variants that passes choose. */
function findCandidates(index: DialectIndex): UopId[] {
  const { uops, structural } = index.dialect;
  const variants = new Set<string>(Object.values(structural));
  for (const uop of uops) {
    const { borrowed, inplace, inplaceLocal, release } = uop;
    for (const name of [borrowed, inplaceLocal, release?.none]) if (name !== undefined) variants.add(name);
    for (const name of [...Object.values(inplace ?? {}), ...Object.values(release?.byType ?? {})]) variants.add(name);
  }
  variants.delete(structural.popTop);
  return uops.flatMap((uop, op) => {
    if (variants.has(uop.name) || uop.flags.has("terminal")) return [];
    // Loads, and what needs two operands of the right type, come up more often than chance would have them.
    const isLoad = uop.borrowed !== undefined;
    return Array.from({ length: isLoad || uop.requires !== undefined ? 4 : 1 }, () => op as UopId);
  });
}

function makeFrame(parent: FrameId | -1, localCount: number): TraceFrame {
  return { parent, name: parent < 0 ? "main" : "callee", code: 0, codeStart: 0, localCount, frameSize: 64 };
}
