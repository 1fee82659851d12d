import { expect, test } from "vitest";
import { dump, parse, walk } from "../src/index.ts";

const accepts = (source: string): boolean => parse(source).ok;

test("chains of 5,000 parts parse", () => {
  const chains = [
    "1" + "+1".repeat(5000),
    "a" + " and b".repeat(5000),
    "a" + ".b".repeat(5000),
    "a" + "()".repeat(5000),
    "a" + "[0]".repeat(5000),
    "a = ".repeat(5000) + "1",
    "a" + " < b".repeat(5000),
    "'a' ".repeat(5000),
    "if a: b\n" + "elif c: d\n".repeat(5000),
  ];
  expect(chains.map(accepts)).toEqual(chains.map(() => true));
});

test("a chain's tree can be walked and dumped", () => {
  const result = parse("1" + "+1".repeat(5000));
  expect(result.ok && [...walk(result.ast)].length).toBe(10_003);
  expect(result.ok && dump(result.ast).startsWith("Module(body=[Expr(value=BinOp(")).toBe(true);
});

test("199 nested brackets parse, 201 are CPython's error", () => {
  for (const [open, close] of ["()", "[]", "{}"]) {
    const nested = (depth: number): string => (open ?? "").repeat(depth) + (close ?? "").repeat(depth);
    expect(
      accepts(
        nested(199)
          .replace("{}", "{1}")
          .replace(/\{(?=\{)/g, "{1:"),
      ),
    ).toBe(true);
    const result = parse(nested(201));
    expect(result.ok || result.error.message).toBe("too many nested parentheses");
  }
  expect(accepts("f(".repeat(199) + ")".repeat(199))).toBe(true);
});

test("nesting without brackets ends in CPython's MemoryError, never in an exhausted stack", () => {
  for (const source of ["-", "not ", "lambda:", "a if b else ", "a**"]) {
    expect(accepts(source.repeat(400) + "1")).toBe(true);
    const result = parse(source.repeat(100_000) + "1");
    expect(result.ok || result.error).toMatchObject({
      type: "MemoryError",
      message: "Parser stack overflowed - Memory Error",
    });
  }
});

test("100 levels of indentation are too many", () => {
  const indented = (depth: number): string =>
    Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}if a:\n`).join("") + " ".repeat(depth) + "pass\n";
  expect(accepts(indented(99))).toBe(true);
  const result = parse(indented(100));
  expect(result.ok || result.error).toMatchObject({
    type: "IndentationError",
    message: "too many levels of indentation",
  });
});
