// A trace is what the tracer recorded and the passes rewrite: a straight line of uops with exits as data.
//
//   uop 0  _START_EXECUTOR
//   uop 1  _LOAD_FAST        oparg=1            <- loop head: `loopHead` is 1
//   uop 2  _GUARD_TOS_INT    exit=0  ──────────▶ exit 0: side, frame 0, bytecode offset 14, recovery […]
//   …
//   uop n  _JUMP_TO_TOP
//
// Invariants (the verifier checks them):
// I1  every uop that can exit, deopt or raise names an exit; others name none.
// I2  the stack never underflows within a frame, and depths agree with the exits' targets.
// I3  the last uop is terminal and no other uop is.
// I4  operands of kind `constant` index `constants`; of kind `frame`, `frames`.
// I5  a recovery names a slot below the depth of its exit.
//
// The depth of an exit is the depth before its uop, since leaving re-executes the whole bytecode; of an exit that is control
// flow it is the depth after its uop, since leaving goes on behind the test. An error leaves the depth from before the uop.

import type { FoldableValue, UopId } from "./plain-values.ts";

declare const exitIdBrand: unique symbol;
/** Index into {@link Trace.exits}. */
export type ExitId = number & { readonly [exitIdBrand]: true };

declare const constantIdBrand: unique symbol;
/** Index into {@link Trace.constants}. */
export type ConstantId = number & { readonly [constantIdBrand]: true };

declare const frameIdBrand: unique symbol;
/** Index into {@link Trace.frames}. */
export type FrameId = number & { readonly [frameIdBrand]: true };

/** The uop that cannot leave the trace. */
export const noExit = -1 as ExitId;

/** Where a uop comes from: the bytecode it translates, and the pass that made it. */
export interface Origin {
  /** Frame whose code the bytecode belongs to. */
  readonly frame: FrameId;
  /** Offset of the bytecode, in code units from the start of the code. */
  readonly offset: number;
  /** `trace` or the name of a pass, then the uop it replaced, as in `constant-propagation:_LOAD_GLOBAL_MODULE`. */
  readonly from: string;
}

/** One instruction of a trace. */
export interface Uop {
  readonly op: UopId;
  readonly oparg: number;
  /** 32-bit or 64-bit operand; its meaning is the uop's `operand0` kind. */
  readonly operand0: number;
  readonly operand1: number;
  /** Where the uop leaves to, or {@link noExit}. */
  readonly exit: ExitId;
  /** Where the uop goes when it raises, or {@link noExit}. */
  readonly error: ExitId;
  readonly origin: Origin;
}

/** What must be done to a stack slot before the interpreter may see it. */
export type Recovery =
  /** The slot holds a borrowed reference: take a count. */
  | { readonly slot: number; readonly how: "own" }
  /** The slot's value is an unboxed number: make the object. */
  | { readonly slot: number; readonly how: "box-f64" | "box-i32" | "box-i64" }
  /** The slot's value is a constant that was never pushed. */
  | { readonly slot: number; readonly how: "constant"; readonly constant: ConstantId };

/** A way out of the trace. Slots count from the bottom of the frame's stack. */
export interface Exit {
  readonly kind:
    /** Expected to be taken: counts, and grows a side trace. */
    | "side"
    /** Rare or structural: back to the interpreter, never grows a trace. */
    | "deopt"
    /** An exception is set. */
    | "error"
    /** The next bytecode is known only at run time: it is in the frame's instruction pointer. */
    | "dynamic"
    /** Pending work: back to the interpreter, which does it. */
    | "periodic";
  /** Frame on top when the exit is taken. */
  readonly frame: FrameId;
  /** Bytecode to continue at, in code units from the start of the frame's code. */
  readonly target: number;
  /** Taken because a condition went the other way, which is normal: a side trace counts as no deeper. */
  readonly isControlFlow: boolean;
  readonly recovery: readonly Recovery[];
}

/** A constant that uops of the trace refer to. */
export interface TraceConstant {
  readonly type: string;
  /** The value where passes may fold it; `undefined` for objects that only identity speaks for. */
  readonly value: FoldableValue | undefined;
  /** The reference in the VM that owns the trace; 0 when a pass made the value and nobody has materialised it yet. */
  readonly reference: number;
  /** Never dies: releasing it does nothing. */
  readonly isImmortal: boolean;
}

/** A frame that the trace runs in: its root, or a call recorded through. */
export interface TraceFrame {
  /** Frame that called it; -1 for the root and for frames that the trace returned into. */
  readonly parent: FrameId | -1;
  /** What people call the code. */
  readonly name: string;
  /** The code object's reference, and the address of its first code unit, in the VM that owns the trace. */
  readonly code: number;
  readonly codeStart: number;
  readonly localCount: number;
  /** Bytes of the whole frame, for the stack space check. */
  readonly frameSize: number;
  /**
   * Depth of its stack when the trace comes in, not counting what the entering uop pushes. Present for frames that ran before:
   * callers that the trace returned into, suspended frames that it resumed. A frame without it is new and its stack empty.
   */
  readonly entryDepth?: number;
}

/** Something the trace takes for granted; a watcher invalidates the trace when it changes. */
export interface Dependency {
  /** A word of the dialect: "dict", "type", "function", "code", … */
  readonly kind: string;
  readonly reference: number;
}

/** A recorded or optimized trace. Plain immutable data. */
export interface Trace {
  readonly dialect: string;
  readonly name: string;
  /** Frame 0 is the root. */
  readonly frames: readonly TraceFrame[];
  /** Depth of the root frame's stack on entry. */
  readonly entryDepth: number;
  readonly uops: readonly Uop[];
  readonly exits: readonly Exit[];
  readonly constants: readonly TraceConstant[];
  readonly dependencies: readonly Dependency[];
  /** Index of the uop that `_JUMP_TO_TOP` continues at. */
  readonly loopHead: number;
}
