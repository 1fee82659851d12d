// What the objects of `_sre` keep with the host, and what the module keeps for one machine.

import { type Runtime, budgetOf, hostPayload } from "@tjit/runtime/api";
import { CharacterTables } from "./characters.ts";
import { type Program } from "./program.ts";
import { type Subject } from "./subject.ts";
import { Workspace } from "./workspace.ts";

/** The module in one machine: shared tables and memory, and its types. */
export class SreState {
  readonly characters = new CharacterTables();
  readonly workspace: Workspace;
  pattern = 0;
  match = 0;
  scanner = 0;
  template = 0;
  /** The last subject whose text had to be taken apart: scanning a long text asks for it again and again. */
  lastAstral: Subject | null = null;

  constructor(rt: Runtime) {
    this.workspace = new Workspace(budgetOf(rt));
  }
}

/** Payload of `re.Pattern`; references are owned. */
export interface PatternPayload {
  readonly state: SreState;
  readonly program: Program;
  readonly flags: number;
  /** What the pattern matches; null: made without a pattern, matches both. */
  readonly isBytes: boolean | null;
  pattern: number;
  groupindex: number;
  indexgroup: number;
}

/** Payload of `re.Match`; references are owned. */
export interface MatchPayload {
  readonly state: SreState;
  readonly subject: Subject;
  readonly isBytes: boolean;
  /** Ends of the groups, group 0 first; -1: not matched. */
  readonly spans: Int32Array;
  /** -1: none. */
  readonly lastIndex: number;
  readonly start: number;
  readonly end: number;
  pattern: number;
  string: number;
  /** The tuple `regs` once it was asked for. */
  regs: number;
}

export function patternOf(rt: Runtime, self: number): PatternPayload {
  return hostPayload(rt, self) as PatternPayload;
}

export function matchOf(rt: Runtime, self: number): MatchPayload {
  return hostPayload(rt, self) as MatchPayload;
}
