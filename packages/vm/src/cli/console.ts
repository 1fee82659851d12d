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

  /** Text to standard output. When nobody takes it, the process ends, as other commands do. */
  readonly out = (text: string): void => {
    this.#output.write(text);
    if (this.#output.failure !== undefined) process.exit();
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

  /** The same as bytes: fills `bytes` as far as there is something; how far, 0 at the end. */
  readBytes(bytes: Uint8Array): number {
    this.#output.flush();
    return this.#standardInput().readInto(bytes);
  }

  /** Bytes to standard output; how many, which is all. */
  writeBytes(bytes: Uint8Array): number {
    this.#output.writeBytes(bytes);
    if (this.#output.failure !== undefined) process.exit();
    return bytes.length;
  }

  /** Bytes to standard error. */
  writeErrorBytes(bytes: Uint8Array): number {
    this.#output.flush();
    this.#errors.writeBytes(bytes);
    return bytes.length;
  }

  /** Writes what has been collected. */
  readonly flush = (): void => {
    this.#output.flush();
  };

  /** All of standard input. */
  readInput(): Uint8Array {
    return this.#standardInput().readBytes();
  }

  /** Writes what is still on the way as the process ends; what could not be written decides its exit code. */
  close(): void {
    this.#output.flush();
    const { failure } = this.#output;
    if (failure === undefined) return;
    if (failure !== "EPIPE") this.#errors.write(`tjit: can't write to standard output: ${failure}\n`);
    process.exitCode = failure === "EPIPE" ? ExitCode.NO_READER : ExitCode.EXCEPTION;
  }

  #standardInput(): Input {
    return (this.#input ??= new Input(0));
  }
}
