// The clocks of `time`, which are the host's.

import { argumentTypeName } from "../../builtins/arguments.ts";
import { setError } from "../../exceptions/errors.ts";
import { raiseNamedError } from "../../files/attempt.ts";
import { waitSeconds } from "../../builtins/wait.ts";
import { doubleFrom } from "../../numbers/int-new.ts";
import { newFloat } from "../../object/float.ts";
import { newBigInt, newInt } from "../../object/int.ts";
import { None, isFloat, isStr, pyBool, slotsOf, typeName } from "../../object/reference.ts";
import { newStr, strValue } from "../../object/str.ts";
import { indexNumber } from "../../protocols/number.ts";
import { type Runtime } from "../../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../../types/builtin-definition.ts";
import { newNamespace } from "../simple-namespace.ts";

type Clock = "now" | "monotonic" | "processTime";

/** Seconds of a clock; null with an exception set when the host has none. */
export function readClock(rt: Runtime, clock: Clock): number | null {
  const { host } = rt;
  const read =
    clock === "now"
      ? host.now
      : ((clock === "processTime" ? host.processTime : undefined) ?? host.monotonic ?? host.now);
  if (read !== undefined) return read();
  setError(rt, rt.types.OSError, "this machine has no clock");
  return null;
}

function secondsOf(rt: Runtime, clock: Clock): number {
  const value = readClock(rt, clock);
  return value === null ? 0 : newFloat(rt, value);
}

function nanosecondsOf(rt: Runtime, clock: Clock): number {
  const value = readClock(rt, clock);
  return value === null ? 0 : newBigInt(rt, BigInt(Math.round(value * 1e6)) * 1000n);
}

/** The clocks by Python's names, with Linux's numbers. */
const clocks: Readonly<Record<string, { readonly clock: Clock; readonly number: number; readonly constant: string }>> =
  {
    time: { clock: "now", number: 0, constant: "CLOCK_REALTIME" },
    monotonic: { clock: "monotonic", number: 1, constant: "CLOCK_MONOTONIC" },
    perf_counter: { clock: "monotonic", number: 1, constant: "CLOCK_MONOTONIC" },
    process_time: { clock: "processTime", number: 2, constant: "CLOCK_PROCESS_CPUTIME_ID" },
    thread_time: { clock: "processTime", number: 3, constant: "CLOCK_THREAD_CPUTIME_ID" },
  };

/** The numbers of the clocks by their constants. */
export function clockConstants(rt: Runtime): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.values(clocks).map(({ constant, number }) => [constant, newInt(rt, number)]));
}

function sleep(rt: Runtime, ref: number): number {
  if (!isFloat(rt, ref) && slotsOf(rt, ref).index === null) {
    const wrong = `'${typeName(rt, ref)}' object cannot be interpreted as an integer or float`;
    return setError(rt, rt.types.TypeError, wrong);
  }
  const duration = isFloat(rt, ref) ? doubleFrom(rt, ref) : indexNumber(rt, ref, rt.types.OverflowError);
  if (duration === null) return 0;
  if (Number.isNaN(duration)) return setError(rt, rt.types.ValueError, "Invalid value NaN (not a number)");
  if (duration < 0) return setError(rt, rt.types.ValueError, "sleep length must be non-negative");
  if (duration >= 2 ** 63 / 1e9) {
    return setError(rt, rt.types.OverflowError, "timestamp too large to convert to C PyTime_t");
  }
  return waitSeconds(rt, duration) < 0 ? 0 : None;
}

function clockInfo(rt: Runtime, nameRef: number): number {
  if (!isStr(rt, nameRef)) {
    return setError(
      rt,
      rt.types.TypeError,
      `get_clock_info() argument 1 must be str, not ${argumentTypeName(rt, nameRef)}`,
    );
  }
  const found = clocks[strValue(rt, nameRef)];
  if (found === undefined) return setError(rt, rt.types.ValueError, "unknown clock");
  return newNamespace(rt, [
    ["implementation", newStr(rt, `clock_gettime(${found.constant})`)],
    ["monotonic", pyBool(found.clock !== "now")],
    ["adjustable", pyBool(found.clock === "now")],
    ["resolution", resolution(rt, found.clock)],
  ]);
}

function resolution(rt: Runtime, clock: Clock): number {
  return newFloat(rt, clock === "now" ? 1e-3 : 1e-6);
}

/** A function of the number of a clock. */
function ofClock(read: (rt: Runtime, clock: Clock) => number, isChecked = true): BuiltinSpecification {
  return builtinFunction("(clk_id, /)", (rt, ref) => {
    if (isChecked && (ref & 1) === 0 && slotsOf(rt, ref).index === null)
      return setError(rt, rt.types.TypeError, `clk_id should be integer, not ${typeName(rt, ref)}`);
    const number = indexNumber(rt, ref, rt.types.OverflowError);
    if (number === null) return 0;
    const found = Object.values(clocks).find((it) => it.number === number);
    return found === undefined ? raiseNamedError(rt, "EINVAL") : read(rt, found.clock);
  });
}

function functionsOf(name: string, clock: Clock): readonly (readonly [string, BuiltinSpecification])[] {
  return [
    [name, builtinFunction("()", (rt) => secondsOf(rt, clock))],
    [`${name}_ns`, builtinFunction("()", (rt) => nanosecondsOf(rt, clock))],
  ];
}

/** Functions of the module. */
export const clockFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  ...Object.fromEntries(Object.entries(clocks).flatMap(([name, { clock }]) => functionsOf(name, clock))),
  clock_getres: ofClock(resolution, false),
  clock_gettime: ofClock(secondsOf),
  clock_gettime_ns: ofClock(nanosecondsOf),
  get_clock_info: builtinFunction("(name, /)", clockInfo),
  sleep: builtinFunction("(seconds, /)", sleep),
};
