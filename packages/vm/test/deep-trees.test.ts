// Syntax trees as deep as the host's stack, or deeper, end in a RecursionError however much of the stack is taken already. (CPython in WebAssembly ends there itself.)

import { inflateRawSync } from "node:zlib";
import { openLibrary } from "@tjit/stdlib";
import { expect, test } from "vitest";
import { VM } from "../src/index.ts";

const program = `
import ast
place = dict(lineno=1, col_offset=0)
endless = ast.UnaryOp(ast.Not(), None, **place)
endless.operand = endless
def attempt(action):
    try:
        action()
    except RecursionError as error:
        return str(error)
def compiled(): return attempt(lambda: compile(ast.Expression(endless), "t", "eval"))
print(compiled())
class Nested:
    depth = 0
    def __lt__(self, other):
        Nested.depth += 1
        if Nested.depth == 120:
            print(compiled())
            return True
        return bool(sorted([Nested(), Nested()]))
sorted([Nested(), Nested()])
print(attempt(lambda: ast.parse("1" + "+1" * 20000)))
print(attempt(lambda: compile("a" + ".a" * 20000, "t", "eval")))
chain = ast.parse("1" + "+1" * 800, mode="eval")
print(eval(compile(chain, "t", "eval")))
`;

test("deep syntax trees", { timeout: 60_000 }, () => {
  const output: string[] = [];
  const vm = new VM({ library: openLibrary(inflateRawSync), stdout: (text) => output.push(text) });
  vm.run(program);
  const during = "maximum recursion depth exceeded during";
  expect(output.join("").split("\n")).toEqual([
    `${during} compilation`,
    `${during} compilation`,
    `${during} ast construction`,
    `${during} compilation`,
    "801",
    "",
  ]);
});

test("long programs, not deep ones", { timeout: 60_000 }, () => {
  const output: string[] = [];
  const vm = new VM({ stdout: (text) => output.push(text) });
  vm.run(`
exec("x = 1\\n" * 70000)
print(len(eval("b'" + "a" * 150000 + "'")))
print(len(next(zip(*[[1]] * 150000))), len(list(map(max, *[[1]] * 20000))))
`);
  expect(output.join("")).toBe("150000\n150000 1\n");
});
