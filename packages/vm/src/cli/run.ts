// Runs a program and turns the way it ended into an exit code.

import { PythonError, PythonExit } from "../errors.ts";
import type { Parts } from "../parts.ts";
import { VM } from "../vm.ts";
import type { ProgramCall } from "./command-line.ts";
import type { Console } from "./console.ts";
import { ExitCode } from "./exit-code.ts";
import { commandHost } from "./host.ts";
import { type Program, loadProgram } from "./program.ts";
import { environmentTuning } from "./tuning.ts";

/** Runs a program. Answers with the exit code. */
export function run({ source, argv }: ProgramCall, parts: Parts, streams: Console): number {
  const loaded = loadProgram(source, streams);
  if (!loaded.ok) {
    streams.error(`tjit: ${loaded.message}\n`);
    return loaded.exitCode;
  }
  const vm = new VM({ ...commandHost(streams, argv), jit: environmentTuning(streams) }, parts);
  return runProgram(vm, loaded.program, streams);
}

/** Runs a program in a VM that is there. Answers with the exit code; what nobody caught is on standard error. */
export function runProgram(vm: VM, { source, filename, file }: Program, streams: Console): number {
  try {
    if (file !== undefined) vm.setString("__file__", file);
    vm.run(source, { filename });
    return ExitCode.SUCCESS;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    if (error instanceof PythonExit) {
      streams.error(error.text);
      return error.code;
    }
    streams.error(error.traceback);
    return error.type === "KeyboardInterrupt" ? ExitCode.INTERRUPTED : ExitCode.EXCEPTION;
  }
}
