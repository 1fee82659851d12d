// One program, here and in CPython: what differs.

import { parse } from "@tjit/parser";
import { type CompileOptions, compile } from "../src/index.ts";
import { describeAll, differences } from "./describe.ts";
import { type Oracle, type OracleRequest, type OracleResult } from "./oracle.ts";

/** What the parser warns about is its own business. */
const parserWarnings = /invalid (escape sequence|\w+ literal)|is an invalid/;

/** How our result differs from CPython's; empty when it does not. */
export function compareWith(theirs: OracleResult, request: OracleRequest): readonly string[] {
  const { source, mode = "exec", optimize = 0 } = request;
  // CPython's own bugs are nobody's model.
  if (theirs.error?.[0] === "SystemError") return [];
  const parsed = parse(source, { mode });
  if (!parsed.ok) return theirs.error === undefined ? [`does not parse: ${parsed.error.message}`] : [];
  const options: CompileOptions = { source, optimize };
  const ours = compile(parsed.ast, options);
  if (!ours.ok) {
    const { type, message, lineno, offset, endLineno, endOffset } = ours.error;
    const error = JSON.stringify([type, message, lineno, offset, endLineno, endOffset]);
    const expected = JSON.stringify(theirs.error ?? "no error");
    return error === expected ? [] : [`error ${error}, but CPython: ${expected}`];
  }
  if (theirs.error !== undefined) return [`no error, but CPython: ${theirs.error.join(" ")}`];
  const found: string[] = [];
  const warnings = JSON.stringify(ours.warnings.map(({ message, lineno }) => [message, lineno]));
  const expected = JSON.stringify(theirs.warnings.filter(([message]) => !parserWarnings.test(message)));
  if (warnings !== expected) found.push(`warnings ${warnings}, but CPython: ${expected}`);
  const described = describeAll(ours.code);
  const expectedCodes = theirs.codes ?? [];
  if (described.length !== expectedCodes.length)
    found.push(`${described.length} code objects, not ${expectedCodes.length}`);
  expectedCodes.forEach((code, index) => {
    const own = described[index];
    if (own === undefined) return;
    for (const field of differences(own, code)) {
      const key = field as keyof typeof own;
      found.push(`${code.qualname}.${field}: ${JSON.stringify(own[key])}, but CPython: ${JSON.stringify(code[key])}`);
    }
  });
  return found;
}

/** {@link compareWith} for many programs, which CPython compiles in one go. */
export function compareAll(oracle: Oracle, requests: readonly OracleRequest[]): readonly (readonly string[])[] {
  const results = oracle.ask(requests);
  return requests.map((request, index) => compareWith(results[index] ?? { warnings: [] }, request));
}
