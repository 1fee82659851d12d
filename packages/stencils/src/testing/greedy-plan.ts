// The simplest allocator there is: keep the depth, take a variant for it if there is one, else change the depth. It lets tests (and
// people who try a stencil set) turn a list of uops into a plan without a real register allocator.

import { sizeOfItem, type StackItem, type UopDefinition } from "@tjit/ir";
import { type ExitStub, stepsOfExit } from "../exit-stub.ts";
import { InvariantError } from "../invariant-error.ts";
import { stencilStep, type StencilStep, type TracePlan, type TraceStep } from "../plan.ts";
import { type RegisterClass, registerClassOf } from "../registers.ts";
import type { StencilSet } from "../stencil-set.ts";
import type { Variant } from "../variants.ts";

const slotSize = 4;

/** One uop of a trace to plan. */
export interface PlannedUop {
  readonly definition: UopDefinition;
  readonly oparg?: number;
  readonly operand0?: number | bigint;
  readonly operand1?: number | bigint;
}

/** What the planner needs to know of the machine. */
export interface GreedyOptions {
  readonly set: StencilSet;
  /** Bytes from the frame to the bottom of its stack. */
  readonly stackOffset: number;
  /** Depth of the stack at the start; all in memory. */
  readonly entryDepth: number;
  /** Index of the uop that the loop starts at; -1: no loop. Everything is in memory there. */
  readonly loopHead: number;
  /** Boxes register 0 of a class into r0. */
  readonly box: Readonly<Partial<Record<RegisterClass, string>>>;
  /** A terminal uop that ends every exit; operand0 is the number of the exit's uop, doubled, plus 1 for errors. */
  readonly leave: string;
  /** Which variant to take among the possible ones, for variety; absent: the one for the current depth if there is one. */
  readonly choose?: (variants: readonly Variant[], at: number) => Variant;
}

/** Plans a straight line of uops that does not switch frames. */
export function planGreedily(uops: readonly PlannedUop[], options: GreedyOptions): TracePlan {
  return new GreedyPlanner(options).plan(uops);
}

class GreedyPlanner {
  readonly #options: GreedyOptions;
  readonly #steps: TraceStep[] = [];
  readonly #exits: TraceStep[][] = [];
  /** Classes of all stack values; the topmost `#cached` are in registers. */
  #stack: RegisterClass[];
  #cached = 0;

  constructor(options: GreedyOptions) {
    this.#options = options;
    this.#stack = Array.from({ length: options.entryDepth }, () => "r");
  }

  plan(uops: readonly PlannedUop[]): TracePlan {
    let loopStep = -1;
    uops.forEach((uop, at) => {
      if (at === this.#options.loopHead) {
        this.#reshape(0);
        loopStep = this.#steps.length;
      }
      this.#uop(uop, at);
    });
    return { steps: this.#steps, loopHead: loopStep, exits: this.#exits };
  }

  #uop({ definition, oparg = 0, operand0 = 0, operand1 = 0 }: PlannedUop, at: number): void {
    const { set, loopHead } = this.#options;
    if (definition.name === "_JUMP_TO_TOP" && loopHead >= 0) this.#reshape(0);
    const variant = this.#variantOf(definition, at);
    this.#reshape(variant.inputs);
    const stencil = set.get(definition.name, variant.inputs, variant.outputs);
    const { flags, effect } = definition;
    const leaves = flags.has("exit") || flags.has("deopt") || flags.has("periodic");
    const exit = leaves ? this.#exit(2 * at) : -1;
    const error = flags.has("error") ? this.#exit(2 * at + 1) : -1;
    this.#steps.push(stencilStep(stencil, { oparg, operand0, operand1, stack: this.#top, exit, error }));
    const taken = effect.inputs.reduce((sum, item) => sum + sizeOfItem(item, oparg), 0);
    this.#stack = [
      ...this.#stack.slice(0, this.#stack.length - taken),
      ...effect.outputs.flatMap((item) => classesOf(item, oparg)),
    ];
    this.#cached = variant.outputs;
  }

  #variantOf(definition: UopDefinition, at: number): Variant {
    const variants = this.#options.set.variantsOf(definition.name);
    const possible = variants.filter(({ inputs }) => inputs <= this.#stack.length && this.#canReshape(inputs));
    const [first] = possible;
    if (first === undefined) throw new InvariantError(`no variant of ${definition.name} fits the stack`);
    return this.#options.choose?.(possible, at) ?? possible.find(({ inputs }) => inputs === this.#cached) ?? first;
  }

  /** Values that leave the registers must have a place: any has. */
  #canReshape(depth: number): boolean {
    return depth <= this.#options.set.registerCount;
  }

  #reshape(to: number): void {
    if (to === this.#cached) return;
    const classes = this.#stack.slice(this.#stack.length - Math.max(to, this.#cached));
    this.#steps.push({ kind: "reshape", from: this.#cached, to, stack: this.#top, classes });
    this.#cached = to;
  }

  #exit(number: number): number {
    const { set, box, leave, stackOffset } = this.#options;
    const firstCached = this.#stack.length - this.#cached;
    const spilled = this.#stack
      .slice(0, firstCached)
      .flatMap((registerClass, index): ExitStub["spilled"] =>
        registerClass === "r" ? [] : [{ class: registerClass, offset: stackOffset + slotSize * index }],
      );
    const final = this.#step(leave, 0, 0, { operand0: number, stack: this.#top });
    const stub: ExitStub = {
      registers: this.#stack.slice(firstCached),
      stack: this.#top,
      spilled,
      owned: [],
      box: (registerClass) => this.#step(box[registerClass] ?? "", 1, 1, {}),
      final,
    };
    if (set.registerCount < stub.registers.length) throw new InvariantError("more values in registers than registers");
    return this.#exits.push(stepsOfExit(stub)) - 1;
  }

  #step(uop: string, inputs: number, outputs: number, given: Parameters<typeof stencilStep>[1]): StencilStep {
    return stencilStep(this.#options.set.get(uop, inputs, outputs), given);
  }

  get #top(): number {
    return this.#options.stackOffset + slotSize * this.#stack.length;
  }
}

function classesOf(item: StackItem, oparg: number): RegisterClass[] {
  return Array.from({ length: sizeOfItem(item, oparg) }, () => registerClassOf(item.representation));
}
