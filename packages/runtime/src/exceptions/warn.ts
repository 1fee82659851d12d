// Warnings that the machine itself gives: shown once per place and text, as CPython's default filters have it.

import { currentFrame } from "../frames/frame.ts";
import { Frame, GeneratorObject } from "../layout/objects.ts";
import { codeInfo, codeOffset } from "../object/code.ts";
import { dictGet, dictSet, newDict } from "../object/dict.ts";
import { True, decref, isDict, isStr, newRef, smallInt, typeInfo } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";
import { lineAt } from "./traceback.ts";

/** Warns from where the program is now. */
export function warn(rt: Runtime, category: number, message: string, note = ""): void {
  const frame = currentFrame(rt);
  if (frame === 0) {
    write(rt, category, message, "<sys>", 0, note);
    return;
  }
  const { heap } = rt;
  if (!isShown(rt, heap.load(frame + Frame.globals.offset), category)) return;
  const code = heap.load(frame + Frame.code.offset);
  const line = lineAt(rt, code, codeOffset(rt, code, heap.load(frame + Frame.instrPtr.offset)));
  if (isFirst(rt, heap.load(frame + Frame.globals.offset), category, message, line))
    write(rt, category, message, codeInfo(rt, code).code.filename, line, note);
}

/** The default filters: what is meant for developers shows in `__main__` alone. */
function isShown(rt: Runtime, globals: number, category: number): boolean {
  const { DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning } = rt.types;
  if (isSubtype(rt, category, DeprecationWarning)) {
    const name = dictGet(rt, globals, rt.names.__name__);
    return name !== 0 && isStr(rt, name) && strValue(rt, name) === "__main__";
  }
  return ![PendingDeprecationWarning, ImportWarning, ResourceWarning].some((it) => isSubtype(rt, category, it));
}

/** A coroutine dies that nobody has awaited. */
export function warnUnawaited(rt: Runtime, coroutine: number): void {
  const name = strValue(rt, rt.heap.load(coroutine + GeneratorObject.qualname.offset));
  warnOfObject(rt, `coroutine '${name}' was never awaited`);
}

/** A RuntimeWarning about an object. */
export function warnOfObject(rt: Runtime, message: string): void {
  warn(rt, rt.types.RuntimeWarning, message, allocationNote);
}

/** What the module `warnings` adds where a warning has its object. */
const allocationNote = "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n";

/** Notes the warning in `__warningregistry__` of the namespace; whether it was not there. */
function isFirst(rt: Runtime, globals: number, category: number, message: string, line: number): boolean {
  const name = internStr(rt, "__warningregistry__");
  let registry = dictGet(rt, globals, name);
  if (registry === 0 || !isDict(rt, registry)) {
    registry = newDict(rt);
    dictSet(rt, globals, name, registry);
    decref(rt, registry);
  }
  decref(rt, name);
  const key = tupleOf(rt, newStr(rt, message), newRef(rt, category), smallInt(line));
  const isKnown = dictGet(rt, registry, key) !== 0;
  if (!isKnown) dictSet(rt, registry, key, True);
  decref(rt, key);
  return !isKnown;
}

function write(rt: Runtime, category: number, message: string, filename: string, line: number, note: string): void {
  const lines = rt.host.readSource?.(filename)?.split(/\r\n|[\n\r]/) ?? [];
  const source = line === 0 ? "" : (lines[line - 1]?.trim() ?? "");
  const excerpt = source === "" ? "" : `  ${source}\n`;
  rt.host.stderr(`${filename}:${line}: ${typeInfo(rt, category).name}: ${message}\n${excerpt}${note}`);
}
