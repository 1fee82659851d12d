import { expect, test } from "vitest";
import { parse } from "../src/index.ts";
import { caseFiles, readCases, updating, writeCases } from "./cases.ts";
import { loadOracle, type OracleError } from "./oracle.ts";

const files = caseFiles("rejected/*.txt");

/** An error as one line: `SyntaxError 1:3-1:4 invalid syntax`. */
function line(error: OracleError): string {
  const place = `${error.lineno ?? 0}:${error.offset ?? 0}-${error.endLineno ?? 0}:${error.endOffset ?? 0}`;
  return `${error.type} ${place} ${error.message}`;
}

test("the collection holds at least 600 programs", () => {
  expect(files.flatMap(readCases).length).toBeGreaterThanOrEqual(600);
});

test.each(files)("%s: refused in CPython's words and at its place", async (file) => {
  let cases = readCases(file);
  if (updating) {
    const oracle = await loadOracle();
    cases = cases.map((item) => {
      const answer = oracle.dump(item.program);
      return { ...item, expected: "error" in answer ? line(answer.error) : "accepted" };
    });
    writeCases(file, cases);
  }
  const ours = cases.map(({ name, program }) => {
    const result = parse(program);
    return `${name}: ${result.ok ? "accepted" : line(result.error)}`;
  });
  expect(ours).toEqual(cases.map(({ name, expected }) => `${name}: ${expected}`));
});

test("the recorded expectations are CPython's (every 16th)", async () => {
  const oracle = await loadOracle();
  const sample = files.flatMap(readCases).filter((_, index) => index % 16 === 0);
  for (const { name, program, expected } of sample) {
    const answer = oracle.dump(program);
    expect(`${name}: ${"error" in answer ? line(answer.error) : "accepted"}`).toBe(`${name}: ${expected}`);
  }
});

test("the error's line of text is CPython's", async () => {
  const oracle = await loadOracle();
  const different: string[] = [];
  const programs = files.flatMap(readCases).filter((_, index) => index % 8 === 0);
  for (const { program } of programs) {
    const answer = oracle.dump(program);
    const result = parse(program);
    if ("error" in answer && !result.ok && answer.error.text !== result.error.text) different.push(program);
  }
  expect(different).toEqual([]);
});
