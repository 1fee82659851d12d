// The module `time`: the clocks are the host's.

import { setError } from "../exceptions/errors.ts";
import { newModule } from "../kinds/module.ts";
import { doubleFrom } from "../numbers/int-new.ts";
import { newFloat } from "../object/float.ts";
import { newBigInt } from "../object/int.ts";
import { None } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";
import { spendWork } from "../builtins/work.ts";

type Clock = "now" | "monotonic";

/** Seconds of a clock; null with an exception set when the host has none. */
function readClock(rt: Runtime, clock: Clock): number | null {
  const read = rt.host[clock] ?? (clock === "monotonic" ? rt.host.now : undefined);
  if (read !== undefined) return read();
  setError(rt, rt.types.OSError, "this machine has no clock");
  return null;
}

function seconds(clock: Clock): BuiltinSpecification {
  return builtinFunction("()", (rt) => {
    const value = readClock(rt, clock);
    return value === null ? 0 : newFloat(rt, value);
  });
}

function nanoseconds(clock: Clock): BuiltinSpecification {
  return builtinFunction("()", (rt) => {
    const value = readClock(rt, clock);
    return value === null ? 0 : newBigInt(rt, BigInt(Math.round(value * 1e6)) * 1000n);
  });
}

/** Waits by asking the clock, so that a deadline or an interrupt ends it. */
function sleep(rt: Runtime, ref: number): number {
  const duration = doubleFrom(rt, ref);
  if (duration === null) return 0;
  if (Number.isNaN(duration)) return setError(rt, rt.types.ValueError, "Invalid value NaN (not a number)");
  if (duration < 0) return setError(rt, rt.types.ValueError, "sleep length must be non-negative");
  const start = readClock(rt, "monotonic");
  if (start === null) return 0;
  for (;;) {
    const now = readClock(rt, "monotonic");
    if (now === null) return 0;
    if (now - start >= duration) return None;
    if (spendWork(rt, 1000) < 0) return 0;
  }
}

/** Makes the module. */
export function newTimeModule(rt: Runtime): number {
  return newModule(rt, "time", {
    time: seconds("now"),
    time_ns: nanoseconds("now"),
    monotonic: seconds("monotonic"),
    monotonic_ns: nanoseconds("monotonic"),
    perf_counter: seconds("monotonic"),
    perf_counter_ns: nanoseconds("monotonic"),
    process_time: seconds("monotonic"),
    process_time_ns: nanoseconds("monotonic"),
    thread_time: seconds("monotonic"),
    thread_time_ns: nanoseconds("monotonic"),
    sleep: builtinFunction("(seconds, /)", sleep),
  });
}
