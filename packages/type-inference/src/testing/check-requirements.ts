// The requirements checker: a uop that takes a float for granted must be behind something that proves one. Removing a guard too many
// shows here even if no drawn input happens to fail.

import {
  type DialectIndex,
  Knowledge,
  type Trace,
  type World,
  elementAt,
  inputSlot,
  inputValue,
  solveLoop,
  walkTrace,
} from "@tjit/ir";

/** Every uop whose `requires` is not known to hold where it runs, as sentences; empty when there is none. */
export function checkRequirements(trace: Trace, index: DialectIndex, world: World = {}): string[] {
  const walk = walkTrace(trace, index);
  const knowledge = new Knowledge(walk, world, solveLoop(walk, world));
  const faults: string[] = [];
  trace.uops.forEach((_, at) => {
    knowledge.enter(at);
    const shape = elementAt(walk.shapes, at);
    for (const [name, type] of Object.entries(shape.definition.requires ?? {})) {
      const slot = inputSlot(shape, name);
      const known = slot < 0 ? undefined : knowledge.typeOf(inputValue(walk, at, slot));
      if (known !== undefined && index.types.leq(known, index.types.code(type))) continue;
      const found = known === undefined ? "absent" : index.types.name(known);
      faults.push(`uop ${at} ${shape.definition.name} requires ${name} to be ${type}; it is ${found}`);
    }
    knowledge.advance(at);
  });
  return faults;
}
