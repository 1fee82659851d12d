// `tjit dis`: a program's instructions, as compiled or as a run left them.

import { type CodeObject, type DisassembleOptions, disassemble } from "@tjit/bytecode";
import { PythonSyntaxError } from "../errors.ts";
import { compileSource } from "../source.ts";
import { VM } from "../vm.ts";
import type { DisOptions, ProgramCall } from "./command-line.ts";
import type { Console } from "./console.ts";
import { ExitCode } from "./exit-code.ts";
import { commandHost } from "./host.ts";
import type { CommandParts } from "./load-part.ts";
import { type SourceProgram, loadProgram } from "./program.ts";
import { runProgram } from "./run.ts";
import { ungovernedTuning } from "./tuning.ts";

/** Prints the instructions of a program. Answers with the exit code: of the program, when it was run. */
export function dis({ source, argv }: ProgramCall, options: DisOptions, parts: CommandParts, streams: Console): number {
  const loaded = loadProgram(source, streams);
  if (!loaded.ok) {
    streams.error(`tjit: ${loaded.message}\n`);
    return loaded.exitCode;
  }
  const { program } = loaded;
  if (program.kind === "module") {
    streams.error("tjit: dis shows a file or a text, not a module that is to be found\n");
    return ExitCode.USAGE;
  }
  const shown: DisassembleOptions = { showCaches: options.showsCaches };
  if (options.isAdaptive) return runAndShow(program, argv, shown, parts, streams);
  try {
    const { source: text, filename } = program;
    const resolveCharacterName = (name: string): string | undefined =>
      namedCharacter(name, new VM(commandHost(streams, argv, program, parts), parts));
    show(compileSource(text, { filename, mode: "exec", resolveCharacterName }).code, shown, streams);
    return ExitCode.SUCCESS;
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    streams.error(error.traceback);
    return ExitCode.EXCEPTION;
  }
}

/** A character by its name, which the library knows. */
function namedCharacter(name: string, vm: VM): string | undefined {
  if (!/^[\w -]+$/.test(name)) return undefined;
  try {
    const character = vm.evaluate(`"\\N{${name}}"`);
    return typeof character === "string" ? character : undefined;
  } catch (error) {
    if (error instanceof PythonSyntaxError) return undefined;
    throw error;
  }
}

/** The listing is alone on standard output: what the program prints goes to standard error. */
function runAndShow(
  program: SourceProgram,
  argv: readonly string[],
  shown: DisassembleOptions,
  parts: CommandParts,
  streams: Console,
): number {
  const host = { ...commandHost(streams, argv, program, parts), stdout: streams.error };
  const vm = new VM({ ...host, jit: ungovernedTuning(streams), keepCode: true }, parts);
  const exitCode = runProgram(vm, program, host.library, streams);
  const [code] = vm.loadedCode;
  if (code !== undefined) show(code, { ...shown, adaptive: (it) => vm.codeUnits(it) }, streams);
  return exitCode;
}

function show(code: CodeObject, options: DisassembleOptions, streams: Console): void {
  streams.out(disassemble(code, options));
}
