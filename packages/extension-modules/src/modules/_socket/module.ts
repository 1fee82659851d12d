// The module `_socket` of a machine without a network: pairs of sockets within it, which event loops wake themselves with, Linux's
// numbers, and conversions of numbers and addresses.

import {
  type BuiltinSpecification,
  None,
  type Runtime,
  attempt,
  builtinFunction,
  bytesLike,
  closeDescriptor,
  duplicateDescriptor,
  indexNumber,
  isStr,
  newBigInt,
  newBytes,
  newExceptionClass,
  newInt,
  newModule,
  newRef,
  newStr,
  pyBool,
  setError,
  strValue,
  typeName,
} from "@tjit/runtime/api";
import { socketConstants } from "./constants.ts";
import { Sockets, defineSocket, newPair, timeoutArgument, timeoutValue } from "./socket-type.ts";

/** Swaps the bytes of an unsigned number of so many bytes. */
function swapping(name: string, size: 2 | 4): BuiltinSpecification {
  return builtinFunction("(integer, /)", (rt, ref) => {
    const value = indexNumber(rt, ref, rt.types.OverflowError);
    if (value === null) return 0;
    if (value < 0 || value >= 2 ** (8 * size)) {
      const problem = value < 0 ? "can't convert negative Python int to C" : "Python int too large to convert to C";
      return setError(rt, rt.types.OverflowError, `${name}: ${problem} ${8 * size}-bit unsigned integer`);
    }
    const bytes = new DataView(new ArrayBuffer(4));
    bytes.setUint32(0, value);
    const swapped = size === 2 ? bytes.getUint16(2, true) : bytes.getUint32(0, true);
    return newBigInt(rt, BigInt(swapped));
  });
}

/** `inet_aton`: the four bytes of an address of the Internet. */
function addressBytes(rt: Runtime, ref: number): number {
  if (!isStr(rt, ref)) {
    return setError(rt, rt.types.TypeError, `inet_aton() argument 1 must be str, not ${typeName(rt, ref)}`);
  }
  const parts = strValue(rt, ref).split(".");
  const isAddress = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  return isAddress
    ? newBytes(rt, Uint8Array.from(parts, Number))
    : setError(rt, rt.types.OSError, "illegal IP address string passed to inet_aton");
}

/** `inet_ntoa`: the text of such an address. */
function addressText(rt: Runtime, ref: number): number {
  const bytes = bytesLike(rt, ref);
  if (bytes === null) return 0;
  return bytes.length === 4 ? newStr(rt, bytes.join(".")) : setError(rt, rt.types.OSError, "packed IP wrong length");
}

function ofDescriptor(use: (rt: Runtime, descriptor: number) => number): BuiltinSpecification {
  return builtinFunction("(fd, /)", (rt, ref) => {
    const descriptor = indexNumber(rt, ref, rt.types.OverflowError);
    return descriptor === null ? 0 : (attempt(rt, () => use(rt, descriptor)) ?? 0);
  });
}

/** Makes the module. */
export function newSocketModule(rt: Runtime): number {
  const sockets = new Sockets();
  const socket = defineSocket(rt, sockets);
  const functions: Readonly<Record<string, BuiltinSpecification>> = {
    socketpair: builtinFunction("(family=None, type=None, proto=0)", (rt_, ...refs) =>
      newPair(rt_, sockets, socket, refs),
    ),
    close: ofDescriptor((rt_, descriptor) => {
      closeDescriptor(rt_, descriptor);
      return None;
    }),
    dup: ofDescriptor((rt_, descriptor) => newInt(rt_, duplicateDescriptor(rt_, descriptor))),
    getdefaulttimeout: builtinFunction("()", (rt_) => timeoutValue(rt_, sockets.defaultTimeout)),
    setdefaulttimeout: builtinFunction("(timeout, /)", (rt_, ref) => {
      const seconds = timeoutArgument(rt_, ref);
      if (seconds === null) return 0;
      sockets.defaultTimeout = seconds;
      return None;
    }),
    htons: swapping("htons", 2),
    ntohs: swapping("ntohs", 2),
    htonl: swapping("htonl", 4),
    ntohl: swapping("ntohl", 4),
    gethostname: builtinFunction("()", (rt_) => newStr(rt_, "localhost")),
    inet_aton: builtinFunction("(ip_addr, /)", addressBytes),
    inet_ntoa: builtinFunction("(packed_ip, /)", addressText),
  };
  const numbers = Object.entries(socketConstants).map(([name, value]) => [name, newBigInt(rt, BigInt(value))] as const);
  return newModule(rt, "_socket", functions, {
    ...Object.fromEntries(numbers),
    socket: newRef(rt, socket),
    SocketType: newRef(rt, socket),
    error: newRef(rt, rt.types.OSError),
    timeout: newRef(rt, rt.types.TimeoutError),
    gaierror: newExceptionClass(rt, "socket", "gaierror", rt.types.OSError),
    herror: newExceptionClass(rt, "socket", "herror", rt.types.OSError),
    has_ipv6: pyBool(false),
  });
}
