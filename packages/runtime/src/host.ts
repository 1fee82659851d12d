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
  /** Folders where imports look first: the beginning of `sys.path`, before the library. */
  readonly path?: readonly string[];
  /** Files that modules may be imported from. Absent: there are none. */
  readonly files?: HostFiles;
  /** The standard library. Absent: programs have the native modules only. */
  readonly library?: Library;
  /** Text of a source file, for tracebacks; `undefined` when there is none. */
  readonly readSource?: (path: string) => string | undefined;
}

/** What is at a path. */
export interface FileStatus {
  readonly kind: "file" | "folder" | "other";
  /** In bytes. */
  readonly size: number;
  /** When it changed last, in seconds since 1970. */
  readonly modified: number;
}

/** Read access to files. Paths are as Python has them, with slashes; a failure of any kind is `undefined`. */
export interface HostFiles {
  /** What is at a path, links followed. */
  readonly stat: (path: string) => FileStatus | undefined;
  /** All bytes of a file. */
  readonly read: (path: string) => Uint8Array | undefined;
  /** The names in a folder, in any order. */
  readonly list: (path: string) => readonly string[] | undefined;
  /** The folder that relative paths start from. */
  readonly currentFolder: () => string;
}

/** A library of Python modules that come compiled: files by their path from its root, such as `json/__init__.py`. */
export interface Library {
  /** Every path. */
  readonly paths: readonly string[];
  /** The code object of a file in the format of CPython's `marshal`; `undefined` when there is no such file. */
  readonly code: (path: string) => Uint8Array | undefined;
  /** The source of a file; `undefined` when there is none. */
  readonly source: (path: string) => Uint8Array | undefined;
  /** The code of a native module that belongs to it, as `@tjit/extension-modules` has it; `undefined` when there is none of this name. */
  readonly nativeModule?: (name: string) => unknown;
}
