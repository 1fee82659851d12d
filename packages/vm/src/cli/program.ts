// A program as the command was given it: where its text is, and what tracebacks call it.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ProgramSource } from "./command-line.ts";
import type { Console } from "./console.ts";
import { ExitCode } from "./exit-code.ts";
import { errorCode } from "./output.ts";

/** A program that can be run. */
export interface Program {
  readonly source: string | Uint8Array;
  /** What tracebacks call it. */
  readonly filename: string;
  /** `__file__`; a program given as text has none. */
  readonly file: string | undefined;
}

/** A program, or why there is none. */
export type LoadedProgram =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly message: string; readonly exitCode: number };

/** Reads a program. */
export function loadProgram(source: ProgramSource, streams: Console): LoadedProgram {
  switch (source.kind) {
    case "text":
      // CPython adds the newline, too.
      return { ok: true, program: { source: `${source.text}\n`, filename: "<string>", file: undefined } };
    case "input":
      return { ok: true, program: { source: streams.readInput(), filename: "<stdin>", file: "<stdin>" } };
    case "file":
      return loadFile(resolve(source.path));
  }
}

/** CPython's words for what usually goes wrong. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "[Errno 13] Permission denied",
  ENOENT: "[Errno 2] No such file or directory",
  ENOTDIR: "[Errno 20] Not a directory",
};

function loadFile(path: string): LoadedProgram {
  try {
    return { ok: true, program: { source: readFileSync(path), filename: path, file: path } };
  } catch (error) {
    const code = errorCode(error) ?? "";
    if (code === "EISDIR") {
      return { ok: false, message: `can't find '__main__' module in '${path}'`, exitCode: ExitCode.EXCEPTION };
    }
    return { ok: false, message: `can't open file '${path}': ${reasons[code] ?? code}`, exitCode: ExitCode.USAGE };
  }
}
