// What the reference interpreter needs of a machine's generators and coroutines: frames that outlive their calls.

import type { FrameHandle, Reference } from "./machine.ts";

/** Generators and coroutines. Pushing the frame of one resumes it. */
export interface GeneratorMachine {
  /** The frame of a generator or coroutine that neither runs nor is done; `undefined` for everything else. */
  suspendedFrame(reference: Reference): FrameHandle | undefined;
  /** Whether the frame belongs to a generator that the frame below resumed. */
  isResumed(frame: FrameHandle): boolean;
  /** Where the frame goes on when it is entered again. */
  instructionPointer(frame: FrameHandle): number;
  /** Where the frame below goes on when the current one, a generator's, yields. */
  resumption(): number;
  /** A generator, a new reference, to which everything in the current frame moves. */
  makeGenerator(): Reference;
  /**
   * Takes the current frame off; it goes on behind the instruction that it is at. `kind` is 1 when it waits for what is on its stack, else 0.
   */
  suspendFrame(kind: number): void;
  /** Whether the last value that `_SEND` gave was returned, not yielded. */
  hasReturned(): boolean;
}
