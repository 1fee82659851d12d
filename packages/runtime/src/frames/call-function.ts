// Calls of Python functions: from the host, to their end; and frames for the interpreter, which goes on in them.

import { setError } from "../exceptions/errors.ts";
import { RunStatus, takeResult } from "../engine.ts";
import { FixedType } from "../layout/memory-map.ts";
import { FunctionObject, MethodObject } from "../layout/objects.ts";
import { decref, newRef, typeOf, xdecref } from "../object/reference.ts";
import { tupleLength } from "../object/tuple.ts";
import { mayNest } from "./host-depth.ts";
import { type Runtime } from "../runtime.ts";
import { bindCall, isExactCall } from "./bind-call.ts";
import { currentFrame, discardFrame, enterFrame, frameLocals, makeFrame, recursionError } from "./frame.ts";

/** The `call` slot of functions: runs to the end. */
export function callFunction(rt: Runtime, fn: number, args: number, count: number, kwnames: number): number {
  const { engine } = rt;
  if (engine !== null && mayNest(rt)) {
    rt.hostDepth++;
    const status = engine.call(fn, args, count, kwnames);
    rt.hostDepth--;
    if (status !== RunStatus.NOT_ENTERED) return resultOf(rt, status);
  }
  const frame = makeFrame(rt, fn, 0);
  if (frame === 0) return 0;
  if (bindCall(rt, fn, frame, args, count, kwnames) < 0) {
    discardFrame(rt, frame);
    return 0;
  }
  return runFrame(rt, frame);
}

/** Runs a frame that was made to its end: its result, a new reference. */
export function runFrame(rt: Runtime, frame: number): number {
  const engine = rt.engine;
  if (engine === null || !mayNest(rt)) {
    discardFrame(rt, frame);
    return engine === null
      ? setError(rt, rt.types.SystemError, "there is no engine to run Python code")
      : recursionError(rt);
  }
  enterFrame(rt, frame);
  rt.hostDepth++;
  const status = engine.run(frame);
  rt.hostDepth--;
  return resultOf(rt, status);
}

function resultOf(rt: Runtime, status: number): number {
  if (status === RunStatus.RETURNED) {
    return takeResult(rt);
  }
  if (status === RunStatus.RAISED) return 0;
  return setError(
    rt,
    rt.types.SystemError,
    `the machine was left inside a call from the host (frame ${currentFrame(rt)})`,
  );
}

/** Runs a code object's frame with a namespace: modules, class bodies, `exec`. New reference. */
export function runCode(rt: Runtime, fn: number, namespace: number): number {
  const frame = makeFrame(rt, fn, namespace);
  return frame === 0 ? 0 : runFrame(rt, frame);
}

/**
 * Makes the frame for the call at `items` (callable, self or 0, `count` arguments, the values of `kwnames` among them last) of a function or
 * bound method. Consumes the items; 0 with an exception set leaves them alone.
 */
export function frameForCall(rt: Runtime, items: number, count: number, kwnames: number): number {
  const { heap } = rt;
  const callable = heap.load(items);
  let fn = callable;
  let self = heap.load(items + 4);
  let first = items + 8;
  if (typeOf(rt, callable) === FixedType.method) {
    fn = heap.load(callable + MethodObject.function.offset);
    self = heap.load(callable + MethodObject.self.offset);
    if (heap.load(items + 4) !== 0) return setError(rt, rt.types.SystemError, "a bound method with a receiver");
    // The receiver takes the free place below the arguments while they are bound.
    heap.store(items + 4, self);
  }
  if (self !== 0) first = items + 4;
  const given = count + (self !== 0 ? 1 : 0);
  const frame = makeFrame(rt, fn, 0);
  if (frame === 0) {
    if (fn !== callable) heap.store(items + 4, 0);
    return 0;
  }
  const code = heap.load(fn + FunctionObject.code.offset);
  if (kwnames === 0 && isExactCall(rt, code, given)) {
    if (fn !== callable) newRef(rt, self);
    const locals = frame + frameLocals;
    for (let index = 0; index < given; index++) heap.store(locals + 4 * index, heap.load(first + 4 * index));
    decref(rt, callable);
    return frame;
  }
  const keywordCount = kwnames === 0 ? 0 : tupleLength(rt, kwnames);
  const status = bindCall(rt, fn, frame, first, given - keywordCount, kwnames);
  if (fn !== callable) heap.store(items + 4, 0);
  if (status < 0) {
    discardFrame(rt, frame);
    return 0;
  }
  releaseItems(rt, items, count);
  return frame;
}

/** Releases callable, receiver and `count` arguments at `items`, the last argument first. */
export function releaseItems(rt: Runtime, items: number, count: number): void {
  for (let index = count + 1; index >= 0; index--) xdecref(rt, rt.heap.load(items + 4 * index));
}
