// Generators and coroutines in linear memory: their frames are inside of them.

import type { CountMachine, FrameHandle, FrameMachine, GeneratorMachine } from "@tjit/reference";
import { type Runtime, isSmallInt, typeOf } from "@tjit/runtime";
import {
  CodeObjectLayout,
  FixedType,
  Frame,
  FrameOwner,
  GeneratorObject,
  GeneratorState,
  VmState,
  vmStateAddress,
} from "@tjit/runtime/layout";
import type { HostFunctions } from "./host-functions.ts";

const referenceSize = 4;
const codeUnit = 2;
/** Bytes of the instructions that resume generators. */
const resumingSize = 2 * codeUnit;
const currentFrameWord = vmStateAddress + VmState.currentFrame.offset;
const recursionWord = vmStateAddress + VmState.recursionRemaining.offset;
const itemWord = vmStateAddress + VmState.exceptionItem.offset;
const secondResult = vmStateAddress + VmState.secondResult.offset;

/** What of frames is different for those of generators, besides what only they have. */
type GeneratorFrames = GeneratorMachine & Pick<FrameMachine, "pushFrame" | "popFrame">;

/** Generators, over the machine's other frames. */
export function makeGenerators(
  rt: Runtime,
  counts: CountMachine,
  frames: FrameMachine,
  host: HostFunctions,
): GeneratorFrames {
  const { heap } = rt;
  const isResumed = (frame: FrameHandle): boolean => heap.loadU8(frame + Frame.owner.offset) === FrameOwner.GENERATOR;
  const generatorOf = (frame: FrameHandle): number => heap.load(frame + Frame.generator.offset);
  const setState = (generator: number, state: number): void =>
    void heap.store(generator + GeneratorObject.state.offset, state);
  /** Takes the frame off; the generator's exceptions are not handled any more. */
  const unlink = (frame: FrameHandle): void => {
    const generator = generatorOf(frame);
    heap.store(itemWord, heap.load(generator + GeneratorObject.previousHandled.offset));
    heap.store(generator + GeneratorObject.previousHandled.offset, 0);
    heap.store(currentFrameWord, heap.load(frame + Frame.previous.offset));
    heap.store(frame + Frame.previous.offset, 0);
    heap.store(recursionWord, heap.load(recursionWord) + 1);
  };
  const clear = (address: number): void => {
    const value = heap.load(address);
    heap.store(address, 0);
    counts.decrement(value);
  };
  return {
    suspendedFrame(reference) {
      if (reference === 0 || isSmallInt(reference)) return undefined;
      const type = typeOf(rt, reference);
      if (type !== FixedType.generator && type !== FixedType.coroutine) return undefined;
      const isSuspended = heap.load(reference + GeneratorObject.state.offset) < GeneratorState.EXECUTING;
      return isSuspended ? reference + GeneratorObject.size : undefined;
    },
    isResumed,
    instructionPointer: (frame) => heap.load(frame + Frame.instrPtr.offset),
    resumption: () => heap.load(frames.callerOf(frames.currentFrame()) + Frame.instrPtr.offset) + resumingSize,
    makeGenerator: () => host.call("return_generator", frames.currentFrame()),
    suspendFrame(kind) {
      const frame = frames.currentFrame();
      heap.store(frame + Frame.instrPtr.offset, heap.load(frame + Frame.instrPtr.offset) + codeUnit);
      setState(generatorOf(frame), GeneratorState.SUSPENDED + kind);
      unlink(frame);
    },
    hasReturned: () => heap.load(secondResult) !== 0,
    pushFrame(frame) {
      frames.pushFrame(frame);
      if (!isResumed(frame)) return;
      const generator = generatorOf(frame);
      setState(generator, GeneratorState.EXECUTING);
      heap.store(generator + GeneratorObject.previousHandled.offset, heap.load(itemWord));
      heap.store(itemWord, generator + GeneratorObject.handledException.offset);
    },
    popFrame() {
      const frame = frames.currentFrame();
      if (!isResumed(frame)) {
        frames.popFrame();
        return;
      }
      const generator = generatorOf(frame);
      const code = heap.load(frame + Frame.code.offset);
      setState(generator, GeneratorState.CLEARED);
      unlink(frame);
      for (let local = heap.load(code + CodeObjectLayout.localCount.offset) - 1; local >= 0; local--)
        clear(frame + Frame.size + referenceSize * local);
      clear(generator + GeneratorObject.handledException.offset);
      clear(frame + Frame.locals.offset);
      clear(frame + Frame.function.offset);
    },
  };
}
