import type { AbacusCode } from "./code.ts";
import { Machine, type MachineOptions, type Outcome } from "./machine.ts";
import { assemble } from "./program.ts";

/** Assembles a program and runs it to its end on a machine of its own. @throws SourceError when it is not a program. */
export function run(code: AbacusCode, source: string, options: MachineOptions = {}): Outcome {
  return new Machine(code, assemble(source), options).run();
}
