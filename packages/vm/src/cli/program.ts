// A program as the command was given it: where its text is, and what tracebacks call it.

import { readFileSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import process from "node:process";
import type { ProgramSource } from "./command-line.ts";
import type { Console } from "./console.ts";
import { ExitCode } from "./exit-code.ts";
import { errorCode } from "./output.ts";

/** A program whose text is there. */
export interface SourceProgram {
  readonly kind: "source";
  readonly source: string | Uint8Array;
  /** What tracebacks call it. */
  readonly filename: string;
  /** `__file__`; a program given as text has none. */
  readonly file: string | undefined;
  /** Where imports look first. */
  readonly folder: string;
}

/** A program that Python's own search finds. */
export interface ModuleProgram {
  readonly kind: "module";
  readonly name: string;
  /** Whether its path becomes the first argument. */
  readonly argv: "replace" | "keep";
  readonly folder: string;
}

/** A program that can be run. */
export type Program = SourceProgram | ModuleProgram;

/** A program, or why there is none. */
export type LoadedProgram =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly message: string; readonly exitCode: number };

/** Reads a program. */
export function loadProgram(source: ProgramSource, streams: Console): LoadedProgram {
  switch (source.kind) {
    case "text":
      // CPython adds the newline, too.
      return textProgram(`${source.text}\n`, "<string>", undefined);
    case "input":
      return textProgram(streams.readInput(), "<stdin>", "<stdin>");
    case "module":
      return { ok: true, program: { kind: "module", name: source.name, argv: "replace", folder: process.cwd() } };
    case "file":
      return loadFile(source.path, resolve(source.path));
  }
}

function textProgram(source: string | Uint8Array, filename: string, file: string | undefined): LoadedProgram {
  return { ok: true, program: { kind: "source", source, filename, file, folder: "" } };
}

/** CPython's words for what usually goes wrong. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "[Errno 13] Permission denied",
  ENOENT: "[Errno 2] No such file or directory",
  ENOTDIR: "[Errno 20] Not a directory",
};

/** Zip archives begin so. */
const archiveMagic = "PK\u0003\u0004";

function loadFile(given: string, path: string): LoadedProgram {
  try {
    const source = readFileSync(path);
    if (source.toString("latin1", 0, archiveMagic.length) === archiveMagic) return mainOf(given);
    const folder = dirname(realpathSync(path));
    return { ok: true, program: { kind: "source", source, filename: path, file: path, folder } };
  } catch (error) {
    const code = errorCode(error) ?? "";
    if (code === "EISDIR") return mainOf(given);
    return { ok: false, message: `can't open file '${path}': ${reasons[code] ?? code}`, exitCode: ExitCode.USAGE };
  }
}

/** The `__main__` of a folder or an archive. */
function mainOf(folder: string): LoadedProgram {
  return { ok: true, program: { kind: "module", name: "__main__", argv: "keep", folder } };
}
