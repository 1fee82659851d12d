// Traceback entries. An entry remembers the code and the instruction, not the frame, whose memory is used again at once. When an exception
// leaves the frame, the entry takes over its locals, which live as long as the traceback does.

import { ExceptionObject, Frame } from "../layout/objects.ts";
import { codeInfo, codeOffset } from "../object/code.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { decref, newRef, xdecref } from "../object/reference.ts";
import { frameLocals, frameStack } from "../frames/frame.ts";
import { type Runtime } from "../runtime.ts";

/** Payload of a traceback object; references are owned, `next` 0 at the end. */
export interface TracebackPayload {
  next: number;
  readonly code: number;
  readonly globals: number;
  /** Offset in code units of the instruction. */
  readonly offset: number;
  /** Of one that a program made. */
  readonly line?: number;
  /** The frame object, made when somebody asks; 0 = not yet. It takes {@link kept} over. */
  frame: number;
  /** Address of the frame while it runs; 0 afterwards. */
  address: number;
  kept: KeptLocals | undefined;
}

/** Payload of a frame object; owned references. `back` and `locals` may be 0. */
export interface FramePayload {
  readonly code: number;
  readonly globals: number;
  readonly builtins: number;
  readonly line: number;
  readonly offset: number;
  back: number;
  locals: number;
  /** Address of the frame while it ran; somebody else may be there now. */
  readonly address: number;
  /** What {@link locals} is made of when somebody asks. */
  kept: KeptLocals | undefined;
}

/** Locals of a frame that is gone. References are owned; 0: unbound. */
export interface KeptLocals {
  /** The namespace of a module or class body; 0: it is a function's. */
  readonly namespace: number;
  /** By index, cells as such. */
  readonly values: readonly number[];
}

const tracebackOffset = ExceptionObject.traceback.offset;

/** Adds an entry for `frame`, stopped at its `instrPtr`, in front of the traceback of an exception. */
export function addTraceback(rt: Runtime, exception: number, frame: number): void {
  const { heap } = rt;
  const code = heap.load(frame + Frame.code.offset);
  const payload: TracebackPayload = {
    next: heap.load(exception + tracebackOffset),
    code: newRef(rt, code),
    globals: newRef(rt, heap.load(frame + Frame.globals.offset)),
    offset: codeOffset(rt, code, heap.load(frame + Frame.instrPtr.offset)),
    frame: 0,
    address: frame,
    kept: undefined,
  };
  heap.store(exception + tracebackOffset, newHostObject(rt, rt.types.traceback, payload));
}

/** An exception is about to leave `frame`: the entry that it has there, if it is still the newest, takes the locals. */
export function keepLocals(rt: Runtime, exception: number, frame: number): void {
  const { heap } = rt;
  const newest = heap.load(exception + tracebackOffset);
  if (newest === 0) return;
  const it = tracebackPayload(rt, newest);
  if (it.address !== frame) return;
  it.address = 0;
  const namespace = heap.load(frame + Frame.locals.offset);
  heap.store(frame + Frame.locals.offset, 0);
  const values: number[] = [];
  for (let at = frame + frameLocals, end = frameStack(rt, frame); at < end; at += 4) {
    values.push(heap.load(at));
    heap.store(at, 0);
  }
  const kept = { namespace, values };
  if (it.frame === 0) {
    it.kept = kept;
    return;
  }
  // What it showed until now was a copy.
  const shown = framePayload(rt, it.frame);
  const { locals, kept: former } = shown;
  shown.kept = kept;
  shown.locals = 0;
  releaseKept(rt, former);
  xdecref(rt, locals);
}

/** Every reference of kept locals, in the order in which a frame lets them go: the last local first. */
export function visitKept(kept: KeptLocals | undefined, visit: (reference: number) => void): void {
  if (kept === undefined) return;
  for (const value of kept.values.toReversed()) if (value !== 0) visit(value);
  if (kept.namespace !== 0) visit(kept.namespace);
}

/** Lets kept locals go. */
export function releaseKept(rt: Runtime, kept: KeptLocals | undefined): void {
  visitKept(kept, (reference) => {
    decref(rt, reference);
  });
}

/** The payload of a frame object. */
export function framePayload(rt: Runtime, frame: number): FramePayload {
  return hostPayload(rt, frame) as FramePayload;
}

/** The payload of a traceback object. */
export function tracebackPayload(rt: Runtime, traceback: number): TracebackPayload {
  return hostPayload(rt, traceback) as TracebackPayload;
}

/** The line of an instruction; that of the nearest instruction before it if it has none. */
export function lineAt(rt: Runtime, code: number, offset: number): number {
  const { positions, firstLineNumber } = codeInfo(rt, code).code;
  for (let at = Math.min(offset, positions.length - 1); at >= 0; at--) {
    const position = positions[at];
    if (position !== null && position !== undefined) return position.line;
  }
  return firstLineNumber;
}

/** The line that a frame is at. */
export function frameLine(rt: Runtime, frame: number): number {
  const code = rt.heap.load(frame + Frame.code.offset);
  return lineAt(rt, code, codeOffset(rt, code, rt.heap.load(frame + Frame.instrPtr.offset)));
}
