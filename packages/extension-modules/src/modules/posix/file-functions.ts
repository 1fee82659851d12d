// Functions that change what is at a path. A host whose files are read-only refuses; what no file of the host can have (links, permissions,
// times) has no function.

import {
  attempt,
  builtinFunction,
  type BuiltinSpecification,
  closeDescriptor,
  doubleFrom,
  HostError,
  type HostFiles,
  indexInteger,
  indexNumber,
  isTrue,
  isTuple,
  None,
  openDescriptor,
  openFlags,
  openOptions,
  type Runtime,
  setError,
  truncateDescriptor,
  tupleItem,
  tupleLength,
} from "@tjit/runtime/api";
import {
  type PathArgument,
  intArgument,
  lacksFolderDescriptor,
  nameObject,
  withPath,
  withTwoPaths,
} from "./path-argument.ts";

type Functions = Record<string, BuiltinSpecification>;

/** Does something that the host may refuse: None, or 0 with OSError set. */
function perform(rt: Runtime, action: () => void, path: PathArgument, second?: PathArgument): number {
  const done = attempt(rt, () => (action(), true), path.object, second?.object);
  return done === null ? 0 : None;
}

function refuse(): never {
  throw new HostError("EROFS");
}

function removing(name: string): BuiltinSpecification {
  return builtinFunction("(path, *, dir_fd=None)", (rt, path, dirFd) =>
    lacksFolderDescriptor(rt, dirFd)
      ? withPath(rt, path, { function: name }, (it) =>
          perform(rt, () => (rt.host.files?.remove ?? refuse)(it.text), it),
        )
      : 0,
  );
}

function renaming(name: string): BuiltinSpecification {
  return builtinFunction("(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", (rt, src, dst, srcFd, dstFd) =>
    lacksFolderDescriptor(rt, srcFd) && lacksFolderDescriptor(rt, dstFd)
      ? withTwoPaths(rt, name, src, dst, (from, to) =>
          perform(rt, () => (rt.host.files?.rename ?? refuse)(from.text, to.text), from, to),
        )
      : 0,
  );
}

/** Whether `follow_symlinks` is true, which is all that hosts can do; sets NotImplementedError else. */
function followsLinks(rt: Runtime, follow: number, name: string): boolean {
  const follows = follow === 0 ? 1 : isTrue(rt, follow);
  if (follows > 0) return true;
  if (follows === 0) {
    setError(rt, rt.types.NotImplementedError, `${name}: follow_symlinks unavailable on this platform`);
  }
  return false;
}

function truncate(rt: Runtime, path: number, lengthRef: number): number {
  const length = indexNumber(rt, lengthRef, rt.types.OverflowError);
  if (length === null) return 0;
  return withPath(rt, path, { function: "truncate", or: "descriptor" }, (it) =>
    perform(
      rt,
      () => {
        const descriptor = it.descriptor ?? openDescriptor(rt, it.text, openOptions(openFlags.O_WRONLY, 0));
        try {
          truncateDescriptor(rt, descriptor, length);
        } finally {
          if (it.descriptor === null) closeDescriptor(rt, descriptor);
        }
      },
      it,
    ),
  );
}

/** Seconds of both times that `utime` sets; null with an exception set. */
function timesOf(rt: Runtime, times: number, ns: number): readonly [number, number] | null {
  if (times !== 0 && times !== None && ns !== 0) {
    setError(rt, rt.types.ValueError, "utime: you may specify either 'times' or 'ns' but not both");
    return null;
  }
  const pair = ns === 0 ? times : ns;
  if (pair === 0 || pair === None) return timesNow(rt);
  if (!isTuple(rt, pair) || tupleLength(rt, pair) !== 2) {
    const problem =
      ns === 0 ? "'times' must be either a tuple of two ints or None" : "'ns' must be a tuple of two ints";
    setError(rt, rt.types.TypeError, `utime: ${problem}`);
    return null;
  }
  const accessed = secondsOf(rt, tupleItem(rt, pair, 0), ns !== 0);
  const modified = accessed === null ? null : secondsOf(rt, tupleItem(rt, pair, 1), ns !== 0);
  return accessed === null || modified === null ? null : [accessed, modified];
}

function timesNow(rt: Runtime): readonly [number, number] | null {
  const { now } = rt.host;
  if (now !== undefined) return [now(), now()];
  setError(rt, rt.types.OSError, "this machine has no clock");
  return null;
}

function secondsOf(rt: Runtime, ref: number, isNanoseconds: boolean): number | null {
  if (!isNanoseconds) return doubleFrom(rt, ref);
  const value = indexInteger(rt, ref);
  return value === null ? null : Number(value) / 1e9;
}

const always: Functions = {
  remove: removing("remove"),
  unlink: removing("unlink"),
  rename: renaming("rename"),
  replace: renaming("replace"),
  truncate: builtinFunction("(path, length)", truncate),
};

/** Functions by the member of the host that they need. */
const needing: Partial<Record<keyof HostFiles, Functions>> = {
  changeFolder: {
    chdir: builtinFunction("(path)", (rt, path) =>
      withPath(rt, path, { function: "chdir" }, (it) => perform(rt, () => rt.host.files?.changeFolder?.(it.text), it)),
    ),
  },
  readLink: {
    readlink: builtinFunction("(path, *, dir_fd=None)", (rt, path, dirFd) =>
      lacksFolderDescriptor(rt, dirFd)
        ? withPath(rt, path, { function: "readlink" }, ({ text, object, isBytes }) => {
            const target = attempt(rt, () => (rt.host.files?.readLink ?? refuse)(text), object);
            return target === null ? 0 : nameObject(rt, target, isBytes);
          })
        : 0,
    ),
  },
  makeLink: {
    symlink: builtinFunction("(src, dst, target_is_directory=False, *, dir_fd=None)", (rt, src, dst, _, dirFd) =>
      lacksFolderDescriptor(rt, dirFd)
        ? withTwoPaths(rt, "symlink", src, dst, (target, path) =>
            perform(rt, () => rt.host.files?.makeLink?.(target.text, path.text, "symbolic"), target, path),
          )
        : 0,
    ),
    link: builtinFunction(
      "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
      (rt, src, dst, srcFd, dstFd, follow) =>
        lacksFolderDescriptor(rt, srcFd) && lacksFolderDescriptor(rt, dstFd) && followsLinks(rt, follow, "link")
          ? withTwoPaths(rt, "link", src, dst, (target, path) =>
              perform(rt, () => rt.host.files?.makeLink?.(target.text, path.text, "hard"), target, path),
            )
          : 0,
    ),
  },
  setMode: {
    chmod: builtinFunction("(path, mode, *, dir_fd=None, follow_symlinks=True)", (rt, path, modeRef, dirFd, follow) => {
      const mode = intArgument(rt, modeRef, 0);
      if (mode === null || !lacksFolderDescriptor(rt, dirFd) || !followsLinks(rt, follow, "chmod")) return 0;
      return withPath(rt, path, { function: "chmod" }, (it) =>
        perform(rt, () => rt.host.files?.setMode?.(it.text, mode & 0o7777), it),
      );
    }),
  },
  setTimes: {
    utime: builtinFunction(
      "(path, times=None, *, ns=NULL, dir_fd=None, follow_symlinks=True)",
      (rt, path, times, ns, dirFd, follow) => {
        if (!lacksFolderDescriptor(rt, dirFd) || !followsLinks(rt, follow, "utime")) return 0;
        const moments = timesOf(rt, times, ns);
        if (moments === null) return 0;
        return withPath(rt, path, { function: "utime" }, (it) =>
          perform(rt, () => rt.host.files?.setTimes?.(it.text, ...moments), it),
        );
      },
    ),
  },
};

/** The functions that a host can do. */
export function fileFunctions({ host: { files } }: Runtime): Functions {
  const possible = Object.entries(needing).filter(([member]) => files?.[member as keyof HostFiles] !== undefined);
  return Object.assign({}, always, ...possible.map(([, functions]) => functions)) as Functions;
}
