import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { parseMeasurement, timedProgram, withoutMainBlock } from "../harness.ts";
import { programs, readProgram } from "../programs.ts";

test("the main block is cut off", () => {
  expect(withoutMainBlock("def main(n):\n    return n\n\n\nif __name__ == '__main__':\n    main(1)\n")).toBe(
    "def main(n):\n    return n\n\n\n",
  );
  expect(withoutMainBlock("x = 1\n")).toBe("x = 1\n");
});

test.each(programs.map(({ name }) => name))("%s defines main and runs it in a main block", (name) => {
  const source = readProgram(name);
  expect(source).toContain("def main(n):");
  expect(withoutMainBlock(source)).not.toBe(source);
});

test("the measurement is the last line", () => {
  expect(parseMeasurement('noise\n{"seconds": [0.5, 1e-05], "result": "\'\\"\'"}\n')).toEqual({
    seconds: [0.5, 1e-5],
    result: "'\"'",
  });
  expect(parseMeasurement("Traceback (most recent call last):\n")).toBeUndefined();
  expect(parseMeasurement("")).toBeUndefined();
});

const python = spawnSync("python3", ["-c", ""]).status === 0;

test.runIf(python)("what Python prints can be read", () => {
  const source = `def main(n):\n    return "quote ' and \\" and \\\\ " + str(n)\n\nif __name__ == "__main__":\n    print(1 / 0)\n`;
  const input = timedProgram({ source, n: 7, calls: 5, budget: 10 });
  const { stdout } = spawnSync("python3", ["-"], { input, encoding: "utf8" });
  const measurement = parseMeasurement(stdout);
  expect(measurement?.seconds).toHaveLength(5);
  expect(measurement?.result).toBe(`'quote \\' and " and \\\\ 7'`);
});
