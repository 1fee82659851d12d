// Room for the arguments of calls made by the runtime: words on top of the data stack, released in the opposite order. What does not fit there is a
// block of its own.

import { VmState, dataStackAddress, dataStackSize, vmStateAddress } from "../layout/memory-map.ts";
import { type Runtime } from "../runtime.ts";

const stackTop = vmStateAddress + VmState.stackTop.offset;
const stackEnd = dataStackAddress + dataStackSize;

/** Address of `words` words, whose contents are undefined. Every reservation is released. */
export function reserveScratch(rt: Runtime, words: number): number {
  const address = rt.heap.load(stackTop);
  const top = address + ((4 * words + 7) & ~7);
  if (top > stackEnd) return reserveBlock(rt, 4 * words);
  rt.heap.store(stackTop, top);
  return address;
}

function reserveBlock(rt: Runtime, bytes: number): number {
  const address = rt.heap.allocateBlock(bytes);
  rt.scratchBlocks.set(address, bytes);
  return address;
}

/** Gives back the room at `address` and all of the stack above it. */
export function releaseScratch(rt: Runtime, address: number): void {
  if (address < stackEnd) {
    rt.heap.store(stackTop, address);
    return;
  }
  rt.heap.freeBlock(address, rt.scratchBlocks.get(address) ?? 0);
  rt.scratchBlocks.delete(address);
}
