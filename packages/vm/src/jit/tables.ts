// What the JITs of all VMs share: the dialect's index, the variants of its uops, its instructions as the tracer sees them, and the
// stencils. All of it follows from what the build made, is filled in when first asked for, and never changes as far as anybody can tell:
// a second VM finds what the first one looked up.

import type { DialectIndex } from "@tjit/ir";
import { VariantTable } from "@tjit/regalloc";
import { type StencilSet, deriveVariants } from "@tjit/stencils";
import type { PreparedLanguage } from "@tjit/tracer";
import { UopTable } from "./uop-table.ts";
import { pythonIndex, pythonLanguage } from "./traced-language.ts";

/** The tables. */
export interface JitTables {
  readonly index: DialectIndex;
  readonly variants: VariantTable;
  readonly language: PreparedLanguage;
  readonly stencils: StencilSet;
  readonly uops: UopTable;
}

/** Makes the tables over a stencil set. */
export function makeTables(stencils: StencilSet): JitTables {
  const index = pythonIndex();
  const variants = new VariantTable(index, {
    registers: stencils.registerCount,
    variantsOf: (uop) => deriveVariants(index.definition(uop), stencils.registerCount),
  });
  return { index, variants, language: pythonLanguage(index), stencils, uops: new UopTable(index, stencils) };
}
