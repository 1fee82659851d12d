// Does what the command line asks for. What a plain run does not need is loaded when it is needed. The process ends by `exit`, since
// its natural end waits for the engine's background compilations; all output is synchronous.

import process from "node:process";
import { OutOfMemoryError } from "@tjit/runtime";
import { type Command, type ProgramCall, readCommandLine } from "./command-line.ts";
import { Console } from "./console.ts";
import { ExitCode } from "./exit-code.ts";
import { type Loaders, lazyParts } from "./load-part.ts";
import { run } from "./run.ts";
import { isTerminal } from "./terminal.ts";
import { usage } from "./usage.ts";
import { versionText } from "./version.ts";

/** What the launcher tells the command. */
export interface Launch extends Loaders {
  /** The words after the command's own name. */
  readonly words: readonly string[];
  /** Path of the package's manifest. */
  readonly manifest: string;
  /** Told that a program has run to its end. */
  readonly onProgramEnd?: () => void;
}

/** Runs the command and ends the process. */
export function main({ words, manifest, onProgramEnd, ...loaders }: Launch): void {
  const streams = new Console();
  process.on("exit", () => {
    streams.close();
  });
  // Node would print the line that threw, which in a bundle is most of the program.
  process.on("uncaughtException", (error) => {
    if (error instanceof OutOfMemoryError) {
      streams.error(`tjit: ${error.message}\n`);
      process.exit(ExitCode.EXCEPTION);
    }
    streams.error(`tjit: internal error, please report it\n${error.stack ?? error.message}\n`);
    process.exit(ExitCode.INTERNAL);
  });
  const command = readCommandLine(words);
  const exitCode = perform(command, manifest, loaders, streams);
  if (command.kind === "run") onProgramEnd?.();
  process.exit(exitCode);
}

/** Standard input as the program. */
const pipedProgram: ProgramCall = { source: { kind: "input" }, argv: [""], warnings: [] };

function perform(command: Command, manifest: string, loaders: Loaders, streams: Console): number {
  const { loadPart } = loaders;
  const parts = lazyParts(loaders);
  switch (command.kind) {
    case "run":
      return run(command.program, parts, streams);
    case "nothing":
      if (!isTerminal(0)) return run(pipedProgram, parts, streams);
      streams.error(`tjit: there is no interactive mode yet\n${usage}`);
      return ExitCode.USAGE;
    case "help":
      streams.out(usage);
      return ExitCode.SUCCESS;
    case "version":
      streams.out(`${versionText(manifest)}\n`);
      return ExitCode.SUCCESS;
    case "wrong":
      streams.error(`tjit: ${command.message}\nTry "tjit --help".\n`);
      return ExitCode.USAGE;
    case "dis":
      return loadPart("dis").dis(command.program, command.options, parts, streams);
    case "trace":
      return loadPart("trace").trace(command.program, command.options, parts, streams);
  }
}
