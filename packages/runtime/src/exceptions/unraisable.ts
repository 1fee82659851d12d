// Exceptions that nobody can catch: from `__del__` and weak reference callbacks.

import { decref } from "../object/reference.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { clearError, fetchError } from "./errors.ts";
import { formatException } from "./print.ts";

/** Writes the current exception to standard error and clears it. */
export function reportUnraisable(rt: Runtime, message: string, object: number): void {
  const exception = fetchError(rt);
  const shown = reprText(rt, object);
  if (shown === null) clearError(rt);
  rt.host.stderr(`${message}${shown === null ? "" : ` ${shown}`}:\n`);
  if (exception === 0) return;
  rt.host.stderr(formatException(rt, exception));
  decref(rt, exception);
}
