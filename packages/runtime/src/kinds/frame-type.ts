// The type `frame`: see frames/frame-object.ts for what an object shows while its frame lives, and afterwards.

import { fail, setError } from "../exceptions/errors.ts";
import { frameLine, lineAt } from "../exceptions/traceback.ts";
import {
  type FramePayload,
  framePayload,
  frameObject,
  pinFrame,
  releaseKept,
  replaceReference,
  unwatchFrame,
  visitFrame,
} from "../frames/frame-object.ts";
import { codeOfFrame } from "../frames/frame-variables.ts";
import { Frame, GeneratorState, HostObject, LayoutKind } from "../layout/objects.ts";
import { codeInfo, codeOffset } from "../object/code.ts";
import { clearGeneratorFrame, generatorState } from "../object/generator.ts";
import { False, None, True, decref, newRef, pyBool, smallInt } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { addressText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type GetSetSpecification, getset, method, field } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { newFrameLocals } from "./frame-locals-proxy.ts";

/** A field of a frame that lives; 0 of one that is gone. */
function liveField(rt: Runtime, { address }: FramePayload, field: { readonly offset: number }): number {
  return address === 0 ? 0 : rt.heap.load(address + field.offset);
}

/** The globals of a frame, borrowed. */
export function globalsOfFrame(rt: Runtime, it: FramePayload): number {
  return it.address === 0 ? it.globals : liveField(rt, it, Frame.globals);
}

function lineOfFrame(rt: Runtime, it: FramePayload): number {
  return it.address === 0 ? lineAt(rt, it.code, it.offset) : frameLine(rt, it.address);
}

function offsetOfFrame(rt: Runtime, it: FramePayload): number {
  return it.address === 0 ? it.offset : codeOffset(rt, codeOfFrame(rt, it), liveField(rt, it, Frame.instrPtr));
}

/** `f_back`: a new reference. */
function callerOf(rt: Runtime, it: FramePayload): number {
  const previous = liveField(rt, it, Frame.previous);
  if (previous !== 0) return frameObject(rt, previous);
  return newRef(rt, it.back || None);
}

/** `f_locals`: the namespace of a module or class body itself. */
function localsOf(rt: Runtime, self: number): number {
  const it = framePayload(rt, self);
  const namespace = liveField(rt, it, Frame.locals) || (it.kept?.namespace ?? 0);
  return namespace === 0 ? newFrameLocals(rt, self) : newRef(rt, namespace);
}

/** `frame.clear()`. */
function clearFrame(rt: Runtime, self: number): number {
  const it = framePayload(rt, self);
  if (it.address !== 0) {
    const generator = liveField(rt, it, Frame.generator);
    const state = generator === 0 ? GeneratorState.EXECUTING : generatorState(rt, generator);
    if (state === GeneratorState.EXECUTING)
      return setError(rt, rt.types.RuntimeError, "cannot clear an executing frame");
    if (state !== GeneratorState.CREATED) return setError(rt, rt.types.RuntimeError, "cannot clear a suspended frame");
    clearGeneratorFrame(rt, generator, rt.heap.load(it.address + Frame.sp.offset));
  }
  const { kept, overwritten } = it;
  it.kept = undefined;
  it.overwritten = [];
  for (const value of overwritten) decref(rt, value);
  releaseKept(rt, kept);
  replaceReference(rt, it, "extra", 0);
  return None;
}

function flag(name: "tracesLines" | "tracesOpcodes", canBeDeleted: boolean): GetSetSpecification {
  return (canBeDeleted ? getset : field)(
    (rt, self) => pyBool(framePayload(rt, self)[name]),
    (rt, self, value) => {
      if (value === 0 && !canBeDeleted) return fail(rt, rt.types.TypeError, "can't delete numeric/char attribute");
      if (value !== True && value !== False) return fail(rt, rt.types.TypeError, "attribute value type must be bool");
      framePayload(rt, self)[name] = value === True;
      pinFrame(rt, self);
      return 0;
    },
  );
}

/** Defines `frame`. */
export function defineFrame(rt: Runtime): void {
  const part = (of: (rt: Runtime, it: FramePayload) => number): GetSetSpecification =>
    getset((rt_, self) => newRef(rt_, of(rt_, framePayload(rt_, self)) || None));
  defineType(rt, {
    name: "frame",
    register: "frame",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    methods: { clear: method("($self, /)", clearFrame) },
    getset: {
      f_code: part(codeOfFrame),
      f_globals: part(globalsOfFrame),
      f_builtins: part((rt_, it) => (it.address === 0 ? it.builtins : liveField(rt_, it, Frame.builtins))),
      f_lineno: getset(
        (rt_, self) => smallInt(lineOfFrame(rt_, framePayload(rt_, self))),
        (rt_, _self, value) =>
          value === 0
            ? fail(rt_, rt_.types.AttributeError, "cannot delete attribute")
            : fail(rt_, rt_.types.ValueError, "f_lineno can only be set in a trace function"),
      ),
      f_lasti: getset((rt_, self) => smallInt(2 * offsetOfFrame(rt_, framePayload(rt_, self)))),
      f_back: getset((rt_, self) => callerOf(rt_, framePayload(rt_, self))),
      f_locals: getset(localsOf),
      f_trace: getset(
        (rt_, self) => newRef(rt_, framePayload(rt_, self).trace || None),
        (rt_, self, value) => {
          replaceReference(
            rt_,
            framePayload(rt_, self),
            "trace",
            value === None || value === 0 ? 0 : newRef(rt_, value),
          );
          pinFrame(rt_, self);
          return 0;
        },
      ),
      f_trace_lines: flag("tracesLines", false),
      f_trace_opcodes: flag("tracesOpcodes", true),
      f_generator: part((rt_, it) => liveField(rt_, it, Frame.generator)),
    },
    slots: {
      repr: (rt_, self) => {
        const it = framePayload(rt_, self);
        const info = codeInfo(rt_, codeOfFrame(rt_, it)).code;
        return newStr(
          rt_,
          `<frame at ${addressText(self)}, file '${info.filename}', line ${lineOfFrame(rt_, it)}, code ${info.name}>`,
        );
      },
      clear: (rt_, self) => {
        const it = framePayload(rt_, self);
        if (it.address !== 0) unwatchFrame(rt_, it.address, self);
        visitFrame(it, (reference) => {
          decref(rt_, reference);
        });
      },
      traverse: (rt_, self, visit) => {
        visitFrame(framePayload(rt_, self), visit);
      },
    },
  });
}
