// A listener may have a trace compiled again, to measure what that takes: nothing of it stays.

import { expect, test } from "vitest";
import { type CompileTimings, VM, eagerTuning } from "../src/index.ts";

const program = `
def main():
    total = 0.5
    for i in range(300):
        total = total + i * 1.5
        if i > 200:
            total = total - len("abc")
    return total
print(main())
`;

test("a trace that is compiled again takes the same passes, and leaves no code behind", () => {
  let stdout = "";
  const timings: (CompileTimings | undefined)[] = [];
  const passes: string[][] = [];
  let now = 0;
  const vm = new VM({
    jit: eagerTuning,
    debugHeap: true,
    clock: () => (now += 1),
    stdout: (text) => void (stdout += text),
    onEvent: (event) => {
      if (event.kind !== "compile") return;
      passes.push(event.timings.passes.map(({ pass }) => pass));
      for (let turn = 0; turn < 3; turn++) timings.push(event.again());
    },
  });
  vm.run(program);
  expect(stdout).toBe("66978.5\n");
  expect(passes.length).toBeGreaterThan(0);
  expect(timings).toHaveLength(3 * passes.length);
  for (const [at, again] of timings.entries()) {
    expect(again?.passes.map(({ pass }) => pass)).toEqual(passes[Math.floor(at / 3)]);
    expect(again?.total).toBeGreaterThan(0);
  }
});
