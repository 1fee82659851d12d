// Top-of-stack caching: decides for each uop how many of the stack's top values are in registers.
//
//   uop                      greedy, K = 3        cached before ─▶ after
//   _LOAD_FAST x             r01                  0 ─▶ 1
//   _LOAD_FAST y             r12                  1 ─▶ 2
//   _BINARY_OP_ADD_FLOAT     r23                  2 ─▶ 3
//   _POP_TOP_FLOAT           r32                  3 ─▶ 2
//     transfer 2 ─▶ 1        stores r0, r1 moves to r0
//   _CALL_ONE                r11
//
// Greedy goes forward and takes the cheapest variant for what is cached now. Optimal weighs all ways through the trace
// (a dynamic program over the K + 1 depths) and is never worse by the given weights.
//
// Invariants: A1 registers hold exactly the top values, r0 the deepest; everything below is in memory. A2 the depth at
// the jump is the depth at the loop head. A3 nothing is cached on entry. A4 leaving costs the trace nothing: exits say what
// is cached. The input is not changed; same input, same output. Cost: O(uops) greedy, O(uops K^2) optimal.

import {
  elementAt,
  noExit,
  walkTrace,
  type DialectIndex,
  type Trace,
  type Uop,
  type UopShape,
  type Walk,
} from "@tjit/ir";
import type { Allocation, AllocationStep, RegisterAbort, StackPlace } from "./allocation.ts";
import { noStep, type ChoiceInput } from "./choice.ts";
import { chooseGreedily } from "./choose-greedily.ts";
import { chooseOptimally } from "./choose-optimally.ts";
import { defaultCost, transferCost, type TransferWeights } from "./cost.ts";
import type { VariantTable } from "./variants.ts";

/** A trace to allocate. */
export interface AllocationProblem {
  readonly trace: Trace;
  readonly index: DialectIndex;
  readonly variants: VariantTable;
  /** The trace's walk, when somebody has made it already. */
  readonly walk?: Walk;
}

/** How to allocate. */
export interface AllocationOptions {
  /** `greedy` decides uop by uop; `optimal` weighs the whole trace. */
  readonly choice?: "greedy" | "optimal";
  /** Values that stay in registers from one round of the loop to the next: 0 by default; `cheapest` tries all. */
  readonly loopDepth?: number | "cheapest";
  readonly weights?: TransferWeights;
}

/** Allocates registers for a trace. */
export function allocateRegisters(
  { trace, index, variants, walk: known }: AllocationProblem,
  options: AllocationOptions = {},
): Allocation | RegisterAbort {
  const walk = known ?? walkTrace(trace, index);
  const problem = walk.problems[0];
  if (problem !== undefined) return { kind: "abort", reason: "broken-trace", at: problem.at };
  const weights = options.weights ?? defaultCost;
  const loopHead = walk.isLoop ? trace.loopHead : -1;
  const wanted = walk.isLoop ? (options.loopDepth ?? 0) : 0;
  const deepest = Math.min(variants.registers, walk.depthBefore[trace.loopHead] ?? 0);
  const choose = options.choice === "optimal" ? chooseOptimally : chooseGreedily;
  const attempt = (loopDepth: number): Allocation | RegisterAbort => {
    if (loopDepth > deepest) return { kind: "abort", reason: "loop-depth", at: trace.loopHead };
    const input: ChoiceInput = { walk, variants, weights, loopHead, loopDepth };
    const choice = choose(input);
    return choice instanceof Int8Array ? writeSteps(input, choice) : choice;
  };
  if (wanted !== "cheapest") return attempt(wanted);
  let best = attempt(0);
  for (let loopDepth = 1; loopDepth <= deepest; loopDepth++) {
    const other = attempt(loopDepth);
    const isBetter = other.kind === "allocation" && (best.kind === "abort" || other.cost < best.cost);
    if (isBetter) best = other;
  }
  return best;
}

function writeSteps(
  { walk, variants, weights, loopHead, loopDepth }: ChoiceInput,
  choice: Int8Array,
): Allocation | RegisterAbort {
  const { uops } = walk.trace;
  const steps: AllocationStep[] = [];
  let cached = 0;
  let cost = 0;
  let loopStep = -1;
  for (let at = 0; at < uops.length; at++) {
    const depth = elementAt(walk.depthBefore, at);
    if (at === loopHead) {
      cost += pushTransfer(steps, at, cached, loopDepth, depth, weights);
      cached = loopDepth;
      loopStep = steps.length;
    }
    const inputs = elementAt(choice, at);
    if (inputs === noStep) continue;
    cost += pushTransfer(steps, at, cached, inputs, depth, weights);
    const uop = elementAt(uops, at);
    const shape = elementAt(walk.shapes, at);
    const outputs = variants.outputsOf(uop.op, inputs);
    cost += variants.accessesOf(uop.op, inputs) * weights.access;
    const before: StackPlace = { cached: inputs, memory: depth - inputs };
    const exit = exitPlace(walk, uop, shape, before);
    if (exit === "shuffles") return { kind: "abort", reason: "exit-shuffles", at };
    steps.push({
      kind: "uop",
      at,
      variant: { inputs, outputs },
      memory: before.memory,
      exit,
      error: uop.error === noExit ? undefined : before,
    });
    cached = outputs;
  }
  return { kind: "allocation", registers: variants.registers, loopDepth, loopStep, steps, cost };
}

function pushTransfer(
  steps: AllocationStep[],
  at: number,
  from: number,
  to: number,
  depth: number,
  weights: TransferWeights,
): number {
  if (from === to) return 0;
  steps.push({ kind: "transfer", at, from, to, memory: depth - from });
  return transferCost(from, to, weights);
}

/** Where the stack is when the uop leaves. Control flow leaves behind a test that has dropped what it tested. */
function exitPlace(walk: Walk, uop: Uop, shape: UopShape, before: StackPlace): StackPlace | "shuffles" | undefined {
  if (uop.exit === noExit) return undefined;
  if (!elementAt(walk.trace.exits, uop.exit).isControlFlow) return before;
  const { keeps, inputCount, outputCount } = shape;
  for (let slot = 0; slot < outputCount; slot++) if (keeps[slot] !== slot) return "shuffles";
  const dropped = inputCount - outputCount;
  const cached = Math.max(0, before.cached - dropped);
  return { cached, memory: before.cached + before.memory - dropped - cached };
}
