import fc from "fast-check";
import { expect, test } from "vitest";
import { dump, parse, walk } from "../src/index.ts";
import { checkPositions, decodeProgram } from "../src/testing.ts";
import { loadOracle } from "./oracle.ts";

const numbers = fc.array(fc.nat(10_000), { maxLength: 60 });

test("a program from any numbers parses to CPython's tree", async () => {
  const oracle = await loadOracle();
  const seen = new Set<string>();
  fc.assert(
    fc.property(numbers, (list) => {
      const source = decodeProgram(list);
      const result = parse(source);
      const answer = oracle.dump(source);
      const tree = "dump" in answer ? answer.dump : `refused: ${answer.error.message}\n${source}`;
      expect(result.ok ? dump(result.ast, { attributes: source }) : result.error.message).toBe(tree);
      if (!result.ok) return;
      expect(checkPositions(result.ast, source)).toEqual([]);
      for (const node of walk(result.ast)) seen.add(node.node);
    }),
    { numRuns: 400 },
  );
  expect(seen.size).toBeGreaterThan(50);
}, 60_000);

test("the same text gives the same tree", () => {
  fc.assert(
    fc.property(numbers, (list) => {
      const source = decodeProgram(list);
      expect(parse(source)).toEqual(parse(source));
    }),
    { numRuns: 50 },
  );
});

test("the checker of positions finds planted faults", () => {
  const result = parse("a + b");
  const ast = result.ok ? result.ast : undefined;
  const [statement] = ast?.body ?? [];
  if (ast === undefined || statement?.node !== "Expr") throw new Error("a + b is an expression statement");
  const short = { ...ast, body: [{ ...statement, end: 3 }] };
  expect(checkPositions(short, "a + b")).toEqual(["BinOp at 0-5 leaves 0-3"]);
  const empty = { ...ast, body: [{ ...statement, end: 0, value: { ...statement.value, end: 0 } }] };
  expect(checkPositions(empty, "a + b")).toContain("Expr at 0 is empty");
  expect(checkPositions(ast, "a +")).toContain("Expr at 0-5 leaves 0-3");
});
