// What the definition of a uop's meaning is: a function that changes the stack and the machine, and says when it does not fall through.

import type { Reference } from "./machine.ts";
import type { Step } from "./step.ts";

/** How a uop does not fall through. */
export type Departure =
  /** By its exit. The stack is as it was before the uop, or as the uop has made it when leaving goes on behind it. */
  | "leave"
  /** By its error exit, an exception being set. The stack is as it was before the uop. */
  | "raise"
  /** To the loop head. */
  | "repeat"
  /** To the bytecode that `oparg` says: tier 1 only. */
  | "jump";

/** The meaning of one uop. */
export type Meaning = (step: Step) => Departure | undefined;

/** Meanings by uop name. */
export type Meanings = Readonly<Record<string, Meaning>>;

/** Does nothing that a program can see. */
export const nothing: Meaning = () => undefined;

/**
 * Calls the runtime's operation named `uop` with the top `inputs` values, and replaces those by what it gives, followed by the inputs
 * themselves if `keeps` says so; other inputs are released, the top one first.
 */
export function callRuntime(
  uop: string,
  inputs: number | ((oparg: number) => number),
  keeps: "above-results" | "below-results" | "releases",
): Meaning {
  return (step) => {
    const count = typeof inputs === "number" ? inputs : inputs(step.oparg);
    const performed = step.machine.perform(uop, step.peekMany(count), step, step.frame);
    if (performed === "raised") return "raise";
    const slots = step.popMany(count);
    if (keeps === "below-results")
      slots.forEach((slot) => {
        step.push(slot);
      });
    if (keeps === "releases")
      slots.reverse().forEach((slot) => {
        step.release(slot);
      });
    performed.forEach((reference) => {
      step.pushOwned(reference);
    });
    if (keeps === "above-results")
      slots.forEach((slot) => {
        step.push(slot);
      });
    return undefined;
  };
}

/** Leaves unless the value `depth` places down passes the test. */
export function guard(depth: number, test: (reference: Reference, step: Step) => boolean): Meaning {
  return (step) => (test(step.peek(depth), step) ? undefined : "leave");
}

/** Leaves unless the value is the one; the value is taken off first, since the bytecode goes on behind the test. */
export function guardAndPop(test: (reference: Reference, step: Step) => boolean): Meaning {
  return (step) => {
    const slot = step.pop();
    const holds = test(slot.reference, step);
    // Whoever leaves behind the test will not see the value again, and nobody releases it.
    if (step.leavesBehind || holds) step.drop(slot);
    return holds ? undefined : "leave";
  };
}
