// Resuming generators from the host: CPython's gen_send_ex2, for `next`, `send`, `throw`, `close` and everything in the runtime that iterates.
//
//   value ──▶ on the generator's stack ──▶ engine runs its frame ──▶ yields: NEXT | returns: RETURN | raises: 0
//
// The interpreter itself resumes generators without this, by switching frames.

import { RunStatus, takeResult } from "../engine.ts";
import { chainContext } from "../exceptions/chain.ts";
import { isHandlingHere } from "../exceptions/handled.ts";
import { errorOccurred, setError } from "../exceptions/errors.ts";
import { unwind } from "../exceptions/unwind.ts";
import { FixedType, VmState, vmStateAddress } from "../layout/memory-map.ts";
import { Frame, FrameOwner, GeneratorState } from "../layout/objects.ts";
import { generatorFrame, generatorState } from "../object/generator.ts";
import { None, decref, newRef, typeOf } from "../object/reference.ts";
import { mayNest } from "./host-depth.ts";
import { type Runtime } from "../runtime.ts";
import { recursionError } from "./frame.ts";
import { enterGenerator, leaveGenerator } from "./generator-frame.ts";

const recursionWord = vmStateAddress + VmState.recursionRemaining.offset;
const resumePcWord = vmStateAddress + VmState.resumePc.offset;
const resumeSpWord = vmStateAddress + VmState.resumeSp.offset;
/** Bytes of a code unit: from a suspended frame's next instruction back to the yield. */
const unit = 2;

/** What a generator is called in messages. */
export function generatorKind(rt: Runtime, generator: number): string {
  switch (typeOf(rt, generator)) {
    case FixedType.coroutine:
      return "coroutine";
    case FixedType.async_generator:
      return "async generator";
    default:
      return "generator";
  }
}

/** Whether a reference is an object of one of the three types that are generators. */
export function isGeneratorLike(rt: Runtime, reference: number): boolean {
  const type = typeOf(rt, reference);
  return type === FixedType.generator || type === FixedType.coroutine || type === FixedType.async_generator;
}

/**
 * Resumes a generator with a value, 0 standing for None from `next`. New reference; `rt.hasReturned` tells whether it is what the
 * generator returned. 0: an exception is set, or, where the value is 0, the generator was done before.
 */
export function sendGenerator(rt: Runtime, generator: number, value: number): number {
  const state = generatorState(rt, generator);
  if (state === GeneratorState.CREATED && value !== 0 && value !== None)
    return setError(
      rt,
      rt.types.TypeError,
      `can't send non-None value to a just-started ${generatorKind(rt, generator)}`,
    );
  if (state === GeneratorState.EXECUTING) return alreadyExecuting(rt, generator);
  if (state >= GeneratorState.COMPLETED) {
    if (typeOf(rt, generator) === FixedType.coroutine)
      return setError(rt, rt.types.RuntimeError, "cannot reuse already awaited coroutine");
    rt.hasReturned = true;
    return value === 0 ? 0 : None;
  }
  return resume(rt, generator, newRef(rt, value === 0 ? None : value), false);
}

/**
 * Resumes a generator with the current exception, which is raised at its yield. As {@link sendGenerator}. A coroutine that is done may be
 * closed all the same.
 */
export function throwIntoGenerator(rt: Runtime, generator: number, isClosing: boolean): number {
  const state = generatorState(rt, generator);
  if (state === GeneratorState.EXECUTING) return alreadyExecuting(rt, generator);
  if (state >= GeneratorState.COMPLETED) {
    if (typeOf(rt, generator) === FixedType.coroutine && !isClosing)
      return setError(rt, rt.types.RuntimeError, "cannot reuse already awaited coroutine");
    return 0;
  }
  return resume(rt, generator, None, true);
}

/** "generator already executing". */
export function alreadyExecuting(rt: Runtime, generator: number): 0 {
  const kind =
    typeOf(rt, generator) === FixedType.async_generator ? "asynchronous generator" : generatorKind(rt, generator);
  return setError(rt, rt.types.ValueError, `${kind} already executing`);
}

/** Steals `value`. */
function resume(rt: Runtime, generator: number, value: number, isThrowing: boolean): number {
  const { heap } = rt;
  if (!isThrowing && rt.engine !== null && mayNest(rt) && heap.load(recursionWord) > 1) {
    rt.hostDepth++;
    const status = rt.engine.resume(generator, value);
    rt.hostDepth--;
    return resultOf(rt, status);
  }
  const frame = generatorFrame(generator);
  const engine = rt.engine;
  newRef(rt, generator);
  const top = heap.load(frame + Frame.sp.offset);
  heap.store(top, value);
  heap.store(frame + Frame.sp.offset, top + 4);
  const isTooDeep = engine === null || !mayNest(rt) || heap.load(recursionWord) <= 1;
  enterGenerator(rt, generator);
  // What is thrown keeps its context, unless the generator is handling something itself.
  if (isThrowing && isHandlingHere(rt)) chainContext(rt, errorOccurred(rt));
  let status: number = RunStatus.RAISED;
  if (isTooDeep) {
    if (engine === null) setError(rt, rt.types.SystemError, "there is no engine to run Python code");
    else recursionError(rt);
    leaveGenerator(rt, frame, top + 4);
  } else if (!isThrowing || findHandler(rt, frame, top + 4)) {
    rt.hostDepth++;
    status = engine.run(frame);
    rt.hostDepth--;
  }
  heap.storeU8(frame + Frame.owner.offset, FrameOwner.GENERATOR);
  decref(rt, generator);
  return resultOf(rt, status);
}

/** What a run of a generator gave. */
function resultOf(rt: Runtime, status: number): number {
  if (status === RunStatus.RAISED) return 0;
  if (status === RunStatus.LEFT)
    return setError(rt, rt.types.SystemError, "the machine was left inside a generator that the host resumed");
  rt.hasReturned = status === RunStatus.RETURNED;
  return takeResult(rt);
}

/** Raises the current exception at the yield: whether the generator handles it. If not, it is done. */
function findHandler(rt: Runtime, frame: number, sp: number): boolean {
  const { heap } = rt;
  if (unwind(rt, heap.load(frame + Frame.instrPtr.offset) - unit, sp, frame) === 0) return false;
  heap.store(frame + Frame.instrPtr.offset, heap.load(resumePcWord));
  heap.store(frame + Frame.sp.offset, heap.load(resumeSpWord));
  return true;
}
