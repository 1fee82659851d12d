// From an allocated trace to the plan that is copied and patched: a stencil per uop, moves between registers and memory, and a stub
// per way out.
//
//   exit                  its stub ends in         goes to
//   side                  _LEAVE_BY_EXIT           the exit record's slot: the cold exit, or a side trace
//   deopt, periodic       _LEAVE_TO_INTERPRETER    the interpreter, at the exit's instruction
//   error                 _LEAVE_BY_ERROR          the end

import { type DialectIndex, type Exit, type ExitId, InvariantError, noExit, type Trace } from "@tjit/ir";
import type { Allocation, StackPlace } from "@tjit/regalloc";
import { type StencilSet, type StencilStep, stepsOfExit, type TracePlan, type TraceStep } from "@tjit/stencils";
import { Frame, unitSize, wordSize } from "../layout.ts";

/** What a plan is made from. */
export interface PlanProblem {
  readonly trace: Trace;
  readonly index: DialectIndex;
  readonly allocation: Allocation;
  readonly stencils: StencilSet;
  /** Address of the executor's record. */
  readonly executor: number;
  /** Address of the record of an exit. */
  readonly exitRecord: (exit: ExitId) => number;
}

/** Makes the plan of a trace. @throws InvariantError when the stencil set lacks what was allocated. */
export function planTrace(problem: PlanProblem): TracePlan {
  const { trace, index, allocation } = problem;
  const exits: TraceStep[][] = [];
  /** Stubs by exit and how many values are in registers there. */
  const stubs = new Map<string, number>();
  const stub = (id: ExitId, place: StackPlace | undefined): number => {
    if (place === undefined) return noExit;
    const key = `${id} ${place.cached}`;
    const known = stubs.get(key) ?? exits.push(stubSteps(problem, id, place)) - 1;
    stubs.set(key, known);
    return known;
  };
  const steps = allocation.steps.map((step): TraceStep => {
    const uop = trace.uops[step.at];
    if (uop === undefined) throw new InvariantError(`no uop ${step.at} to allocate`, [], "");
    const { frame, offset } = uop.origin;
    if (step.kind === "transfer") {
      const { from, to, memory } = step;
      return { kind: "reshape", from, to, stack: stackOffset(trace, frame, memory + from) };
    }
    const { name, operand0: kind } = index.definition(uop.op);
    const { inputs, outputs } = step.variant;
    return {
      kind: "stencil",
      stencil: stencilOf(problem, name, inputs, outputs),
      oparg: uop.oparg,
      operand0: operandOf(problem, kind, uop.operand0),
      operand1: 0,
      stack: stackOffset(trace, frame, step.memory + inputs),
      pc: addressOf(trace, frame, offset),
      nextPc: 0,
      exit: stub(uop.exit, step.exit),
      error: stub(uop.error, step.error),
    };
  });
  return { steps, loopHead: allocation.loopStep, exits };
}

function stubSteps(problem: PlanProblem, id: ExitId, { cached, memory }: StackPlace): TraceStep[] {
  const { trace, exitRecord } = problem;
  const exit = trace.exits[id];
  if (exit === undefined) throw new InvariantError(`no exit ${id}`, [], "");
  const stack = stackOffset(trace, exit.frame, memory + cached);
  const step = (uop: string, at: number): StencilStep => ({
    kind: "stencil",
    stencil: stencilOf(problem, uop, 0, 0),
    oparg: 0,
    operand0: exit.kind === "side" ? exitRecord(id) : 0,
    operand1: 0,
    stack: at,
    pc: addressOf(trace, exit.frame, exit.target),
    nextPc: 0,
    exit: noExit,
    error: noExit,
  });
  return stepsOfExit({
    registers: Array.from({ length: cached }, () => "r" as const),
    stack,
    spilled: [],
    owned: exit.recovery.map(({ slot, how }) => {
      if (how !== "own") throw new InvariantError(`no stencil recovers a slot by ${how}`, [], "");
      return step("_OWN_SLOT", stackOffset(trace, exit.frame, slot + 1));
    }),
    box: () => {
      throw new InvariantError("the dialect has no unboxed values", [], "");
    },
    final: step(leavingUop(exit.kind), stack),
  });
}

function leavingUop(kind: Exit["kind"]): string {
  switch (kind) {
    case "side":
      return "_LEAVE_BY_EXIT";
    case "deopt":
    case "periodic":
      return "_LEAVE_TO_INTERPRETER";
    case "error":
      return "_LEAVE_BY_ERROR";
    case "dynamic":
      throw new InvariantError("the dialect has no frames to leave to", [], "");
  }
}

function stencilOf({ stencils }: PlanProblem, uop: string, inputs: number, outputs: number): StencilStep["stencil"] {
  const id = stencils.find(uop, inputs, outputs);
  if (id === undefined) throw new InvariantError(`there is no stencil ${uop}_r${inputs}${outputs}`, [], "");
  return id;
}

/** Operands that are numbers in the trace and addresses in code. */
function operandOf({ trace, executor }: PlanProblem, kind: string, operand: number): number {
  if (kind === "address") return executor;
  return kind === "constant" ? (trace.constants[operand]?.reference ?? 0) : operand;
}

/** Bytes from the frame to just above stack slot `depth - 1`. */
function stackOffset(trace: Trace, frame: number, depth: number): number {
  return Frame.size + wordSize * ((trace.frames[frame]?.localCount ?? 0) + depth);
}

function addressOf(trace: Trace, frame: number, offset: number): number {
  return (trace.frames[frame]?.codeStart ?? 0) + unitSize * offset;
}
