// All thresholds of trace recording and of executors. None of them has an effect on what a program computes.
//
// Counters are given by their two fields, value and backoff exponent; whoever counts packs them.

/** A counter's start: how often it is advanced before it triggers, and its backoff exponent. */
export interface CounterStart {
  readonly value: number;
  readonly exponent: number;
}

/** Fitness: what a recording may still spend, and how good a place each kind of instruction is to stop at. */
export interface FitnessTuning {
  /** Fitness of a new recording. */
  readonly start: number;
  /** Charge per uop, and per exit stub that it needs. */
  readonly slot: number;
  /** Charge of a branch of which all remembered outcomes went the other way; half of them already pay all of it. */
  readonly branch: number;
  /** Charge of a branch that remembers nothing. */
  readonly branchWithoutHistory: number;
  /** Charge of entering a frame, refunded by the matching return. */
  readonly pushFrame: number;
  /** Charge of returning into a frame that the trace has not entered. */
  readonly returnBelowRoot: number;
  /** Recording stops after a backward jump when fitness is below this. */
  readonly backwardJumpQuality: number;
  /** Recording stops before an executor's entry when fitness is below this. */
  readonly executorQuality: number;
  /** Recording stops before any instruction when fitness is below this. */
  readonly instructionQuality: number;
  /** The same for an instruction that a pass would like to specialize. */
  readonly specializableQuality: number;
}

/** Thresholds of recording and of executors. */
export interface TracerTuning {
  /** Counter of a backward jump. */
  readonly backwardJump: CounterStart;
  /** Counter of a function entry. */
  readonly entry: CounterStart;
  /** Temperature of a side exit. */
  readonly sideExit: CounterStart;
  readonly fitness: FitnessTuning;
  /** Uops that a recording may have, its ending included. */
  readonly maximumUops: number;
  /** Frames that a trace may be inside of at once, its root included. */
  readonly maximumFrames: number;
  /** Side traces hang off side traces at most this deep; exits that are ordinary control flow do not count. */
  readonly maximumChainDepth: number;
  readonly maximumExecutorsPerCode: number;
  /** Cold executors are looked for each time this many have been created. */
  readonly sweepInterval: number;
}

/** CPython 3.15's numbers. */
export const defaultTracerTuning: TracerTuning = {
  backwardJump: { value: 4000, exponent: 6 },
  entry: { value: 8190, exponent: 6 },
  sideExit: { value: 4000, exponent: 6 },
  fitness: {
    start: 2500,
    slot: 1,
    branch: 136,
    branchWithoutHistory: 68,
    pushFrame: 167,
    returnBelowRoot: 41,
    backwardJumpQuality: 1178,
    executorQuality: 312,
    instructionQuality: 62,
    specializableQuality: 31,
  },
  maximumUops: 2510,
  maximumFrames: 16,
  maximumChainDepth: 4,
  maximumExecutorsPerCode: 256,
  sweepInterval: 1000,
};
