// Interprets the toy language, with or without traces. Traces are not compiled: `evaluate.ts` runs their uops as they
// are, on the same memory.

import type { Trace } from "@tjit/ir";
import {
  defaultTracerTuning,
  ExecutorTable,
  Recorder,
  type AbortReason,
  type CodeInstaller,
  type DecodedInstruction,
  type Executor,
  type ExitDestination,
  type FrameIdentity,
  type Frontend,
  type TraceSource,
  type TracerEvent,
  type TracerTuning,
} from "../../src/index.ts";
import { evaluate } from "./evaluate.ts";
import { cacheUnits, language, op } from "./language.ts";
import type { ToyFunction, ToyProgram } from "./program.ts";

/** What a program did. */
export interface ToyResult {
  readonly output: readonly number[];
  readonly result: number | string;
}

/** What the toy makes of a trace: nothing but places for what machine code would have in memory. */
export interface ToyArtifact {
  isValid: boolean;
  isCold: boolean;
  isFreed: boolean;
  running: number;
  readonly exits: (ExitDestination<ToyArtifact> | undefined)[];
}

export type ToyExecutor = Executor<ToyArtifact>;

export const newArtifact = (): ToyArtifact => ({
  isValid: false,
  isCold: false,
  isFreed: false,
  running: 0,
  exits: [],
});

/** Numbers up to here are small. */
const small = 1000;
const cooldown = 52;
const frameHeader = 3;

export interface ToyOptions {
  readonly tuning?: Partial<TracerTuning>;
  /** Executions of a back edge, a function's entry or an exit before it is hot. */
  readonly threshold?: number;
  readonly listener?: (event: TracerEvent) => void;
  readonly onTrace?: (trace: Trace) => void;
  /** Called before each instruction that the interpreter runs. */
  readonly onStep?: (machine: ToyMachine) => void;
}

const never = 0xffff;

export class ToyMachine {
  readonly code: Uint16Array;
  readonly functions: readonly ToyFunction[];
  readonly memory: number[] = [];
  readonly output: number[] = [];
  readonly frontend: Frontend<number>;
  readonly recorder: Recorder<number>;
  readonly table: ExecutorTable<ToyArtifact>;
  pc = 0;
  sp = 0;
  fp = 0;
  steps = 0;
  readonly #threshold: number;
  readonly #usesTraces: boolean;
  readonly #options: ToyOptions;

  constructor(program: ToyProgram, options?: ToyOptions) {
    this.code = program.code.slice();
    this.functions = program.functions;
    this.#usesTraces = options !== undefined;
    this.#options = options ?? {};
    this.#threshold = options?.threshold ?? 3;
    const tuning = { ...defaultTracerTuning, ...options?.tuning };
    const listener = options?.listener === undefined ? {} : { listener: options.listener };
    this.frontend = this.#frontend();
    this.recorder = new Recorder({ language, frontend: this.frontend, tuning, ...listener });
    this.table = new ExecutorTable({
      installer: this.#installer(),
      temperature: { initial: this.#threshold, never, restart: () => this.#threshold * 4 },
      unitSize: 2,
      tuning,
      ...listener,
    });
    this.memory.push(0, -1, -1);
    for (let local = 0; local < this.functionAt(0).localCount; local++) this.memory.push(0);
    this.sp = this.memory.length;
  }

  functionAt(fp: number): ToyFunction {
    const found = this.functions[this.memory[fp] ?? -1];
    if (found === undefined) throw new Error(`no frame at ${fp}`);
    return found;
  }

  depth(): number {
    return this.sp - (this.fp + frameHeader + this.functionAt(this.fp).localCount);
  }

  push(value: number): void {
    this.memory[this.sp++] = value;
  }

  pop(): number {
    if (this.depth() <= 0) throw new Error(`stack underflow at ${this.pc}`);
    return this.memory[--this.sp] ?? NaN;
  }

  getLocal(local: number): number {
    return this.memory[this.fp + frameHeader + local] ?? NaN;
  }

  setLocal(local: number, value: number): void {
    this.memory[this.fp + frameHeader + local] = value;
  }

  /** Makes a frame above the stack's top, which will hold the frame value. */
  makeFrame(callee: number): number {
    const argument = this.pop();
    const frame = this.sp + 1;
    this.memory[frame] = callee;
    this.memory[frame + 1] = this.fp;
    for (let local = 0; local < (this.functions[callee]?.localCount ?? 0); local++) {
      this.memory[frame + frameHeader + local] = local === 0 ? argument : 0;
    }
    return frame;
  }

  makeAnyFrame(first: number): number {
    const selector = this.pop();
    return this.makeFrame(first + (Math.abs(selector) % 2));
  }

  enterFrame(frame: number, returnTo: number): void {
    this.memory[frame + 2] = returnTo;
    this.fp = frame;
    const callee = this.functionAt(frame);
    this.sp = frame + frameHeader + callee.localCount;
    this.pc = callee.start;
  }

  /** Leaves the frame; `false` when it was the last one. */
  leaveFrame(): boolean {
    const value = this.pop();
    const [, caller = -1, returnTo = -1] = this.memory.slice(this.fp, this.fp + frameHeader);
    this.sp = this.fp - 1;
    if (caller < 0) return false;
    this.fp = caller;
    this.pc = returnTo;
    this.push(value);
    return true;
  }

  isSmall(value: number): boolean {
    return Math.abs(value) < small;
  }

  check(value: number): void {
    if (value % 13 === 12) throw new ToyError("unlucky");
  }

  run(): ToyResult {
    try {
      for (;;) {
        const result = this.#step();
        if (result !== undefined) {
          this.#abort("left-interpreter");
          return { output: this.output, result };
        }
      }
    } catch (error) {
      if (!(error instanceof ToyError)) throw error;
      this.#abort("exception");
      return { output: this.output, result: error.message };
    }
  }

  /** Takes an exit: goes on in another executor, or tells where recording may start. */
  takeExit(executor: ToyExecutor, exit: number): ToyExecutor | undefined {
    const destination = executor.artifact.exits[exit];
    if (destination?.kind === "linked") return destination.to;
    if (destination === undefined || destination.temperature === never) return undefined;
    if (destination.temperature > 0) {
      executor.artifact.exits[exit] = { kind: "cold", temperature: destination.temperature - 1 };
      return undefined;
    }
    const hot = this.table.exitTriggered(executor.id, exit);
    if (hot.kind === "record") {
      if (hot.start !== this.pc) throw new Error(`exit to ${this.pc} is said to lead to ${hot.start}`);
      this.#start(hot.source, this.pc);
    }
    return undefined;
  }

  #step(): number | undefined {
    this.#options.onStep?.(this);
    if (this.steps++ > 5_000_000) throw new Error("the program does not end");
    let oparg = 0;
    let unit = this.code[this.pc / 2] ?? 0;
    if (this.recorder.isRecording) this.#record(unit >> 8);
    while ((unit & 255) === op.EXTEND) {
      oparg = (oparg << 8) | (unit >> 8);
      this.pc += 2;
      unit = this.code[this.pc / 2] ?? 0;
      if (this.recorder.isRecording) this.#record((oparg << 8) | (unit >> 8));
      // What was recorded may have put an executor's entry where the unit was read.
      unit = this.code[this.pc / 2] ?? 0;
    }
    unit = this.code[this.pc / 2] ?? 0;
    oparg = (oparg << 8) | (unit >> 8);
    let opcode = unit & 255;
    if (opcode === op.ENTER_EXECUTOR) {
      const found = this.table.entryAt(this.pc);
      if (found === undefined) throw new Error(`no executor at ${this.pc}`);
      if (!this.recorder.isRecording) {
        this.pc = found.executor.start;
        evaluate(this, found.executor);
        return undefined;
      }
      opcode = found.entry.saved & 255;
      oparg = (oparg & ~255) | (found.entry.saved >> 8);
    }
    return this.#execute(opcode, oparg);
  }

  #execute(opcode: number, oparg: number): number | undefined {
    const next = this.pc + 2 * (1 + (cacheUnits[opcode] ?? 0));
    const cache = this.pc / 2 + 1;
    switch (opcode) {
      case op.NOP:
        break;
      case op.ENTRY:
        this.#count(cache, { kind: "entry", entry: this.pc }, next);
        break;
      case op.CONST:
        this.push(oparg);
        break;
      case op.LOAD:
        this.push(this.getLocal(oparg));
        break;
      case op.STORE:
        this.setLocal(oparg, this.pop());
        break;
      case op.ADD:
      case op.ADD_SMALL: {
        const right = this.pop();
        const left = this.pop();
        this.#specialize(this.isSmall(left) && this.isSmall(right));
        this.push(left + right);
        break;
      }
      case op.LESS: {
        const right = this.pop();
        this.push(this.pop() < right ? 1 : 0);
        break;
      }
      case op.JUMP_IF_FALSE:
      case op.JUMP_IF_TRUE: {
        const isTaken = (this.pop() === 0) === (opcode === op.JUMP_IF_FALSE);
        if (opcode === op.JUMP_IF_FALSE) {
          this.code[cache] = (((this.code[cache] ?? 0) << 1) | (isTaken ? 1 : 0)) & 0xffff;
        }
        this.pc = isTaken ? next + 2 * oparg : next;
        return undefined;
      }
      case op.JUMP:
        this.pc = next + 2 * oparg;
        return undefined;
      case op.JUMP_BACK: {
        const target = next - 2 * oparg;
        this.#count(cache, { kind: "backward-jump", entry: this.pc }, target);
        this.pc = target;
        return undefined;
      }
      case op.CALL:
        this.enterFrame(this.makeFrame(oparg), next);
        return undefined;
      case op.CALL_ANY:
        this.enterFrame(this.makeAnyFrame(oparg), next);
        return undefined;
      case op.RETURN: {
        const value = this.memory[this.sp - 1] ?? NaN;
        return this.leaveFrame() ? undefined : value;
      }
      case op.PRINT:
        this.output.push(this.pop());
        break;
      case op.CHECK:
        this.check(this.pop());
        break;
      case op.NEGATE:
        this.push(-this.pop());
        break;
      default:
        throw new Error(`opcode ${opcode} at ${this.pc}`);
    }
    this.pc = next;
    return undefined;
  }

  /** ADD becomes ADD_SMALL for small operands; a form that misses too often goes back. */
  #specialize(isSmall: boolean): void {
    const at = this.pc / 2;
    const opcode = (this.code[at] ?? 0) & 255;
    const counter = this.code[at + 1] ?? 0;
    const become = (form: number, word: number): void => {
      this.code[at] = ((this.code[at] ?? 0) & 0xff00) | form;
      this.code[at + 1] = word;
    };
    if (opcode === op.ADD_SMALL && isSmall) return;
    if (counter === 0) {
      if (isSmall) become(op.ADD_SMALL, cooldown);
      else become(op.ADD, 3);
    } else this.code[at + 1] = counter - 1;
  }

  #count(cache: number, source: TraceSource, start: number): void {
    if (!this.#usesTraces || this.recorder.isRecording || source.kind === "exit") return;
    if (this.table.entryAt(source.entry) !== undefined) return;
    const seen = (this.code[cache] ?? 0) + 1;
    this.code[cache] = seen;
    if (seen < this.#threshold) return;
    this.code[cache] = 0;
    const known = this.table.startingAt(start);
    if (known !== undefined) {
      this.table.addEntry(known.id, this.functionAt(this.fp).start, source.entry);
      return;
    }
    this.#start(source, start);
  }

  #start(source: TraceSource, pc: number): void {
    this.recorder.start(source, pc, this.sp, this.fp);
  }

  #record(oparg: number): void {
    const outcome = this.recorder.record(this.pc, this.sp, this.fp, oparg);
    if (outcome.kind !== "stop") return;
    const { trace, source, start } = outcome.recording;
    this.#options.onTrace?.(trace);
    const place =
      source.kind === "exit"
        ? source
        : ({ kind: "entry", code: trace.frames[0]?.code ?? -1, pc: source.entry } as const);
    this.table.install({ trace, artifact: newArtifact(), start, place });
    if (this.table.isSweepDue) this.table.sweep();
    this.table.freePending();
  }

  #abort(reason: AbortReason): void {
    this.recorder.abort(reason);
  }

  #frontend(): Frontend<number> {
    return {
      decode: (pc, oparg): DecodedInstruction => {
        const unit = this.code[pc / 2] ?? 0;
        const isExecutorEntry = (unit & 255) === op.ENTER_EXECUTOR;
        const saved = isExecutorEntry ? (this.table.entryAt(pc)?.entry.saved ?? 0) : unit;
        const opcode = saved & 255;
        const length = 1 + (cacheUnits[opcode] ?? 0);
        const argument = isExecutorEntry ? (oparg & ~255) | (saved >> 8) : oparg;
        const next = pc + 2 * length;
        const forward = opcode === op.JUMP || opcode === op.JUMP_IF_FALSE || opcode === op.JUMP_IF_TRUE;
        const jumpTarget = opcode === op.JUMP_BACK ? next - 2 * argument : forward ? next + 2 * argument : undefined;
        return { opcode, length, jumpTarget, isExecutorEntry };
      },
      readUnit: (address) => this.code[address / 2] ?? 0,
      executorStartsAt: (pc) => this.table.startingAt(pc) !== undefined,
      frame: (fp): FrameIdentity => {
        const { name, start, localCount } = this.functionAt(fp);
        const frameSize = 4 * (frameHeader + localCount);
        return { code: start, name, codeStart: start, codeVersion: 1, localCount, frameSize, isTraceable: true };
      },
      stackDepth: (sp, fp) => sp - (fp + frameHeader + this.functionAt(fp).localCount),
      hasten: (pc) => {
        const opcode = (this.code[pc / 2] ?? 0) & 255;
        if (opcode === op.ADD || opcode === op.ADD_SMALL) this.code[pc / 2 + 1] = 0;
      },
      missed: (pc) => {
        const counter = this.code[pc / 2 + 1] ?? 0;
        return counter !== 0 && counter !== cooldown;
      },
      save: (opcode, _oparg, _pc, sp) => (opcode === op.PRINT ? (this.memory[sp - 1] ?? 0) : 0),
      recorded: (saved, uop) =>
        uop === "_RECORD_TOP" && saved % 2 === 0
          ? { type: "number", value: saved, reference: 0, isImmortal: true }
          : undefined,
    };
  }

  #installer(): CodeInstaller<ToyArtifact> {
    return {
      publish: ({ artifact }) => {
        artifact.isValid = true;
      },
      free: ({ artifact }) => {
        if (artifact.isValid || artifact.isFreed || artifact.running > 0) throw new Error("freed too early, or twice");
        artifact.isFreed = true;
      },
      patchEntry: (pc, index) => {
        const saved = this.code[pc / 2] ?? 0;
        this.code[pc / 2] = op.ENTER_EXECUTOR | (index << 8);
        return saved;
      },
      restoreEntry: (pc, saved) => {
        this.code[pc / 2] = saved;
      },
      writeExit: ({ artifact }, exit, destination) => {
        artifact.exits[exit] = destination;
      },
      readTemperature: ({ artifact }, exit) => {
        const destination = artifact.exits[exit];
        return destination?.kind === "cold" ? destination.temperature : never;
      },
      markInvalid: ({ artifact }) => {
        artifact.isValid = false;
      },
      markCold: ({ artifact }) => {
        artifact.isCold = true;
      },
      isCold: ({ artifact }) => artifact.isCold,
      isRunning: ({ artifact }) => artifact.running > 0,
    };
  }
}

/** An exception of the toy language. */
export class ToyError extends Error {}
