// The files that a program has open, by number. A number stands for a description, which knows the position; `dup` makes a second number
// for one.

import { HostError } from "../host-error.ts";
import { type FileStatus, type Host, type HostFile, type OpenOptions } from "../host.ts";
import { type Runtime } from "../runtime.ts";
import { standardFile } from "./bytes-file.ts";
import { openPath } from "./open-path.ts";

/** An open file. */
export interface Description {
  readonly file: HostFile;
  readonly access: OpenOptions["access"];
  readonly writes: OpenOptions["writes"];
  /** Whether there are positions. */
  readonly seekable: boolean;
  position: number;
  /** How many numbers stand for it. */
  uses: number;
}

/** The descriptions by number. */
export type DescriptorTable = Map<number, Description>;

const tableOf = (rt: Runtime): DescriptorTable => (rt.descriptors ??= standardDescriptors(rt.host));

function standardDescriptors(host: Host): DescriptorTable {
  const table: DescriptorTable = new Map();
  for (const number of [0, 1, 2]) {
    const file = standardFile(host, number);
    if (file !== undefined)
      table.set(number, describe(file, { access: number === 0 ? "read" : "write", writes: "at end" }));
  }
  return table;
}

function describe(file: HostFile, { access, writes }: Pick<OpenOptions, "access" | "writes">): Description {
  return { file, access, writes, seekable: file.status().kind === "file", position: 0, uses: 1 };
}

function add(rt: Runtime, description: Description): number {
  const table = tableOf(rt);
  // The first three are the standard streams, there or not.
  let number = 3;
  while (table.has(number)) number++;
  table.set(number, description);
  return number;
}

/** What a number stands for; throws EBADF. */
export function descriptionOf(rt: Runtime, number: number): Description {
  const description = tableOf(rt).get(number);
  if (description === undefined) throw new HostError("EBADF");
  return description;
}

/** Opens a path: its number. Throws the host's refusal, as the functions below do. */
export function openDescriptor(rt: Runtime, path: string, options: OpenOptions): number {
  return add(rt, describe(openPath(rt, path, options), options));
}

/** A number for a file that is open already, such as one end of a pipe. */
export function addFile(rt: Runtime, file: HostFile, access: OpenOptions["access"]): number {
  return add(rt, describe(file, { access, writes: "at position" }));
}

/** A second number for an open file. */
export function duplicateDescriptor(rt: Runtime, number: number): number {
  const description = descriptionOf(rt, number);
  description.uses++;
  return add(rt, description);
}

/** The number no longer stands for anything. */
export function closeDescriptor(rt: Runtime, number: number): void {
  const description = descriptionOf(rt, number);
  tableOf(rt).delete(number);
  if (--description.uses === 0) description.file.close?.();
}

/** Reads at the position, or at one that is given and left alone. How many bytes. */
export function readDescriptor(rt: Runtime, number: number, target: Uint8Array, at?: number): number {
  const description = descriptionOf(rt, number);
  const { file, access } = description;
  if (access === "write") throw new HostError("EBADF");
  if (file.read === undefined) throw new HostError(file.status().kind === "folder" ? "EISDIR" : "EBADF");
  const count = target.length === 0 ? 0 : file.read(target, at ?? description.position);
  if (at === undefined) description.position += count;
  return count;
}

/** Writes. How many bytes. */
export function writeDescriptor(rt: Runtime, number: number, bytes: Uint8Array, at?: number): number {
  const description = descriptionOf(rt, number);
  const { file, access, writes, seekable } = description;
  if (access === "read" || file.write === undefined) throw new HostError("EBADF");
  if (bytes.length === 0) return 0;
  const position = at ?? (writes === "at end" && seekable ? file.status().size : description.position);
  const count = file.write(bytes, position);
  if (at === undefined) description.position = position + count;
  return count;
}

/** Moves the position. */
export function seekDescriptor(rt: Runtime, number: number, offset: number, whence: number): number {
  const description = descriptionOf(rt, number);
  if (!description.seekable) throw new HostError("ESPIPE");
  const from =
    whence === 0 ? 0 : whence === 1 ? description.position : whence === 2 ? description.file.status().size : NaN;
  if (!(from + offset >= 0)) throw new HostError("EINVAL");
  description.position = from + offset;
  return description.position;
}

/** Makes the file so long. */
export function truncateDescriptor(rt: Runtime, number: number, size: number): void {
  const { file, access } = descriptionOf(rt, number);
  if (access === "read" || file.truncate === undefined || size < 0) throw new HostError("EINVAL");
  file.truncate(size);
}

/** What the file is. */
export function descriptorStatus(rt: Runtime, number: number): FileStatus {
  return descriptionOf(rt, number).file.status();
}
