// Bytes on their way from one end to another within a machine: pipes and pairs of sockets. A machine has one thread, so that whoever
// would have to wait for the other end would wait for ever, and is refused.

import { type HostFile, HostError } from "@tjit/runtime/api";

/** As much as Linux keeps in a pipe. */
const capacity = 65536;

/** One direction. */
export class Channel {
  #waiting: Uint8Array = new Uint8Array(0);
  isReaderClosed = false;
  isWriterClosed = false;

  /** Whether there are bytes to take, or there never will be again. */
  get isReadable(): boolean {
    return this.#waiting.length > 0 || this.isWriterClosed;
  }

  get isWritable(): boolean {
    return this.#waiting.length < capacity || this.isReaderClosed;
  }

  /** Copies what waits, and takes it away unless told to keep it. How many bytes; 0 at the end. Throws EAGAIN when there are none yet. */
  read(target: Uint8Array, keep: "keep" | "take" = "take"): number {
    if (!this.isReadable) throw new HostError("EAGAIN");
    const part = this.#waiting.subarray(0, target.length);
    target.set(part);
    if (keep === "take") this.#waiting = this.#waiting.subarray(part.length);
    return part.length;
  }

  /** As many bytes as there is room for. Throws EPIPE when nobody will read them, EAGAIN when there is no room. */
  write(bytes: Uint8Array): number {
    if (this.isReaderClosed) throw new HostError("EPIPE");
    if (!this.isWritable) throw new HostError("EAGAIN");
    const part = bytes.subarray(0, capacity - this.#waiting.length);
    const all = new Uint8Array(this.#waiting.length + part.length);
    all.set(this.#waiting);
    all.set(part, this.#waiting.length);
    this.#waiting = all;
    return part.length;
  }
}

/** A file that reads from one channel and writes to another; either may be missing. */
export function channelFile(from: Channel | null, to: Channel | null): HostFile {
  return {
    status: () => ({ kind: "other", size: 0, modified: 0, mode: 0o10600 }),
    ...(from === null ? {} : { read: (target: Uint8Array) => from.read(target), isReadable: () => from.isReadable }),
    ...(to === null ? {} : { write: (bytes: Uint8Array) => to.write(bytes) }),
    close: () => {
      if (from !== null) from.isReaderClosed = true;
      if (to !== null) to.isWriterClosed = true;
    },
  };
}
