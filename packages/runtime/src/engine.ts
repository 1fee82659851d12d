// The interpreter as the runtime sees it; the VM plugs in the WebAssembly one.

/** Results of {@link Engine.run}. */
export const RunStatus = {
  /** The entry frame returned; the result is in `VmState.result`, owned. */
  RETURNED: 0,
  /** An exception is current. */
  RAISED: 1,
  /** The machine left for the host in the middle of the program. */
  LEFT: 2,
  /** A generator that the host resumed yielded; the value is in `VmState.result`, owned. */
  YIELDED: 3,
} as const;

/** Runs Python code. */
export interface Engine {
  /**
   * Runs the frame at `frame`, which the runtime has pushed with owner `ENTRY` or `GENERATOR_ENTRY` and made current, from its `instrPtr`
   * and `sp` until it returns, yields or raises. A frame that ended is popped and released, by whoever ended it.
   */
  readonly run: (frame: number) => number;
}
