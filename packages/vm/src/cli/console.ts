// The three standard streams of the process as one: errors come after the output that was printed before them, and prompts are
// seen before their answer is read.

import process from "node:process";
import { ExitCode } from "./exit-code.ts";
import { Input } from "./input.ts";
import { Output } from "./output.ts";
import { isTerminal } from "./terminal.ts";

/** The process's streams. */
export class Console {
  readonly #output = new Output(1, isTerminal(1) ? "line" : "batch");
  readonly #errors = new Output(2, "none");
  #input: Input | undefined;

  /** Text to standard output. A reader that has gone ends the process, as it does for other commands. */
  readonly out = (text: string): void => {
    this.#output.write(text);
    if (this.#output.isClosed) process.exit(ExitCode.NO_READER);
  };

  /** Text to standard error. */
  readonly error = (text: string): void => {
    this.#output.flush();
    this.#errors.write(text);
  };

  /** A line of standard input. */
  readonly readLine = (): string => {
    this.#output.flush();
    return this.#standardInput().readLine();
  };

  /** All of standard input. */
  readInput(): Uint8Array {
    return this.#standardInput().readBytes();
  }

  /** Writes what is still on the way. */
  flush(): void {
    this.#output.flush();
  }

  #standardInput(): Input {
    return (this.#input ??= new Input(0));
  }
}
