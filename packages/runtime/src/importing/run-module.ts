// The code object of a Python file, and running it as a module.

import { MarshalError, unmarshalCode } from "@tjit/bytecode";
import { setError } from "../exceptions/errors.ts";
import { runCode } from "../frames/call-function.ts";
import { newFunction } from "../object/function.ts";
import { decref } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { pathInLibrary, readFile } from "./files.ts";

/** The code object of a file: compiled, or the library's own. New reference; 0 with an exception set. */
export function codeOfFile(rt: Runtime, path: string): number {
  const inside = pathInLibrary(path);
  return inside === null ? compileFile(rt, path) : libraryCode(rt, path, inside);
}

function compileFile(rt: Runtime, path: string): number {
  const source = readFile(rt, path);
  if (source === undefined) return setError(rt, rt.types.OSError, `can't read '${path}'`);
  const { compile } = rt.hooks;
  if (compile === null) return setError(rt, rt.types.SystemError, "there is no compiler");
  return compile(source, path, "exec");
}

function libraryCode(rt: Runtime, path: string, inside: string): number {
  const bytes = rt.host.library?.code(inside);
  if (bytes === undefined) return setError(rt, rt.types.ImportError, `the library has no code for '${path}'`);
  const { loadCode } = rt.hooks;
  if (loadCode === null) return setError(rt, rt.types.SystemError, "there is no engine to run Python code");
  try {
    return loadCode(unmarshalCode(bytes, { filename: path }));
  } catch (error) {
    if (!(error instanceof MarshalError)) throw error;
    return setError(rt, rt.types.ImportError, `bad code for '${path}': ${error.message}`);
  }
}

/** Runs a module's code in its namespace. Status. */
export function runModule(rt: Runtime, code: number, namespace: number): number {
  const fn = newFunction(rt, code, namespace);
  const result = runCode(rt, fn, namespace);
  decref(rt, fn);
  if (result === 0) return -1;
  decref(rt, result);
  return 0;
}
