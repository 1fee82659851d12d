// The type `traceback`.

import { argumentTypeName } from "../builtins/arguments.ts";
import { type TracebackPayload, lineAt, tracebackPayload } from "../exceptions/traceback.ts";
import { fail, setError } from "../exceptions/errors.ts";
import {
  type FramePayload,
  framePayload,
  frameObject,
  newFramePayload,
  releaseKept,
  unwatchFrame,
  visitKept,
} from "../frames/frame-object.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { listOf } from "../object/list.ts";
import { newHostObject } from "../object/new-object.ts";
import { None, newRef, smallInt, typeName, typeOf, xdecref } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";
import { getset, method, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { codeOfFrame } from "../frames/frame-variables.ts";
import { globalsOfFrame } from "./frame-type.ts";

/** The object of an entry's frame, made when it is asked for first: borrowed. */
export function entryFrame(rt: Runtime, it: TracebackPayload): number {
  if (it.frame !== 0) return it.frame;
  if (it.address !== 0) {
    // Making it gives it to the entry that watches the frame, which may be this one.
    const object = frameObject(rt, it.address);
    it.address = 0;
    if (it.frame === 0) it.frame = object;
    else xdecref(rt, object);
    return it.frame;
  }
  const { kept, outer } = it;
  const back = outer === null || outer.isGone ? 0 : newRef(rt, entryFrame(rt, outer));
  it.kept = undefined;
  it.frame = newHostObject(rt, rt.types.frame, {
    ...newFramePayload(),
    code: newRef(rt, it.code),
    globals: newRef(rt, it.globals),
    builtins: newRef(rt, rt.builtins),
    offset: it.offset,
    kept,
    back,
  } satisfies FramePayload);
  return it.frame;
}

/** `TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)`. */
function newTraceback(rt: Runtime, _type: number, next: number, frame: number, lasti: number, lineno: number): number {
  const { TypeError } = rt.types;
  if (typeOf(rt, frame) !== rt.types.frame)
    return setError(rt, TypeError, `traceback() argument 'tb_frame' must be frame, not ${argumentTypeName(rt, frame)}`);
  if (next !== None && typeOf(rt, next) !== rt.types.traceback)
    return setError(rt, TypeError, `expected traceback object or None, got '${typeName(rt, next)}'`);
  const [offset, line] = [indexNumber(rt, lasti), indexNumber(rt, lineno)];
  if (offset === null || line === null) return 0;
  const fresh: TracebackPayload = {
    next: next === None ? 0 : newRef(rt, next),
    code: newRef(rt, codeOfFrame(rt, framePayload(rt, frame))),
    globals: newRef(rt, globalsOfFrame(rt, framePayload(rt, frame))),
    offset: offset >> 1,
    line,
    frame: newRef(rt, frame),
    address: 0,
    kept: undefined,
    outer: null,
    isGone: false,
  };
  return newHostObject(rt, rt.types.traceback, fresh);
}

/** The line of an entry. */
function lineOfEntry(rt: Runtime, self: number): number {
  const { line, code, offset } = tracebackPayload(rt, self);
  return line ?? lineAt(rt, code, offset);
}

/** Defines `traceback`. */
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
          const { TypeError, ValueError } = rt_.types;
          if (value === 0) return fail(rt_, TypeError, "can't delete tb_next attribute");
          if (value !== None && typeOf(rt_, value) !== rt_.types.traceback)
            return fail(rt_, TypeError, `expected traceback object, got '${typeName(rt_, value)}'`);
          const it = tracebackPayload(rt_, self);
          for (let at = value === None ? 0 : value; at !== 0; at = tracebackPayload(rt_, at).next)
            if (at === self) return fail(rt_, ValueError, "traceback loop detected");
          const old = it.next;
          it.next = value === None ? 0 : newRef(rt_, value);
          xdecref(rt_, old);
          return 0;
        },
      ),
      tb_lineno: getset((rt_, self) => smallInt(lineOfEntry(rt_, self))),
      tb_lasti: readonlyField((rt_, self) => smallInt(2 * tracebackPayload(rt_, self).offset)),
      tb_frame: readonlyField((rt_, self) => newRef(rt_, entryFrame(rt_, tracebackPayload(rt_, self)))),
    },
    methods: {
      __dir__: method("($self, /)", (rt_) =>
        listOf(
          rt_,
          ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].map((name) => newStr(rt_, name)),
        ),
      ),
    },
    slots: {
      clear: (rt_, self) => {
        const entry = tracebackPayload(rt_, self);
        const { next, code, globals, frame, address, kept } = entry;
        entry.isGone = true;
        if (address !== 0) unwatchFrame(rt_, address, self);
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
}
