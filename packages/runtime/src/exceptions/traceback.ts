// Traceback and frame objects. An entry remembers the code and the instruction, not the frame, whose memory is used again at once.

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
  /** The frame object, made when somebody asks; 0 = not yet. */
  frame: number;
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
  };
  heap.store(exception + tracebackOffset, newHostObject(rt, rt.types.traceback, payload));
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
