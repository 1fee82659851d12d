// What `sys.stdout` and `sys.stderr` are before a program replaces them: text goes to a function of the host.

/** Payload of a native text stream. */
export class TextStream {
  readonly name: string;
  /** Null once the stream is closed, and for streams that cannot be written. */
  readonly write: ((text: string) => void) | null;
  /** Null where the stream cannot be read. */
  readonly readLine: (() => string) | null;

  constructor(name: string, write: ((text: string) => void) | null, readLine: (() => string) | null) {
    this.name = name;
    this.write = write;
    this.readLine = readLine;
  }
}
