// Text to a file descriptor, in few system calls: terminals get whole lines at once, files and pipes larger pieces. Writing is
// synchronous, so that nothing is lost when the process ends.

import { writeSync } from "node:fs";
import { milliseconds } from "./clock.ts";

const largestBatch = 1 << 16;
/** Milliseconds after which a program that writes now and then is not kept waiting. */
const patience = 50;

/** How text is collected before it is written. */
export type Buffering = "line" | "batch" | "none";

/** A stream of text to a file descriptor. */
export class Output {
  readonly #descriptor: number;
  readonly #buffering: Buffering;
  #pending = "";
  #lastWrite = 0;
  #failure: string | undefined;

  constructor(descriptor: number, buffering: Buffering) {
    this.#descriptor = descriptor;
    this.#buffering = buffering;
  }

  /** Why writing failed, as the system names it: `EPIPE` when the reader has gone. What is written after that is lost. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Writes now or later, in order. */
  write(text: string): void {
    this.#pending += text;
    if (this.#isDue(text)) this.flush();
  }

  /** Writes what has been collected. */
  flush(): void {
    if (this.#pending === "") return;
    const bytes = Buffer.from(this.#pending, "utf8");
    this.#pending = "";
    this.#lastWrite = milliseconds();
    this.#writeAll(bytes);
  }

  /** Writes bytes after what has been collected. */
  writeBytes(bytes: Uint8Array): void {
    this.flush();
    this.#writeAll(bytes);
  }

  #writeAll(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#failure === undefined;) at += this.#writeSome(bytes, at);
  }

  #isDue(text: string): boolean {
    if (this.#buffering === "none" || this.#pending.length >= largestBatch) return true;
    if (this.#buffering === "line") return text.includes("\n");
    return milliseconds() - this.#lastWrite > patience;
  }

  #writeSome(bytes: Uint8Array, at: number): number {
    try {
      return writeSync(this.#descriptor, bytes, at);
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined) throw error;
      if (code === "EAGAIN") pause();
      else this.#failure = code;
      return 0;
    }
  }
}

/** The system's name of an error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Waits a millisecond for a descriptor that somebody else made non-blocking. */
export function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}
