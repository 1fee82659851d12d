import { expect, test } from "vitest";
import { parseOptions } from "../options.ts";

test("everything is measured unless told otherwise", () => {
  const options = parseOptions([]);
  expect(options).toMatchObject({ kind: "run", rounds: 5, size: "full", python: "python3" });
  if (options.kind === "run") expect(options.startupRounds).toBeGreaterThanOrEqual(15);
});

test("lists keep the order of the tables", () => {
  expect(parseOptions(["--only", "nbody,sieve", "--runners", "python3"])).toMatchObject({
    programs: ["sieve", "nbody"],
    runners: new Set(["python3"]),
  });
});

test("what is not known is refused", () => {
  expect(() => parseOptions(["--only", "mandelbrot"])).toThrow("there is no mandelbrot");
  expect(() => parseOptions(["--rounds", "0"])).toThrow("not a number of rounds");
  expect(() => parseOptions(["--fast"])).toThrow();
});
