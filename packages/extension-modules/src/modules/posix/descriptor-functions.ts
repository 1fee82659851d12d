// Functions for open files by their numbers.

import {
  addFile,
  attempt,
  builtinFunction,
  type BuiltinSpecification,
  bytesToWrite,
  closeDescriptor,
  descriptionOf,
  duplicateDescriptor,
  HostError,
  indexNumber,
  newBytes,
  newInt,
  newStr,
  newStructSequence,
  None,
  openDescriptor,
  openOptions,
  pyBool,
  readDescriptor,
  refusalOf,
  type Runtime,
  seekDescriptor,
  truncateDescriptor,
  tupleOf,
  writableBytes,
  writeDescriptor,
} from "@tjit/runtime/api";
import { Channel, channelFile } from "../../channel.ts";
import { intArgument, lacksFolderDescriptor, withPath } from "./path-argument.ts";

/** A function of a descriptor that answers with what `use` does; 0 with OSError set when the host refuses. */
function ofDescriptor<Value>(
  signature: string,
  use: (rt: Runtime, descriptor: number, ...args: readonly number[]) => Value,
  show: (rt: Runtime, value: Value) => number,
): BuiltinSpecification {
  return builtinFunction(signature, (rt, fd, ...refs) => {
    const descriptor = intArgument(rt, fd ?? 0, -1);
    if (descriptor === null) return 0;
    const args: number[] = [];
    for (const ref of refs) {
      const value = ref !== 0 ? indexNumber(rt, ref, rt.types.OverflowError) : ref;
      if (value === null) return 0;
      args.push(value);
    }
    const result = attempt(rt, () => ({ value: use(rt, descriptor, ...args) }));
    return result === null ? 0 : show(rt, result.value);
  });
}

const none = (): number => None;
const asInt = (rt: Runtime, value: number): number => newInt(rt, value);

function readBytes(rt: Runtime, descriptor: number, length: number, at?: number): Uint8Array {
  if (length < 0) throw new HostError("EINVAL");
  const target = new Uint8Array(length);
  return target.subarray(0, readDescriptor(rt, descriptor, target, at));
}

function writing(signature: string, hasPosition: boolean): BuiltinSpecification {
  return builtinFunction(signature, (rt, fd, data, offsetRef) => {
    const descriptor = intArgument(rt, fd, -1);
    const at = hasPosition ? indexNumber(rt, offsetRef, rt.types.OverflowError) : undefined;
    if (descriptor === null || at === null) return 0;
    const bytes = bytesToWrite(rt, data);
    if (bytes === null) return 0;
    const count = attempt(rt, () => writeDescriptor(rt, descriptor, bytes, at));
    return count === null ? 0 : newInt(rt, count);
  });
}

function terminalSize(rt: Runtime, fd: number): number {
  const descriptor = intArgument(rt, fd, 1);
  if (descriptor === null) return 0;
  const size = attempt(rt, () => {
    const { terminal } = descriptionOf(rt, descriptor).file;
    if (terminal === undefined) throw new HostError("ENOTTY");
    return terminal();
  });
  return size === null
    ? 0
    : newStructSequence(rt, "os.terminal_size", [newInt(rt, size.columns), newInt(rt, size.lines)]);
}

/** Functions of the module. */
export const descriptorFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  open: builtinFunction("(path, flags, mode=511, *, dir_fd=None)", (rt, path, flagsRef, modeRef, dirFd) => {
    const flags = intArgument(rt, flagsRef, 0);
    const mode = flags === null ? null : intArgument(rt, modeRef, 0o777);
    if (flags === null || mode === null || !lacksFolderDescriptor(rt, dirFd)) return 0;
    return withPath(rt, path, { function: "open" }, ({ text, object }) => {
      const descriptor = attempt(rt, () => openDescriptor(rt, text, openOptions(flags, mode)), object);
      return descriptor === null ? 0 : newInt(rt, descriptor);
    });
  }),
  close: ofDescriptor("(fd)", closeDescriptor, none),
  closerange: builtinFunction("(fd_low, fd_high, /)", (rt, lowRef, highRef) => {
    const [low, high] = [intArgument(rt, lowRef, 0), intArgument(rt, highRef, 0)];
    if (low === null || high === null) return 0;
    for (const descriptor of [...(rt.descriptors?.keys() ?? [])]) {
      if (descriptor >= low && descriptor < high) closeQuietly(rt, descriptor);
    }
    return None;
  }),
  pipe: builtinFunction("()", (rt) => {
    const channel = new Channel();
    const reader = addFile(rt, channelFile(channel, null), "read");
    return tupleOf(rt, newInt(rt, reader), newInt(rt, addFile(rt, channelFile(null, channel), "write")));
  }),
  dup: ofDescriptor("(fd, /)", duplicateDescriptor, asInt),
  read: ofDescriptor("(fd, length, /)", (rt, fd, length = 0) => readBytes(rt, fd, length), newBytes),
  readinto: builtinFunction("(fd, buffer, /)", (rt, fd, buffer) => {
    const descriptor = intArgument(rt, fd, -1);
    const target = descriptor === null ? null : writableBytes(rt, buffer);
    if (descriptor === null || target === null) return 0;
    const count = attempt(rt, () => readDescriptor(rt, descriptor, target));
    return count === null ? 0 : newInt(rt, count);
  }),
  pread: ofDescriptor(
    "(fd, length, offset, /)",
    (rt, fd, length = 0, offset = 0) => readBytes(rt, fd, length, offset),
    newBytes,
  ),
  write: writing("(fd, data, /)", false),
  pwrite: writing("(fd, buffer, offset, /)", true),
  lseek: ofDescriptor(
    "(fd, position, whence, /)",
    (rt, fd, position = 0, whence = 0) => seekDescriptor(rt, fd, position, whence),
    asInt,
  ),
  ftruncate: ofDescriptor("(fd, length, /)", (rt, fd, length = 0) => truncateDescriptor(rt, fd, length), none),
  fsync: ofDescriptor("(fd)", (rt, fd) => descriptionOf(rt, fd).file.sync?.(), none),
  fdatasync: ofDescriptor("(fd)", (rt, fd) => descriptionOf(rt, fd).file.sync?.(), none),
  isatty: ofDescriptor("(fd, /)", isTerminal, (_, value) => pyBool(value)),
  get_terminal_size: builtinFunction("(fd=1, /)", terminalSize),
  device_encoding: ofDescriptor("(fd)", isTerminal, (rt, value) => (value ? newStr(rt, "UTF-8") : None)),
};

/** Whether a number stands for a terminal; false if for nothing. */
function isTerminal(rt: Runtime, descriptor: number): boolean {
  try {
    return descriptionOf(rt, descriptor).file.terminal !== undefined;
  } catch (error) {
    if (error instanceof HostError) return false;
    throw error;
  }
}

function closeQuietly(rt: Runtime, descriptor: number): void {
  try {
    closeDescriptor(rt, descriptor);
  } catch (error) {
    refusalOf(error);
  }
}
