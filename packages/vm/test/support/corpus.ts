// The corpus: programs in case files, by area. A case may be marked `{fails=reason}`: it is known to fail in some column and is held to
// that, so that the mark goes when the bug does; or `{skip=reason}` when it cannot even be run.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { type Case, parseCases, runCases } from "@tjit/ir/testing";

const folder = new URL("../cases/", import.meta.url);

/** A program of the corpus. */
export interface Program extends Case {
  readonly area: string;
}

/** Names of the areas, which are those of the files. */
export const areas: readonly string[] = readdirSync(folder)
  .map((file) => file.replace(/[.]txt$/, ""))
  .sort();

/** The programs of an area. */
export function programsOf(area: string): readonly Program[] {
  return parseCases(readArea(area)).cases.map((one) => ({ ...one, area }));
}

/** Every program. */
export function allPrograms(): readonly Program[] {
  return areas.flatMap(programsOf);
}

/** Rewrites what the programs of an area are expected to do. */
export function rewriteArea(area: string, expectedOf: (source: string) => string): void {
  writeFileSync(fileOf(area), runCases(readArea(area), expectedOf).updated);
}

function readArea(area: string): string {
  return readFileSync(fileOf(area), "utf8");
}

function fileOf(area: string): URL {
  return new URL(`${area}.txt`, folder);
}
