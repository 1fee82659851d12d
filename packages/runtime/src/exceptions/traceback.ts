// Traceback entries. An entry remembers the code and the instruction; the object of its frame is made when somebody asks for it. When the frame
// ends before that, the entry takes over its locals, which live as long as the traceback does.

import { type KeptLocals, frameObject } from "../frames/frame-object.ts";
import { ExceptionObject, Frame } from "../layout/objects.ts";
import { codeInfo, codeOffset } from "../object/code.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { newRef } from "../object/reference.ts";
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
  /** The frame object; 0 = not yet. */
  frame: number;
  /** Address of the frame while that lives and has no object; 0 otherwise. */
  address: number;
  kept: KeptLocals | undefined;
  /** The entry of the caller, if the exception went on there; not owned. */
  outer: TracebackPayload | null;
  /** Whether the entry is gone: whoever has it for its caller looks here first. */
  isGone: boolean;
}

const tracebackOffset = ExceptionObject.traceback.offset;

/** Adds an entry for `frame`, stopped at its `instrPtr`, in front of the traceback of an exception. */
export function addTraceback(rt: Runtime, exception: number, frame: number): void {
  const { heap } = rt;
  const code = heap.load(frame + Frame.code.offset);
  const next = heap.load(exception + tracebackOffset);
  const isWatched = heap.load(frame + Frame.watcher.offset) !== 0;
  const payload: TracebackPayload = {
    next,
    code: newRef(rt, code),
    globals: newRef(rt, heap.load(frame + Frame.globals.offset)),
    offset: codeOffset(rt, code, heap.load(frame + Frame.instrPtr.offset)),
    frame: isWatched ? frameObject(rt, frame) : 0,
    address: isWatched ? 0 : frame,
    kept: undefined,
    outer: null,
    isGone: false,
  };
  if (next !== 0) tracebackPayload(rt, next).outer = payload;
  const entry = newHostObject(rt, rt.types.traceback, payload);
  if (!isWatched) heap.store(frame + Frame.watcher.offset, entry);
  heap.store(exception + tracebackOffset, entry);
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
