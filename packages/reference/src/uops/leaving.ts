// Meanings of what the stubs of exits are made of. `runTrace` leaves by exit records and needs none of them; they are here for whoever
// holds a stub against its parts.

import { Fault } from "../fault.ts";
import type { Meaning, Meanings } from "../meaning.ts";
import { ownedSlot } from "../slot.ts";

const leave: Meaning = () => "leave";

export const leavingMeanings: Meanings = {
  _OWN_SLOT(step) {
    const { stack } = step.activation;
    const slot = stack.at(-1);
    if (slot === undefined) throw new Fault("underflow", "");
    if (slot.held !== "boxed") throw new Fault("wrong-representation", `held as ${slot.held}`);
    if (slot.ownership === "owned" && step.machine.isCounted(slot.reference)) throw new Fault("owned-twice", "");
    step.machine.increment(slot.reference);
    stack[stack.length - 1] = ownedSlot(slot.reference);
    return undefined;
  },
  _LEAVE_BY_EXIT: leave,
  _LEAVE_TO_INTERPRETER: leave,
  _LEAVE_TO_FRAME: leave,
  _LEAVE_BY_ERROR: leave,
};
