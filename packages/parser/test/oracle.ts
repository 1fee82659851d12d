/** Real CPython 3.14 (the npm package `pyodide`), loaded once per worker. */
import { loadPyodide } from "pyodide";

/** What CPython says of a refused text. */
export interface OracleError {
  readonly type: string;
  readonly message: string;
  readonly lineno: number | null;
  readonly offset: number | null;
  readonly endLineno: number | null;
  readonly endOffset: number | null;
  readonly text: string | null;
}

interface OracleWarning {
  readonly category: string;
  readonly message: string;
  readonly lineno: number;
}

/** `ast.dump` with positions, or the error. */
type OracleAnswer = { readonly dump: string } | { readonly error: OracleError };

export interface Oracle {
  /** What CPython makes of a text. */
  readonly dump: (source: string, mode?: string) => OracleAnswer;
  /** As {@link dump}, for bytes. */
  readonly dumpBytes: (source: Uint8Array) => OracleAnswer;
  /** The warnings that compiling to an AST gives. */
  readonly warnings: (source: string) => readonly OracleWarning[];
  /** Characters of a Unicode name. */
  readonly character: (name: string) => string | undefined;
  /** Names of the library archive's Python files. */
  readonly libraryFiles: () => readonly string[];
  /** A library file's bytes. */
  readonly libraryFile: (name: string) => Uint8Array;
}

const SETUP = `
import ast, glob, json, sys, unicodedata, warnings, zipfile

def _tree(source, mode):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = compile(source, "<string>", mode, ast.PyCF_ONLY_AST)
        return json.dumps({"dump": ast.dump(tree, include_attributes=True)})
    except SyntaxError as e:
        return json.dumps({"error": {"type": type(e).__name__, "message": e.msg, "lineno": e.lineno,
            "offset": e.offset, "endLineno": e.end_lineno, "endOffset": e.end_offset, "text": e.text}})
    except BaseException as e:
        return json.dumps({"error": {"type": type(e).__name__, "message": str(e), "lineno": None,
            "offset": None, "endLineno": None, "endOffset": None, "text": None}})

def _tree_of_bytes(source):
    return _tree(source.to_bytes(), "exec")

def _warnings(source):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            compile(source, "<string>", "exec", ast.PyCF_ONLY_AST)
        except SyntaxError:
            pass
    return json.dumps([{"category": w.category.__name__, "message": str(w.message), "lineno": w.lineno} for w in seen])

def _character(name):
    try:
        return json.dumps(unicodedata.lookup(name))
    except KeyError:
        return "null"

_archive = zipfile.ZipFile([p for p in sys.path if p.endswith(".zip")][0])
`;

type PythonFunction = (...values: unknown[]) => unknown;

let loading: Promise<Oracle> | undefined;

/** The oracle; loading it takes two to three seconds. */
export function loadOracle(): Promise<Oracle> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Oracle> {
  const python = await loadPyodide();
  python.runPython(SETUP);
  const get = (name: string): PythonFunction =>
    (python.globals as unknown as { get(name: string): unknown }).get(name) as PythonFunction;
  const tree = get("_tree");
  const treeOfBytes = get("_tree_of_bytes");
  const warningsOf = get("_warnings");
  const characterOf = get("_character");
  const names = python.runPython('"\\n".join(sorted(n for n in _archive.namelist() if n.endswith(".py")))') as string;
  const read = python.runPython("_archive.read") as (name: string) => { toJs(): Uint8Array };
  return {
    dump: (source, mode = "exec") => JSON.parse(String(tree(source, mode))) as OracleAnswer,
    dumpBytes: (source) => JSON.parse(String(treeOfBytes(source))) as OracleAnswer,
    warnings: (source) => JSON.parse(String(warningsOf(source))) as readonly OracleWarning[],
    character: (name) => (JSON.parse(String(characterOf(name))) as string | null) ?? undefined,
    libraryFiles: () => names.split("\n"),
    libraryFile: (name) => read(name).toJs(),
  };
}
