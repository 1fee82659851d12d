// Room for the arguments of calls made by the runtime: words on top of the data stack, released in the opposite order.

import { VmState, vmStateAddress } from "../layout/memory-map.ts";
import { type Runtime } from "../runtime.ts";

const stackTop = vmStateAddress + VmState.stackTop.offset;

/** Address of `words` words, whose contents are undefined. Every reservation is released. */
export function reserveScratch(rt: Runtime, words: number): number {
  const address = rt.heap.load(stackTop);
  rt.heap.store(stackTop, address + ((4 * words + 7) & ~7));
  return address;
}

/** Gives back the room at `address` and all above it. */
export function releaseScratch(rt: Runtime, address: number): void {
  rt.heap.store(stackTop, address);
}
