// What is on the stack before each uop, and what is known of it: `[v3:float v0:NULL]`. Names are those of the walk, facts those of the
// knowledge that all passes share. Constants show their value. Cost: one walk and one scan.

import {
  type DialectIndex,
  elementAt,
  Knowledge,
  printValue,
  solveLoop,
  type Trace,
  unknown,
  walkTrace,
} from "@tjit/ir";

/** The stack before each uop, deepest first, one text per uop. */
export function stackFacts(trace: Trace, index: DialectIndex): readonly string[] {
  const walk = walkTrace(trace, index, { snapshots: "keep" });
  const knowledge = new Knowledge(walk, {}, solveLoop(walk, {}));
  return trace.uops.map((_, at) => {
    knowledge.enter(at);
    const { stack } = elementAt(walk.snapshots, at);
    const slots = stack.map((reference) => describeValue(elementAt(walk.valueOf, reference)));
    knowledge.advance(at);
    return `[${slots.join(" ")}]`;
  });

  function describeValue(value: number): string {
    if (value === 0) return "NULL";
    const held = elementAt(walk.representations, value);
    if (held !== "boxed") return `v${value}:${held}`;
    const constant = knowledge.constants.traceConstant(knowledge.constantOf(value));
    const type = knowledge.typeOf(value);
    if (constant?.value !== undefined) return `v${value}=${printValue(constant.value)}`;
    return type === unknown ? `v${value}` : `v${value}:${index.types.name(type)}`;
  }
}
