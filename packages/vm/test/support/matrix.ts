// Runs the corpus in columns of the matrix. A program that is marked `fails` must fail in one of the columns it names: `fails=all` in
// every column, `fails=traces` where traces are compiled, `fails=specialized` there and with the specializer alone, or one column's name.

import { Tally } from "@tjit/testing";
import { expect, test } from "vitest";
import { checkProgram } from "./check-program.ts";
import type { Column } from "./columns.ts";
import { type Program, allPrograms } from "./corpus.ts";
import type { RunCaseOptions } from "./run-case.ts";

/** How a column is run. */
export interface ColumnOptions extends Omit<RunCaseOptions, "tally"> {
  /** Which programs; all unless given. */
  readonly selects?: (program: Program, position: number) => boolean;
  /** What the column must have reached over the whole corpus. */
  readonly floors?: Readonly<Record<string, number>>;
  /** What must not have happened. */
  readonly never?: readonly string[];
}

/** One test for a whole column; the failure lists programs. */
export function testColumn(column: Column, options: ColumnOptions): void {
  test(column.name, { timeout: 120_000 }, () => {
    const tally = new Tally();
    const findings: string[] = [];
    const { selects = () => true, floors = {}, never = [], heap, leaks } = options;
    for (const program of allPrograms().filter(selects)) {
      const name = `${program.area}/${program.name}`;
      const found = checkProgram(program, column, { heap, leaks, tally });
      if (mayFail(program, column) === "must") {
        if (found === "") findings.push(`${name} is marked as failing and passes`);
      } else if (found !== "") findings.push(`${name}: ${found}`);
    }
    expect(findings.join("\n\n")).toBe("");
    tally.demand(floors);
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
