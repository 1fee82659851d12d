// Standard input, synchronously: line by line for the program, or as a whole when it is the program.

import { readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { errorCode, pause } from "./output.ts";

const pieceSize = 1 << 16;

/** Text from a file descriptor. */
export class Input {
  readonly #descriptor: number;
  readonly #decoder = new StringDecoder("utf8");
  readonly #piece = Buffer.alloc(pieceSize);
  #text = "";
  /** Where the next line begins. */
  #start = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** The next line with its newline, the last one perhaps without; empty at the end. */
  readLine(): string {
    for (let searched = this.#start; ;) {
      const newline = this.#text.indexOf("\n", searched);
      if (newline >= 0) return this.#take(newline + 1);
      const before = this.#start;
      this.#text = this.#text.slice(before);
      this.#start = 0;
      searched = this.#text.length;
      const count = this.#fill();
      if (count === 0) {
        this.#text += this.#decoder.end();
        return this.#take(this.#text.length);
      }
      this.#text += this.#decoder.write(this.#piece.subarray(0, count));
    }
  }

  /** All bytes to the end. Not together with {@link readLine}. */
  readBytes(): Uint8Array {
    const pieces: Buffer[] = [];
    for (let count = this.#fill(); count > 0; count = this.#fill()) {
      pieces.push(Buffer.from(this.#piece.subarray(0, count)));
    }
    return Buffer.concat(pieces);
  }

  #take(end: number): string {
    const line = this.#text.slice(this.#start, end);
    this.#start = end;
    return line;
  }

  #fill(): number {
    for (;;) {
      try {
        return readSync(this.#descriptor, this.#piece, 0, pieceSize, null);
      } catch (error) {
        // Windows says that a closed pipe is at its end by an error.
        if (errorCode(error) === "EOF") return 0;
        if (errorCode(error) !== "EAGAIN") throw error;
        pause();
      }
    }
  }
}
