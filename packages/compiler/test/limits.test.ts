// Large and deep programs: what is legal compiles, also on a stack as small as a browser's; what is not is refused, not fatal.

import { parse } from "@tjit/parser";
import { expect, test } from "vitest";
import { type CompileResult, compile } from "../src/index.ts";

function compileSource(source: string): CompileResult {
  const parsed = parse(source);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return compile(parsed.ast, { source });
}

const repeated = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join("");

test.each([
  ["a sum of 5,000 terms", repeated(5000, () => "a + ") + "a"],
  ["an `and` of 5,000 values", repeated(5000, () => "a and ") + "a"],
  ["3,000 `elif`s", `if a: b\n${repeated(3000, (index) => `elif a${index}: b\n`)}`],
  ["190 nested brackets", "[".repeat(190) + "]".repeat(190)],
  ["190 nested calls", "f(".repeat(190) + ")".repeat(190)],
  ["60 nested functions", repeated(60, (index) => `${" ".repeat(index)}def f():\n`) + " ".repeat(60) + "pass"],
  ["90 nested blocks", repeated(90, (index) => `${" ".repeat(index)}if a:\n`) + " ".repeat(90) + "pass"],
  ["a chain of 1,000 attributes", `a${".b".repeat(1000)}`],
  ["20,000 statements", "a = 1\n".repeat(20000)],
  ["jumps over more than 65,535 units", `while a:\n${"  if b: c(d)\n".repeat(6000)}`],
])("%s", (_, source) => {
  expect(compileSource(source).ok).toBe(true);
});

test("too many blocks are refused", () => {
  const source = repeated(22, (index) => `${" ".repeat(index)}for a in b:\n`) + " ".repeat(22) + "pass";
  const result = compileSource(source);
  expect(result).toMatchObject({ ok: false, error: { message: "too many statically nested blocks", lineno: 22 } });
});

test("a tree too deep for the stack is a RecursionError", () => {
  let node = { node: "Name", id: "a", ctx: "Load", start: 0, end: 1 } as const;
  for (let depth = 0; depth < 100_000; depth++) {
    node = { node: "Attribute", value: node, attr: "b", ctx: "Load", start: 0, end: 1 } as unknown as typeof node;
  }
  const result = compile({ node: "Expression", body: node }, { source: "a" });
  expect(result).toMatchObject({ ok: false, error: { type: "RecursionError" } });
});
