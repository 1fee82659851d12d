// Runs the corpus in columns of the matrix. A program that is marked `fails` must fail in one of the columns it names: `fails=all` in
// every column, `fails=traces` where traces are compiled, `fails=specialized` there and with the specializer alone, or one column's name.

import process from "node:process";
import { Tally } from "@tjit/testing";
import { expect, test } from "vitest";
import { checkProgram } from "./check-program.ts";
import type { Column } from "./columns.ts";
import { type Program, allPrograms } from "./corpus.ts";
import type { RunCaseOptions } from "./run-case.ts";

/** Whether the columns that run samples run everything. */
export const isFull = process.env["MATRIX"] === "full";

/** How a column is run. */
export interface ColumnOptions extends Omit<RunCaseOptions, "tally" | "leaks"> {
  /** `sampled`: of every fourth program, of all with MATRIX=full. */
  readonly leaks: RunCaseOptions["leaks"] | "sampled";
  /** Which programs; all unless given. */
  readonly selects?: (program: Program, position: number) => boolean;
  /** What the column must have reached over the whole corpus. */
  readonly floors?: Readonly<Record<string, number>>;
  /** How many different uops the reference interpreter must have run. */
  readonly uops?: number;
  /** What must not have happened. */
  readonly never?: readonly string[];
}

/** One test for a whole column; the failure lists programs. */
export function testColumn(column: Column, options: ColumnOptions): void {
  test(column.name, { timeout: 600_000 }, () => {
    const tally = new Tally();
    const findings: string[] = [];
    const { selects = () => true, floors = {}, uops = 0, never = [], heap } = options;
    for (const [position, program] of allPrograms().filter(selects).entries()) {
      const name = `${program.area}/${program.name}`;
      const isSampled = options.leaks === "sampled" && (isFull || position % 4 === 0);
      const leaks = options.leaks === "checked" || isSampled ? "checked" : "ignored";
      const found = checkProgram(program, column, { heap, leaks, tally });
      if (mayFail(program, column) === "must") {
        if (found === "") findings.push(`${name} is marked as failing and passes`);
      } else if (found !== "") findings.push(`${name}: ${found}`);
    }
    expect(findings.join("\n\n")).toBe("");
    tally.demand(floors);
    expect(tally.all().filter(([event]) => event.startsWith("uop ")).length).toBeGreaterThanOrEqual(uops);
    expect(tally.all().filter(([event]) => never.some((prefix) => event.startsWith(prefix)))).toEqual([]);
  });
}

function mayFail({ options }: Program, { name, tuning }: Column): "must" | "no" {
  const where = options.get("fails");
  if (where === undefined) return "no";
  const isHere =
    where === "all" ||
    where === name ||
    (where === "specialized" && tuning.specialize === "on") ||
    (where === "traces" && tuning.trace === "on");
  return isHere ? "must" : "no";
}
