// A slot of the evaluation stack while a trace runs: a value, how it is held, and who counts it.

import type { FrameHandle, Reference } from "./machine.ts";

/** A reference on the stack. `borrowed`: it carries no count, somebody else keeps the object alive. */
export interface BoxedSlot {
  readonly held: "boxed";
  readonly reference: Reference;
  readonly ownership: "owned" | "borrowed";
}

/** Any slot. Slots are compared by identity: a uop that keeps an input keeps the slot. */
export type Slot =
  | BoxedSlot
  | { readonly held: "f64" | "i32"; readonly number: number }
  | { readonly held: "i64"; readonly integer: bigint }
  | { readonly held: "frame"; readonly frame: FrameHandle };

/** A slot that carries a count. */
export function ownedSlot(reference: Reference): BoxedSlot {
  return { held: "boxed", reference, ownership: "owned" };
}

/** A slot that carries none. */
export function borrowedSlot(reference: Reference): BoxedSlot {
  return { held: "boxed", reference, ownership: "borrowed" };
}
