// The recorder: a state machine that is called before each instruction while the interpreter's dispatch goes through
// the recording half of its table.
//
//            start                       record(pc, sp, fp, oparg)                            stop: trace
//   idle ───────────▶ recording ◀──── 1 translate the instruction before, whose successor ───▶ idle
//     ▲                  │               is now known            2 stop?                          abort: nothing
//     └──────────────────┘            3 remember this one, make it specialize, look at its operands
//        abort (exception, …)         4 the caller runs it through the base half
//
// A trace starts at the instruction after its entry, so every entry makes progress, and a loop is closed when the next
// instruction is the start, in the frame that it started in. Another executor's entry is recorded as the instruction that it
// replaced; the trace then leaves to where that executor starts. Entries of functions are traced through, until the frame
// that the recording began in has returned: from there on every executor is left to. Otherwise each function that a loop calls
// would get the whole loop for a trace, begun in another place.
//
// Invariants: R1 outside of a recording nothing is kept but the language. R2 the trace describes instructions that
// really ran, in their order. R3 every exit names an instruction that has not run yet, or the start of one that can run
// again. R4 nothing of the program's is changed. Cost per instruction: one decode, one translation, no look-ups by name.

import type { Trace } from "@tjit/ir";
import type { TracerListener } from "./events.ts";
import type { DecodedInstruction, Frontend } from "./frontend.ts";
import type { PreparedInstruction, PreparedLanguage } from "./language.ts";
import type { AbortReason, RefusalReason, StopReason } from "./reasons.ts";
import { Session, type Running } from "./session.ts";
import { depthBeforeSwitch, emitInstruction, planInstruction, type Executed, type Successor } from "./translate.ts";
import type { TraceSource } from "./trace-source.ts";
import { defaultTracerTuning, type TracerTuning } from "./tuning.ts";

/** A finished recording. */
export interface Recording {
  readonly trace: Trace;
  readonly source: TraceSource;
  readonly reason: StopReason;
  /** Address of its first instruction. */
  readonly start: number;
  /** How many instructions it holds. */
  readonly instructions: number;
  readonly fitness: number;
}

/** What the caller does next. */
export type RecordOutcome =
  /** Run the instruction through the base half; record again before the next one. */
  | { readonly kind: "continue" }
  /** Back to normal dispatch; the trace does not contain the instruction that is about to run. */
  | { readonly kind: "stop"; readonly recording: Recording }
  /** Back to normal dispatch; nothing was gained. */
  | { readonly kind: "abort"; readonly reason: AbortReason };

/** What a {@link Recorder} works with. */
export interface RecorderOptions<Saved> {
  readonly language: PreparedLanguage;
  readonly frontend: Frontend<Saved>;
  readonly tuning?: TracerTuning;
  readonly listener?: TracerListener;
}

/** Records one trace at a time. */
export class Recorder<Saved = undefined> {
  readonly #language: PreparedLanguage;
  readonly #frontend: Frontend<Saved>;
  readonly #tuning: TracerTuning;
  readonly #listener: TracerListener | undefined;
  #session: Session<Saved> | undefined;

  constructor(options: RecorderOptions<Saved>) {
    this.#language = options.language;
    this.#frontend = options.frontend;
    this.#tuning = options.tuning ?? defaultTracerTuning;
    this.#listener = options.listener;
  }

  get isRecording(): boolean {
    return this.#session !== undefined;
  }

  /** Begins a recording at an instruction that is about to run; `undefined` means that it began. */
  start(source: TraceSource, pc: number, sp: number, fp: number): RefusalReason | undefined {
    const identity = this.#frontend.frame(fp);
    const refusal = this.#session !== undefined ? "busy" : identity.isTraceable ? undefined : "untraceable-frame";
    if (refusal !== undefined) {
      this.#listener?.({ kind: "refuse", source, reason: refusal });
      return refusal;
    }
    const depth = this.#frontend.stackDepth(sp, fp);
    const session = new Session<Saved>(this.#language, this.#tuning, source, { pc, fp, depth, identity });
    this.#session = session;
    this.#listener?.({ kind: "start", source, pc, name: session.name });
    return undefined;
  }

  /**
   * Takes notice of the instruction that is about to run, and translates the one before it.
   * @throws Error when no recording is under way.
   */
  record(pc: number, sp: number, fp: number, oparg: number): RecordOutcome {
    const session = this.#session;
    if (session === undefined) throw new Error("no recording is under way");
    const { running } = session;
    const reason = running === undefined ? undefined : this.#translate(session, running, pc, sp, fp);
    if (reason !== undefined) return this.#stop(session, reason);
    const decoded = this.#frontend.decode(pc, oparg);
    const saved = this.#frontend.save(decoded.opcode, oparg, pc, sp, fp);
    if (session.prefix === undefined && session.fitness.left < this.#qualityOf(decoded, saved)) {
      if (!session.isEmpty) return this.#stop(session, "fitness-exhausted");
    }
    if (session.prefix === undefined && !session.isEmpty && this.#frontend.leavesRun?.(decoded.opcode, fp) === true)
      return this.#stop(session, "leaves-run");
    this.#remember(session, pc, oparg, saved);
    this.#frontend.hasten(pc);
    return keepRecording;
  }

  /** Abandons the recording, if there is one. */
  abort(reason: AbortReason): void {
    const session = this.#session;
    if (session === undefined) return;
    this.#session = undefined;
    this.#listener?.({ kind: "abort", source: session.source, reason, at: session.running?.pc ?? session.start });
  }

  /** Something has changed that traces take for granted: abandons a recording that does. */
  invalidate(kind: string, reference: number): void {
    const isDependent = this.#session?.builder.dependencies.some(
      (it) => it.kind === kind && it.reference === reference,
    );
    if (isDependent === true) this.abort("invalidated");
  }

  /** Translates what ran. Says why the recording ends, if it does; `session.leaving` is then where. */
  #translate(
    session: Session<Saved>,
    running: Running<Saved>,
    pc: number,
    sp: number,
    fp: number,
  ): StopReason | undefined {
    const { builder } = session;
    if (running.oparg > maximumOparg) return "argument-too-large";
    const decoded = this.#frontend.decode(running.pc, running.oparg);
    const instruction = this.#instructionFor(running, decoded);
    if (instruction === undefined) return "unsupported-instruction";
    const change = session.frameChange(instruction, fp);
    if (change === undefined) return "frame-changed";
    const plan = planInstruction(instruction, decoded, running, pc, change, this.#language.language.unitSize);
    if (typeof plan === "string") return plan;
    if (change === "pushed" && session.frames.length >= this.#tuning.maximumFrames) return "recursion-limit";
    const identity = change === "none" ? running.identity : this.#frontend.frame(fp);
    if (!identity.isTraceable) return "unsupported-instruction";

    const depth = this.#frontend.stackDepth(sp, fp);
    if (change !== "none") {
      const before = depthBeforeSwitch(this.#language, plan.templates, running.oparg, depth);
      session.switchFrame(change, fp, identity, before);
    }
    const next: Successor = { pc, frame: session.top.frame, identity, depth };
    const from = builder.length;
    const slots = builder.slots;
    const context = { language: this.#language, frontend: this.#frontend, builder };
    emitInstruction(context, instruction, decoded, plan, running, next, change);
    this.#charge(session, instruction, plan.isTaken, running.pc, builder.slots - slots);
    if (change === "pushed") session.fitness.chargePush();
    if (change === "returned-known") session.fitness.refundPush();
    if (change === "returned-unknown") session.fitness.chargeReturnBelowRoot();

    session.instructions++;
    session.running = undefined;
    session.prefix = instruction.role.kind === "prefix" ? running.target : undefined;
    this.#listener?.({
      kind: "record",
      instruction: instruction.name,
      pc: running.pc,
      from,
      to: builder.length,
      fitness: session.fitness.left,
    });
    return session.prefix === undefined ? this.#stopBefore(session, next, instruction) : undefined;
  }

  /** The instruction to translate: the specialized form that ran, or the generic one when that form missed. */
  #instructionFor(executed: Executed<Saved>, decoded: DecodedInstruction): PreparedInstruction | undefined {
    const instruction = this.#language.instructionOf(decoded.opcode);
    if (instruction === undefined || instruction.generic === instruction.opcode) return instruction;
    return this.#frontend.missed(executed.pc) ? this.#language.instructionOf(instruction.generic) : instruction;
  }

  #charge(
    session: Session<Saved>,
    instruction: PreparedInstruction,
    isTaken: boolean,
    pc: number,
    slots: number,
  ): void {
    session.fitness.chargeSlots(slots);
    if (instruction.role.kind !== "branch") return;
    const { history } = instruction.role;
    const address = pc + (1 + (history ?? 0)) * this.#language.language.unitSize;
    session.fitness.chargeBranch(isTaken, history === undefined ? undefined : this.#frontend.readUnit(address));
  }

  /** Whether the recording ends between the instruction that was just translated and the next one. */
  #stopBefore(session: Session<Saved>, next: Successor, instruction: PreparedInstruction): StopReason | undefined {
    session.leaving = { pc: next.pc, frame: next.frame, codeStart: next.identity.codeStart };
    if (next.pc === session.start) return session.isInRoot ? "loop-closed" : "met-start";
    const isBackwardJump = instruction.role.kind === "backward-jump";
    if ((isBackwardJump || session.hasLeftRoot) && this.#frontend.executorStartsAt(next.pc)) return "met-executor";
    if (session.builder.length + reservedUops > this.#tuning.maximumUops) return "buffer-full";
    if (isBackwardJump && session.fitness.left < this.#tuning.fitness.backwardJumpQuality) return "fitness-exhausted";
    return undefined;
  }

  /** How good a place to stop at the next instruction is. */
  #qualityOf(decoded: DecodedInstruction, saved: Saved): number {
    const { fitness } = this.#tuning;
    if (decoded.isExecutorEntry) return fitness.executorQuality;
    const wants = this.#frontend.wantsSpecialization?.(decoded.opcode, saved) ?? false;
    return wants ? fitness.specializableQuality : fitness.instructionQuality;
  }

  #remember(session: Session<Saved>, pc: number, oparg: number, saved: Saved): void {
    const { frame, identity } = session.top;
    const { codeStart } = identity;
    const target = session.prefix ?? pc;
    session.running = { pc, target, oparg, saved, frame, codeStart, identity };
    session.leaving = { pc: target, frame, codeStart };
  }

  #stop(session: Session<Saved>, reason: StopReason): RecordOutcome {
    if (session.isEmpty) {
      this.abort("too-short");
      return { kind: "abort", reason: "too-short" };
    }
    const trace = session.finish(reason);
    const { source, start, instructions } = session;
    this.#session = undefined;
    this.#listener?.({ kind: "stop", source, reason, trace });
    return { kind: "stop", recording: { trace, source, reason, start, instructions, fitness: session.fitness.left } };
  }
}

const keepRecording: RecordOutcome = { kind: "continue" };
const maximumOparg = 0xffff;
/** Room for the longest expansion of one instruction and the ending. */
const reservedUops = 32;
