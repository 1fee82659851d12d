// The end of a program: what CPython does when its interpreter is finalized, as far as a program can see it.

import { sysAttribute } from "./builtins/print.ts";
import { clearError, fetchError } from "./exceptions/errors.ts";
import { reportUnraisable } from "./exceptions/unraisable.ts";
import { collectCycles } from "./heap/collect-cycles.ts";
import { dictGet, dictNext, dictPosition, dictSet, entryKey } from "./object/dict.ts";
import { hostPayload } from "./object/new-object.ts";
import { False, None, decref, isHostLayout, isStr, newRef, typeOf, xdecref } from "./object/reference.ts";
import { internStr, strValue } from "./object/str.ts";
import { getAttributeString } from "./protocols/attributes.ts";
import { callMethod, callNoArguments } from "./protocols/call.ts";
import { StandardStream, TextStream } from "./builtins/stream.ts";
import { type Runtime } from "./runtime.ts";

/**
 * Ends the program of a namespace: threads' business, functions of `atexit`, the standard streams; then objects in the namespace that have
 * something to finalize; last what open files still hold. No exception comes out of it.
 */
export function finishProgram(rt: Runtime, namespace: number): void {
  callOf(rt, "threading", "_shutdown");
  callOf(rt, "atexit", "_run_exitfuncs");
  for (const name of ["stdout", "stderr"]) flushStandard(rt, name);
  if (rt.hasFinalizers) {
    clearNamespace(rt, namespace);
    collectCycles(rt);
  }
  // Text first: it goes into the buffers. A stream that is flushed may let go of others.
  for (const isText of [true, false]) {
    for (const stream of [...rt.openStreams].reverse()) {
      if (rt.openStreams.has(stream) && isText === holdsText(rt, stream)) flush(rt, stream, "");
    }
  }
  rt.host.flush?.();
}

/** Calls a function of a module that was imported. */
function callOf(rt: Runtime, moduleName: string, name: string): void {
  const key = internStr(rt, moduleName);
  const module = dictGet(rt, rt.modules, key);
  decref(rt, key);
  if (module === 0 || module === None) return;
  const fn = getAttributeString(rt, module, name);
  const result = fn === 0 ? 0 : callNoArguments(rt, fn);
  if (result === 0) reportUnraisable(rt, `Exception ignored on ${moduleName} shutdown`, module);
  xdecref(rt, fn);
  xdecref(rt, result);
}

function flushStandard(rt: Runtime, name: string): void {
  const key = internStr(rt, name);
  const stream = sysAttribute(rt, key);
  decref(rt, key);
  clearError(rt);
  if (stream !== 0 && stream !== None && !isSimple(rt, stream))
    flush(rt, stream, `Exception ignored while flushing sys.${name}`);
  xdecref(rt, stream);
}

function isSimple(rt: Runtime, stream: number): boolean {
  return isHostLayout(rt, typeOf(rt, stream)) && hostPayload(rt, stream) instanceof StandardStream;
}

function holdsText(rt: Runtime, stream: number): boolean {
  return hostPayload(rt, stream) instanceof TextStream;
}

/** Flushes a stream unless it is closed. What goes wrong is told if there are words for it. */
function flush(rt: Runtime, stream: number, complaint: string): void {
  newRef(rt, stream);
  const closed = getAttributeString(rt, stream, "closed");
  const isOpen = closed === False;
  xdecref(rt, closed);
  clearError(rt);
  const result = isOpen ? callMethod(rt, stream, rt.names.flush) : None;
  if (result !== 0) decref(rt, result);
  else if (complaint === "") decref(rt, fetchError(rt));
  else reportUnraisable(rt, complaint, stream);
  decref(rt, stream);
}

/** Lets go of the values of a namespace, in the order in which the names were bound. */
function clearNamespace(rt: Runtime, namespace: number): void {
  const names: number[] = [];
  for (
    let entry = dictNext(rt, namespace, 0);
    entry !== 0;
    entry = dictNext(rt, namespace, dictPosition(rt, namespace, entry) + 1)
  ) {
    if (isStr(rt, entryKey(rt, entry))) names.push(newRef(rt, entryKey(rt, entry)));
  }
  for (const name of names) {
    if (strValue(rt, name) !== "__builtins__") dictSet(rt, namespace, name, None);
    decref(rt, name);
  }
}
