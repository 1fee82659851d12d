// What text streams have in common for `print` and `input`: those that are the host's own take text as it is.

/** Payload of a text stream. */
export class TextStream {
  /** Takes well-formed text at once; null where a stream has to see it first, is closed, or cannot be written. */
  write: ((text: string) => void) | null = null;
  /** The next line; null where the stream itself has to be asked. */
  readLine: (() => string) | null = null;
}

/** Payload of `sys.stdin`, `sys.stdout` and `sys.stderr` while nobody asked more of them than text. */
export class StandardStream extends TextStream {
  /** 0, 1 or 2. */
  readonly number: number;
  readonly name: string;

  constructor(number: number, name: string, { write = null, readLine = null }: Partial<TextStream>) {
    super();
    this.number = number;
    this.name = name;
    this.write = write;
    this.readLine = readLine;
  }
}
