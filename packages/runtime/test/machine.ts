// A machine for tests: small memory, debug heap, captured output; and the check that a test left nothing behind.
import { expect } from "vitest";
import { createRuntime } from "../src/bootstrap.ts";
import { collectCycles } from "../src/heap/collect-cycles.ts";
import { compareLiveObjects, liveObjects } from "../src/heap/live-objects.ts";
import { fetchError } from "../src/exceptions/errors.ts";
import { formatExceptionOnly } from "../src/exceptions/print.ts";
import { decref } from "../src/object/reference.ts";
import { type Runtime } from "../src/runtime.ts";

/** A machine without an engine: everything but Python code runs. */
export function machine(): Runtime {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 1024 });
  return createRuntime(memory, { stdout: () => undefined, stderr: () => undefined }, { debugHeap: true });
}

/** Runs `body` and expects as many live objects, handles and no exception afterwards. */
export function leavesNothing(rt: Runtime, body: () => void): void {
  collectCycles(rt);
  const before = liveObjects(rt);
  const handles = [rt.strings.size, rt.bigints.size, rt.payloads.size, rt.definitions.size];
  body();
  collectCycles(rt);
  expect(compareLiveObjects(before, liveObjects(rt))).toEqual([]);
  expect([rt.strings.size, rt.bigints.size, rt.payloads.size, rt.definitions.size]).toEqual(handles);
}

/** The last line of the current exception, which is cleared; `""` if there is none. */
export function takeMessage(rt: Runtime): string {
  const exception = fetchError(rt);
  if (exception === 0) return "";
  const text = formatExceptionOnly(rt, exception).trimEnd();
  decref(rt, exception);
  return text;
}
