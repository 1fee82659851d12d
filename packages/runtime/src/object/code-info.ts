// The host's half of a code object. Found by `Code.handle`.

import { type CodeObject } from "@tjit/bytecode";

/** What the runtime needs of a code object beside what is in memory. */
export interface CodeInfo {
  readonly code: CodeObject;
  /** Interned names of the fast locals, owned. */
  readonly localNames: readonly number[];
  /** `argcount` that may be given by position, keyword-only ones excluded. */
  readonly positionalOnlyCount: number;
  readonly hasVarargs: boolean;
  readonly hasVarKeywords: boolean;
  /** Start of the constants and names, and how many. */
  readonly constCount: number;
  readonly nameCount: number;
  /** `co_qualname` and `co_name`, owned. */
  readonly name: number;
  readonly qualname: number;
  /** Bytes of the block with units, constants and names. */
  readonly blockBytes: number;
}
