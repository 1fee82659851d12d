// Does what the command line asks for. What a plain run does not need is loaded when it is needed. The process ends by `exit`, since
// its natural end waits for the engine's background compilations; all output is synchronous.

import process from "node:process";
import { type Command, type ProgramCall, readCommandLine } from "./command-line.ts";
import { Console } from "./console.ts";
import { ExitCode } from "./exit-code.ts";
import { run } from "./run.ts";
import { isTerminal } from "./terminal.ts";
import { usage } from "./usage.ts";
import { versionText } from "./version.ts";

/** Runs the command with the words after its own name, and ends the process. `manifest` is the package's own. */
export function main(words: readonly string[], manifest: URL): void {
  const streams = new Console();
  process.on("exit", () => {
    streams.close();
  });
  // Node would print the line that threw, which in a bundle is most of the program.
  process.on("uncaughtException", (error) => {
    streams.error(`tjit: internal error, please report it\n${error.stack ?? error.message}\n`);
    process.exit(ExitCode.INTERNAL);
  });
  const exitCode = perform(readCommandLine(words), manifest, streams);
  if (typeof exitCode === "number") process.exit(exitCode);
  void exitCode.then((code) => process.exit(code));
}

/** Standard input as the program. */
const pipedProgram: ProgramCall = { source: { kind: "input" }, argv: [""] };

function perform(command: Command, manifest: URL, streams: Console): number | Promise<number> {
  switch (command.kind) {
    case "run":
      return run(command.program, streams);
    case "nothing":
      if (!isTerminal(0)) return run(pipedProgram, streams);
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
      return import("./dis.ts").then(({ dis }) => dis(command.program, command.options, streams));
    case "trace":
      return import("./trace.ts").then(({ trace }) => trace(command.program, command.options, streams));
  }
}
