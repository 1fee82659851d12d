// Arguments that functions of the runtime find in memory.

import type { CountMachine, Reference } from "@tjit/reference";
import type { Runtime } from "@tjit/runtime";

const referenceSize = 4;

/** Puts references into memory, deepest first. */
export function writeItems({ heap }: Runtime, address: number, items: readonly Reference[]): void {
  items.forEach((item, index) => void heap.store(address + referenceSize * index, item));
}

/**
 * Calls what consumes items in memory when its result is not NULL. The caller keeps its own references: those that are
 * consumed are counted for the call.
 */
export function lendItems(
  rt: Runtime,
  counts: CountMachine,
  address: number,
  items: readonly Reference[],
  call: (address: number) => number,
): number {
  for (const item of items) counts.increment(item);
  writeItems(rt, address, items);
  const result = call(address);
  if (result === 0) for (const item of items) counts.decrement(item);
  return result;
}
