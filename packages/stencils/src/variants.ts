// Which register variants of a uop exist. K registers r0…r(K-1) hold the top of the stack, r0 deepest; a variant `_OP_rIO` expects I
// values in registers and leaves O. Whoever allocates registers and whoever compiles stencils derive the same list from the record.
//
//   _ADD   left, right -- res, left, right      K = 3      r03 r13 r23     (r33 would leave four)
//   _POP   value --                                        r00 r10 r21 r32
//   a uop that escapes, syncs or takes an array            exactly one: its effect, as far as it fits
//
// A variant loads the inputs that are not in registers and stores the outputs that do not fit. Memory slots are 32 bits wide, so an
// input or output that is unboxed must be in a register: variants where it is not do not exist.

import type { StackItem, UopDefinition } from "@tjit/ir";

/** How many values are in registers before and after. */
export interface Variant {
  readonly inputs: number;
  readonly outputs: number;
}

/** The variants of a uop, by rising number of inputs. None for uops that no trace contains. */
export function deriveVariants(definition: UopDefinition, registerCount: number): readonly Variant[] {
  const { flags, effect, tierOneOnly } = definition;
  if (tierOneOnly === true || flags.has("records")) return [];
  const inputs = itemsAboveArrays(effect.inputs);
  const outputs = itemsAboveArrays(effect.outputs);
  const hasArray = [...effect.inputs, ...effect.outputs].some((item) => item.array !== undefined);
  const isSingle = hasArray || flags.has("escapes") || flags.has("syncs");
  const depths = isSingle
    ? [Math.min(inputs.length, registerCount)]
    : Array.from({ length: registerCount + 1 }, (_, depth) => depth);
  return depths.flatMap((depth) => {
    const passed = Math.max(0, depth - inputs.length);
    if (passed > 0 && passed + outputs.length > registerCount) return [];
    const variant = { inputs: depth, outputs: Math.min(registerCount, passed + outputs.length) };
    return holdsUnboxed(inputs, depth) && holdsUnboxed(outputs, variant.outputs) ? [variant] : [];
  });
}

/** The items that can be in registers: those above the topmost array. */
export function itemsAboveArrays(items: readonly StackItem[]): readonly StackItem[] {
  return items.slice(items.findLastIndex((item) => item.array !== undefined) + 1);
}

function holdsUnboxed(items: readonly StackItem[], inRegisters: number): boolean {
  const inMemory = items.slice(0, Math.max(0, items.length - inRegisters));
  return inMemory.every(({ representation }) => representation === "boxed" || representation === "frame");
}
