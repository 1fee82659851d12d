// How long the default pipeline takes on a trace of about 200 uops, once warm: median and best of many runs, and each pass's share.
import process from "node:process";
import { DialectIndex } from "@tjit/ir";
import { calcDecodeOptions, calcDialect, decodeProgram } from "@tjit/ir/testing";
import { optimize } from "../src/index.ts";

const index = new DialectIndex(calcDialect);
const records = Array.from({ length: 13 }, (_, at) => ({ kind: at, target: at, a: at * 3, b: at * 5 + 1, c: at }));
const trace = decodeProgram(records, index, calcDecodeOptions.constants);
const environment = { index, world: {} };
const clock = (): number => performance.now();

const totals: number[] = [];
const shares = new Map<string, number>();
const rounds = 5000;
for (let round = 0; round < rounds; round++) {
  const start = clock();
  const result = optimize(trace, environment, { clock });
  totals.push(clock() - start);
  if (result.kind === "abort") throw new Error(result.reason);
  if (round < rounds / 2) continue;
  for (const { pass, milliseconds } of result.stats)
    shares.set(pass, (shares.get(pass) ?? 0) + milliseconds / (rounds / 2));
}
const warm = totals.slice(rounds / 2).sort((left, right) => left - right);
const show = (milliseconds: number | undefined): string => `${((milliseconds ?? 0) * 1000).toFixed(0)} us`;
process.stdout.write(
  `${trace.uops.length} uops: median ${show(warm[warm.length >> 1])}, best ${show(warm[0])}, first run ${show(totals[0])}\n` +
    [...shares].map(([pass, time]) => `  ${pass} ${show(time)}\n`).join(""),
);
