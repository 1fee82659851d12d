// The flags of `os.open`: Linux's numbers.

import { type OpenOptions } from "../host.ts";

/** The flags by name. */
export const openFlags = {
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 0o100,
  O_EXCL: 0o200,
  O_NOCTTY: 0o400,
  O_TRUNC: 0o1000,
  O_APPEND: 0o2000,
  O_NONBLOCK: 0o4000,
  O_DSYNC: 0o10000,
  O_SYNC: 0o4010000,
  O_DIRECTORY: 0o200000,
  O_NOFOLLOW: 0o400000,
  O_CLOEXEC: 0o2000000,
} as const;

const accesses: readonly OpenOptions["access"][] = ["read", "write", "both", "both"];

/** What flags ask for. */
export function openOptions(flags: number, mode: number): OpenOptions {
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const { O_CREAT, O_EXCL, O_TRUNC, O_APPEND } = openFlags;
  return {
    access: accesses[flags & 3] ?? "read",
    create: !has(O_CREAT) ? "never" : has(O_EXCL) ? "always" : "missing",
    contents: has(O_TRUNC) ? "drop" : "keep",
    writes: has(O_APPEND) ? "at end" : "at position",
    mode,
  };
}
