// Folders: what is in them, making and removing them, where the program is. `scandir` and its entries.

import {
  attempt,
  builtinFunction,
  type BuiltinSpecification,
  currentFolder,
  decref,
  defineType,
  errorOccurred,
  type FileStatus,
  getset,
  HostError,
  type HostFiles,
  HostObject,
  hostPayload,
  isTrue,
  LayoutKind,
  listAppendStolen,
  listPath,
  method,
  newBigInt,
  newGenericAlias,
  newHostObject,
  newList,
  newRef,
  newStr,
  None,
  pyBool,
  reprText,
  type Runtime,
  setError,
  statPath,
} from "@tjit/runtime/api";
import { intArgument, lacksFolderDescriptor, nameObject, withPath } from "./path-argument.ts";
import { newStatResult } from "./status.ts";

/** Payload of a `DirEntry`. */
interface Entry {
  readonly name: string;
  readonly path: string;
  readonly isBytes: boolean;
  /** What was found out, by whether links are followed; null: nothing is there. */
  readonly known: Map<"followed" | "shown", FileStatus | null>;
}

/** Payload of what `scandir` answers with. */
interface Scan {
  entries: readonly Entry[];
  next: number;
}

const entryOf = (rt: Runtime, self: number): Entry => hostPayload(rt, self) as Entry;
const scanOf = (rt: Runtime, self: number): Scan => hostPayload(rt, self) as Scan;

/** What an entry is; null when it is gone, or with OSError set. */
function statusOf(rt: Runtime, { path, known }: Entry, links: "followed" | "shown"): FileStatus | null {
  const found = known.get(links);
  if (found !== undefined) return found;
  const status = attempt(rt, () => {
    try {
      return { found: statPath(rt, path, links) };
    } catch (error) {
      if (error instanceof HostError && error.code === "ENOENT") return { found: null };
      throw error;
    }
  });
  if (status === null) return null;
  known.set(links, status.found);
  return status.found;
}

function asking(kind: "file" | "folder"): BuiltinSpecification {
  return method("($self, /, *, follow_symlinks=True)", (rt, self, follow) => {
    const links = linksOf(rt, follow);
    if (links === null) return 0;
    return answer(rt, statusOf(rt, entryOf(rt, self), links)?.kind === kind);
  });
}

/** The answer, unless asking failed. */
function answer(rt: Runtime, value: boolean): number {
  return errorOccurred(rt) === 0 ? pyBool(value) : 0;
}

function linksOf(rt: Runtime, follow: number): "followed" | "shown" | null {
  const follows = follow === 0 ? 1 : isTrue(rt, follow);
  return follows < 0 ? null : follows > 0 ? "followed" : "shown";
}

function defineDirEntry(rt: Runtime): number {
  return defineType(rt, {
    name: "DirEntry",
    module: "posix",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, /, *args)", (rt_) =>
      setError(rt_, rt_.types.TypeError, "cannot create 'posix.DirEntry' instances"),
    ),
    methods: {
      is_dir: asking("folder"),
      is_file: asking("file"),
      is_symlink: method("($self, /)", (rt_, self) =>
        answer(rt_, statusOf(rt_, entryOf(rt_, self), "shown")?.kind === "link"),
      ),
      is_junction: method("($self, /)", () => pyBool(false)),
      stat: method("($self, /, *, follow_symlinks=True)", (rt_, self, follow) => {
        const links = linksOf(rt_, follow);
        if (links === null) return 0;
        const entry = entryOf(rt_, self);
        const path = nameObject(rt_, entry.path, entry.isBytes);
        const status = entry.known.get(links) ?? attempt(rt_, () => statPath(rt_, entry.path, links), path);
        decref(rt_, path);
        if (status === null) return 0;
        entry.known.set(links, status);
        return newStatResult(rt_, status);
      }),
      inode: method("($self, /)", (rt_, self) => {
        const status = statusOf(rt_, entryOf(rt_, self), "shown");
        return errorOccurred(rt_) === 0 ? newBigInt(rt_, BigInt(status?.inode ?? 0)) : 0;
      }),
      __fspath__: method("($self, /)", (rt_, self) => pathOf(rt_, self)),
    },
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    getset: {
      name: getset((rt_, self) => nameOf(rt_, self)),
      path: getset((rt_, self) => pathOf(rt_, self)),
    },
    slots: {
      repr: (rt_, self) => {
        const name = nameOf(rt_, self);
        const text = reprText(rt_, name);
        decref(rt_, name);
        return text === null ? 0 : newStr(rt_, `<DirEntry ${text}>`);
      },
    },
  });
}

function nameOf(rt: Runtime, self: number): number {
  const { name, isBytes } = entryOf(rt, self);
  return nameObject(rt, name, isBytes);
}

function pathOf(rt: Runtime, self: number): number {
  const { path, isBytes } = entryOf(rt, self);
  return nameObject(rt, path, isBytes);
}

function defineScan(rt: Runtime, entryType: number): number {
  return defineType(rt, {
    name: "ScandirIterator",
    module: "posix",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, /, *args)", (rt_) =>
      setError(rt_, rt_.types.TypeError, "cannot create 'posix.ScandirIterator' instances"),
    ),
    methods: {
      close: method("($self, /)", endScan),
      __enter__: method("($self, /)", newRef),
      __exit__: method("($self, /, *args)", endScan),
    },
    slots: {
      iter: newRef,
      iternext: (rt_, self) => {
        const scan = scanOf(rt_, self);
        const entry = scan.entries[scan.next++];
        return entry === undefined ? 0 : newHostObject(rt_, entryType, entry);
      },
    },
  });
}

function endScan(rt: Runtime, self: number): number {
  scanOf(rt, self).entries = [];
  return None;
}

/** A function that asks for a change of folders; read-only hosts refuse. */
function changing(
  name: string,
  signature: string,
  change: (rt: Runtime, path: string, mode: number) => void,
): BuiltinSpecification {
  return builtinFunction(signature, (rt, path, modeRef, dirFd) => {
    const mode = name === "mkdir" ? intArgument(rt, modeRef, 0o777) : 0;
    if (mode === null || !lacksFolderDescriptor(rt, name === "mkdir" ? dirFd : modeRef)) return 0;
    return withPath(rt, path, { function: name }, ({ text, object }) => {
      const done = attempt(
        rt,
        () => {
          change(rt, text, mode);
          return None;
        },
        object,
      );
      return done ?? 0;
    });
  });
}

/** The functions, and the types that they answer with. */
export function folderFunctions(rt: Runtime): {
  readonly functions: Readonly<Record<string, BuiltinSpecification>>;
  readonly entryType: number;
} {
  const entryType = defineDirEntry(rt);
  const scanType = defineScan(rt, entryType);
  const functions = {
    listdir: builtinFunction("(path=None)", (rt_, path) =>
      withPath(rt_, path, { function: "listdir", or: "none" }, ({ text, object, isBytes }) => {
        const names = attempt(rt_, () => listPath(rt_, text), object);
        if (names === null) return 0;
        const list = newList(rt_);
        for (const name of names) listAppendStolen(rt_, list, nameObject(rt_, name, isBytes));
        return list;
      }),
    ),
    scandir: builtinFunction("(path=None)", (rt_, path) =>
      withPath(rt_, path, { function: "scandir", or: "none" }, ({ text, object, isBytes }) => {
        const names = attempt(rt_, () => listPath(rt_, text), object);
        if (names === null) return 0;
        const folder = text === "" || text.endsWith("/") ? text : `${text}/`;
        const entries = names.map((name): Entry => ({ name, path: folder + name, isBytes, known: new Map() }));
        const scan: Scan = { entries, next: 0 };
        return newHostObject(rt_, scanType, scan);
      }),
    ),
    mkdir: changing("mkdir", "(path, mode=511, *, dir_fd=None)", (rt_, path, mode) => {
      const { makeFolder } = writable(rt_);
      if (makeFolder === undefined) throw new HostError("EROFS");
      makeFolder(path, mode);
    }),
    rmdir: changing("rmdir", "(path, *, dir_fd=None)", (rt_, path) => {
      const { removeFolder } = writable(rt_);
      if (removeFolder === undefined) throw new HostError("EROFS");
      removeFolder(path);
    }),
    getcwd: builtinFunction("()", (rt_) => folderHere(rt_, false)),
    getcwdb: builtinFunction("()", (rt_) => folderHere(rt_, true)),
  };
  return { functions, entryType };
}

function writable(rt: Runtime): Partial<HostFiles> {
  return rt.host.files ?? {};
}

function folderHere(rt: Runtime, isBytes: boolean): number {
  const folder = attempt(rt, () => {
    const path = currentFolder(rt);
    if (path === "") throw new HostError("ENOENT");
    return path;
  });
  return folder === null ? 0 : nameObject(rt, folder, isBytes);
}
