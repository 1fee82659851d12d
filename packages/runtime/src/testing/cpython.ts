// Real CPython 3.14 (the npm package `pyodide`), loaded once per worker, and Python literals of JavaScript values.
//
// Pyodide is a 32-bit build: its hashes and `sys.maxsize` are not those of this project, which follows 64-bit builds.
import { loadPyodide } from "pyodide";

/** CPython's answers to expressions. */
export interface CPython {
  /** The `repr` of each expression's value, or `Type: message` of what it raised. */
  evaluate(expressions: readonly string[]): readonly string[];
  /** Runs statements that the expressions may refer to. */
  execute(source: string): void;
  /** The value of an expression, by way of JSON. */
  json(expression: string): unknown;
}

const SETUP = `
import json, warnings
warnings.simplefilter("ignore")
def _evaluate(expressions):
    results = []
    for expression in json.loads(expressions):
        try:
            results.append(repr(eval(expression)))
        except Exception as error:
            results.append(f"{type(error).__name__}: {error}")
    return json.dumps(results)
`;

let loading: Promise<CPython> | undefined;

/** Loading takes two to three seconds. */
export function loadCPython(): Promise<CPython> {
  loading ??= load();
  return loading;
}

async function load(): Promise<CPython> {
  const python = await loadPyodide();
  python.runPython(SETUP);
  const evaluate = (python.globals as unknown as { get(name: string): unknown }).get("_evaluate") as (
    expressions: string,
  ) => string;
  const execute = (source: string): unknown => python.runPython(source) as unknown;
  return {
    evaluate: (expressions) => JSON.parse(evaluate(JSON.stringify(expressions))) as string[],
    execute: (source) => {
      execute(source);
    },
    json: (expression) => JSON.parse(execute(`json.dumps(${expression})`) as string) as unknown,
  };
}

/** A Python literal of a string. */
export function pyString(text: string): string {
  let result = "'";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === "'" || character === "\\") result += `\\${character}`;
    else if (code >= 32 && code < 127) result += character;
    else result += `\\U${code.toString(16).padStart(8, "0")}`;
  }
  return `${result}'`;
}

/** A Python expression for a float, exactly. */
export function pyFloat(value: number): string {
  if (Number.isNaN(value)) return "float('nan')";
  if (!Number.isFinite(value)) return value < 0 ? "float('-inf')" : "float('inf')";
  return Object.is(value, -0)
    ? "(-0.0)"
    : `(${String(value)}${Number.isInteger(value) && Math.abs(value) < 1e21 ? ".0" : ""})`;
}

/** A Python expression for an int. */
export function pyInt(value: number | bigint): string {
  return `(${value < 0 ? "-" : ""}0x${(value < 0 ? -value : value).toString(16)})`;
}

/** A Python literal of bytes. */
export function pyBytes(bytes: Uint8Array): string {
  return `bytes.fromhex('${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}')`;
}
