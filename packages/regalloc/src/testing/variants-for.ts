// A rule that derives variants from a uop's record alone, for whoever has no code generator yet. @tjit/stencils derives
// its own from the same conditions; both answer the same shape, which is all that has to agree.

import type { DialectIndex, UopDefinition } from "@tjit/ir";
import { VariantTable, type Variant } from "../variants.ts";

/**
 * Every consistent depth for a plain uop; one variant for a uop that escapes, syncs or takes an array, so that all that
 * it does not take itself is in memory. Unboxed inputs and outputs are always in registers.
 */
export function variantsFor(definition: UopDefinition, registers: number): readonly Variant[] {
  const { flags, effect } = definition;
  if (flags.has("records") || definition.tierOneOnly === true) return [];
  const inputs = aboveArrays(effect.inputs);
  const outputs = aboveArrays(effect.outputs);
  const hasArray = inputs.length < effect.inputs.length || outputs.length < effect.outputs.length;
  const needsMemory = hasArray || flags.has("escapes") || flags.has("syncs");
  const variants: Variant[] = [];
  for (let cached = 0; cached <= registers; cached++) {
    if (needsMemory && cached !== Math.min(inputs.length, registers)) continue;
    const passed = Math.max(0, cached - inputs.length);
    const left = Math.min(registers, passed + outputs.length);
    if (passed > 0 && left < passed + outputs.length) continue;
    if (isBoxedBelow(inputs, cached) && isBoxedBelow(outputs, left)) variants.push({ inputs: cached, outputs: left });
  }
  return variants;
}

/** A table of {@link variantsFor}. */
export function variantTable(index: DialectIndex, registers: number): VariantTable {
  return new VariantTable(index, { registers, variantsOf: (uop) => variantsFor(index.definition(uop), registers) });
}

type Items = UopDefinition["effect"]["inputs"];

function aboveArrays(items: Items): Items {
  let first = items.length;
  while (first > 0 && items[first - 1]?.array === undefined) first--;
  return items.slice(first);
}

function isBoxedBelow(items: Items, cached: number): boolean {
  return items
    .slice(0, Math.max(0, items.length - cached))
    .every(({ representation }) => representation === "boxed" || representation === "frame");
}
