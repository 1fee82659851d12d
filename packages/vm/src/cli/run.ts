// Runs a program and turns the way it ended into an exit code.

import { isStandardModule } from "@tjit/runtime";
import { PythonError, PythonExit } from "../errors.ts";
import { VM } from "../vm.ts";
import type { ProgramCall } from "./command-line.ts";
import type { Console } from "./console.ts";
import { ExitCode } from "./exit-code.ts";
import { commandHost } from "./host.ts";
import type { CommandParts } from "./load-part.ts";
import type { InstalledLibrary } from "./library.ts";
import { type Program, loadProgram } from "./program.ts";
import { environmentTuning } from "./tuning.ts";

const libraryHint = "tjit: Python's standard library is not installed beside this command: npm install @tjit/stdlib\n";

/** Runs a program. Answers with the exit code. */
export function run({ source, argv, warnings }: ProgramCall, parts: CommandParts, streams: Console): number {
  const loaded = loadProgram(source, streams);
  if (!loaded.ok) {
    streams.error(`tjit: ${loaded.message}\n`);
    return loaded.exitCode;
  }
  const given = commandHost(streams, argv, loaded.program, parts);
  const host = { ...given, warnOptions: [...(given.warnOptions ?? []), ...warnings] };
  const vm = new VM({ ...host, jit: environmentTuning(streams) }, parts);
  return runProgram(vm, loaded.program, host.library, streams);
}

/** Runs a program in a VM that is there. Answers with the exit code; what nobody caught is on standard error. */
export function runProgram(vm: VM, program: Program, library: InstalledLibrary, streams: Console): number {
  const exitCode = runToEnd(vm, program, library, streams);
  vm.finish();
  return exitCode;
}

function runToEnd(vm: VM, program: Program, library: InstalledLibrary, streams: Console): number {
  try {
    start(vm, program);
    return ExitCode.SUCCESS;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    if (error instanceof PythonExit) {
      const prefix = program.kind === "module" && error.traceback === "" ? "tjit: " : "";
      streams.error(`${prefix}${error.text}`);
      return error.code;
    }
    streams.error(error.traceback);
    if (library.isMissed && missesLibrary(error)) streams.error(libraryHint);
    return error.type === "KeyboardInterrupt" ? ExitCode.INTERRUPTED : ExitCode.EXCEPTION;
  }
}

/** Whether a module was not found that the standard library has. */
function missesLibrary({ type, message }: PythonError): boolean {
  const name = /No module named '(\w+)/.exec(message)?.[1] ?? "";
  return type === "ModuleNotFoundError" && isStandardModule(name);
}

function start(vm: VM, program: Program): void {
  if (program.kind === "module") {
    const { name, argv } = program;
    vm.runModule(name, { argv });
    return;
  }
  const { source, filename, file } = program;
  if (file !== undefined) vm.setString("__file__", file);
  vm.run(source, { filename });
}
