// Opens what is at a path: the library's files and those of hosts that only give whole contents can be read.

import { HostError } from "../host-error.ts";
import { type FileStatus, type HostFile, type OpenOptions } from "../host.ts";
import { listFolder, pathInLibrary, readFile, statFile } from "../importing/files.ts";
import { type Runtime } from "../runtime.ts";
import { bytesFile } from "./bytes-file.ts";

/** Opens a file; throws the host's refusal. */
export function openPath(rt: Runtime, path: string, options: OpenOptions): HostFile {
  const { files } = rt.host;
  if (files?.open !== undefined && pathInLibrary(path) === null) return files.open(path, options);
  const status = statFile(rt, path);
  if (status === undefined) throw new HostError(options.create === "never" ? missingName(rt, path) : "EROFS");
  if (options.create === "always") throw new HostError("EEXIST");
  if (options.access !== "read" || options.contents === "drop") {
    throw new HostError(status.kind === "folder" ? "EISDIR" : "EROFS");
  }
  if (status.kind === "folder") return { status: () => status };
  const bytes = readFile(rt, path);
  if (bytes === undefined) throw new HostError("EACCES");
  return bytesFile(bytes, status);
}

/** What is at a path; throws a refusal when there is nothing. */
export function statPath(rt: Runtime, path: string, links: "followed" | "shown"): FileStatus {
  const { files } = rt.host;
  const stat = (links === "shown" ? files?.linkStat : undefined) ?? files?.stat;
  const status = pathInLibrary(path) === null ? stat?.(path) : statFile(rt, path);
  if (status === undefined) throw new HostError(missingName(rt, path));
  return status;
}

/** The names in a folder; throws a refusal when there is none. */
export function listPath(rt: Runtime, path: string): readonly string[] {
  const names = pathInLibrary(path) === null ? rt.host.files?.list(path) : listFolder(rt, path);
  if (names !== undefined) return names;
  throw new HostError(statFile(rt, path) === undefined ? missingName(rt, path) : "ENOTDIR");
}

/** Why there is nothing at a path: a part of it before the last is no folder, or is missing. */
export function missingName(rt: Runtime, path: string): "ENOENT" | "ENOTDIR" {
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
    const status = statFile(rt, path.slice(0, slash));
    if (status !== undefined) return status.kind === "folder" ? "ENOENT" : "ENOTDIR";
  }
  return "ENOENT";
}
