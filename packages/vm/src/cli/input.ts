// Standard input, synchronously: line by line for the program, as bytes, or as a whole when it is the program.

import { readSync } from "node:fs";
import { errorCode, pause } from "./output.ts";

const pieceSize = 1 << 16;

/** Bytes from a file descriptor, read ahead. */
export class Input {
  readonly #descriptor: number;
  readonly #piece = Buffer.alloc(pieceSize);
  /** The part of the piece that nobody has taken yet. */
  #ahead = this.#piece.subarray(0, 0);

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** The next line with its newline, the last one perhaps without; empty at the end. */
  readLine(): string {
    let parts: Buffer[] | undefined;
    while (this.#fill()) {
      const newline = this.#ahead.indexOf(10);
      const part = this.#take(newline < 0 ? this.#ahead.length : newline + 1);
      if (newline >= 0 && parts === undefined) return part.toString("utf8");
      // The next piece takes the place of this one.
      (parts ??= []).push(Buffer.from(part));
      if (newline >= 0) break;
    }
    return parts === undefined ? "" : Buffer.concat(parts).toString("utf8");
  }

  /** Some of the next bytes; how many, 0 at the end. */
  readInto(target: Uint8Array): number {
    if (!this.#fill()) return 0;
    const part = this.#take(target.length);
    target.set(part);
    return part.length;
  }

  /** All bytes to the end. */
  readBytes(): Uint8Array {
    const parts: Buffer[] = [];
    while (this.#fill()) parts.push(Buffer.from(this.#take(pieceSize)));
    return Buffer.concat(parts);
  }

  #take(count: number): Buffer {
    const part = this.#ahead.subarray(0, count);
    this.#ahead = this.#ahead.subarray(part.length);
    return part;
  }

  /** Reads when nothing is ahead; false at the end. */
  #fill(): boolean {
    while (this.#ahead.length === 0) {
      try {
        const count = readSync(this.#descriptor, this.#piece, 0, pieceSize, null);
        if (count === 0) return false;
        this.#ahead = this.#piece.subarray(0, count);
      } catch (error) {
        // Windows says that a closed pipe is at its end by an error.
        if (errorCode(error) === "EOF") return false;
        if (errorCode(error) !== "EAGAIN") throw error;
        pause();
      }
    }
    return true;
  }
}
