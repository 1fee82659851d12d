import { expect, test } from "vitest";
import { type ParseMode, dump, parse } from "../src/index.ts";
import { loadOracle } from "./oracle.ts";

const programs: Readonly<Record<Exclude<ParseMode, "exec">, readonly string[]>> = {
  eval: [
    "1",
    "1\n\n",
    "a, b",
    "x = 1",
    "",
    "  1",
    "1 +",
    "(1",
    "*a",
    "1 # c",
    "f(a b)",
    "1;2",
    "(yield)",
    "[\n1]",
    "'abc",
  ],
  single: [
    ...["1", "x = 1\n", "if x: pass", "if x: pass\n", "if x:\n  pass\n", "if x:\n  pass\n\n", "x\ny", "", "\n", "# c"],
    ...[
      "a;b\n",
      "def f():\n  pass",
      "x = ",
      "a b",
      "class A:\n  x\n  y\n",
      "if x:\n",
      "for",
      "(1",
      "@a\ndef f(): pass\n",
    ],
  ],
  func_type: [
    ...["() -> int", "(int) -> str", "(int, *str) -> b", "(int, *str, **d) -> b", "(*a) -> b", "(*a, **b) -> c"],
    ...["(a,) -> b", "int", "(a) -> ", "(a) b", "(**a, *b) -> c", "(*a, b) -> c"],
  ],
};

test.each(Object.keys(programs) as (keyof typeof programs)[])("mode %s agrees with CPython", async (mode) => {
  const oracle = await loadOracle();
  for (const program of programs[mode]) {
    const answer = oracle.dump(program, mode);
    const result = parse(program, { mode });
    const ours = result.ok
      ? { dump: dump(result.ast, { attributes: program }) }
      : {
          error: {
            ...result.error,
            filename: undefined,
            text: undefined,
            metadata: undefined,
            isIncomplete: undefined,
          },
        };
    const theirs = "error" in answer ? { error: { ...answer.error, filename: undefined, text: undefined } } : answer;
    expect(ours, program).toEqual(theirs);
  }
});
