// Numbers that generated code and its host agree on.

/** What `enter` returns to the host; `call_function` may not enter at all. */
export const Status = { RETURNED: 0, RAISED: 1, LEFT: 2, YIELDED: 3, NOT_ENTERED: 4 } as const;

/** Table slots behind the dispatch halves that traces go to. */
export const SharedSlot = {
  /** An exception is set; the frame's instruction pointer says where. */
  ERROR: 512,
  /** An exit that has no trace of its own yet. */
  COLD_EXIT: 513,
  /** The interpreter continues at `pc`. */
  RESUME: 514,
  /** The first slot for traces. */
  FIRST_TRACE: 520,
} as const;

/** Slots of the function table, which never grows: so the engine knows the bound of every dispatch. */
export const tableSize = 8192;
