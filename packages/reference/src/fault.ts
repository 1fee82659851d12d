// What can be wrong with a run of a trace, as a closed table. A fault is a finding about the trace (or about the uop table),
// never about the program that the trace runs: a program's errors leave through error exits.

/** Every fault, with a sentence for people. */
export const faultCodes = {
  "consumed-borrowed": "the uop takes over a reference that carries no count",
  "released-borrowed": "the uop releases a reference that carries no count",
  "dropped-owned": "the uop drops a reference that carries a count",
  "left-borrowed": "the exit leaves a reference without a count to the interpreter",
  "owned-twice": "the exit takes a second count for a slot that has one",
  "borrowed-across-frames": "a frame is left or entered while a slot of it carries no count",
  "dangling-borrow": "a slot without a count refers to an object that died",
  "use-after-free": "the object is dead",
  "over-released": "the object is released more often than it is referred to",
  "wrong-type": "the uop needs a value of another type",
  "wrong-value": "the operation is not defined for the value",
  "wrong-representation": "the value is held in another representation than the uop takes",
  "wrong-local": "the value is not the one that the local holds",
  "unbound-local": "the uop reads a local that is not bound",
  "not-unique": "the uop overwrites an object that others refer to",
  "stack-effect": "the uop did something else to the stack than its record says",
  "result-fact": "a result is not what the uop's record says of it",
  underflow: "the uop takes more values than the frame's stack has",
  "missing-exit": "the uop leaves the trace but names no exit",
  "wrong-frame": "the exit belongs to another frame than the one on top",
  "unknown-constant": "there is no constant of this number",
  "tier-one-only": "the uop jumps in the bytecode: a trace cannot hold it",
  "end-of-trace": "the trace runs past its last uop",
} as const;

/** A key of {@link faultCodes}. */
export type FaultCode = keyof typeof faultCodes;

/** Stops a run. `runTrace` turns it into a value; a machine throws it when a trace misuses its memory. */
export class Fault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, detail: string) {
    super(detail === "" ? faultCodes[code] : `${faultCodes[code]} (${detail})`);
    this.name = "Fault";
    this.code = code;
  }
}
