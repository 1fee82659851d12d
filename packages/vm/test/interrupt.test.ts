// The embedder can interrupt programs, wherever they are, and stop those that go on all the same.

import { describe, expect, test } from "vitest";
import { VM } from "../src/index.ts";

const endless: readonly (readonly [name: string, source: string])[] = [
  ["list of an endless iterator", "import itertools; list(itertools.repeat(1))"],
  ["list of an endless generator", "import itertools; list(x for x in itertools.repeat(1))"],
  ["a loop", "while True: pass"],
  ["a loop with a handler", "while True:\n    try: x = 1\n    except ValueError: pass"],
  ["calls", "def f(): pass\nwhile True: f()"],
  ["recursion", "def f(n):\n    if n: f(n - 1)\nwhile True: f(50)"],
  ["a generator", "def g():\n    while True: yield 1\nfor x in g(): pass"],
  ["sum of a generator", "sum(1 for x in iter(int, 1))"],
  ["all of a native iterator", "import itertools\nall(itertools.repeat(1))"],
  ["sum of a native iterator", "import itertools\nsum(itertools.repeat(1))"],
  ["max of a native iterator", "import itertools\nmax(itertools.cycle([1, 2]))"],
  ["membership in a native iterator", "import itertools\n2 in itertools.repeat(1)"],
  ["a set of a native iterator", "import itertools\nset(itertools.repeat(1))"],
  ["a large power", "while True: 3 ** 3000000"],
  ["sorting", "while True: sorted(range(100000), key=lambda x: -x)"],
  ["comparing", "a = [0] * 3000000\nb = [0] * 3000000\nwhile True: a == b"],
  ["counting in a list", "a = [0] * 3000000\nwhile True: a.count(1)"],
  ["membership in a list", "a = [0] * 3000000\nwhile True: 1 in a"],
  ["slices", "a = [0] * 1000000\nwhile True: a[1:]; a[::2]"],
  ["searching in a text", "a = 'ab' * 1000000\nwhile True: a.find('c')"],
  ["replacing in a text", "a = 'ab' * 200000\nwhile True: a.replace('b', 'cc')"],
  ["copies of a dict", "a = dict.fromkeys(range(100000))\nwhile True: dict(a)"],
  ["hashing texts", "a = 'ab' * 1000000\nwhile True: hash(a + 'x')"],
  ["a builtin of many arguments", "a = [0] * 100000\nwhile True: max(*a)"],
  [
    "a method of a class that is called by a builtin",
    "class C:\n    def __len__(self):\n        while True: pass\nlen(C())",
  ],
];

const marked = new Error("stop");

/** A VM that says, from its third look on, what it is given. */
function patientVM(jit: boolean, say: () => boolean): { vm: VM; output: string[]; looks: () => number } {
  const output: string[] = [];
  let looks = 0;
  const vm = new VM({ jit, stdout: (text) => output.push(text), interrupt: () => ++looks > 2 && say() });
  return { vm, output, looks: () => looks };
}

describe.each([
  ["interpreted", false],
  ["with the JIT", true],
])("%s", (_, jit) => {
  test.each(endless)("%s is interrupted", (_name, source) => {
    const { vm, looks } = patientVM(jit, () => true);
    expect(() => {
      vm.run(source);
    }).toThrow("KeyboardInterrupt");
    expect(looks()).toBe(3);
  });

  test("a program may catch it, and is asked again", () => {
    const { vm, output } = patientVM(jit, () => true);
    const source = "try:\n    while True: pass\nexcept KeyboardInterrupt:\n    print('caught')\nwhile True: pass";
    expect(() => {
      vm.run(source);
    }).toThrow("KeyboardInterrupt");
    expect(output).toEqual(["caught\n"]);
  });

  test("what it throws ends a program that catches everything, and the VM", () => {
    const { vm } = patientVM(jit, () => {
      throw marked;
    });
    expect(() => {
      vm.run("while True:\n    try:\n        while True: pass\n    except BaseException: pass");
    }).toThrow(marked);
    expect(() => {
      vm.run("1");
    }).toThrow("the VM was stopped");
  });

  test("a program that it lets go on ends as it would", () => {
    const { vm, output, looks } = patientVM(jit, () => false);
    vm.run("t = 0\nfor i in range(200000): t += i\nprint(t, sum(x for x in range(200000)))");
    expect(output).toEqual(["19999900000 19999900000\n"]);
    expect(looks()).toBeGreaterThan(3);
  });
});
