// The types `traceback` and `frame`. A frame object is a snapshot: what code it ran, where it was, its globals, its locals then, or when an
// exception left it.

import { CodeFlag } from "@tjit/bytecode";
import { ExceptionObject, Frame, HostObject, LayoutKind } from "../layout/objects.ts";
import { handledException } from "../exceptions/handled.ts";
import { type FramePayload, type TracebackPayload, frameLine, framePayload, lineAt, releaseKept, tracebackPayload, visitKept } from "../exceptions/traceback.ts";
import { newDict } from "../object/dict.ts";
import { currentFrame } from "../frames/frame.ts";
import { boundLocals, frameLocalsDict } from "../frames/locals.ts";
import { newHostObject } from "../object/new-object.ts";
import { codeInfo, codeOffset } from "../object/code.ts";
import { False, None, True, newRef, smallInt, typeName, typeOf, xdecref } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { addressText } from "../protocols/text.ts";
import { fail, setError } from "../exceptions/errors.ts";
import { type Runtime } from "../runtime.ts";
import { indexNumber } from "../protocols/number.ts";
import { getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";

/** A frame object for a live frame and those below it. */
export function frameObject(rt: Runtime, frame: number): number {
  const { heap } = rt;
  const previous = heap.load(frame + Frame.previous.offset);
  const fresh: FramePayload = {
    code: newRef(rt, heap.load(frame + Frame.code.offset)),
    globals: newRef(rt, heap.load(frame + Frame.globals.offset)),
    builtins: newRef(rt, heap.load(frame + Frame.builtins.offset)),
    line: frameLine(rt, frame),
    offset: codeOffset(rt, heap.load(frame + Frame.code.offset), heap.load(frame + Frame.instrPtr.offset)),
    back: previous === 0 ? 0 : frameObject(rt, previous),
    locals: frameLocalsDict(rt, frame),
    address: frame,
    kept: undefined,
  };
  return newHostObject(rt, rt.types.frame, fresh);
}

function tracebackFrame(rt: Runtime, self: number): number {
  const it = tracebackPayload(rt, self);
  if (it.frame === 0 && isHandled(rt, self) && isRunning(rt, it)) it.frame = frameObject(rt, it.address);
  if (it.frame === 0) {
    const fresh: FramePayload = {
      code: newRef(rt, it.code),
      globals: newRef(rt, it.globals),
      builtins: newRef(rt, rt.builtins),
      line: lineAt(rt, it.code, it.offset),
      offset: it.offset,
      back: 0,
      // Those of a function that went on and returned are gone; those of a module are its globals.
      locals: it.kept === undefined && (codeInfo(rt, it.code).code.flags & CodeFlag.NEWLOCALS) === 0 ? newRef(rt, it.globals) : 0,
      address: it.address,
      kept: it.kept,
    };
    it.kept = undefined;
    it.frame = newHostObject(rt, rt.types.frame, fresh);
  }
  return newRef(rt, it.frame);
}

/** Whether an entry is the newest of an exception that is being handled, or of its contexts: most likely its frame does that. */
function isHandled(rt: Runtime, traceback: number): boolean {
  const seen = new Set<number>();
  for (let at = handledException(rt); at !== 0 && !seen.has(at); at = rt.heap.load(at + ExceptionObject.context.offset)) {
    if (rt.heap.load(at + ExceptionObject.traceback.offset) === traceback) return true;
    seen.add(at);
  }
  return false;
}

function isRunning(rt: Runtime, { address, code }: FramePayload | TracebackPayload): boolean {
  const { heap } = rt;
  let frame = currentFrame(rt);
  while (frame !== 0 && frame !== address) frame = heap.load(frame + Frame.previous.offset);
  return frame !== 0 && heap.load(frame + Frame.code.offset) === code;
}

/** The locals of a frame object, a dict: borrowed. */
function localsOf(rt: Runtime, self: number): number {
  const it = framePayload(rt, self);
  const { kept } = it;
  if (it.locals !== 0) return it.locals;
  if (kept === undefined) return (it.locals = newDict(rt));
  return (it.locals = kept.namespace === 0 ? boundLocals(rt, it.code, (index) => kept.values[index] ?? 0) : newRef(rt, kept.namespace));
}

/** `frame.clear()`. */
function clearFrame(rt: Runtime, self: number): number {
  const it = framePayload(rt, self);
  const { kept, locals } = it;
  if (kept === undefined && isRunning(rt, it)) return setError(rt, rt.types.RuntimeError, "cannot clear an executing frame");
  it.kept = undefined;
  it.locals = 0;
  releaseKept(rt, kept);
  xdecref(rt, locals);
  return None;
}

/** `TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)`. */
function newTraceback(rt: Runtime, _type: number, next: number, frame: number, lasti: number, lineno: number): number {
  const { TypeError } = rt.types;
  if (typeOf(rt, frame) !== rt.types.frame)
    return setError(rt, TypeError, `traceback() argument 'tb_frame' must be frame, not ${typeName(rt, frame)}`);
  if (next !== None && typeOf(rt, next) !== rt.types.traceback)
    return setError(rt, TypeError, `expected traceback object or None, got '${typeName(rt, next)}'`);
  const [offset, line] = [indexNumber(rt, lasti), indexNumber(rt, lineno)];
  if (offset === null || line === null) return 0;
  const { code, globals } = framePayload(rt, frame);
  const fresh: TracebackPayload = {
    next: next === None ? 0 : newRef(rt, next),
    code: newRef(rt, code),
    globals: newRef(rt, globals),
    offset: offset >> 1,
    line,
    frame: newRef(rt, frame),
    address: 0,
    kept: undefined,
  };
  return newHostObject(rt, rt.types.traceback, fresh);
}

/** The line of an entry. */
function lineOfEntry(rt: Runtime, self: number): number {
  const { line, code, offset } = tracebackPayload(rt, self);
  return line ?? lineAt(rt, code, offset);
}

/** Defines `traceback` and `frame`. */
export function defineTraceback(rt: Runtime): void {
  defineType(rt, {
    name: "traceback",
    register: "traceback",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, tb_next, tb_frame, tb_lasti, tb_lineno)", newTraceback),
    getset: {
      tb_next: getset(
        (rt_, self) => newRef(rt_, tracebackPayload(rt_, self).next || None),
        (rt_, self, value) => {
          if (value !== None && (value === 0 || typeOf(rt_, value) !== rt_.types.traceback))
            return fail(rt_, rt_.types.TypeError, "expected traceback object or None");
          const it = tracebackPayload(rt_, self);
          const old = it.next;
          it.next = value === None ? 0 : newRef(rt_, value);
          xdecref(rt_, old);
          return 0;
        },
      ),
      tb_lineno: getset((rt_, self) => smallInt(lineOfEntry(rt_, self))),
      tb_lasti: getset((rt_, self) => smallInt(2 * tracebackPayload(rt_, self).offset)),
      tb_frame: getset(tracebackFrame),
    },
    slots: {
      clear: (rt_, self) => {
        const { next, code, globals, frame, kept } = tracebackPayload(rt_, self);
        for (const it of [next, code, globals, frame]) xdecref(rt_, it);
        releaseKept(rt_, kept);
      },
      traverse: (rt_, self, visit) => {
        const { next, code, globals, frame, kept } = tracebackPayload(rt_, self);
        visitKept(kept, visit);
        for (const it of [next, code, globals, frame]) if (it !== 0) visit(it);
      },
    },
  });
  defineType(rt, {
    name: "frame",
    register: "frame",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    methods: { clear: method("($self, /)", clearFrame) },
    getset: {
      f_code: getset((rt_, self) => newRef(rt_, framePayload(rt_, self).code)),
      f_globals: getset((rt_, self) => newRef(rt_, framePayload(rt_, self).globals)),
      f_builtins: getset((rt_, self) => newRef(rt_, framePayload(rt_, self).builtins)),
      f_lineno: getset((rt_, self) => smallInt(framePayload(rt_, self).line)),
      f_lasti: getset((rt_, self) => smallInt(2 * framePayload(rt_, self).offset)),
      f_back: getset((rt_, self) => newRef(rt_, framePayload(rt_, self).back || None)),
      f_locals: getset((rt_, self) => newRef(rt_, localsOf(rt_, self))),
      f_trace: getset(
        () => None,
        () => 0,
      ),
      f_trace_lines: getset(
        () => True,
        () => 0,
      ),
      f_trace_opcodes: getset(
        () => False,
        () => 0,
      ),
      f_generator: getset(() => None),
    },
    slots: {
      repr: (rt_, self) => {
        const { code, line } = framePayload(rt_, self);
        const info = codeInfo(rt_, code).code;
        return newStr(rt_, `<frame at ${addressText(self)}, file '${info.filename}', line ${line}, code ${info.name}>`);
      },
      clear: (rt_, self) => {
        const { code, globals, builtins, back, locals, kept } = framePayload(rt_, self);
        releaseKept(rt_, kept);
        for (const it of [code, globals, builtins, back, locals]) xdecref(rt_, it);
      },
      traverse: (rt_, self, visit) => {
        const { code, globals, builtins, back, locals, kept } = framePayload(rt_, self);
        visitKept(kept, visit);
        for (const it of [code, globals, builtins, back, locals]) if (it !== 0) visit(it);
      },
    },
  });
}
