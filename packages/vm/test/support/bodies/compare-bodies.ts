// Runs cases in two equal VMs, as machine code in one and by the reference interpreter in the other, and compares.

import { type DialectIndex, type Trace, type UopDefinition, printTrace } from "@tjit/ir";
import type { Tally } from "@tjit/testing";
import { type BodyCase, type BodyRecord, decodeBody } from "./body-case.ts";
import { type RunBody, makeCodeRunner, makeReferenceRunner } from "./run-body.ts";
import { type BodyWorld, makeBodyWorld } from "./world.ts";

/** Uops that bookkeeping around the uop under test is made of, or that cannot stand alone. */
const apart = new Set(["_JUMP_TO_TOP", "_SPILL_OR_RELOAD", "_OWN_SLOT", "_PUSH_FRAME"]);
/** Uops of generators and coroutines: the world has none. The corpus runs them in traces. */
const ofGenerators = /GENERATOR|_GEN_FRAME|SENDABLE|YIELD|_SEND|_GUARD_RETURNED|_GET_A(?:WAITABLE|ITER|NEXT)/;

/** The uops that are tested: all that a trace may consist of. */
export function testedUops(index: DialectIndex): readonly UopDefinition[] {
  return index.dialect.uops.filter(
    ({ name, tierOneOnly, flags }) =>
      tierOneOnly !== true &&
      !flags.has("records") &&
      !apart.has(name) &&
      !ofGenerators.test(name) &&
      !name.startsWith("_LEAVE_"),
  );
}

/** What becomes of the trace before machine code is made of it: nothing, unless a wrong body is planted. */
export type Plant = (trace: Trace, index: DialectIndex) => Trace;

interface Side {
  readonly world: BodyWorld;
  readonly run: RunBody;
}

/**
 * Runs records one after the other, and counts endings by uop. A fault of the reference interpreter says that a case makes no sense;
 * what was done until then is thrown away.
 * @returns the first difference as text; empty when there is none.
 */
export function compareBodies(
  records: readonly BodyRecord[],
  definitionsOf: (index: DialectIndex) => readonly UopDefinition[],
  tally: Tally,
  plant: Plant = (trace) => trace,
): string {
  let sides = makeSides();
  for (const record of records) {
    const { code, reference } = sides;
    const { index } = reference.world;
    const one = decodeBody(record, reference.world, definitionsOf(index));
    const expected = reference.run(one);
    tally.add(`${expected.ending} ${one.definition.name}`);
    if (expected.ending === "fault") {
      sides = makeSides();
      continue;
    }
    const other = decodeBody(record, code.world, definitionsOf(index));
    const planted: BodyCase = { ...other, trace: plant(other.trace, code.world.index) };
    const { text } = code.run(planted);
    if (text !== expected.text) return `${difference(text, expected.text)}\n${printTrace(one.trace, index)}`;
  }
  return "";
}

function makeSides(): { readonly code: Side; readonly reference: Side } {
  const [code, reference] = [makeBodyWorld(), makeBodyWorld()];
  return {
    code: { world: code, run: makeCodeRunner(code) },
    reference: { world: reference, run: makeReferenceRunner(reference) },
  };
}

/** The first lines that differ. */
function difference(found: string, expected: string): string {
  const [left, right] = [found.split("\n"), expected.split("\n")];
  return left
    .flatMap((line, at) => (line === right[at] ? [] : [`machine code: ${line}\nreference:    ${right[at] ?? ""}`]))
    .slice(0, 12)
    .join("\n");
}
