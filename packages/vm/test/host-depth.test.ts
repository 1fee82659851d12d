// Python that builtins call, which calls builtins, and so on: it goes as deep as the host's stack does, and then there is a RecursionError.

import { expect, test } from "vitest";
import { VM } from "../src/index.ts";

/** Ways to call Python from a builtin: definitions, and an expression that nests `n` times. */
const nestings: Readonly<Record<string, readonly [definitions: string, expression: string]>> = {
  "a key of sorted": ["def key(n): return sorted([n - 1], key=key)[0] if n else 0", "key(n)"],
  "a comparison in sorted": [
    "class L:\n    def __init__(self, n): self.n = n\n    def __lt__(self, other): return self.n > 0 and bool(sorted([L(0), L(self.n - 1)]))",
    "sorted([L(0), L(n)])",
  ],
  "map and sum": ["def walk(n): return sum(map(walk, [n - 1])) if n else 0", "walk(n)"],
  "a generator in sum": ["def gen(n):\n    yield sum(gen(n - 1)) if n else 0", "sum(gen(n))"],
  __getattr__: [
    "class A:\n    def __init__(self, n): self.n = n\n    def __getattr__(self, name): return getattr(A(self.n - 1), name) if self.n else 0",
    "A(n).x",
  ],
  __repr__: [
    "class R:\n    def __init__(self, n): self.n = n\n    def __repr__(self): return repr([R(self.n - 1)]) if self.n else ''",
    "repr(R(n))",
  ],
  __missing__: ["class D(dict):\n    def __missing__(self, n): return self[n - 1] if n else 0", "D()[n]"],
  exec: ["def run(n):\n    if n: exec('run(n - 1)', {'run': run, 'n': n})", "run(n)"],
  "an object that is its own __call__": ["class C: pass\nC.__call__ = C()", "C()() if n > 1000 else 0"],
};

test.each(Object.entries(nestings))("%s", (_, [definitions, expression]) => {
  for (const jit of [false, true]) {
    const lines: string[] = [];
    const vm = new VM({ jit, stdout: (text) => lines.push(text) });
    vm.run(`
import sys
sys.setrecursionlimit(100_000)
${definitions}
def nest(n):
    return ${expression}
nest(100)
for _ in range(3):
    try:
        nest(50_000)
    except RecursionError as error:
        print(error)
nest(100)
`);
    const texts = lines.join("").replaceAll(/ while calling a Python object$/gm, "");
    expect(texts).toBe("maximum recursion depth exceeded\n".repeat(3));
  }
});
