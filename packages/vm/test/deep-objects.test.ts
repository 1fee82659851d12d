// Builtins that come to themselves again by way of objects end in a RecursionError, never in an exhausted stack of the host's; arguments that do not fit
// on the data stack have room of their own.

import { inflateRawSync } from "node:zlib";
import { openLibrary } from "@tjit/stdlib";
import { expect, test } from "vitest";
import { VM } from "../src/index.ts";

const library = openLibrary(inflateRawSync);

const prelude = `
import collections, functools, itertools, marshal, operator, types
def nest(f, x=0, n=20000):
    for i in range(n): x = f(x)
    return x
def endless(f):
    x = f()
    x.append(x)
    return x
def attempt(f):
    try:
        f()
        print("no error")
    except RecursionError as error:
        print("RecursionError")
    except ValueError as error:
        print(error)
class L(list): pass
class A: pass
A.__call__ = A()
`;

function run(source: string): string {
  const output: string[] = [];
  const vm = new VM({ library, stdout: (text) => output.push(text) });
  vm.run(prelude + source);
  return output.join("").trim();
}

test.each([
  "repr(nest(lambda x: [x]))",
  "repr(nest(lambda x: (x,)))",
  "repr(nest(lambda x: {1: x}))",
  "repr(nest(lambda x: frozenset([x])))",
  "repr(nest(lambda x: L([x])))",
  "repr(nest(lambda x: list[x], int))",
  "repr(nest(lambda x: types.SimpleNamespace(a=x)))",
  "repr(nest(lambda x: types.MappingProxyType({1: x})))".replace("x}))", "x}), {})"),
  "repr(nest(lambda x: slice(x)))",
  "repr(nest(lambda x: collections.deque([x])))",
  "repr(nest(lambda x: collections.OrderedDict({1: x})))",
  "repr(nest(lambda x: ExceptionGroup('a', [x]), ValueError()))",
  "nest(lambda x: ExceptionGroup('a', [x]), ValueError()).subgroup(TypeError)",
  "nest(lambda x: [x]) == nest(lambda x: [x])",
  "nest(lambda x: (x,)) < nest(lambda x: (x,))",
  "nest(lambda x: {1: x}) == nest(lambda x: {1: x})",
  "endless(list) == endless(list)",
  "endless(collections.deque) == endless(collections.deque)",
  "hash(nest(lambda x: (x,)))",
  "next(nest(lambda x: map(abs, x), [1]))",
  "next(nest(lambda x: itertools.chain(x), [1]))",
  "next(nest(lambda x: zip(x), [1]))",
  "next(nest(lambda x: itertools.accumulate(x), [1]))",
  "nest(lambda x: staticmethod(x), print)()",
  "nest(lambda x: types.MethodType(x, 1), print)()",
  "nest(lambda x: property(x), print).__isabstractmethod__",
  "A()()",
])("%s", (expression) => {
  expect(run(`attempt(lambda: ${expression})\nattempt(lambda: [1] == [2])`)).toBe("RecursionError\nno error");
});

test("marshal has a limit of its own", () => {
  expect(run("attempt(lambda: marshal.dumps(nest(lambda x: [x])))")).toBe("object too deeply nested to marshal");
});

test("what is deep, but not too deep", () => {
  const source =
    "a, b = nest(lambda x: [x], 0, 400), nest(lambda x: [x], 0, 400)\nprint(a == b, len(repr(a)), hash(nest(lambda x: (x,), 0, 400)) != 0)";
  expect(run(source)).toBe("True 801 True");
});

test("many arguments", () => {
  const source = `
many = [1] * 1000000
class C:
    def f(self, *args): return len(args)
print(C().f(*many), types.MethodType(max, 3)(*many), functools.partial(C().f, 1)(*many), len(list(map(C().f, many[:2]))))
`;
  expect(run(source)).toBe("1000000 3 1000001 2");
});
