// Files of the host: programs that read and change them do what they do on CPython, with the JIT and without.

import { inflateRawSync } from "node:zlib";
import { openLibrary } from "@tjit/stdlib";
import { describe, expect, it } from "vitest";
import { PythonError, VM } from "../src/index.ts";
import { fullColumn, interpreterColumn } from "./support/columns.ts";
import { filePrograms } from "./support/file-programs.ts";
import { memoryFiles } from "./support/memory-files.ts";
import { loadOracle } from "./support/oracle.ts";
import { caseFolder, printOutcome } from "./support/outcome.ts";
import { runCase } from "./support/run-case.ts";

const library = openLibrary(inflateRawSync);
const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

describe("files", () => {
  for (const [name, source] of Object.entries(filePrograms)) {
    it(name, { timeout: 60_000 }, async () => {
      const outcome = (await loadOracle()).runInFolder({}, source);
      expect(outcome.exitCode, outcome.stderr).toBe(0);
      for (const column of [interpreterColumn, fullColumn]) {
        const host = { library, env: {}, now: () => 1.5e9, randomBytes, files: memoryFiles(caseFolder, {}) };
        const run = runCase(source, column, { heap: "plain", leaks: "ignored", host });
        expect(printOutcome(run.outcome), column.name).toBe(printOutcome(outcome));
      }
    });
  }
});

describe("hosts that can do less", () => {
  const lines = (options: ConstructorParameters<typeof VM>[0], source: string): readonly string[] => {
    let text = "";
    new VM({ library, ...options, stdout: (part) => void (text += part) }).run(source);
    return text.trim().split("\n");
  };
  const attempts = `
import os
def attempt(name, *args):
    try:
        function = open if name == "open" else getattr(os, name)
        print(name, function(*args))
    except Exception as error:
        print(name, type(error).__name__, error)
`;
  const { stat, read, list, currentFolder } = memoryFiles("/case", { "a.txt": "text", "sub/b": "" });

  it("files that can only be read", () => {
    const source = `${attempts}
print(open("/case/a.txt").read(), os.stat("/case/a.txt").st_size, sorted(os.listdir("/case")), os.getcwd())
attempt("open", "/case/a.txt", "w")
attempt("open", "/case/new", "w")
attempt("open", "/case/none")
attempt("mkdir", "/case/new")
attempt("remove", "/case/a.txt")
attempt("rename", "/case/a.txt", "/case/b")
attempt("open", "/case/a.txt", "r+")
print([name for name in ["chdir", "symlink", "readlink", "chmod", "utime", "getuid"] if hasattr(os, name)])
print(os.path.islink("/case/a.txt"), os.access("/case/a.txt", os.W_OK), os.access("/case/a.txt", os.R_OK), os.getpid(), os.cpu_count())
`;
    expect(lines({ files: { stat, read, list, currentFolder } }, source)).toEqual([
      "text 4 ['a.txt', 'sub'] /case",
      "open OSError [Errno 30] Read-only file system: '/case/a.txt'",
      "open OSError [Errno 30] Read-only file system: '/case/new'",
      "open FileNotFoundError [Errno 2] No such file or directory: '/case/none'",
      "mkdir OSError [Errno 30] Read-only file system: '/case/new'",
      "remove OSError [Errno 30] Read-only file system: '/case/a.txt'",
      "rename OSError [Errno 30] Read-only file system: '/case/a.txt' -> '/case/b'",
      "open OSError [Errno 30] Read-only file system: '/case/a.txt'",
      "[]",
      "False False True 1 None",
    ]);
  });

  it("no files at all", () => {
    const source = `${attempts}
attempt("open", "/x")
attempt("stat", "/x")
attempt("listdir", "/x")
attempt("mkdir", "/x")
attempt("getcwd")
attempt("urandom", 3)
print(os.path.exists("/x"), dict(os.environ))
`;
    expect(lines({}, source)).toEqual([
      "open FileNotFoundError [Errno 2] No such file or directory: '/x'",
      "stat FileNotFoundError [Errno 2] No such file or directory: '/x'",
      "listdir FileNotFoundError [Errno 2] No such file or directory: '/x'",
      "mkdir OSError [Errno 30] Read-only file system: '/x'",
      "getcwd FileNotFoundError [Errno 2] No such file or directory",
      "urandom NotImplementedError this machine has no source of random bytes",
      "False {}",
    ]);
  });

  it("no random bytes", () => {
    const source = `
import random
def attempt(function, *args):
    try:
        print(function(*args))
    except NotImplementedError as error:
        print(error)
attempt(random.random)
attempt(random.Random().getrandbits, 3)
attempt(random.getstate)
attempt(random.SystemRandom().random)
state = random.Random(1).getstate()
random.setstate(state)
attempt(random.random)
random.seed()
attempt(random.randrange, 9)
random.seed("x")
attempt(random.randrange, 9)
`;
    const refused = "this machine has no source of random bytes: give a seed";
    const system = "this machine has no source of random bytes";
    expect(lines({}, source)).toEqual([refused, refused, refused, system, "0.13436424411240122", refused, "5"]);
  });

  it("a defect of the host is no exception of Python's", () => {
    const files = {
      stat,
      read,
      list,
      currentFolder: (): string => {
        throw new TypeError("defect");
      },
    };
    const vm = new VM({ files, library });
    expect(() => {
      vm.run("try:\n    import os\n    os.getcwd()\nexcept BaseException: pass\n");
    }).toThrow(TypeError);
    expect(PythonError).toBeDefined();
  });
});
