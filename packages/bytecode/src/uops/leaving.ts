// What the stubs of exits are made of. No recording contains them: the code generator puts them behind a trace.

import { defineUop, type UopDefinition } from "@tjit/ir";

export const leavingUops: readonly UopDefinition[] = [
  defineUop("_OWN_SLOT", "--", {
    flags: ["syncs"],
    doc: "Takes the count of the borrowed reference in the stack slot just below the stack pointer.",
  }),
  defineUop("_LEAVE_BY_EXIT", "--", {
    flags: ["terminal", "syncs"],
    operand0: "address",
    doc: "Enters what the exit record at operand0 leads to: the cold exit, or a side trace.",
  }),
  defineUop("_LEAVE_TO_INTERPRETER", "--", {
    flags: ["terminal", "syncs"],
    doc: "The interpreter continues at this bytecode.",
  }),
  defineUop("_LEAVE_TO_FRAME", "--", {
    flags: ["terminal", "syncs"],
    doc: "The interpreter continues where the frame on top says that its call returns to.",
  }),
  defineUop("_LEAVE_BY_ERROR", "--", {
    flags: ["terminal", "syncs"],
    doc: "An exception is set: goes to exception dispatch.",
  }),
];
