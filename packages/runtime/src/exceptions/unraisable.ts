// Exceptions that nobody can catch: from `__del__` and weak reference callbacks.

import { decref, xdecref } from "../object/reference.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { clearError, fetchError } from "./errors.ts";
import { currentFrame } from "../frames/frame.ts";
import { ExceptionObject } from "../layout/objects.ts";
import { callUnraisableHook } from "./hooks.ts";
import { formatUnraisable } from "./print.ts";
import { addTraceback } from "./traceback.ts";

/** Writes the current exception to standard error and clears it. `object`: what it is about; 0: the message says it. */
export function reportUnraisable(rt: Runtime, message: string, object: number): void {
  const exception = fetchError(rt);
  if (callUnraisableHook(rt, exception, message, object)) {
    xdecref(rt, exception);
    return;
  }
  const shown = object === 0 ? null : reprText(rt, object);
  if (shown === null) clearError(rt);
  rt.host.stderr(`${message}${shown === null ? "" : ` ${shown}`}:\n`);
  if (exception === 0) return;
  const frame = currentFrame(rt);
  if (frame !== 0 && rt.heap.load(exception + ExceptionObject.traceback.offset) === 0)
    addTraceback(rt, exception, frame);
  rt.host.stderr(formatUnraisable(rt, exception));
  decref(rt, exception);
}
