// Thresholds from the environment, with a warning for what cannot be used.

import process from "node:process";
import { type JitTuning, tuningFromEnvironment } from "../jit/tuning.ts";
import type { Console } from "./console.ts";

/** The tuning that the environment asks for. */
export function environmentTuning(streams: Console): JitTuning {
  const { tuning, problems } = tuningFromEnvironment(process.env);
  for (const { variable, value } of problems) streams.error(`tjit: warning: ${variable}=${value} is ignored\n`);
  return tuning;
}
