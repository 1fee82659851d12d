// `stat` and its like, and the type of their results.

import {
  attempt,
  builtinFunction,
  type BuiltinSpecification,
  defineStructSequence,
  descriptorStatus,
  type FileStatus,
  isTrue,
  newBigInt,
  newFloat,
  newRef,
  newStructSequence,
  pyBool,
  type Runtime,
  statPath,
} from "@tjit/runtime/api";
import { type PathArgument, intArgument, lacksFolderDescriptor, withPath } from "./path-argument.ts";

const fields = ["st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size"] as const;
const times = ["st_atime", "st_mtime", "st_ctime"] as const;

/** Defines `os.stat_result`: a new reference. */
export function defineStatResult(rt: Runtime): number {
  const hidden = [...times, ...times.map((name) => `${name}_ns`)];
  return newRef(
    rt,
    defineStructSequence(rt, "os", "stat_result", fields, {
      unnamed: 3,
      hidden,
      standIns: { st_atime: 7, st_mtime: 8, st_ctime: 9 },
      construction: "allowed",
    }),
  );
}

const kindBits = { file: 0o100000, folder: 0o040000, link: 0o120000, other: 0o020000 } as const;

/** `st_mode` of a file. */
export function modeOf(rt: Runtime, { kind, mode }: FileStatus): number {
  if (mode !== undefined) return mode;
  const isReadOnly = rt.host.files?.open === undefined;
  const permissions = kind === "link" ? 0o777 : kind === "folder" ? 0o755 : 0o644;
  return kindBits[kind] | (isReadOnly ? permissions & ~0o222 : permissions);
}

/** A `stat_result`. */
export function newStatResult(rt: Runtime, status: FileStatus): number {
  const { size, modified, accessed = modified, changed = modified } = status;
  const { inode = 0, device = 0, links = 1, user = 0, group = 0 } = status;
  const moments = [accessed, modified, changed];
  const counts = [modeOf(rt, status), inode, device, links, user, group, size, ...moments.map(Math.floor)];
  const hidden: Record<string, number> = {};
  times.forEach((name, index) => {
    const moment = moments[index] ?? 0;
    hidden[name] = newFloat(rt, moment);
    hidden[`${name}_ns`] = newBigInt(rt, BigInt(Math.round(moment * 1e6)) * 1000n);
  });
  return newStructSequence(
    rt,
    "os.stat_result",
    counts.map((count) => newBigInt(rt, BigInt(count))),
    hidden,
  );
}

/** The status of a path or an open file; null with OSError set. */
export function statusOf(
  rt: Runtime,
  { text, object, descriptor }: PathArgument,
  links: "followed" | "shown",
): FileStatus | null {
  return attempt(
    rt,
    () => (descriptor === null ? statPath(rt, text, links) : descriptorStatus(rt, descriptor)),
    object,
  );
}

function stat(rt: Runtime, path: number, links: "followed" | "shown", name: "stat" | "lstat"): number {
  const or = name === "stat" ? ({ or: "descriptor" } as const) : {};
  return withPath(rt, path, { function: name, ...or }, (it) => {
    const status = statusOf(rt, it, links);
    return status === null ? 0 : newStatResult(rt, status);
  });
}

/** `access`: without help of the host, by the permissions of anybody. */
function isAccessible(rt: Runtime, path: string, mode: number): boolean {
  const { files } = rt.host;
  if (files?.access !== undefined) return files.access(path, mode);
  const status = files?.stat(path);
  if (status === undefined) return false;
  const bits = modeOf(rt, status);
  if ((mode & 2) !== 0 && files?.open === undefined) return false;
  const granted = (bits | (bits >> 3) | (bits >> 6)) & 7;
  return (mode & ~granted) === 0;
}

/** Functions of the module. */
export const statusFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  stat: builtinFunction("(path, *, dir_fd=None, follow_symlinks=True)", (rt, path, dirFd, follow) => {
    if (!lacksFolderDescriptor(rt, dirFd)) return 0;
    const follows = follow === 0 ? 1 : isTrue(rt, follow);
    return follows < 0 ? 0 : stat(rt, path, follows > 0 ? "followed" : "shown", "stat");
  }),
  lstat: builtinFunction("(path, *, dir_fd=None)", (rt, path, dirFd) =>
    lacksFolderDescriptor(rt, dirFd) ? stat(rt, path, "shown", "lstat") : 0,
  ),
  fstat: builtinFunction("(fd)", (rt, fd) => {
    const descriptor = intArgument(rt, fd, -1);
    if (descriptor === null) return 0;
    const status = attempt(rt, () => descriptorStatus(rt, descriptor));
    return status === null ? 0 : newStatResult(rt, status);
  }),
  access: builtinFunction(
    "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
    (rt, path, mode, dirFd) => {
      const wanted = intArgument(rt, mode, 0);
      if (wanted === null || !lacksFolderDescriptor(rt, dirFd)) return 0;
      return withPath(rt, path, { function: "access" }, ({ text }) => {
        const answer = attempt(rt, () => isAccessible(rt, text, wanted));
        return answer === null ? 0 : pyBool(answer);
      });
    },
  ),
};
