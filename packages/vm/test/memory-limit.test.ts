// Programs that want more memory than they may have get a MemoryError, which they can catch, and go on.

import { describe, expect, test } from "vitest";
import { VM } from "../src/index.ts";

const prelude = `
def report(f):
    try:
        f()
        print("no error")
    except MemoryError as error:
        print(repr(error))

def floats():
    kept = []
    x = 0.5
    while True:
        x += 1.0
        kept.append(x)

def lists():
    kept = []
    while True:
        kept.append([1.5] * 1000)
`;

const littleMemory = 16e6;

function run(source: string, jit: boolean, memoryLimit = littleMemory): string[] {
  const lines: string[] = [];
  const vm = new VM({ memoryLimit, jit, stdout: (text) => lines.push(text) });
  vm.run(prelude + source);
  return lines.join("").trimEnd().split("\n");
}

describe.each([
  ["interpreted", false],
  ["with the JIT", true],
])("%s", (_, jit) => {
  test("many small objects reach the limit, again and again", () => {
    const source = "for f in (floats, lists, floats, lists): report(f)\nprint(len([1.5 for i in range(100000)]))\n";
    expect(run(source, jit)).toEqual([...new Array<string>(4).fill("MemoryError()"), "100000"]);
  });

  test.each([
    "[0] * 10**9",
    "(0,) * 10**9",
    "[] + [1] * (5 * 10**6)",
    "bytearray(3 * 10**9)",
    "b'x' * 10**9",
    "'x' * 10**9",
    "{i: i for i in range(10**9)}",
    "[i for i in range(10**9)]",
    "1 << 10**9",
  ])("%s", (expression) => {
    expect(run(`report(lambda: ${expression})\nreport(lambda: 1)\n`, jit)).toEqual(["MemoryError()", "no error"]);
  });

  test("garbage in cycles goes before a program is refused memory", () => {
    const source = `
import gc
gc.disable()
def cycles():
    for i in range(600):
        cycle = [1.5] * 10000
        cycle.append(cycle)
report(cycles)
`;
    expect(run(source, jit)).toEqual(["no error"]);
  });
});

test("a text longer than the host's longest is a MemoryError", () => {
  const lines: string[] = [];
  const vm = new VM({ stdout: (text) => lines.push(text) });
  vm.run(`${prelude}
half = "x" * 2**28
report(lambda: ",".join([half, half, half]))
report(lambda: half + half)
`);
  expect(lines.join("")).toBe("MemoryError()\nMemoryError()\n");
});

test("an uncaught one leaves the machine usable", () => {
  const vm = new VM({ memoryLimit: littleMemory });
  expect(() => {
    vm.run(`${prelude}floats()`);
  }).toThrow("MemoryError");
  expect(vm.evaluate("1 + 1")).toBe(2);
});

test.each([0, 1e6, 2 ** 31, NaN])("a limit of %d is refused", (memoryLimit) => {
  expect(() => new VM({ memoryLimit })).toThrow(RangeError);
});
