// What the parts of the module share.

import { type Runtime, fail } from "@tjit/runtime/api";

/** When fields are quoted. */
export const Quoting = { MINIMAL: 0, ALL: 1, NONNUMERIC: 2, NONE: 3, STRINGS: 4, NOTNULL: 5 } as const;

/** The module in one machine. */
export class CsvModule {
  /** The class `Error`, owned. */
  readonly error: number;
  /** Registered dialects: an owned dict. */
  readonly dialects: number;
  fieldLimit = 128 * 1024;
  dialectType = 0;
  readerType = 0;
  writerType = 0;

  constructor(error: number, dialects: number) {
    this.error = error;
    this.dialects = dialects;
  }

  fail(rt: Runtime, message: string): -1 {
    return fail(rt, this.error, message);
  }
}
