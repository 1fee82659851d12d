// Thresholds from the environment, with a warning for what cannot be used.

import process from "node:process";
import { ungoverned } from "../jit/governor.ts";
import { type JitTuning, tuningFromEnvironment } from "../jit/tuning.ts";
import type { Console } from "./console.ts";

/** The tuning that the environment asks for. */
export function environmentTuning(streams: Console): JitTuning {
  const { tuning, problems } = tuningFromEnvironment(process.env);
  for (const { variable, value } of problems) streams.error(`tjit: warning: ${variable}=${value} is ignored\n`);
  return tuning;
}

/** The same, with all the time that the JIT may want: for people who look at what it does. */
export function ungovernedTuning(streams: Console): JitTuning {
  return { ...environmentTuning(streams), governor: ungoverned };
}
