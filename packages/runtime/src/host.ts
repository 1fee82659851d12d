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
  /** Seconds of the processor that the program took so far. Absent: monotonic time stands for it. */
  readonly processTime?: () => number;
  /** Waits so many seconds. Absent: `time.sleep` raises. */
  readonly sleep?: (seconds: number) => void;
  /** The time zone at a moment, in seconds since 1970. Absent: UTC. */
  readonly timeZone?: (time: number) => TimeZone;
  /** `count` random bytes; seeds `random`. Absent: a fixed seed. */
  readonly randomBytes?: (count: number) => Uint8Array;
  /** `sys.argv`. */
  readonly args?: readonly string[];
  /** `sys.warnoptions`: filters of warnings as text, the last one first. */
  readonly warnOptions?: readonly string[];
  /** `os.environ`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folders where imports look first: the beginning of `sys.path`, before the library. */
  readonly path?: readonly string[];
  /** Files that modules may be imported from and programs may open. Absent: there are none. */
  readonly files?: HostFiles;
  /** Files that are open when the program starts, by their number: 0, 1 and 2 are the standard streams as bytes. Those that are absent are made of
   * the streams' text. */
  readonly openFiles?: Readonly<Record<number, HostFile>>;
  /** Writes what is still on its way to the streams; `flush` of Python asks for it. */
  readonly flush?: () => void;
  /** Absent: the program's process is the machine, with the number 1. */
  readonly process?: HostProcess;
  /** The standard library. Absent: programs have the native modules only. */
  readonly library?: Library;
  /** Text of a source file, for tracebacks; `undefined` when there is none. */
  readonly readSource?: (path: string) => string | undefined;
}

/** What is at a path. Times are in seconds since 1970. */
export interface FileStatus {
  readonly kind: "file" | "folder" | "link" | "other";
  /** In bytes. */
  readonly size: number;
  /** When its contents changed last. */
  readonly modified: number;
  /** When it was read last, and when anything about it changed; `modified` unless given. */
  readonly accessed?: number;
  readonly changed?: number;
  /** `st_mode` of POSIX; unless given, the kind, and permissions that suit it. */
  readonly mode?: number;
  /** Names and numbers of the file system; 0 unless given (`links`: 1). */
  readonly device?: number;
  readonly inode?: number;
  readonly links?: number;
  readonly user?: number;
  readonly group?: number;
}

/** How a file is opened. */
export interface OpenOptions {
  readonly access: "read" | "write" | "both";
  /** Whether a file is made: when there is none; or always, and one that is there is an error (EEXIST). */
  readonly create: "never" | "missing" | "always";
  /** Whether what is in it is dropped. */
  readonly contents: "keep" | "drop";
  /** Whether all that is written goes to the end of the file, whatever the position. */
  readonly writes: "at position" | "at end";
  /** Permissions of a new file. */
  readonly mode: number;
}

/** An open file. Positions are in bytes; streams, such as pipes, ignore them. */
export interface HostFile {
  readonly status: () => FileStatus;
  /** Fills `bytes` from the file's contents at `position`; how many there were, 0 at the end. Absent: it cannot be read. */
  readonly read?: (bytes: Uint8Array, position: number) => number;
  /** Whether there is something to read, the end included. Absent: always. */
  readonly isReadable?: () => boolean;
  /** Writes at `position`; how many were written, at least one. Absent: it cannot be written. */
  readonly write?: (bytes: Uint8Array, position: number) => number;
  /** Makes the file `size` bytes long. */
  readonly truncate?: (size: number) => void;
  /** Waits until everything is stored. */
  readonly sync?: () => void;
  readonly close?: () => void;
  /** The size of the terminal that it is. Absent: it is no terminal. */
  readonly terminal?: () => { readonly columns: number; readonly lines: number };
}

/**
 * The files that a program may reach. Paths are as Python has them, with slashes, and may be relative to the current folder. With the four required members
 * files can be imported and read; each of the others may be left out, and what it does is then refused as on a read-only file system.
 *
 * A refusal is an exception with a `code`, the system's name of the error, such as `new HostError("EACCES")`; Node's own errors are such. Python
 * sees an OSError.
 */
export interface HostFiles {
  /** What is at a path, links followed; `undefined` when there is nothing. */
  readonly stat: (path: string) => FileStatus | undefined;
  /** All bytes of a file; `undefined` when there is none. */
  readonly read: (path: string) => Uint8Array | undefined;
  /** The names in a folder, in any order; `undefined` when there is none. */
  readonly list: (path: string) => readonly string[] | undefined;
  /** The folder that relative paths start from. */
  readonly currentFolder: () => string;
  readonly changeFolder?: (path: string) => void;
  readonly open?: (path: string, options: OpenOptions) => HostFile;
  /** Removes a file or a link. */
  readonly remove?: (path: string) => void;
  /** What is at the new path is replaced. */
  readonly rename?: (from: string, to: string) => void;
  readonly makeFolder?: (path: string, mode: number) => void;
  /** Removes an empty folder. */
  readonly removeFolder?: (path: string) => void;
  /** What is at a path, links not followed. Absent: there are no links. */
  readonly linkStat?: (path: string) => FileStatus | undefined;
  readonly readLink?: (path: string) => string;
  /** Makes a link at `path` that stands for `target`: another name for a path, or for the file itself. */
  readonly makeLink?: (target: string, path: string, kind: "symbolic" | "hard") => void;
  readonly setMode?: (path: string, mode: number) => void;
  readonly setTimes?: (path: string, accessed: number, modified: number) => void;
  /** Whether the program may read (4), write (2) or run (1) what is at a path, all that are in `mode`. Absent: permissions tell. */
  readonly access?: (path: string, mode: number) => boolean;
}

/** What a program is told about the process that it runs in. */
export interface HostProcess {
  readonly id: number;
  readonly parent?: number;
  readonly user?: number;
  readonly group?: number;
  /** How many processors it may use. */
  readonly processors?: number;
  /** Sets the permissions that new files do not get; answers with those before. */
  readonly setUmask?: (mask: number) => number;
}

/** The host's time zone at a moment. */
export interface TimeZone {
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly name: string;
  readonly isDaylightSaving: boolean;
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
  /** The names that it answers to. */
  readonly nativeModuleNames?: readonly string[];
}
