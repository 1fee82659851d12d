// Problems for property tests: traces of the stack dialect, and variant tables that are sometimes poor.

import fc from "fast-check";
import type { DialectIndex, Trace, UopId } from "@tjit/ir";
import { traceArbitrary } from "@tjit/ir/testing";
import { VariantTable } from "../variants.ts";
import { variantsFor } from "./variants-for.ts";

/** Valid traces of `stackDialect`. */
export function stackTraceArbitrary(index: DialectIndex, maxLength: number = 40): fc.Arbitrary<Trace> {
  const constants = [{ type: "thing", value: undefined, reference: 8, isImmortal: false }];
  return traceArbitrary(index, { constants, versions: [1], localCount: 3, entryDepth: 2 }, maxLength);
}

/**
 * Variant tables with 1 to `maximum` registers. Half of them have all variants; of the others each uop keeps only those
 * that a random number names, so that some traces cannot be allocated.
 */
export function variantTableArbitrary(index: DialectIndex, maximum: number = 8): fc.Arbitrary<VariantTable> {
  const masks = fc.array(fc.nat({ max: 0x1ff }), { maxLength: 40, size: "max" });
  return fc.record({ registers: fc.integer({ min: 1, max: maximum }), masks, isPoor: fc.boolean() }).map(
    ({ registers, masks: kept, isPoor }) =>
      new VariantTable(index, {
        registers,
        variantsOf: (uop: UopId) => {
          const all = variantsFor(index.definition(uop), registers);
          const mask = kept[uop % Math.max(1, kept.length)] ?? 0;
          const some = all.filter(({ inputs }) => ((mask >> inputs) & 1) === 1);
          return isPoor && some.length > 0 ? some : all;
        },
      }),
  );
}
