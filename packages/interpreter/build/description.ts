// The Python interpreter as data for the generator.

import { expandedInstructions, opcodeAt, opcodeNamed, uops } from "@tjit/bytecode";
import { Frame } from "@tjit/runtime/layout";
import { type InstructionDescription, type InterpreterDescription } from "@tjit/stencils/build";
import { SharedSlot, tableSize } from "../src/slots.ts";
import * as semantics from "../src/semantics/index.ts";
import { hostFunction } from "../src/semantics/host.ts";

function describeInstructions(): InstructionDescription[] {
  return expandedInstructions.map(({ definition, parts }) => {
    const generic = opcodeAt(definition.generic);
    const description = {
      opcode: definition.opcode,
      name: definition.name,
      cacheWords: definition.cacheEntries,
      parts,
    };
    return generic === undefined || generic === definition ? description : { ...description, generic: generic.name };
  });
}

/** Everything the tier-1 interpreter is made of. */
export const description: InterpreterDescription = {
  uops,
  bodies: semantics.bodies,
  instructions: describeInstructions(),
  specialHandlers: [
    { name: "error_dispatch", slot: SharedSlot.ERROR, body: semantics.errorDispatch },
    { name: "cold_exit", slot: SharedSlot.COLD_EXIT, body: semantics.coldExit },
    { name: "resume", slot: SharedSlot.RESUME, body: semantics.resume },
    { name: "EXTENDED_ARG", opcode: opcodeNamed("EXTENDED_ARG").opcode, body: semantics.extendedArgument },
    { name: "UNPACK_EX", opcode: opcodeNamed("UNPACK_EX").opcode, body: semantics.unpackExtended },
    { name: "ENTER_EXECUTOR", opcode: opcodeNamed("ENTER_EXECUTOR").opcode, body: semantics.enterExecutor },
    { name: "undefined_opcode", body: semantics.undefinedOpcode },
  ],
  kernel: [
    ...semantics.callKernel,
    semantics.newInt,
    semantics.deallocate,
    semantics.findEntry,
    semantics.makeList,
    semantics.binaryInt,
    semantics.compareInt,
    semantics.resumeGenerator,
    semantics.callFunction,
    semantics.extendList,
    semantics.sumInts,
    semantics.extremeInt,
    semantics.extendSet,
    semantics.combineSets,
  ],
  tableSize,
  errorHandler: "error_dispatch",
  undefinedHandler: "undefined_opcode",
  instructionPointer: Frame.instrPtr,
  traceRecord: hostFunction("trace_record"),
};
