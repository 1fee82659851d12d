// Linking the frame of a generator when the host resumes it, and taking it off when it is done.

import { VmState, vmStateAddress } from "../layout/memory-map.ts";
import { Frame, FrameOwner, GeneratorState } from "../layout/objects.ts";
import {
  clearGeneratorFrame,
  enterExceptionItem,
  generatorFrame,
  leaveExceptionItem,
  setGeneratorState,
} from "../object/generator.ts";
import { type Runtime } from "../runtime.ts";
import { detachFrame } from "./frame-object.ts";

const currentFrameWord = vmStateAddress + VmState.currentFrame.offset;
const recursionWord = vmStateAddress + VmState.recursionRemaining.offset;

/** Makes the frame of a suspended generator the one on top; its yield or return comes back to the host. */
export function enterGenerator(rt: Runtime, generator: number): void {
  const { heap } = rt;
  const frame = generatorFrame(generator);
  setGeneratorState(rt, generator, GeneratorState.EXECUTING);
  enterExceptionItem(rt, generator);
  heap.store(frame + Frame.previous.offset, heap.load(currentFrameWord));
  heap.storeU8(frame + Frame.owner.offset, FrameOwner.GENERATOR_ENTRY);
  heap.store(currentFrameWord, frame);
  heap.store(recursionWord, heap.load(recursionWord) - 1);
}

/** An exception left the generator: it is done. The frame below becomes current. */
export function leaveGenerator(rt: Runtime, frame: number, sp: number): void {
  const { heap } = rt;
  const generator = heap.load(frame + Frame.generator.offset);
  if (heap.load(frame + Frame.watcher.offset) !== 0) detachFrame(rt, frame);
  leaveExceptionItem(rt, generator);
  heap.store(currentFrameWord, heap.load(frame + Frame.previous.offset));
  heap.store(frame + Frame.previous.offset, 0);
  heap.store(recursionWord, heap.load(recursionWord) + 1);
  clearGeneratorFrame(rt, generator, sp);
}
