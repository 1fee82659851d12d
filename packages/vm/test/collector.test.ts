// Cycles die without being asked to, whatever made them and in whatever tier; what lives stays.

import { expect, test } from "vitest";
import { VM } from "../src/index.ts";

/** Ways to make objects that hold each other: a body for `make(i)`. */
const cycles: Readonly<Record<string, string>> = {
  "instances of classes": "Node(i)",
  "instances with slots": "Slotted(i)",
  "instances made by keyword": "Node(value=i)",
  lists: "it = [i]; it.append(it)",
  dicts: "it = {}; it['self'] = it",
  tuples: "it = []; it.append((i, it))",
  closures: "f = lambda: f",
  generators: "it = []; it.append(x for x in it)",
  exceptions: "it = ValueError(i); it.me = it",
};

const source = (body: string): string => `
import gc, _weakref as weakref
class Node:
    def __init__(self, value):
        self.value = value
        self.me = self
class Slotted:
    __slots__ = ("value", "me")
    def __init__(self, value):
        self.value = value
        self.me = self
def make(i):
    ${body}
gc.collect()
gc.set_threshold(2000)
kept = Node(-1)
alive = weakref.ref(kept)
before = len(gc.get_objects())
for i in range(50_000):
    make(i)
made = len(gc.get_objects()) - before
print(made < 45_000, alive() is kept, kept.me.value)
`;

test.each(Object.entries(cycles))("%s", (_, body) => {
  for (const options of [{ jit: true }, { jit: false }]) {
    const output: string[] = [];
    new VM({ stdout: (text) => void output.push(text), ...options }).run(source(body));
    expect(output.join("")).toBe("True True -1\n");
  }
});

test("objects that die at once do not make it run", () => {
  const output: string[] = [];
  const vm = new VM({ stdout: (text) => void output.push(text) });
  vm.run(`
import gc
class Node:
    def __init__(self, value):
        self.value = value
runs = []
gc.collect()
gc.callbacks.append(lambda phase, info: runs.append(phase))
gc.set_threshold(2000)
for i in range(90_000):
    Node((i, [i], {i: i}, {i}, lambda: i, Node(i)))
print(runs)
`);
  expect(output.join("")).toBe("[]\n");
});

test("finalizers and weak references of what it finds are called", () => {
  const output: string[] = [];
  const vm = new VM({ stdout: (text) => void output.push(text) });
  vm.run(`
import gc, _weakref as weakref
died = [0, 0]
class Node:
    def __init__(self):
        self.me = self
    def __del__(self):
        died[0] += 1
def note(reference):
    died[1] += 1
gc.set_threshold(2000)
references = set()
for i in range(60_000):
    it = Node()
    if i % 100 == 0:
        references.add(weakref.ref(it, note))
print(died[0] > 20_000, died[1] > 200)
`);
  expect(output.join("")).toBe("True True\n");
});
