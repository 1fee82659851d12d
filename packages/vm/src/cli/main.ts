// Does what the command line asks for. Only a plain run is in the first file that is loaded: the rest comes when it is needed.

import process from "node:process";
import { isatty } from "node:tty";
import { type Command, type ProgramCall, readCommandLine } from "./command-line.ts";
import { Console } from "./console.ts";
import { ExitCode } from "./exit-code.ts";
import { run } from "./run.ts";
import { usage } from "./usage.ts";
import { versionText } from "./version.ts";

/** Runs the command with the words after its own name; sets the exit code of the process. */
export async function main(words: readonly string[]): Promise<void> {
  const streams = new Console();
  try {
    process.exitCode = await perform(readCommandLine(words), streams);
  } finally {
    streams.flush();
  }
}

/** Standard input as the program. */
const pipedProgram: ProgramCall = { source: { kind: "input" }, argv: [""] };

function perform(command: Command, streams: Console): number | Promise<number> {
  switch (command.kind) {
    case "run":
      return run(command.program, streams);
    case "nothing":
      if (!isatty(0)) return run(pipedProgram, streams);
      streams.error(`tjit: there is no interactive mode yet\n${usage}`);
      return ExitCode.USAGE;
    case "help":
      streams.out(usage);
      return ExitCode.SUCCESS;
    case "version":
      streams.out(`${versionText()}\n`);
      return ExitCode.SUCCESS;
    case "wrong":
      streams.error(`tjit: ${command.message}\nTry "tjit --help".\n`);
      return ExitCode.USAGE;
    case "dis":
      return import("./dis.ts").then(({ dis }) => dis(command.program, command.options, streams));
    case "trace":
      return import("./trace.ts").then(({ trace }) => trace(command.program, command.options, streams));
  }
}
