// Frame objects. While its frame lives, a frame has one object at most, which is a view of it; when the frame ends and somebody still has the
// object, that takes over what the frame held. Of a traceback entry the same holds, which makes the object only when it is asked for.
// Both are the frame's watcher, which it does not own.

import { tracebackPayload } from "../exceptions/traceback.ts";
import { Frame } from "../layout/objects.ts";
import { codeOffset } from "../object/code.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { decref, newRef, typeOf, xdecref } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { frameLocals, frameStack } from "./frame.ts";

const watcherOffset = Frame.watcher.offset;

/** Locals of a frame that is gone. References are owned; 0: unbound. */
export interface KeptLocals {
  /** The namespace of a module or class body; 0: it is a function's. */
  readonly namespace: number;
  /** By index, cells as such. */
  readonly values: number[];
}

/** What a frame object has to itself while its frame lives, and what it took over then; references are owned, 0: none. */
export interface FramePayload {
  /** Address of the frame; 0 when that is gone, and only then the next six count. */
  address: number;
  code: number;
  globals: number;
  builtins: number;
  /** Offset in code units of the last instruction. */
  offset: number;
  kept: KeptLocals | undefined;
  back: number;
  /** A dict of what programs put into `f_locals` that is no variable. */
  extra: number;
  /** `f_trace`. */
  trace: number;
  tracesLines: boolean;
  tracesOpcodes: boolean;
  /** Values that `f_locals` has replaced: frames on top may have borrowed them. They go with the object, or when it is cleared. */
  overwritten: number[];
  /** Whether the frame owns the object, for the sake of what that has to itself. */
  isPinned: boolean;
}

/** The payload of a frame object. */
export function framePayload(rt: Runtime, frame: number): FramePayload {
  return hostPayload(rt, frame) as FramePayload;
}

/** A frame object without a frame. */
export function newFramePayload(): FramePayload {
  return {
    address: 0,
    code: 0,
    globals: 0,
    builtins: 0,
    offset: 0,
    kept: undefined,
    back: 0,
    extra: 0,
    trace: 0,
    tracesLines: true,
    tracesOpcodes: false,
    overwritten: [],
    isPinned: false,
  };
}

/** The object of a frame that lives: a new reference. */
export function frameObject(rt: Runtime, frame: number): number {
  const known = rt.heap.load(frame + watcherOffset);
  if (known !== 0 && typeOf(rt, known) === rt.types.frame) return newRef(rt, known);
  const object = newHostObject(rt, rt.types.frame, { ...newFramePayload(), address: frame } satisfies FramePayload);
  if (known !== 0) tracebackPayload(rt, known).frame = newRef(rt, object);
  rt.heap.store(frame + watcherOffset, object);
  return object;
}

/** Somebody who may watch a frame that lives goes. */
export function unwatchFrame(rt: Runtime, frame: number, watcher: number): void {
  if (rt.heap.load(frame + watcherOffset) === watcher) rt.heap.store(frame + watcherOffset, 0);
}

/** The frame owns its object from now on. */
export function pinFrame(rt: Runtime, object: number): void {
  const it = framePayload(rt, object);
  if (it.isPinned || it.address === 0) return;
  it.isPinned = true;
  newRef(rt, object);
}

/** What a frame owns of its object; 0: nothing. */
export function pinnedObject(rt: Runtime, frame: number): number {
  const known = rt.heap.load(frame + watcherOffset);
  return known !== 0 && typeOf(rt, known) === rt.types.frame && framePayload(rt, known).isPinned ? known : 0;
}

/** A frame that is watched ends: who watches it takes over its locals. Before they are released. */
export function detachFrame(rt: Runtime, frame: number): void {
  const { heap } = rt;
  const watcher = heap.load(frame + watcherOffset);
  heap.store(frame + watcherOffset, 0);
  if (typeOf(rt, watcher) !== rt.types.frame) {
    const entry = tracebackPayload(rt, watcher);
    entry.address = 0;
    entry.kept = takeLocals(rt, frame);
    return;
  }
  const it = framePayload(rt, watcher);
  const code = heap.load(frame + Frame.code.offset);
  const previous = heap.load(frame + Frame.previous.offset);
  it.address = 0;
  it.code = newRef(rt, code);
  it.globals = newRef(rt, heap.load(frame + Frame.globals.offset));
  it.builtins = newRef(rt, heap.load(frame + Frame.builtins.offset));
  it.offset = codeOffset(rt, code, heap.load(frame + Frame.instrPtr.offset));
  it.kept = takeLocals(rt, frame);
  if (previous !== 0) it.back = frameObject(rt, previous);
  if (!it.isPinned) return;
  it.isPinned = false;
  decref(rt, watcher);
}

function takeLocals(rt: Runtime, frame: number): KeptLocals {
  const { heap } = rt;
  const namespace = heap.load(frame + Frame.locals.offset);
  heap.store(frame + Frame.locals.offset, 0);
  const values: number[] = [];
  for (let at = frame + frameLocals, end = frameStack(rt, frame); at < end; at += 4) {
    values.push(heap.load(at));
    heap.store(at, 0);
  }
  return { namespace, values };
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

/** Every reference that a frame object owns. */
export function visitFrame(it: FramePayload, visit: (reference: number) => void): void {
  visitKept(it.kept, visit);
  const { code, globals, builtins, back, extra, trace, overwritten } = it;
  for (const reference of [code, globals, builtins, back, extra, trace, ...overwritten])
    if (reference !== 0) visit(reference);
}

/** Replaces a reference that a payload owns. */
export function replaceReference<K extends string>(rt: Runtime, it: Record<K, number>, key: K, value: number): void {
  const old = it[key];
  it[key] = value;
  xdecref(rt, old);
}
