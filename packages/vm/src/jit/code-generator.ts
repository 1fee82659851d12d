// From an allocated trace to the plan that the assembler copies and patches: a stencil per uop, moves between registers and memory, and
// a stub per way out.
//
//   exit kind     stub ends in              goes to
//   side          _LEAVE_BY_EXIT            the exit record's slot: the cold exit, or a side trace
//   deopt         _LEAVE_TO_INTERPRETER     the interpreter, at the exit's bytecode
//   periodic      _LEAVE_TO_INTERPRETER     the same
//   dynamic       _LEAVE_TO_FRAME           the interpreter, where the frame on top continues
//   error         _LEAVE_BY_ERROR           exception dispatch

import { type DialectIndex, type Exit, type ExitId, type Trace, type Uop, type UopId, noExit } from "@tjit/ir";
import type { Allocation, StackPlace } from "@tjit/regalloc";
import { Frame } from "@tjit/runtime";
import {
  InvariantError,
  type RegisterClass,
  type StencilStep,
  type TracePlan,
  type TraceStep,
  stepsOfExit,
} from "@tjit/stencils";
import { unitSize } from "./traced-language.ts";
import { OperandKind, type UopTable } from "./uop-table.ts";

const slotSize = 4;

/** Where the records of a trace are in memory. */
export interface TraceRecords {
  readonly executor: number;
  readonly exit: (exit: ExitId) => number;
}

/** What a plan is made from. */
export interface PlanProblem {
  readonly trace: Trace;
  readonly index: DialectIndex;
  readonly allocation: Allocation;
  readonly uops: UopTable;
  readonly records: TraceRecords;
}

/** Makes the plan. @throws InvariantError when the stencil set lacks a variant that was allocated. */
export function planTrace(problem: PlanProblem): TracePlan {
  return new Planner(problem).plan();
}

class Planner {
  readonly #problem: PlanProblem;
  readonly #exits: (readonly TraceStep[])[] = [];
  /** Index of the stub by exit and how many values are in registers there. */
  readonly #stubs = new Map<number, number>();

  constructor(problem: PlanProblem) {
    this.#problem = problem;
  }

  plan(): TracePlan {
    const { allocation, trace, uops } = this.#problem;
    if (trace.uops.length === 0) throw new InvariantError("a trace without uops");
    const steps: TraceStep[] = [];
    for (const step of allocation.steps) {
      const uop = this.#uop(step.at);
      const { frame, offset } = uop.origin;
      if (step.kind === "transfer") {
        const { from, to } = step;
        steps.push({ kind: "reshape", from, to, stack: this.#stack(frame, step.memory + from) });
        continue;
      }
      const { inputs, outputs } = step.variant;
      steps.push({
        kind: "stencil",
        stencil: uops.stencil(uop.op, inputs, outputs),
        oparg: uop.oparg,
        operand0: this.#operand(uop.op, uop.operand0),
        operand1: uop.operand1,
        stack: this.#stack(frame, step.memory + inputs),
        pc: this.#address(frame, offset),
        nextPc: 0,
        exit: step.exit === undefined ? noExit : this.#stub(uop.exit, step.exit),
        error: step.error === undefined ? noExit : this.#stub(uop.error, step.error),
      });
    }
    return { steps, loopHead: allocation.loopStep, exits: this.#exits };
  }

  #uop(at: number): Uop {
    const uop = this.#problem.trace.uops[at];
    if (uop === undefined) throw new InvariantError(`the allocation names uop ${at}, which the trace does not have`);
    return uop;
  }

  #operand(uop: UopId, operand: number): number {
    const { trace, records, uops } = this.#problem;
    const kind = uops.operandKind(uop);
    if (kind === OperandKind.number) return operand;
    if (kind === OperandKind.address) return records.executor;
    const constant = trace.constants[operand];
    if (constant === undefined) throw new InvariantError(`the trace has no constant ${operand}`);
    return constant.reference;
  }

  /** Bytes from the frame to just above stack slot `depth - 1`. */
  #stack(frame: number, depth: number): number {
    const localCount = this.#problem.trace.frames[frame]?.localCount ?? 0;
    return Frame.size + slotSize * (localCount + depth);
  }

  #address(frame: number, offset: number): number {
    return (this.#problem.trace.frames[frame]?.codeStart ?? 0) + unitSize * offset;
  }

  #stub(id: ExitId, place: StackPlace): number {
    const key = id * 16 + place.cached;
    const known = this.#stubs.get(key);
    if (known !== undefined) return known;
    const exit = this.#problem.trace.exits[id];
    if (exit === undefined) throw new InvariantError(`the trace has no exit ${id}`);
    const index = this.#exits.push(this.#stubSteps(id, exit, place)) - 1;
    this.#stubs.set(key, index);
    return index;
  }

  #stubSteps(id: ExitId, exit: Exit, { cached, memory }: StackPlace): readonly TraceStep[] {
    const stack = this.#stack(exit.frame, memory + cached);
    const owned: StencilStep[] = [];
    for (const recovery of exit.recovery) {
      if (recovery.how !== "own") throw new InvariantError(`no stencil recovers a slot by ${recovery.how}`);
      owned.push(this.#stubStep(id, exit, "_OWN_SLOT", this.#stack(exit.frame, recovery.slot + 1)));
    }
    const final = this.#stubStep(id, exit, leavingUop(exit.kind), stack);
    return stepsOfExit({ registers: references(cached), stack, spilled: [], owned, box: noBox, final });
  }

  #stubStep(id: ExitId, exit: Exit, uop: string, stack: number): StencilStep {
    const { index, uops } = this.#problem;
    return {
      kind: "stencil",
      stencil: uops.stencil(index.id(uop), 0, 0),
      oparg: 0,
      operand0: exit.kind === "side" ? this.#problem.records.exit(id) : 0,
      operand1: 0,
      stack,
      pc: this.#address(exit.frame, exit.target),
      nextPc: 0,
      exit: noExit,
      error: noExit,
    };
  }
}

function references(count: number): readonly RegisterClass[] {
  return new Array<RegisterClass>(count).fill("r");
}

function noBox(registerClass: RegisterClass): never {
  throw new InvariantError(`no stencil boxes a value of class ${registerClass}`);
}

function leavingUop(kind: Exit["kind"]): string {
  switch (kind) {
    case "side":
      return "_LEAVE_BY_EXIT";
    case "deopt":
    case "periodic":
      return "_LEAVE_TO_INTERPRETER";
    case "dynamic":
      return "_LEAVE_TO_FRAME";
    case "error":
      return "_LEAVE_BY_ERROR";
  }
}
