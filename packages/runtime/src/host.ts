// What the embedder gives a VM. The runtime has no other access to the world around it.

/** Everything a Python program can reach outside its own memory. All members but the two streams may be left out. */
export interface Host {
  /** Receives text written to `sys.stdout`, in order. */
  readonly stdout: (text: string) => void;
  /** Receives text written to `sys.stderr`, in order. */
  readonly stderr: (text: string) => void;
  /** The next line of standard input with its newline; `""` at the end. Absent: reading raises EOFError. */
  readonly stdin?: () => string;
  /** Wall-clock time in seconds since 1970. Absent: time functions raise. */
  readonly now?: () => number;
  /** Monotonic time in seconds. */
  readonly monotonic?: () => number;
  /** `count` random bytes; seeds `random`. Absent: a fixed seed. */
  readonly randomBytes?: (count: number) => Uint8Array;
  /** `sys.argv`. */
  readonly args?: readonly string[];
  /** `os.environ`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text of a source file, for tracebacks and imports; `undefined` when there is none. */
  readonly readSource?: (path: string) => string | undefined;
}
