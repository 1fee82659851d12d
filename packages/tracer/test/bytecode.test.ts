// A real instruction set fits: the expansions of @tjit/bytecode are templates as they are.

import { expandedInstructions, jumpDirection, pythonDialect } from "@tjit/bytecode";
import { DialectIndex } from "@tjit/ir";
import { expect, it } from "vitest";
import { prepareLanguage, type Role } from "../src/index.ts";

it("every expansion of the bytecode package can be prepared", () => {
  const roleOf = (opcode: number): Role => (jumpDirection(opcode) === 0 ? { kind: "straight" } : { kind: "skip" });
  const language = prepareLanguage({
    index: new DialectIndex(pythonDialect),
    startExecutor: "_START_EXECUTOR",
    makeWarm: "_MAKE_WARM",
    unitSize: 2,
    codeDependency: "code",
    codeType: "code",
    instructions: expandedInstructions.map(({ definition, parts }) => ({
      name: definition.name,
      opcode: definition.opcode,
      generic: definition.generic,
      role: roleOf(definition.opcode),
      expansion: parts,
    })),
  });
  const known = Array.from({ length: 256 }, (_, opcode) => language.instructionOf(opcode));
  expect(known.filter((it) => it !== undefined).length).toBe(expandedInstructions.length);
});
