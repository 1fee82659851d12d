// Holds what specialization did to a piece of code against what it may do, from the two pictures alone.

import { opcodeOf } from "../code-memory.ts";
import type { InstructionDefinition } from "../family.ts";

/**
 * Compares code before and after any number of specializations; returns what is wrong, as sentences. Allowed are: an
 * opcode replaced by another one of its family, and changed cache units.
 */
export function checkRewrite(
  before: Uint16Array,
  after: Uint16Array,
  instructions: readonly InstructionDefinition[],
): readonly string[] {
  const byOpcode = new Map(instructions.map((it) => [it.opcode, it]));
  const problems: string[] = [];
  if (before.length !== after.length) problems.push(`${before.length} units became ${after.length}`);
  for (let unit = 0; unit < before.length;) {
    const was = before[unit] ?? 0;
    const is = after[unit] ?? 0;
    const old = byOpcode.get(opcodeOf(was));
    const now = byOpcode.get(opcodeOf(is));
    if (was >>> 8 !== is >>> 8) problems.push(`unit ${unit}: argument ${was >>> 8} became ${is >>> 8}`);
    if (old !== now && (old === undefined || now === undefined || old.generic !== now.generic)) {
      problems.push(`unit ${unit}: opcode ${opcodeOf(was)} became ${opcodeOf(is)} of another family`);
    }
    if (old?.cacheEntries !== now?.cacheEntries) problems.push(`unit ${unit}: the length changed`);
    unit += 1 + (old?.cacheEntries ?? 0);
  }
  return problems;
}
