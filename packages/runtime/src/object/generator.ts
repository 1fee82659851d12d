// Generators, coroutines and asynchronous generators as objects: the frame that moved into one, and what it owns.

import { CodeFlag } from "@tjit/bytecode";
import { pushExceptionItem, popExceptionItem } from "../exceptions/handled.ts";
import { detachFrame, pinnedObject } from "../frames/frame-object.ts";
import { FixedType } from "../layout/memory-map.ts";
import {
  CodeObjectLayout,
  Frame,
  FrameOwner,
  FunctionObject,
  GeneratorObject,
  GeneratorState,
} from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import { allocateSized } from "./new-object.ts";
import { decref, newRef, xdecref } from "./reference.ts";

const layout = GeneratorObject;
const codeLayout = CodeObjectLayout;
/** Bytes per code unit. */
const unit = 2;

/** Address of a generator's frame. */
export function generatorFrame(generator: number): number {
  return generator + layout.size;
}

/** One of {@link GeneratorState}. */
export function generatorState(rt: Runtime, generator: number): number {
  return rt.heap.load(generator + layout.state.offset);
}

export function setGeneratorState(rt: Runtime, generator: number, state: number): void {
  rt.heap.store(generator + layout.state.offset, state);
}

/** The code that a generator runs, borrowed; also when it is done. */
export function generatorCode(rt: Runtime, generator: number): number {
  return rt.heap.load(generatorFrame(generator) + Frame.code.offset);
}

/** Bytes of a generator with its frame. */
export function generatorSize(rt: Runtime, generator: number): number {
  return layout.size + rt.heap.load(generatorCode(rt, generator) + codeLayout.frameSize.offset);
}

function generatorType(rt: Runtime, code: number): number {
  const flags = rt.heap.load(code + codeLayout.flags.offset);
  if ((flags & CodeFlag.COROUTINE) !== 0) return FixedType.coroutine;
  return (flags & CodeFlag.ASYNC_GENERATOR) !== 0 ? FixedType.async_generator : FixedType.generator;
}

/**
 * The generator for a frame that is at its RETURN_GENERATOR: what the frame holds moves, its locals become 0. New reference.
 */
export function newGenerator(rt: Runtime, frame: number): number {
  const { heap } = rt;
  const code = heap.load(frame + Frame.code.offset);
  const fn = heap.load(frame + Frame.function.offset);
  const generator = allocateSized(
    rt,
    generatorType(rt, code),
    layout.size + heap.load(code + codeLayout.frameSize.offset),
  );
  heap.store(generator + layout.name.offset, newRef(rt, heap.load(fn + FunctionObject.name.offset)));
  heap.store(generator + layout.qualname.offset, newRef(rt, heap.load(fn + FunctionObject.qualname.offset)));
  setGeneratorState(rt, generator, GeneratorState.CREATED);
  const own = generatorFrame(generator);
  const localCount = heap.load(code + codeLayout.localCount.offset);
  heap.copy(own, frame, Frame.size + 4 * localCount);
  heap.fill(frame + Frame.size, 0, localCount);
  heap.store(frame + Frame.locals.offset, 0);
  newRef(rt, code);
  newRef(rt, fn);
  heap.store(own + Frame.previous.offset, 0);
  heap.store(own + Frame.generator.offset, generator);
  heap.storeU8(own + Frame.owner.offset, FrameOwner.GENERATOR);
  heap.store(own + Frame.watcher.offset, 0);
  heap.store(own + Frame.instrPtr.offset, heap.load(frame + Frame.instrPtr.offset) + unit);
  heap.store(own + Frame.sp.offset, own + Frame.size + 4 * localCount);
  return generator;
}

/** The exception item of a generator becomes the innermost. */
export function enterExceptionItem(rt: Runtime, generator: number): void {
  pushExceptionItem(rt, generator + layout.handledException.offset);
}

/** The generator stops running for now. */
export function leaveExceptionItem(rt: Runtime, generator: number): void {
  popExceptionItem(rt, generator + layout.handledException.offset);
}

/** Ends a generator: releases its stack up to `sp`, the last local first, and all that the frame holds but the code. */
export function clearGeneratorFrame(rt: Runtime, generator: number, sp: number): void {
  const { heap } = rt;
  const frame = generatorFrame(generator);
  if (heap.load(frame + Frame.watcher.offset) !== 0) detachFrame(rt, frame);
  setGeneratorState(rt, generator, GeneratorState.CLEARED);
  for (let at = sp - 4; at >= frame + Frame.size; at -= 4) clearWord(rt, at);
  heap.store(frame + Frame.sp.offset, frame + Frame.size);
  clearWord(rt, generator + layout.handledException.offset);
  clearWord(rt, frame + Frame.locals.offset);
  clearWord(rt, frame + Frame.function.offset);
}

function clearWord(rt: Runtime, address: number): void {
  const value = rt.heap.load(address);
  rt.heap.store(address, 0);
  xdecref(rt, value);
}

/** Releases what a dying generator owns. */
export function releaseGenerator(rt: Runtime, object: number): void {
  if (generatorState(rt, object) !== GeneratorState.CLEARED) clearGenerator(rt, object);
  for (const field of [layout.name, layout.qualname, layout.origin]) xdecref(rt, rt.heap.load(object + field.offset));
  decref(rt, generatorCode(rt, object));
}

/** Visits what a generator owns. What is on the stack of one that runs only its frame knows. */
export function visitGenerator(rt: Runtime, object: number, visit: (reference: number) => void): void {
  const { heap } = rt;
  const frame = generatorFrame(object);
  for (const field of [layout.name, layout.qualname, layout.origin, layout.handledException])
    visit(heap.load(object + field.offset));
  visit(heap.load(frame + Frame.code.offset));
  visit(pinnedObject(rt, frame));
  if (generatorState(rt, object) >= GeneratorState.EXECUTING) return;
  visit(heap.load(frame + Frame.function.offset));
  visit(heap.load(frame + Frame.locals.offset));
  const end = heap.load(frame + Frame.sp.offset);
  for (let at = frame + Frame.size; at < end; at += 4) visit(heap.load(at));
}

/** Drops what an unreachable generator refers to. */
export function clearGenerator(rt: Runtime, object: number): void {
  if (generatorState(rt, object) < GeneratorState.EXECUTING)
    clearGeneratorFrame(rt, object, rt.heap.load(generatorFrame(object) + Frame.sp.offset));
}
