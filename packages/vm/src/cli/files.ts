// The real files.

import * as fs from "node:fs";
import process from "node:process";
import type { FileStatus, HostFile, HostFiles, OpenOptions } from "@tjit/runtime";
import { errorCode } from "./output.ts";

/** Files of this computer. */
export const files: HostFiles = {
  stat: (path) => statusOf(fs.statSync(path, { throwIfNoEntry: false })),
  linkStat: (path) => statusOf(fs.lstatSync(path, { throwIfNoEntry: false })),
  read: (path) => fs.readFileSync(path),
  list: (path) => fs.readdirSync(path),
  currentFolder: () => process.cwd(),
  changeFolder: (path) => {
    process.chdir(path);
  },
  open: (path, options) => descriptorFile(fs.openSync(path, flagsOf(options), options.mode)),
  remove: fs.unlinkSync,
  rename: fs.renameSync,
  makeFolder: (path, mode) => {
    fs.mkdirSync(path, mode);
  },
  removeFolder: fs.rmdirSync,
  readLink: (path) => fs.readlinkSync(path),
  makeLink: (target, path, kind) => {
    if (kind === "hard") fs.linkSync(target, path);
    else fs.symlinkSync(target, path);
  },
  setMode: fs.chmodSync,
  setTimes: fs.utimesSync,
  access: (path, mode) => {
    try {
      fs.accessSync(path, mode);
      return true;
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return false;
    }
  },
};

function statusOf(found: fs.Stats): FileStatus;
function statusOf(found: fs.Stats | undefined): FileStatus | undefined;
function statusOf(found: fs.Stats | undefined): FileStatus | undefined {
  if (found === undefined) return undefined;
  const { mode, size, mtimeMs, atimeMs, ctimeMs, dev, ino, nlink, uid, gid } = found;
  return {
    kind: found.isFile() ? "file" : found.isDirectory() ? "folder" : found.isSymbolicLink() ? "link" : "other",
    size,
    modified: mtimeMs / 1000,
    accessed: atimeMs / 1000,
    changed: ctimeMs / 1000,
    mode,
    device: dev,
    inode: ino,
    links: nlink,
    user: uid,
    group: gid,
  };
}

function flagsOf({ access, create, contents, writes }: OpenOptions): number {
  const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND } = fs.constants;
  return (
    { read: O_RDONLY, write: O_WRONLY, both: O_RDWR }[access] |
    { never: 0, missing: O_CREAT, always: O_CREAT | O_EXCL }[create] |
    (contents === "drop" ? O_TRUNC : 0) |
    (writes === "at end" ? O_APPEND : 0)
  );
}

/** The open file of a descriptor of this process. */
export function descriptorFile(descriptor: number): HostFile {
  const isFile = fs.fstatSync(descriptor).isFile();
  const place = (position: number): number | null => (isFile ? position : null);
  return {
    status: () => statusOf(fs.fstatSync(descriptor)),
    read: (bytes, position) => fs.readSync(descriptor, bytes, 0, bytes.length, place(position)),
    write: (bytes, position) => fs.writeSync(descriptor, bytes, 0, bytes.length, place(position)),
    truncate: (size) => {
      fs.ftruncateSync(descriptor, size);
    },
    sync: () => {
      fs.fsyncSync(descriptor);
    },
    close: () => {
      fs.closeSync(descriptor);
    },
  };
}
