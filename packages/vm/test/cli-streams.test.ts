// The command and the world: standard streams as io streams, files, the end of a program, clocks.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InstalledCommand, type Outcome, installCommand } from "./support/command.ts";

let command: InstalledCommand;

beforeAll(() => {
  command = installCommand();
}, 60_000);

afterAll(() => {
  command.remove();
});

const code = (text: string, input = ""): Outcome => command.run(["-c", text], { input });

describe("standard streams", () => {
  it("are text wrappers as soon as somebody looks", () => {
    const text = `
import sys
out = sys.stdout
print(out, out.encoding, out.errors, out.fileno(), out.name, out.mode, out.writable(), out.readable(), out.isatty(), out.closed, out.line_buffering)
print(sys.stderr.errors, sys.stdin.mode, sys.stdin.fileno())
import _io
print(type(out) is _io.TextIOWrapper, out.buffer, out.buffer.raw, sys.__stdout__ is out)
`;
    expect(code(text).stdout.split("\n")).toEqual([
      "<_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'> utf-8 strict 1 <stdout> w True False False False False",
      "backslashreplace r 0",
      "True <_io.BufferedWriter name='<stdout>'> <_io.FileIO name='<stdout>' mode='wb' closefd=False> True",
      "",
    ]);
  });

  it("keep the order of text and bytes", () => {
    const text = `
import sys
print("text", end=" ")
sys.stdout.buffer.write(b"bytes \\xc3\\xa9 ")
print("text")
sys.stdout.buffer.write(b"last\\n")
`;
    expect(code(text).stdout).toBe("text bytes é text\nlast\n");
  });

  it("pass bytes as they are", () => {
    const text = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])";
    expect(code(text, "abc\n").stdout).toBe("\ncba");
  });

  it("read lines, pieces and the rest", () => {
    const text = `
import sys
print(repr(input()), repr(sys.stdin.readline()), repr(sys.stdin.read(3)), sys.stdin.readlines(1), list(sys.stdin))
try:
    input()
except EOFError as error:
    print(error)
`;
    expect(code(text, "one\ntwo\nthree\nfour\r\nfive\nsix").stdout).toBe(
      "'one' 'two\\n' 'thr' ['ee\\n'] ['four\\r\\n', 'five\\n', 'six']\nEOF when reading a line\n",
    );
  });

  it("refuse and replace what cannot be encoded", () => {
    const text = `
import sys
try:
    print("a\\ud800")
except UnicodeEncodeError as error:
    print(error)
print("b\\ud800", file=sys.stderr)
sys.stdout.reconfigure(encoding="ascii", errors="xmlcharrefreplace")
print("\\u00e9")
`;
    expect(code(text)).toEqual({
      code: 0,
      stdout: "'utf-8' codec can't encode character '\\ud800' in position 1: surrogates not allowed\n&#233;\n",
      stderr: "b\\ud800\n",
    });
  });

  it("are flushed at the end, whatever stands over them", () => {
    const text = `
import sys, _io
sys.stdout = _io.TextIOWrapper(sys.stdout.buffer, encoding="latin-1")
print("\\u00e9")
print("never flushed", end="")
`;
    expect(code(text).stdout).toBe("\ufffd\nnever flushed");
  });
});

describe("the end of a program", () => {
  it("runs functions of atexit, the last one first, then finalizers", () => {
    const text = `
import atexit, sys
class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a = A(1)
b = [A(2)]
b.append(b)
atexit.register(print, "first")
@atexit.register
def second(): print("second", a.n)
@atexit.register
def bad(): raise ValueError("bad")
sys.exit(3)
`;
    const { code: exitCode, stdout, stderr } = code(text);
    expect([exitCode, stdout]).toEqual([3, "second 1\nfirst\ndel 1\ndel 2\n"]);
    expect(stderr).toContain("Exception ignored in atexit callback");
    expect(stderr).toContain("ValueError: bad\n");
  });

  it("writes what open files still hold", () => {
    const text = `
f = open("left.txt", "w")
f.write("text ")
g = open("left.bin", "wb")
g.write(b"bytes")
1 / 0
`;
    expect(code(text).code).toBe(1);
    expect(readFileSync(join(command.folder, "left.txt"), "utf8")).toBe("text ");
    expect(readFileSync(join(command.folder, "left.bin"), "utf8")).toBe("bytes");
  });

  it("tells sys.excepthook", () => {
    const text = `
import sys
sys.excepthook = lambda type, value, traceback: print(type.__name__, value, traceback.tb_lineno)
raise KeyError("x")
`;
    expect(code(text)).toEqual({ code: 1, stdout: "KeyError 'x' 4\n", stderr: "" });
    const failing = code("import sys\nsys.excepthook = lambda *args: 1 / 0\nraise KeyError('x')\n").stderr;
    expect(failing).toMatch(
      /^Error in sys.excepthook:\n[^]*ZeroDivisionError[^]*\nOriginal exception was:\n[^]*KeyError: 'x'\n$/,
    );
    expect(code("import sys\nsys.excepthook(ValueError, ValueError('y'), None)\n").stderr).toBe("ValueError: y\n");
  });

  it("tells sys.unraisablehook", () => {
    const text = `
import sys
sys.unraisablehook = lambda args: print(args.exc_type.__name__, args.exc_value, args.err_msg)
class A:
    def __del__(self): raise ValueError("in del")
A()
`;
    expect(code(text).stdout).toBe("ValueError in del Exception ignored while calling deallocator\n");
  });
});

describe("files and clocks", () => {
  it("are those of the computer", () => {
    writeFileSync(join(command.folder, "data.txt"), "one\ntwo\n");
    const text = `
with open("data.txt") as source, open("copy.txt", "w") as target:
    for line in source: target.write(line.upper())
print(open("copy.txt").read())
try:
    open("nowhere/x", "w")
except FileNotFoundError as error:
    print(error)
import time
start = time.perf_counter()
time.sleep(0.02)
print(0.02 <= time.perf_counter() - start < 1, time.time() > 1.7e9, time.process_time() > 0)
print(time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1e9)), time.tzname)
`;
    expect(command.run(["-c", text], { env: { TZ: "Europe/Berlin" } })).toEqual({
      code: 0,
      stdout:
        "ONE\nTWO\n\n[Errno 2] No such file or directory: 'nowhere/x'\nTrue True True\n2001-09-09 01:46:40 ('CET', 'CEST')\n",
      stderr: "",
    });
  });
});
