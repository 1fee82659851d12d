// Why recordings end, as closed tables. A recording that ends by a stop reason became a trace; one that ends by an
// abort reason left nothing behind; a refused one never began.

/** How a trace ends: by its last uop. */
export type Ending =
  /** Goes on at the loop head. */
  | "jump-to-top"
  /** Leaves at the next instruction, through an exit that may grow or link. */
  | "exit-trace"
  /** Leaves at an instruction that a trace cannot hold; never grows. */
  | "deopt";

interface StopRow {
  readonly ending: Ending;
  readonly doc: string;
}

/** Every way for a recording to become a trace. */
export const stopReasons = {
  "loop-closed": {
    ending: "jump-to-top",
    doc: "The next instruction is the one that the trace starts at, in the same frame.",
  },
  "met-executor": {
    ending: "exit-trace",
    doc: "The instruction before is the entry of another executor, which starts at the next instruction.",
  },
  "met-start": {
    ending: "exit-trace",
    doc: "The next instruction is the one that the trace starts at, but in another frame: the trace follows itself.",
  },
  "fitness-exhausted": {
    ending: "exit-trace",
    doc: "What the recording has cost makes the next instruction a good enough place to stop.",
  },
  "buffer-full": { ending: "exit-trace", doc: "The recording has as many uops as it may have." },
  "recursion-limit": {
    ending: "exit-trace",
    doc: "The instruction enters a frame, and the trace is inside as many frames as it may be.",
  },
  "unsupported-instruction": { ending: "deopt", doc: "The instruction has no expansion for traces." },
  "unguarded-outcome": { ending: "deopt", doc: "The branch went a way for which the language has no guard." },
  "unexpected-successor": {
    ending: "deopt",
    doc: "Execution went on at an instruction that does not follow from the one before.",
  },
  "frame-changed": {
    ending: "deopt",
    doc: "The frame is another one than the instruction before can have led to: something else switched it.",
  },
  "leaves-run": {
    ending: "deopt",
    doc: "The instruction goes back to the host that entered the interpreter.",
  },
  "argument-too-large": { ending: "deopt", doc: "The instruction's argument has more than 16 bits." },
} as const satisfies Readonly<Record<string, StopRow>>;

/** A key of {@link stopReasons}. */
export type StopReason = keyof typeof stopReasons;

/** Every way for a recording to be abandoned. The counter that started it backs off. */
export const abortReasons = {
  "too-short": "The recording ended before it held a single instruction, so that entering it would make no progress.",
  exception: "An exception is being raised: what comes next is not what usually comes next.",
  instrumented: "A debugger or profiler became active.",
  "left-interpreter": "The interpreter returned to its host.",
  invalidated: "Something that the recording takes for granted has changed.",
  cancelled: "The owner of the recorder does not want the trace any more.",
} as const;

/** A key of {@link abortReasons}. */
export type AbortReason = keyof typeof abortReasons;

/** Every reason not to begin, or not to install what was recorded. */
export const refusalReasons = {
  busy: "A recording is under way.",
  "untraceable-frame": "The frame cannot be traced: the language says so.",
  "chain-too-deep": "The exit belongs to an executor that already hangs as deep below others as it may.",
  "never-grows": "The exit is not one that grows traces.",
  "parent-invalid": "The executor that the exit belongs to has been invalidated.",
  "code-full": "The code already has as many executors as it may have.",
  "entry-taken": "The instruction already is the entry of an executor.",
} as const;

/** A key of {@link refusalReasons}. */
export type RefusalReason = keyof typeof refusalReasons;

/** Why an executor was invalidated. */
export const invalidationReasons = {
  dependency: "Something that it takes for granted has changed.",
  parent: "The exit that it hangs off belongs to an executor that was invalidated.",
  cold: "It was not entered between two sweeps.",
  replaced: "Its owner made another one for the same place.",
  everything: "All executors were dropped.",
} as const;

/** A key of {@link invalidationReasons}. */
export type InvalidationReason = keyof typeof invalidationReasons;
