/// The tier-1 interpreter of Python and its stencils, as bytes made at build time from one definition of every uop.
export { interpreterBytes } from "./generated/interpreter.ts";
export { stencilBytes } from "./generated/stencils.ts";
export { SharedSlot, Status, tableSize } from "./slots.ts";
