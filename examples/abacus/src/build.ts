// Build time: from the tables and the bodies to the interpreter's module and the stencil set. Needs Binaryen; what comes out does not.
//
//   uops ┐                      ┌─▶ interpreter: a function per instruction, a function table
//        ├─ + bodies ─▶ Wasm ───┤
//   instructions                └─▶ stencils: a run of bytes per uop and register variant

import {
  buildInterpreterModule,
  compileStencils,
  type InterpreterDescription,
  runtimeFunction,
  serializeStencils,
  type UopBody,
} from "@tjit/stencils/build";
import type { AbacusCode } from "./code.ts";
import { uops } from "./dialect.ts";
import { described, enterTraceOpcode } from "./instructions.ts";
import { Frame, SharedSlot } from "./layout.ts";
import { arithmeticBodies } from "./semantics/arithmetic.ts";
import { controlBodies } from "./semantics/control.ts";
import { coldExit, enterTrace, error, resume, undefinedOpcode } from "./semantics/handlers.ts";
import { moveBodies } from "./semantics/moves.ts";
import { newFloat } from "./semantics/references.ts";

/** Cache registers of a trace. */
const registerCount = 3;

const bodies: Readonly<Record<string, UopBody>> = { ...moveBodies, ...arithmeticBodies, ...controlBodies };

const interpreter: InterpreterDescription = {
  uops,
  bodies,
  instructions: described,
  specialHandlers: [
    { name: "error", slot: SharedSlot.error, body: error },
    { name: "cold_exit", slot: SharedSlot.coldExit, body: coldExit },
    { name: "resume", slot: SharedSlot.resume, body: resume },
    { name: "ENTER_TRACE", opcode: enterTraceOpcode, body: enterTrace },
    { name: "undefined", body: undefinedOpcode },
  ],
  kernel: [newFloat],
  errorHandler: "error",
  undefinedHandler: "undefined",
  instructionPointer: Frame.pc,
  traceRecord: runtimeFunction("trace_record", ["i32", "i32", "i32", "i32"], "i32"),
};

/** Builds everything that is the same for all machines. The same sources give the same bytes. */
export function buildAbacus(): AbacusCode {
  return {
    interpreter: buildInterpreterModule(interpreter).bytes,
    stencils: serializeStencils(compileStencils({ uops, bodies, registerCount })),
  };
}
