// What long builtins pay to: the machine's budget, so that a deadline or an interrupt reaches them too.

import { type Budget } from "../numbers/failure.ts";
import { type Runtime } from "../runtime.ts";

/** Pays for `units` of work, about a nanosecond each. Status. */
export function spendWork(rt: Runtime, units: number): number {
  const hook = rt.hooks.spend;
  return hook === null ? 0 : hook(units);
}

/** Asks for the memory of an object of `bytes` bytes with the host. Status. */
export function reserveBytes(rt: Runtime, bytes: number): number {
  const hook = rt.hooks.reserve;
  return hook === null ? 0 : hook(bytes);
}

/** The budget as the pure parts know it. Allocates: only for what may be long. */
export function budgetOf(rt: Runtime): Budget {
  return {
    spend: (units) => spendWork(rt, units) === 0,
    allows: (bytes) => reserveBytes(rt, bytes) === 0,
  };
}
