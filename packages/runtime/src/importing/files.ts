// Files as imports see them: the library's, below the folder where it is mounted, and the host's.

import { type FileStatus } from "../host.ts";
import { refusalOf } from "../files/attempt.ts";
import { type Runtime } from "../runtime.ts";

/** Where the library's files are, for `sys.path` and `__file__`. No host has anything there. */
export const libraryFolder = "/lib/tjit/python3.14";

const nothing: FileStatus | undefined = undefined;

/** What is at a path; `undefined` when there is nothing. */
export function statFile(rt: Runtime, path: string): FileStatus | undefined {
  const inside = pathInLibrary(path);
  // No system has such a name, and hosts need not say so as systems do.
  if (path.includes("\0")) return undefined;
  if (inside === null) return unlessRefused(() => rt.host.files?.stat(path));
  const kind = libraryKind(rt, inside);
  return kind === undefined ? nothing : { kind, size: 0, modified: 0 };
}

/** The bytes of a file; `undefined` when it cannot be read. */
export function readFile(rt: Runtime, path: string): Uint8Array | undefined {
  const inside = pathInLibrary(path);
  return inside === null ? unlessRefused(() => rt.host.files?.read(path)) : rt.host.library?.source(inside);
}

/** The names in a folder; `undefined` when there is none. */
export function listFolder(rt: Runtime, path: string): readonly string[] | undefined {
  const inside = pathInLibrary(path);
  if (inside === null) return unlessRefused(() => rt.host.files?.list(path));
  return libraryNames(rt, inside);
}

function libraryNames(rt: Runtime, folder: string): readonly string[] | undefined {
  const prefix = folder === "" ? "" : `${folder}/`;
  const names = new Set<string>();
  for (const file of rt.host.library?.paths ?? []) {
    if (file.startsWith(prefix)) names.add(file.slice(prefix.length).split("/")[0] ?? "");
  }
  return names.size === 0 ? undefined : [...names];
}

/** What a host refuses is not there. */
function unlessRefused<Value>(ask: () => Value | undefined): Value | undefined {
  try {
    return ask();
  } catch (error) {
    refusalOf(error);
    return undefined;
  }
}

/** The current folder, which an empty entry of `sys.path` means; `""` when the host has none. */
export function currentFolder(rt: Runtime): string {
  return rt.host.files?.currentFolder() ?? "";
}

/** The path from the library's root; null for a path outside. */
export function pathInLibrary(path: string): string | null {
  if (path === libraryFolder) return "";
  return path.startsWith(`${libraryFolder}/`) ? path.slice(libraryFolder.length + 1) : null;
}

function libraryKind(rt: Runtime, path: string): FileStatus["kind"] | undefined {
  const known = rt.importing.libraryEntries ?? indexLibrary(rt);
  return known.get(path);
}

/** Files and folders of the library. */
function indexLibrary(rt: Runtime): ReadonlyMap<string, "file" | "folder"> {
  const entries = new Map<string, "file" | "folder">();
  if (rt.host.library !== undefined) entries.set("", "folder");
  for (const path of rt.host.library?.paths ?? []) {
    for (let slash = path.indexOf("/"); slash > 0; slash = path.indexOf("/", slash + 1)) {
      entries.set(path.slice(0, slash), "folder");
    }
    entries.set(path, "file");
  }
  rt.importing.libraryEntries = entries;
  return entries;
}

/** Whether a path is a file, or would be in one if that were a folder. */
export function isInArchive(rt: Runtime, path: string): boolean {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    const found = statFile(rt, at);
    if (found !== undefined) return found.kind === "file";
  }
  return false;
}
