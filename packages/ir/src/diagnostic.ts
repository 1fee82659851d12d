// What can be wrong with a trace, as data, and the error for traces that a pass made wrong.

/** Every finding of the walk and of the verifier, with a sentence for people. */
export const diagnosticCodes = {
  "missing-exit": "I1: the uop can leave the trace but names no exit",
  "needless-exit": "I1: the uop cannot leave the trace but names an exit",
  "missing-error-exit": "I1: the uop can raise but names no error exit",
  "needless-error-exit": "I1: the uop cannot raise but names an error exit",
  "unknown-exit": "I1: there is no exit of this number",
  "wrong-exit-kind": "I1: an exit of this kind does not belong here",
  underflow: "I2: the uop takes more values than its frame's stack has",
  "exit-depth": "I2: ways out to the same place leave different stack depths",
  "exit-frame": "I2: the exit belongs to another frame than the one on top",
  "loop-state": "I2: the jump does not restore the frames and depths of the loop head",
  "not-a-frame": "I2: the value entered is not a frame",
  "unknown-caller": "I2: the frame returned into is not named",
  "wrong-representation": "I2: the value is held in another representation than the uop takes",
  "no-terminal": "I3: the last uop can fall through",
  "early-terminal": "I3: uops follow one that never falls through",
  "empty-trace": "I3: a trace has at least one uop",
  "loop-head": "I3: the loop head is not a uop of the trace",
  "unknown-uop": "I4: the dialect has no such uop",
  "unknown-constant": "I4: there is no constant of this number",
  "unknown-frame": "I4: there is no frame of this number",
  "unknown-local": "I4: the frame has no local of this number",
  "recovery-slot": "I5: the recovery names a slot that the stack does not have at this exit",
  "recovery-twice": "I5: two recoveries name the same slot",
  "recovery-representation": "I5: the recovery does not fit how the slot is held",
  syntax: "the text is not a trace",
} as const;

/** A key of {@link diagnosticCodes}. */
export type DiagnosticCode = keyof typeof diagnosticCodes;

/** One finding. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** Index of the uop it is about, the line for `syntax`; -1 when it is about the whole. */
  readonly at: number;
  readonly message: string;
}

/** Makes a finding; `detail` says which. */
export function diagnose(code: DiagnosticCode, at: number, detail: string): Diagnostic {
  return { code, at, message: detail === "" ? diagnosticCodes[code] : `${diagnosticCodes[code]} (${detail})` };
}

/** A pass or a producer broke an invariant: a defect of this project, so nobody catches it. */
export class InvariantError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  /** The trace with the findings printed under the uops they are about. */
  readonly annotated: string;

  constructor(where: string, diagnostics: readonly Diagnostic[], annotated: string) {
    super(`${where}: ${diagnostics.map((found) => `${found.code} at ${found.at}`).join(", ")}\n${annotated}`);
    this.name = "InvariantError";
    this.diagnostics = diagnostics;
    this.annotated = annotated;
  }
}
