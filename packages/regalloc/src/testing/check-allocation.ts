// The symbolic checker: runs an allocation with names instead of values and proves that every uop reads what the
// abstract stack says, that nothing is lost across calls and frame switches, and that every exit can find every value.
//
//   machine        registers r0 … by class (references, i32, f64, i64)     memory of each frame: slot ─▶ name
//   a transfer     copies names;  a uop  must find its inputs' names where its variant reads them
//   an exit        must find the frame's whole stack where the step says that it is
//
// It shares no code with the allocator: places are computed here from the variants' meaning, and what should be where
// comes from the walk's names, which the allocator never reads. Names left behind in registers and memory stay there, as
// they do in a machine, until something overwrites them; so reading a stale one is found, and not reading it is no error.

import { walkTrace, type DialectIndex, type Representation, type Trace, type Walk } from "@tjit/ir";
import type { Allocation, StackPlace, TransferStep, UopStep } from "../allocation.ts";
import type { VariantTable } from "../variants.ts";

/** Something that an allocation gets wrong. */
export interface AllocationProblemFound {
  /** Index of the step; the number of steps when it is about the end. */
  readonly step: number;
  readonly message: string;
}

/** Everything wrong with an allocation; empty when it is right. Stops at the first step that goes wrong. */
export function checkAllocation(
  allocation: Allocation,
  trace: Trace,
  index: DialectIndex,
  variants: VariantTable,
): readonly AllocationProblemFound[] {
  const checker = new Checker(allocation, walkTrace(trace, index, { snapshots: "keep" }), variants);
  return checker.check();
}

type Name = number;

class Wrong extends Error {}

interface Frame {
  readonly memory: Map<number, Name>;
  /** What the walk says is on the stack, and so what must be somewhere. */
  stack: Name[];
}

class Checker {
  readonly #allocation: Allocation;
  readonly #walk: Walk;
  readonly #variants: VariantTable;
  readonly #registers = new Map<string, Name>();
  readonly #frames: Frame[];
  #cached = 0;
  #next = 0;

  constructor(allocation: Allocation, walk: Walk, variants: VariantTable) {
    this.#allocation = allocation;
    this.#walk = walk;
    this.#variants = variants;
    this.#frames = [inMemory([...(walk.snapshots[0]?.stack ?? [])])];
  }

  check(): readonly AllocationProblemFound[] {
    const { steps } = this.#allocation;
    let step = 0;
    try {
      if (this.#allocation.registers !== this.#variants.registers) throw new Wrong("another number of registers");
      for (; step < steps.length; step++) this.#step(step);
      this.#skipTo(this.#walk.shapes.length);
      if (this.#walk.isLoop) this.#jump();
      return [];
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      return [{ step, message: error.message }];
    }
  }

  #step(number: number): void {
    if (this.#walk.isLoop && number === this.#allocation.loopStep) this.#enterLoop();
    const step = this.#allocation.steps[number];
    if (step === undefined) return;
    if (step.kind === "transfer") this.#transfer(step);
    else this.#uop(step);
  }

  /** Only uops that record may be left out. */
  #skipTo(at: number): void {
    for (; this.#next < at; this.#next++) {
      const definition = this.#walk.shapes[this.#next]?.definition;
      if (definition?.flags.has("records") !== true) throw new Wrong(`uop ${this.#next} has no step`);
    }
  }

  /** At the head, slots that change in the loop get names of their own. */
  #enterLoop(): void {
    const head = this.#walk.trace.loopHead;
    this.#skipTo(head);
    if (this.#next !== head) throw new Wrong(`the loop begins at uop ${head}, not ${this.#next}`);
    if (this.#cached !== this.#allocation.loopDepth)
      throw new Wrong(`${this.#cached} values are cached at the loop head`);
    this.#expectPlace(this.#frame.stack, { cached: this.#cached, memory: this.#frame.stack.length - this.#cached });
    const memory = this.#frame.stack.length - this.#cached;
    const renamed = [...(this.#walk.snapshots[head]?.stack ?? [])];
    this.#frame.memory.clear();
    this.#registers.clear();
    renamed.forEach((name, slot) => {
      if (slot < memory) this.#frame.memory.set(slot, name);
      else this.#registers.set(this.#register(name, slot - memory), name);
    });
    this.#frame.stack = renamed;
    this.#headLength = renamed.length;
  }
  #headLength = -1;

  #jump(): void {
    if (this.#headLength < 0) throw new Wrong("no step begins the loop");
    const { loopDepth } = this.#allocation;
    if (this.#cached !== loopDepth) throw new Wrong(`${this.#cached} values are cached at the jump`);
    if (this.#frame.stack.length !== this.#headLength) throw new Wrong("the stack has another depth at the jump");
    this.#expectPlace(this.#frame.stack, { cached: loopDepth, memory: this.#headLength - loopDepth });
  }

  #transfer({ at, from, to, memory }: TransferStep): void {
    if (from !== this.#cached) throw new Wrong(`${this.#cached} values are cached, not ${from}`);
    if (at < this.#next) throw new Wrong(`the transfer is behind uop ${at}`);
    const { stack } = this.#frame;
    if (memory + from !== stack.length)
      throw new Wrong(`${memory} values in memory of ${stack.length}, ${from} cached`);
    if (to < 0 || to > this.#variants.registers || to > stack.length) throw new Wrong(`${to} values cannot be cached`);
    // All that is cached is read before anything is written.
    const cached = stack.slice(memory).map((name, register) => this.#read(name, register));
    if (to < from) {
      cached.slice(0, from - to).forEach((name, slot) => this.#frame.memory.set(memory + slot, name));
      cached.slice(from - to).forEach((name, register) => this.#registers.set(this.#register(name, register), name));
    } else {
      const first = memory - (to - from);
      const loaded = stack.slice(first, memory).map((name, slot) => this.#load(first + slot, name));
      [...loaded, ...cached].forEach((name, register) => this.#registers.set(this.#register(name, register), name));
    }
    this.#cached = to;
  }

  #uop(step: UopStep): void {
    const walk = this.#walk;
    const { at, variant } = step;
    this.#skipTo(at);
    if (at !== this.#next) throw new Wrong(`uop ${at} comes after uop ${this.#next - 1}`);
    this.#next++;
    const uop = walk.trace.uops[at];
    const shape = walk.shapes[at];
    if (uop === undefined || shape === undefined) throw new Wrong(`there is no uop ${at}`);
    const { definition, inputCount } = shape;
    if (this.#variants.outputsOf(uop.op, variant.inputs) !== variant.outputs) {
      throw new Wrong(`${definition.name} has no variant r${variant.inputs}${variant.outputs}`);
    }
    if (variant.inputs !== this.#cached) throw new Wrong(`${this.#cached} values are cached, not ${variant.inputs}`);
    const { stack } = this.#frame;
    const place: StackPlace = { cached: variant.inputs, memory: step.memory };
    this.#expectPlace(stack, place);
    const names = walk.inputs.slice(walk.inputStart[at], walk.inputStart[at + 1]);
    const inputs = stack.slice(stack.length - inputCount);
    if (inputs.some((name, slot) => name !== names[slot])) throw new Wrong(`${definition.name} reads other values`);

    const arrays = definition.effect.inputs.findLastIndex((item) => item.array !== undefined);
    const itemsAbove = definition.effect.inputs.length - 1 - arrays;
    const needsMemory = definition.flags.has("escapes") || definition.flags.has("syncs") || arrays >= 0;
    if (needsMemory && variant.inputs > itemsAbove) throw new Wrong(`${definition.name} needs values in memory`);
    this.#expectExits(step, stack);

    const isJump = walk.isLoop && at === walk.shapes.length - 1;
    const outputs = walk.outputs.slice(walk.outputStart[at], walk.outputStart[at + 1]);
    const passed = Math.max(0, variant.inputs - inputCount);
    const rest = stack.slice(0, stack.length - inputCount);
    this.#frame.stack = rest;
    this.#switchFrame(at, passed);
    const after = [...this.#frame.stack, ...outputs];
    this.#frame.stack = after;
    if (isJump) return;
    const inMemory = after.length - variant.outputs;
    if (inMemory < 0) throw new Wrong(`${definition.name} leaves ${variant.outputs} of ${after.length} values cached`);
    outputs.forEach((name, slot) => {
      const position = after.length - outputs.length + slot;
      if (position < inMemory) this.#frame.memory.set(position, name);
      else this.#registers.set(this.#register(name, position - inMemory), name);
    });
    this.#cached = variant.outputs;
    this.#expectPlace(after, { cached: variant.outputs, memory: inMemory });
  }

  #switchFrame(at: number, passed: number): void {
    const effect = this.#walk.shapes[at]?.definition.frame?.kind;
    if (effect !== "push" && effect !== "return") return;
    if (passed > 0) throw new Wrong("values in registers do not survive a frame switch");
    const { stack, memory } = this.#frame;
    if (effect === "return") this.#frames.pop();
    else stack.forEach((name, slot) => this.#expect(memory.get(slot), name, `slot ${slot} of the caller`));
    if (effect === "return" && this.#frames.length > 0) return;
    const outputCount = this.#walk.shapes[at]?.outputCount ?? 0;
    const entered = this.#walk.snapshots[at + 1]?.stack ?? [];
    this.#frames.push(inMemory(entered.slice(0, entered.length - outputCount)));
  }

  #expectExits({ at, exit, error }: UopStep, stack: readonly Name[]): void {
    const { trace, depthAfter } = this.#walk;
    const uop = trace.uops[at];
    const expected = trace.exits[uop?.exit ?? -1];
    if ((expected === undefined) !== (exit === undefined))
      throw new Wrong(`uop ${at}: exit without a place, or a place without exit`);
    if ((trace.exits[uop?.error ?? -1] === undefined) !== (error === undefined)) {
      throw new Wrong(`uop ${at}: error exit without a place, or a place without error exit`);
    }
    // Behind its effect a test has dropped values from the top; nothing has moved yet.
    if (exit !== undefined) {
      this.#expectPlace(expected?.isControlFlow === true ? stack.slice(0, depthAfter[at]) : stack, exit, "the exit");
    }
    if (error !== undefined) this.#expectPlace(stack, error, "the error exit");
  }

  /** The whole stack is where the place says. */
  #expectPlace(stack: readonly Name[], { cached, memory }: StackPlace, who = "the step"): void {
    if (cached < 0 || memory < 0 || cached + memory !== stack.length) {
      throw new Wrong(`${who} says ${memory} values in memory and ${cached} cached of ${stack.length}`);
    }
    stack.forEach((name, slot) => {
      if (slot < memory) this.#expect(this.#frame.memory.get(slot), name, `slot ${slot}`);
      else this.#expect(this.#registers.get(this.#register(name, slot - memory)), name, `register ${slot - memory}`);
    });
  }

  #expect(found: Name | undefined, name: Name, where: string): void {
    if (found !== name) throw new Wrong(`${where} holds ${found ?? "nothing"}, not ${name}`);
  }

  #read(name: Name, register: number): Name {
    this.#expect(this.#registers.get(this.#register(name, register)), name, `register ${register}`);
    return name;
  }

  #load(slot: number, name: Name): Name {
    this.#expect(this.#frame.memory.get(slot), name, `slot ${slot}`);
    return name;
  }

  /** Values of different representations have registers of their own class. */
  #register(name: Name, number: number): string {
    const representation: Representation = this.#walk.representations[this.#walk.valueOf[name] ?? -1] ?? "boxed";
    return `${representation === "frame" ? "boxed" : representation} ${number}`;
  }

  get #frame(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new Wrong("there is no frame");
    return frame;
  }
}

function inMemory(stack: Name[]): Frame {
  return { stack, memory: new Map(stack.map((name, slot) => [slot, name])) };
}
