// The code of an exit: brings the stack into the form that the interpreter expects, then leaves.
//
//   1. references in registers go to their slots
//   2. unboxed values are boxed, one by one through register 0 of their class, and the box goes to the slot
//   3. borrowed references take their count
//   4. the final stencil leaves
// After step 1 all reference registers are free, so boxing may use them.

import type { MoveStep, Place, StencilStep, TraceStep } from "./plan.ts";
import type { RegisterClass } from "./registers.ts";
import { home } from "./reshape.ts";

const slotSize = 4;

/** An exit as the allocator knows it. */
export interface ExitStub {
  /** Classes of the values in registers at the exit, deepest (register 0) first. */
  readonly registers: readonly RegisterClass[];
  /** Bytes from the frame to just above the topmost value. */
  readonly stack: number;
  /** Unboxed values that are in spill places: bytes from the frame to their slot. */
  readonly spilled: readonly { readonly class: RegisterClass; readonly offset: number }[];
  /** Slots whose reference must be counted before the interpreter sees it, and the step that does it. */
  readonly owned: readonly StencilStep[];
  /** Boxes register 0 of its class into r0 (a variant `_r11` with no way out). */
  readonly box: (registerClass: RegisterClass) => StencilStep;
  /** Leaves the trace; a terminal stencil. */
  readonly final: StencilStep;
}

/** The steps of an exit. */
export function stepsOfExit({ registers, stack, spilled, owned, box, final }: ExitStub): TraceStep[] {
  const slotOf = (index: number): Place => ({ kind: "slot", offset: stack - slotSize * (registers.length - index) });
  const steps: TraceStep[] = [];
  registers.forEach((registerClass, number) => {
    if (registerClass === "r") steps.push(move({ kind: "register", class: "r", number }, slotOf(number)));
  });
  const boxInto = (from: Place, registerClass: RegisterClass, to: Place): void => {
    const first: Place = { kind: "register", class: registerClass, number: 0 };
    if (from.kind !== "register" || from.number !== 0) steps.push(move(from, first));
    steps.push(box(registerClass), move({ kind: "register", class: "r", number: 0 }, to));
  };
  registers.forEach((registerClass, number) => {
    if (registerClass !== "r")
      boxInto({ kind: "register", class: registerClass, number }, registerClass, slotOf(number));
  });
  for (const { class: registerClass, offset } of spilled)
    boxInto(home(registerClass, offset), registerClass, { kind: "slot", offset });
  return [...steps, ...owned, final];
}

function move(from: Place, to: Place): MoveStep {
  return { kind: "move", from, to };
}
