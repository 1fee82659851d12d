// Waiting: the host does it, in portions, so that a deadline or an interrupt ends it.

import { fail } from "../exceptions/errors.ts";
import { type Runtime } from "../runtime.ts";
import { spendWork } from "./work.ts";

/** Longest portion in seconds. */
const portion = 0.05;

/** Waits so many seconds. Status; OSError when the host cannot wait. */
export function waitSeconds(rt: Runtime, seconds: number): number {
  if (seconds <= 0) return 0;
  const { sleep } = rt.host;
  if (sleep === undefined) return fail(rt, rt.types.OSError, "this machine cannot wait");
  rt.host.flush?.();
  const start = rt.host.monotonic?.();
  for (let left = seconds; left > 0;) {
    const now = Math.min(left, portion);
    sleep(now);
    if (spendWork(rt, now * 1e9) < 0) return -1;
    left = start === undefined ? left - now : seconds - ((rt.host.monotonic?.() ?? 0) - start);
  }
  return 0;
}
