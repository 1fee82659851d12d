// Real CPython 3.14 (the npm package `pyodide`) as the oracle of whole programs. Loading takes two to three seconds.

import { loadPyodide } from "pyodide";
import { caseFilename, caseFolder, type Outcome } from "./outcome.ts";

/** Runs programs; the limit of recursion is that of a program run by the `python` command. */
const setup = `
import builtins, gc, io, json, linecache, sys, traceback

def _show(error, file):
    tb = error.__traceback__
    while tb is not None and tb.tb_frame.f_code.co_filename != "${caseFilename}":
        tb = tb.tb_next
    seen = set()
    def trim(exc):
        if exc is None or id(exc) in seen: return
        seen.add(id(exc))
        at = exc.__traceback__
        while at is not None and at.tb_frame.f_code.co_filename == "<exec>":
            at = at.tb_next
        exc.__traceback__ = at
        trim(exc.__cause__)
        trim(exc.__context__)
    trim(error)
    traceback.print_exception(error, file=file)

_probe = """
def probe(n):
    global deepest
    deepest = n
    probe(n + 1)
try:
    probe(1)
except RecursionError:
    pass
print(deepest)
"""

def _run_one(source, limit):
    lines = source.splitlines(True)
    # CPython's compiler and the printer of finalizers' errors read the file itself.
    with open("${caseFilename}", "w") as file: file.write(source)
    linecache.cache["${caseFilename}"] = (len(source), None, lines, "${caseFilename}")
    namespace = {"__name__": "__main__", "__builtins__": builtins, "__doc__": None}
    saved = sys.stdout, sys.stderr, sys.argv, sys.getrecursionlimit()
    sys.stdout, sys.stderr, sys.argv = io.StringIO(), io.StringIO(), ["${caseFilename}"]
    code = 0
    sys.setrecursionlimit(limit)
    try:
        try:
            exec(compile(source, "${caseFilename}", "exec"), namespace)
        except SystemExit as error:
            code = error.code
            if code is None: code = 0
            elif not isinstance(code, int):
                print(code, file=sys.stderr)
                code = 1
        except BaseException as error:
            code = 1
            _show(error, sys.stderr)
        return sys.stdout.getvalue(), sys.stderr.getvalue(), code
    finally:
        namespace.clear()
        gc.collect()
        sys.stdout, sys.stderr, sys.argv, limit = saved
        sys.setrecursionlimit(limit)

def _run_in_folder(files, source):
    import importlib, os, shutil
    folder = os.getcwd()
    shutil.rmtree("${caseFolder}", ignore_errors=True)
    for path, text in json.loads(files).items():
        path = os.path.join("${caseFolder}", path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file: file.write(text)
    os.makedirs("${caseFolder}", exist_ok=True)
    importlib.invalidate_caches()
    before = dict(sys.modules)
    saved = sys.path[:], sys.meta_path[:], sys.path_hooks[:]
    dont_write, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, "${caseFolder}")
    try:
        return json.dumps(_run_one(source, 1000))
    finally:
        os.chdir(folder)
        sys.path[:], sys.meta_path[:], sys.path_hooks[:] = saved
        sys.dont_write_bytecode = dont_write
        for name in list(sys.modules):
            if name not in before: del sys.modules[name]
        for name, module in before.items(): sys.modules[name] = module
        sys.path_importer_cache.clear()

def _run_all(sources):
    # A program run by the command reaches a depth of 999 calls; here there are frames below it.
    limit = 1000 + 999 - int(_run_one(_probe, 1000)[0])
    return json.dumps([_run_one(source, limit) for source in json.loads(sources)])
`;

/** Real CPython. */
export interface Oracle {
  run(sources: readonly string[]): readonly Outcome[];
  /** Runs a program whose folder holds these files. */
  runInFolder(files: Readonly<Record<string, string>>, source: string): Outcome;
}

let loading: Promise<Oracle> | undefined;

/** The oracle of this worker. */
export function loadOracle(): Promise<Oracle> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Oracle> {
  const python = await loadPyodide();
  python.runPython(setup);
  const globals = python.globals as unknown as { get(name: string): unknown };
  const runInFolder = globals.get("_run_in_folder") as (files: string, source: string) => string;
  const runAll = globals.get("_run_all") as (sources: string) => string;
  const outcome = ([stdout, stderr, exitCode]: readonly [string, string, number]): Outcome => ({
    stdout,
    stderr,
    exitCode,
  });
  return {
    runInFolder: (files, source) =>
      outcome(JSON.parse(runInFolder(JSON.stringify(files), source)) as [string, string, number]),
    run: (sources) => (JSON.parse(runAll(JSON.stringify(sources))) as [string, string, number][]).map(outcome),
  };
}
