// A real instruction set fits: families are resolved against the opcodes of @tjit/bytecode as they are.

import { families, opcodeNamed, opcodes, type FamilyName } from "@tjit/bytecode";
import { expect, it } from "vitest";
import { resolveFamily } from "../src/index.ts";

it.each(Object.keys(families) as FamilyName[])("%s", (name) => {
  const entries = opcodeNamed(name).cacheEntries;
  // Families without a cache cannot count; they are rewritten by other rules.
  if (entries === 0) return;
  const cache = entries === 1 ? "counter" : `counter unused/${entries - 1}`;
  const family = resolveFamily({ name, cache }, opcodes, () => ({ kind: "failure", reason: "none" }));
  expect([...family.members.keys()]).toEqual([...families[name]]);
});
