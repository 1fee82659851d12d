// Runs the uops of traces one by one on a machine's memory: what compiled code would do, slowly. Every exit taken is
// held against what the trace says of it: frame, bytecode and stack depth.

import { exitDepth, walkTrace, type Uop, type Walk } from "@tjit/ir";
import { index } from "./language.ts";
import { ToyError, type ToyExecutor, type ToyMachine } from "./machine.ts";

const walks = new WeakMap<object, Walk>();

/** Runs an executor, and those that it is linked to, until the interpreter goes on at `machine.pc`. */
export function evaluate(machine: ToyMachine, first: ToyExecutor): void {
  let executor: ToyExecutor | undefined = first;
  while (executor !== undefined) {
    const running: ToyExecutor = executor;
    if (running.artifact.isFreed) throw new Error("runs freed code");
    running.artifact.running++;
    try {
      executor = runOnce(machine, running);
    } finally {
      running.artifact.running--;
    }
  }
}

function runOnce(machine: ToyMachine, executor: ToyExecutor): ToyExecutor | undefined {
  const { trace } = executor;
  let at = 0;
  for (;;) {
    const uop = trace.uops[at];
    if (uop === undefined) throw new Error(`${trace.name} has no uop ${at}`);
    if (machine.steps++ > 5_000_000) throw new Error("the program does not end");
    const goesOn = step(machine, executor, uop);
    if (goesOn === "top") at = trace.loopHead;
    else if (goesOn === "next") at++;
    else return leave(machine, executor, at, uop);
  }
}

function leave(machine: ToyMachine, executor: ToyExecutor, at: number, uop: Uop): ToyExecutor | undefined {
  const { trace } = executor;
  const exit = trace.exits[uop.exit];
  const frame = trace.frames[exit?.frame ?? -1];
  if (exit === undefined || frame === undefined) throw new Error(`uop ${at} of ${trace.name} leaves by no exit`);
  const here = machine.functionAt(machine.fp);
  const target = frame.codeStart + 2 * exit.target;
  if (exit.kind === "dynamic") return undefined;
  if (here.start !== frame.code) throw new Error(`exit ${uop.exit} of ${trace.name} is in ${here.name}`);
  machine.pc = target;
  const walk = walks.get(trace) ?? walkTrace(trace, index);
  walks.set(trace, walk);
  if (machine.depth() !== exitDepth(walk, at)) {
    throw new Error(`exit ${uop.exit} of ${trace.name}: depth ${machine.depth()}, not ${exitDepth(walk, at)}`);
  }
  return machine.takeExit(executor, uop.exit);
}

/** Executes one uop. Guards leave the machine as it was, but for those that pop what they test. */
function step(machine: ToyMachine, executor: ToyExecutor, uop: Uop): "next" | "top" | "leave" {
  const { name } = index.definition(uop.op);
  switch (name) {
    case "_START_EXECUTOR":
    case "_RECORD_TOP":
    case "_RECORD_CODE":
    case "_PERIODIC":
    case "_ENTRY_CHECK":
      return "next";
    case "_MAKE_WARM":
      executor.artifact.isCold = false;
      return "next";
    case "_CHECK_VALIDITY":
      return executor.artifact.isValid ? "next" : "leave";
    case "_SET_IP":
      machine.pc = uop.operand0;
      return "next";
    case "_JUMP_TO_TOP":
      return "top";
    case "_EXIT_TRACE":
    case "_DEOPT":
      return "leave";
    case "_CONST":
      machine.push(uop.oparg);
      return "next";
    case "_LOAD":
      machine.push(machine.getLocal(uop.oparg));
      return "next";
    case "_STORE":
      machine.setLocal(uop.oparg, machine.pop());
      return "next";
    case "_GUARD_SMALL": {
      const [left = NaN, right = NaN] = machine.memory.slice(machine.sp - 2, machine.sp);
      return machine.isSmall(left) && machine.isSmall(right) ? "next" : "leave";
    }
    case "_ADD":
    case "_ADD_SMALL": {
      const right = machine.pop();
      machine.push(machine.pop() + right);
      return "next";
    }
    case "_LESS": {
      const right = machine.pop();
      machine.push(machine.pop() < right ? 1 : 0);
      return "next";
    }
    case "_GUARD_TRUE_POP":
      return machine.pop() !== 0 ? "next" : "leave";
    case "_GUARD_FALSE_POP":
      return machine.pop() === 0 ? "next" : "leave";
    case "_MAKE_FRAME":
      machine.push(machine.makeFrame(uop.oparg));
      return "next";
    case "_MAKE_ANY_FRAME":
      machine.push(machine.makeAnyFrame(uop.oparg));
      return "next";
    case "_SAVE_RETURN":
      returnTo = machine.pc + 2 * uop.operand0;
      return "next";
    case "_PUSH_FRAME":
      machine.enterFrame(machine.pop(), returnTo);
      return "next";
    case "_RETURN":
      if (!machine.leaveFrame()) throw new Error("a trace has returned from the last frame");
      return "next";
    case "_GUARD_IP":
      return machine.pc === uop.operand0 ? "next" : "leave";
    case "_PRINT":
      machine.output.push(machine.pop());
      return "next";
    case "_CHECK":
      machine.check(machine.pop());
      return "next";
    default:
      throw new ToyError(`no uop ${name}`);
  }
}

/** What `_SAVE_RETURN` found, for the `_PUSH_FRAME` right after it. */
let returnTo = 0;
