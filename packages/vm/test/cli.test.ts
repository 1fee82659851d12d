// The command from outside: streams, exit codes, arguments, tracebacks as CPython 3.14 prints them, listings.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InstalledCommand, type Outcome, type Surroundings, installCommand } from "./support/command.ts";

let command: InstalledCommand;

beforeAll(() => {
  command = installCommand();
}, 60_000);

afterAll(() => {
  command.remove();
});

const tjit = (...words: readonly string[]): Outcome => command.run(words);

/** Writes a program; answers with the path that tracebacks name. */
function file(name: string, text: string): string {
  writeFileSync(join(command.folder, name), text);
  return join(realpathSync(command.folder), name);
}

/** A folder with files; answers with its path. */
function folder(name: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(join(command.folder, name));
  for (const [path, text] of Object.entries(files)) file(join(name, path), text);
  return join(realpathSync(command.folder), name);
}

function code(text: string, surroundings?: Surroundings): Outcome {
  return command.run(["-c", text], surroundings);
}

describe("where the program comes from", () => {
  it("runs a file as __main__, under its absolute path", () => {
    const path = file("main.py", "import sys\nprint(__name__, __file__, sys.argv)\n");
    const outcome = tjit("main.py", "a", "-c", "--help", "--", "-V");
    expect(outcome).toEqual({
      code: 0,
      stdout: `__main__ ${path} ['main.py', 'a', '-c', '--help', '--', '-V']\n`,
      stderr: "",
    });
  });

  it("runs text", () => {
    expect(tjit("-c", "import sys; print(sys.argv, __name__)", "-x", "y").stdout).toBe("['-c', '-x', 'y'] __main__\n");
    expect(tjit("-cprint(1)").stdout).toBe("1\n");
    expect(tjit("-c", "").code).toBe(0);
  });

  it("hands filters of warnings on", () => {
    expect(tjit("-W", "error", "-Wignore", "-c", "import sys; print(sys.warnoptions)").stdout).toBe(
      "['error', 'ignore']\n",
    );
    expect(tjit("-W").stderr).toContain("-W needs an argument");
  });

  it("runs standard input, asked or not", () => {
    const input = "import sys\nprint(sys.argv)\n";
    expect(command.run(["-", "a"], { input }).stdout).toBe("['-', 'a']\n");
    expect(command.run([], { input }).stdout).toBe("['']\n");
  });

  it("takes a file after --, whatever its name", () => {
    file("-odd.py", "print('odd')");
    expect(tjit("--", "-odd.py").stdout).toBe("odd\n");
  });

  it("says which file is missing", () => {
    const path = join(realpathSync(command.folder), "missing.py");
    expect(tjit("missing.py")).toEqual({
      code: 2,
      stdout: "",
      stderr: `tjit: can't open file '${path}': [Errno 2] No such file or directory\n`,
    });
  });

  it("runs a folder by its __main__.py", () => {
    folder("app", {
      "__main__.py": "import sys, helper\nprint(__name__, __file__, sys.argv, helper.x)\n",
      "helper.py": "x = 1\n",
    });
    expect(tjit("app", "a").stdout).toBe("__main__ app/__main__.py ['app', 'a'] 1\n");
    expect(tjit("bin")).toEqual({ code: 1, stdout: "", stderr: "tjit: can't find '__main__' module in 'bin'\n" });
  });

  it("runs modules and packages by name", () => {
    const path = folder("tool", {
      "__init__.py": "print('init')\n",
      "__main__.py": "import sys\nfrom . import part\nprint(__name__, __package__, sys.argv, part.x)\n",
      "part.py": "x = __name__\nif __name__ == '__main__': raise SystemExit(3)\n",
    });
    expect(tjit("-m", "tool", "-c", "b").stdout).toBe(
      `init\n__main__ tool ['${path}/__main__.py', '-c', 'b'] tool.part\n`,
    );
    expect(tjit("-mtool.part")).toEqual({ code: 3, stdout: "init\n", stderr: "" });
    folder("plain", { "__init__.py": "" });
    const refusals = {
      nope: "No module named nope",
      plain: "No module named plain.__main__; 'plain' is a package and cannot be directly executed",
    };
    for (const [name, message] of Object.entries(refusals)) {
      expect(tjit("-m", name)).toEqual({ code: 1, stdout: "", stderr: `tjit: ${message}\n` });
    }
    expect(tjit("-m", "tool.part.x").stderr).toContain("Error while finding module specification for 'tool.part.x'");
  });

  it("imports from the program's folder, then from PYTHONPATH", () => {
    folder("program", {
      "main.py": "import sys, near, far\nprint(near.x, far.x, sys.path[:2])\n",
      "near.py": "x = 'near'\n",
    });
    const elsewhere = folder("elsewhere", { "near.py": "x = 'wrong'\n", "far.py": "x = 'far'\n" });
    const outcome = command.run(["program/main.py"], { env: { PYTHONPATH: "elsewhere" } });
    expect(outcome.stdout).toBe(`near far ['${join(realpathSync(command.folder), "program")}', '${elsewhere}']\n`);
    expect(code("import sys, tool; print(repr(sys.path[0]))").stdout).toBe("init\n''\n");
  });

  it("says what to install for the standard library", () => {
    const { stderr } = code("import json");
    expect(stderr).toContain(
      "ModuleNotFoundError: No module named 'json'\ntjit: Python's standard library is not installed",
    );
    expect(code("import not_a_module").stderr).not.toContain("npm install");
  });

  it("loads native modules of the library that is installed, each from a file of its own", { timeout: 60_000 }, () => {
    command.installNativeModules();
    const program = [
      "import binascii, _struct, _heapq",
      "print(binascii.hexlify(_struct.pack('>I', binascii.crc32(b'tjit'))), binascii)",
      "try: binascii.unhexlify('x')",
      "except ValueError as error: print(type(error), error)",
      "class Heap(list): pass",
      "heap = Heap([3, 1, 2]); _heapq.heapify(heap); print(heap, isinstance(_struct.Struct('i'), object))",
    ].join("\n");
    const stdout = [
      "b'630ec3ea' <module 'binascii' (built-in)>",
      "<class 'binascii.Error'> Odd-length string",
      "[1, 3, 2] True",
      "",
    ].join("\n");
    // Again with what the launcher has cached.
    for (let turn = 0; turn < 2; turn++) expect(code(program)).toEqual({ code: 0, stdout, stderr: "" });
    expect(code("import no_such_module").code).toBe(1);
  });
});

describe("options", () => {
  it("shows its version and its usage", () => {
    expect(tjit("--version").stdout).toMatch(/^tjit \d+\.\d+\.\d+\S* \(Python 3\.14\)\n$/);
    expect(tjit("-V").stdout).toBe(tjit("--version").stdout);
    expect(tjit("-h")).toEqual(tjit("--help"));
    expect(tjit("--help").stdout).toContain("usage: tjit FILE");
  });

  it.each([
    [["--nonsense"], "unknown option --nonsense"],
    [["-x", "main.py"], "unknown option -x"],
    [["-c"], "-c needs an argument"],
    [["dis"], "dis: which program?"],
    [["trace", "--html"], "--html needs an argument"],
  ])("refuses %j", (words, message) => {
    expect(tjit(...words)).toEqual({ code: 2, stdout: "", stderr: `tjit: ${message}\nTry "tjit --help".\n` });
  });
});

describe("the end of a program", () => {
  it.each([
    ["pass", 0, ""],
    ["import sys; sys.exit()", 0, ""],
    ["import sys; sys.exit(3)", 3, ""],
    ["import sys; sys.exit(-1)", 255, ""],
    ["import sys; sys.exit('so long')", 1, "so long\n"],
    ["raise SystemExit", 0, ""],
    ["raise SystemExit((1, 2))", 1, "(1, 2)\n"],
  ])("%s", (text, exitCode, stderr) => {
    expect(code(text)).toEqual({ code: exitCode, stdout: "", stderr });
  });

  it("prints the traceback of an exception that nobody caught", () => {
    const path = file("fails.py", "def divide(a, b):\n    return a / b\n\nprint('before')\ndivide(1, 0)\n");
    expect(tjit("fails.py")).toEqual({
      code: 1,
      stdout: "before\n",
      stderr: `Traceback (most recent call last):
  File "${path}", line 5, in <module>
    divide(1, 0)
    ~~~~~~^^^^^^
  File "${path}", line 2, in divide
    return a / b
           ~~^~~
ZeroDivisionError: division by zero
`,
    });
  });

  it("prints chained exceptions", () => {
    const text = "try:\n    {}['k']\nexcept KeyError as error:\n    raise ValueError('no k') from error\n";
    expect(code(text).stderr).toBe(`Traceback (most recent call last):
  File "<string>", line 2, in <module>
    {}['k']
    ~~^^^^^
KeyError: 'k'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "<string>", line 4, in <module>
    raise ValueError('no k') from error
ValueError: no k
`);
  });

  it("prints the same traceback when the code is a trace", () => {
    const text = `def f(n):
    total = 0
    for i in range(n, -1, -1):
        total += 100 // i
    return total
f(20000)
`;
    const expected = `Traceback (most recent call last):
  File "<string>", line 6, in <module>
    f(20000)
    ~^^^^^^^
  File "<string>", line 4, in f
    total += 100 // i
             ~~~~^^~~
ZeroDivisionError: division by zero
`;
    expect(code(text, { env: { PYTHON_JIT: "1" } }).stderr).toBe(expected);
    expect(code(text, { env: { PYTHON_JIT: "0" } }).stderr).toBe(expected);
  });

  it("shows where a program is not Python", () => {
    const path = file("wrong.py", "x = 1\nif x = 2:\n    pass\n");
    expect(tjit("wrong.py")).toEqual({
      code: 1,
      stdout: "",
      stderr: `  File "${path}", line 2
    if x = 2:
       ^^^^^
SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
`,
    });
  });

  it("ends as interrupted after KeyboardInterrupt", () => {
    const { code: exitCode, stderr } = code("raise KeyboardInterrupt");
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^Traceback[^]*\nKeyboardInterrupt\n$/);
  });

  it.skipIf(process.platform === "win32")("can be interrupted", async () => {
    const child = spawn(process.execPath, [command.launcher, "-c", "print('on', flush=True)\nwhile True: pass"]);
    const ended = new Promise((resolve) => child.on("exit", (_, signal) => resolve(signal)));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGINT");
    expect(await ended).toBe("SIGINT");
  });
});

describe("streams", () => {
  it("loses nothing of a long output", () => {
    const { stdout } = code("for i in range(50000): print(i)\nimport sys\nsys.exit(0)");
    const lines = stdout.split("\n");
    expect(lines.length).toBe(50001);
    expect(lines[49999]).toBe("49999");
  });

  it("writes text that is not ASCII as UTF-8", () => {
    expect(code("print('žluťoučký 🐍')").stdout).toBe("žluťoučký 🐍\n");
  });

  it("keeps the order of output and errors", async () => {
    const text = "import sys\nprint(1)\nprint(2, file=sys.stderr)\nprint(3)\n";
    const child = spawn("sh", ["-c", `"$0" "$1" -c "$2" 2>&1`, process.execPath, command.launcher, text]);
    let output = "";
    child.stdout.on("data", (piece: Buffer) => (output += piece.toString()));
    await new Promise((resolve) => child.on("close", resolve));
    expect(output).toBe("1\n2\n3\n");
  });

  it("stops without a word when nobody reads", async () => {
    const text = "while True: print('y')";
    const child = spawn("sh", ["-c", `"$0" "$1" -c "$2" | head -2`, process.execPath, command.launcher, text]);
    let output = "";
    let errors = "";
    child.stdout.on("data", (piece: Buffer) => (output += piece.toString()));
    child.stderr.on("data", (piece: Buffer) => (errors += piece.toString()));
    await new Promise((resolve) => child.on("close", resolve));
    expect([output, errors]).toEqual(["y\ny\n", ""]);
  });

  it.runIf(existsSync("/dev/full"))("says when output cannot be written", () => {
    const script = `"$0" "$1" -c "print(1)" > /dev/full`;
    const { status, stderr } = spawnSync("sh", ["-c", script, process.execPath, command.launcher], {
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([1, "tjit: can't write to standard output: ENOSPC\n"]);
  });

  it("reads lines, the last one without a newline", () => {
    const text = "import sys\nprint(input('? '))\nprint([line for line in sys.stdin])";
    expect(code(text, { input: "á\nb\n\nc" }).stdout).toBe("? á\n['b\\n', '\\n', 'c']\n");
    expect(code("input()").stderr).toMatch(/\nEOFError: EOF when reading a line\n$/);
  });
});

describe("thresholds", () => {
  it("warns of values that it cannot use, and runs", () => {
    expect(code("print(1)", { env: { PYTHON_JIT_RESUME_INITIAL_VALUE: "soon" } })).toEqual({
      code: 0,
      stdout: "1\n",
      stderr: "tjit: warning: PYTHON_JIT_RESUME_INITIAL_VALUE=soon is ignored\n",
    });
  });
});

const loop = `def count(n):
    total = 0
    for i in range(n):
        total += i
    return total
print(count(20000))
`;

describe("dis", () => {
  it("shows the instructions without running them", () => {
    expect(tjit("dis", "-c", "x = 1\nprint(x)")).toEqual({
      code: 0,
      stdout: `  0           RESUME                   0

  1           LOAD_SMALL_INT           1
              STORE_NAME               0 (x)

  2           LOAD_NAME                1 (print)
              PUSH_NULL
              LOAD_NAME                0 (x)
              CALL                     1
              POP_TOP
              LOAD_CONST               1 (None)
              RETURN_VALUE
`,
      stderr: "",
    });
  });

  it("shows caches", () => {
    expect(tjit("dis", "--caches", "-c", "f()").stdout).toContain("CACHE                    0 (counter: 0)");
  });

  it("shows what a run made of them; the program's output is not in the way", () => {
    file("loop.py", loop);
    const { code: exitCode, stdout, stderr } = tjit("dis", "--adaptive", "loop.py");
    expect([exitCode, stderr]).toEqual([0, "199990000\n"]);
    expect(stdout).toContain("FOR_ITER_RANGE");
    expect(stdout).toContain("BINARY_OP_ADD_INT");
    expect(stdout).toContain("ENTER_EXECUTOR");
  });

  it("shows a program that fails, too", () => {
    const { code: exitCode, stdout, stderr } = tjit("dis", "--adaptive", "-c", "1 / 0");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("BINARY_OP");
    expect(stderr).toContain("ZeroDivisionError");
  });

  it("says where a program is not Python", () => {
    expect(tjit("dis", "-c", "x =")).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("trace", () => {
  it("shows what each pass did, exits with their counts, and sizes", () => {
    file("loop.py", loop);
    const { code: exitCode, stdout, stderr } = tjit("trace", "loop.py");
    expect([exitCode, stderr]).toEqual([0, "199990000\n"]);
    expect(stdout).toMatch(/^trace count:\d+: \d+ uops recorded, \d+ optimized, \d+ bytes, [\d.]+ ms, executor \d+\n/);
    expect(stdout).toMatch(/\ntype-inference: \d+ uops, \d+ rewrites\n/);
    expect(stdout).toMatch(/\n- _GUARD_/);
    expect(stdout).toMatch(/\nexit \d+ +side .* taken \d+\n/);
    expect(stdout).toMatch(/\n\d+ traces, \d+ bytes of code, \d+ not compiled\n$/);
  });

  it("shows whole traces when asked", () => {
    const short = tjit("trace", "-c", loop).stdout;
    expect(tjit("trace", "--passes", "-c", loop).stdout.length).toBeGreaterThan(short.length);
  });

  it("starts when the environment says", () => {
    const env = { PYTHON_JIT_JUMP_BACKWARD_INITIAL_VALUE: "8191" };
    expect(command.run(["trace", "-c", loop.replace("20000", "5000")], { env }).stdout).toMatch(/^0 traces/);
    expect(command.run(["trace", "-c", loop], { env: { PYTHON_JIT: "0" } }).stdout).toMatch(/^0 traces/);
  });

  it("writes JSON lines, a report, a timeline", () => {
    const lines = tjit("trace", "--json", "-", "-c", loop).stdout.trimEnd().split("\n");
    const kinds = lines.map((line) => (JSON.parse(line) as { readonly kind: string }).kind);
    expect(kinds).toContain("compile");
    expect(tjit("trace", "--html", "-", "-c", loop).stdout).toMatch(/^<!doctype html>/);
    expect(JSON.parse(tjit("trace", "--chrome", "-", "-c", loop).stdout)).toHaveProperty("traceEvents");
    expect(tjit("trace", "--json", "nowhere/out", "-c", "1")).toMatchObject({
      code: 2,
      stderr: "tjit: can't write 'nowhere/out': ENOENT\n",
    });
  });
});
