// The state of one recording: the trace so far, the frames that it is inside of, the instruction that is running.

import { type FrameId, type Origin, type Trace } from "@tjit/ir";
import { Fitness } from "./fitness.ts";
import type { FrameIdentity } from "./frontend.ts";
import type { PreparedInstruction, PreparedLanguage } from "./language.ts";
import { stopReasons, type StopReason } from "./reasons.ts";
import type { TraceSource } from "./trace-source.ts";
import { TraceBuilder } from "./trace-builder.ts";
import type { Executed, FrameChange } from "./translate.ts";
import type { TracerTuning } from "./tuning.ts";

/** A frame that the recording is inside of. */
export interface RecordedFrame {
  readonly fp: number;
  readonly frame: FrameId;
  readonly identity: FrameIdentity;
}

/** An instruction that runs, and the frame that it runs in. */
export interface Running<Saved> extends Executed<Saved> {
  readonly identity: FrameIdentity;
}

/** Where a trace that ends now would leave. */
export interface LeavingPlace {
  readonly pc: number;
  readonly frame: FrameId;
  readonly codeStart: number;
}

/** One recording. */
export class Session<Saved> {
  readonly source: TraceSource;
  /** Address of the first instruction, and the frame pointer there. */
  readonly start: number;
  readonly startFrame: number;
  readonly name: string;
  readonly builder: TraceBuilder;
  readonly fitness: Fitness;
  /** Frames from the deepest that the trace knows to the one on top. */
  readonly frames: RecordedFrame[];
  /** Instructions translated so far. */
  instructions = 0;
  running: Running<Saved> | undefined;
  /** Address of the first prefix of the instruction that is about to run. */
  prefix: number | undefined;
  leaving: LeavingPlace;

  readonly #language: PreparedLanguage;
  readonly #entryDepth: number;
  readonly #loopHead: number;

  constructor(
    language: PreparedLanguage,
    tuning: TracerTuning,
    source: TraceSource,
    at: { readonly pc: number; readonly fp: number; readonly depth: number; readonly identity: FrameIdentity },
  ) {
    const { pc, fp, depth, identity } = at;
    this.#language = language;
    this.#entryDepth = depth;
    this.source = source;
    this.start = pc;
    this.startFrame = fp;
    const offset = (pc - identity.codeStart) / language.language.unitSize;
    this.name = `${identity.name}:${offset}`;
    this.builder = new TraceBuilder(language);
    this.fitness = new Fitness(tuning.fitness);
    const frame = this.builder.addFrame(identity, -1, undefined);
    this.frames = [{ fp, frame, identity }];
    this.leaving = { pc, frame, codeStart: identity.codeStart };
    this.#addPlain(language.language.startExecutor, { frame, offset, from: "trace" });
    if (language.language.makeWarm !== undefined) {
      this.#addPlain(language.language.makeWarm, { frame, offset, from: "trace" });
    }
    this.#loopHead = this.builder.length;
  }

  /** The frame that the next instruction runs in. */
  get top(): RecordedFrame {
    const top = this.frames.at(-1);
    if (top === undefined) throw new Error("a recording is always inside of a frame");
    return top;
  }

  /** Whether nothing but the beginning has been recorded: entering such a trace would make no progress. */
  get isEmpty(): boolean {
    return this.builder.length === this.#loopHead;
  }

  /** Whether the frame that the recording began in has returned. */
  get hasLeftRoot(): boolean {
    return this.frames[0]?.frame !== rootFrame;
  }

  get isInRoot(): boolean {
    return this.top.frame === rootFrame;
  }

  /** How an instruction has changed the frame; `undefined` when it cannot have been the instruction. */
  frameChange(instruction: PreparedInstruction, fp: number): FrameChange | undefined {
    if (fp === this.top.fp) return "none";
    if (instruction.role.kind === "push") return "pushed";
    if (instruction.role.kind !== "return") return undefined;
    const below = this.frames.at(-2);
    if (below === undefined) return "returned-unknown";
    return below.fp === fp ? "returned-known" : undefined;
  }

  /** Follows a frame change. `depth` is what was on the other frame's stack before. */
  switchFrame(change: FrameChange, fp: number, identity: FrameIdentity, depth: number): void {
    switch (change) {
      case "none":
        return;
      case "pushed": {
        const frame = this.builder.addFrame(identity, this.top.frame, depth > 0 ? depth : undefined);
        this.frames.push({ fp, frame, identity });
        return;
      }
      case "returned-known":
        this.frames.pop();
        return;
      case "returned-unknown": {
        const left = this.top.frame;
        const frame = this.builder.addFrame(identity, -1, depth);
        this.builder.setParent(left, frame);
        this.frames.splice(0, this.frames.length, { fp, frame, identity });
        return;
      }
    }
  }

  /** Ends the trace where it would leave now. */
  finish(reason: StopReason): Trace {
    const { structural } = this.#language.index;
    const { pc, frame, codeStart } = this.leaving;
    const target = (pc - codeStart) / this.#language.language.unitSize;
    const origin: Origin = { frame, offset: target, from: "trace" };
    const { ending } = stopReasons[reason];
    const op = { "jump-to-top": structural.jumpToTop, "exit-trace": structural.exitTrace, deopt: structural.deopt }[
      ending
    ];
    this.builder.addUop(op, 0, 0, 0, { frame, target, how: "instruction" }, origin);
    return this.builder.finish(this.name, this.#entryDepth, this.#loopHead);
  }

  #addPlain(uop: string, origin: Origin): void {
    const leaving = { frame: origin.frame, target: origin.offset, how: "instruction" } as const;
    this.builder.addUop(this.#language.index.id(uop), 0, 0, 0, leaving, origin);
  }
}

const rootFrame = 0 as FrameId;
