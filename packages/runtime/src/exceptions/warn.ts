// Warnings from where the program is now: CPython's `do_warn`, and the warnings that the machine itself gives.

import { currentFrame } from "../frames/frame.ts";
import { sysModule } from "../importing/find-module.ts";
import { moduleDict } from "../kinds/module.ts";
import { Frame, GeneratorObject } from "../layout/objects.ts";
import { codeInfo } from "../object/code.ts";
import { dictGet, dictGetName, dictSet, newDict } from "../object/dict.ts";
import { None, decref, isStr, newRef } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { frameLine } from "./traceback.ts";
import { reportUnraisable } from "./unraisable.ts";
import { warnExplicit } from "./warn-explicit.ts";

/** Warns from where the program is. Status: filters can make an exception of a warning. */
export function warn(rt: Runtime, category: number, message: string): number {
  const text = newStr(rt, message);
  const status = warnAt(rt, category, text, { level: 1, source: 0, skipped: [] });
  decref(rt, text);
  return status;
}

/** Where a warning is from. */
export interface WarningPlace {
  /** 1: the frame on top, 2: its caller … */
  readonly level: number;
  /** The object that it is about; 0: none. */
  readonly source: number;
  /** Beginnings of the names of files whose frames do not count. */
  readonly skipped: readonly string[];
}

/** `warnings.warn(message, category, level, source)`. `category` is a class of warnings. Status. */
export function warnAt(
  rt: Runtime,
  category: number,
  message: number,
  { level, source, skipped }: WarningPlace,
): number {
  const frame = frameAt(rt, level, skipped);
  const globals = frame === 0 ? moduleDict(rt, sysModule(rt)) : rt.heap.load(frame + Frame.globals.offset);
  const filename = newStr(rt, frame === 0 ? "<sys>" : fileOf(rt, frame));
  const line = frame === 0 ? 0 : frameLine(rt, frame);
  const registry = registryOf(rt, globals);
  const name = dictGetName(rt, globals, rt.names.__name__);
  const module = name !== 0 && (name === None || isStr(rt, name)) ? newRef(rt, name) : newStr(rt, "<string>");
  const status = warnExplicit(rt, { category, message, filename, line, module, registry, source });
  for (const it of [filename, registry, module]) decref(rt, it);
  return status;
}

/** The frame of a level; 0 when there are not so many. Frames of the import system and skipped ones do not count unless the warning is from one. */
function frameAt(rt: Runtime, level: number, skipped: readonly string[]): number {
  const previous = (frame: number): number => rt.heap.load(frame + Frame.previous.offset);
  const isInternal = (frame: number): boolean => /importlib.*_bootstrap|_bootstrap.*importlib/s.test(fileOf(rt, frame));
  let frame = currentFrame(rt);
  const isPlain = level <= 0 || (frame !== 0 && isInternal(frame));
  for (let left = level - 1; left > 0 && frame !== 0; left--) {
    frame = previous(frame);
    if (isPlain) continue;
    while (frame !== 0 && (isInternal(frame) || skipped.some((it) => fileOf(rt, frame).startsWith(it))))
      frame = previous(frame);
  }
  return frame;
}

function fileOf(rt: Runtime, frame: number): string {
  return codeInfo(rt, rt.heap.load(frame + Frame.code.offset)).code.filename;
}

/** `__warningregistry__` of a namespace, made if need be. New reference. */
function registryOf(rt: Runtime, globals: number): number {
  const name = internStr(rt, "__warningregistry__");
  const known = dictGet(rt, globals, name);
  const registry = known === 0 || known === None ? newDict(rt) : newRef(rt, known);
  if (registry !== known) dictSet(rt, globals, name, registry);
  decref(rt, name);
  return registry;
}

/** A coroutine dies that nobody has awaited. */
export function warnUnawaited(rt: Runtime, coroutine: number): void {
  const name = strValue(rt, rt.heap.load(coroutine + GeneratorObject.qualname.offset));
  warnOfObject(rt, rt.types.RuntimeWarning, `coroutine '${name}' was never awaited`, coroutine);
}

/** A warning about an object that is torn down: an exception has nowhere to go. `file`: what is finalized if that is the file below the object, else 0. */
export function warnOfObject(rt: Runtime, category: number, message: string, source: number, file = 0): void {
  const text = newStr(rt, message);
  if (warnAt(rt, category, text, { level: 1, source, skipped: [] }) < 0) {
    const what = file === 0 ? "coroutine" : `file ${reprText(rt, file) ?? ""}`;
    reportUnraisable(rt, `Exception ignored while finalizing ${what}`, file === 0 ? source : 0);
  }
  decref(rt, text);
}
