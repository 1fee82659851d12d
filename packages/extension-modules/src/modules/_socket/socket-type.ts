// The type `_socket.socket`: one end of a pair within the machine. A machine has no network, so that others cannot be made.

import {
  type BuiltinSpecification,
  HostError,
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  addFile,
  attempt,
  bytesLike,
  closeDescriptor,
  defineType,
  descriptionOf,
  doubleFrom,
  getset,
  hostPayload,
  indexNumber,
  isTrue,
  method,
  newBytes,
  newFloat,
  newHostObject,
  newInt,
  newStr,
  pyBool,
  raiseNamedError,
  setError,
  tupleOf,
  waitSeconds,
  writableBytes,
} from "@tjit/runtime/api";
import { Channel, channelFile } from "../../channel.ts";
import { socketConstants } from "./constants.ts";

const { AF_INET = 0, SOCK_STREAM = 0, MSG_PEEK = 0, SHUT_RD = 0, SHUT_WR = 0 } = socketConstants;

/** The two directions behind a descriptor. */
interface End {
  readonly from: Channel;
  readonly to: Channel;
}

interface Socket {
  /** -1: none. */
  descriptor: number;
  family: number;
  type: number;
  protocol: number;
  /** In seconds: 0 for not waiting, Infinity for as long as it takes. */
  timeout: number;
}

const socketOf = (rt: Runtime, self: number): Socket => hostPayload(rt, self) as Socket;

/** What the sockets of one machine share. */
export class Sockets {
  /** By the file that the descriptors stand for. */
  readonly #ends = new WeakMap<object, End>();
  defaultTimeout = Infinity;

  /** Two descriptors that are connected. */
  newPair(rt: Runtime): readonly [number, number] {
    const [one, other] = [new Channel(), new Channel()];
    const open = (from: Channel, to: Channel): number => {
      const file = channelFile(from, to);
      this.#ends.set(file, { from, to });
      return addFile(rt, file, "both");
    };
    return [open(one, other), open(other, one)];
  }

  /** What is behind a descriptor; throws EBADF, ENOTSOCK. */
  endOf(rt: Runtime, descriptor: number): End {
    const end = this.#ends.get(descriptionOf(rt, descriptor).file);
    if (end === undefined) throw new HostError("ENOTSOCK");
    return end;
  }
}

/** The numbers of arguments; null with an exception set. */
function numbersOf(rt: Runtime, refs: readonly number[], unless: number): readonly number[] | null {
  const numbers: number[] = [];
  for (const ref of refs) {
    const value = ref === 0 || ref === None ? unless : indexNumber(rt, ref, rt.types.OverflowError);
    if (value === null) return null;
    numbers.push(value);
  }
  return numbers;
}

/** Does what may have to wait; nobody else can end the waiting. 0 with an exception set. */
function transfer(rt: Runtime, socket: Socket, use: () => number): number {
  const answer = attempt(rt, () => {
    try {
      return use();
    } catch (error) {
      if (error instanceof HostError && error.code === "EAGAIN" && socket.timeout > 0) return -1;
      throw error;
    }
  });
  if (answer === null) return 0;
  if (answer >= 0) return answer;
  if (socket.timeout === Infinity) {
    return setError(rt, rt.types.RuntimeError, "deadlock: there is no other thread to use the other end");
  }
  return waitSeconds(rt, socket.timeout) < 0 ? 0 : setError(rt, rt.types.TimeoutError, "timed out");
}

function transferMethods(sockets: Sockets): Record<string, BuiltinSpecification> {
  const receive = (rt: Runtime, self: number, target: Uint8Array, flags: number): number => {
    const socket = socketOf(rt, self);
    let count = 0;
    const status = transfer(rt, socket, () => {
      const { from } = sockets.endOf(rt, socket.descriptor);
      if (target.length > 0) count = from.read(target, (flags & MSG_PEEK) !== 0 ? "keep" : "take");
      return 1;
    });
    return status === 0 ? -1 : count;
  };
  const send = (rt: Runtime, self: number, data: number, all: "all" | "some"): number => {
    const bytes = bytesLike(rt, data);
    if (bytes === null) return -1;
    const socket = socketOf(rt, self);
    let sent = 0;
    do {
      const status = transfer(rt, socket, () => {
        sent += sockets.endOf(rt, socket.descriptor).to.write(bytes.subarray(sent));
        return 1;
      });
      if (status === 0) return -1;
    } while (all === "all" && sent < bytes.length);
    return sent;
  };
  return {
    recv: method("($self, bufsize, flags=0, /)", (rt, self, sizeRef, flagsRef) => {
      const numbers = numbersOf(rt, [sizeRef ?? 0, flagsRef ?? 0], 0);
      if (numbers === null) return 0;
      const [size = 0, flags = 0] = numbers;
      if (size < 0) return setError(rt, rt.types.ValueError, "negative buffersize in recv");
      const target = new Uint8Array(Math.min(size, 1 << 20));
      const count = receive(rt, self, target, flags);
      return count < 0 ? 0 : newBytes(rt, target.slice(0, count));
    }),
    recv_into: method("($self, buffer, nbytes=0, flags=0)", (rt, self, buffer, sizeRef, flagsRef) => {
      const numbers = numbersOf(rt, [sizeRef ?? 0, flagsRef ?? 0], 0);
      const target = numbers === null ? null : writableBytes(rt, buffer ?? 0);
      if (numbers === null || target === null) return 0;
      const [size = 0, flags = 0] = numbers;
      if (size < 0) return setError(rt, rt.types.ValueError, "negative buffersize in recv_into");
      if (size > target.length) return setError(rt, rt.types.ValueError, "buffer too small for requested bytes");
      const count = receive(rt, self, size === 0 ? target : target.subarray(0, size), flags);
      return count < 0 ? 0 : newInt(rt, count);
    }),
    send: method("($self, data, flags=0, /)", (rt, self, data) => {
      const count = send(rt, self, data ?? 0, "some");
      return count < 0 ? 0 : newInt(rt, count);
    }),
    sendall: method("($self, data, flags=0, /)", (rt, self, data) => (send(rt, self, data ?? 0, "all") < 0 ? 0 : None)),
    shutdown: method("($self, how, /)", (rt, self, howRef) => {
      const how = indexNumber(rt, howRef ?? 0, rt.types.OverflowError);
      if (how === null) return 0;
      const done = attempt(rt, () => {
        const { from, to } = sockets.endOf(rt, socketOf(rt, self).descriptor);
        if (how !== SHUT_WR) from.isReaderClosed = true;
        if (how !== SHUT_RD) to.isWriterClosed = true;
        return true;
      });
      return done === null ? 0 : None;
    }),
  };
}

/** Gives up the descriptor. */
function close(rt: Runtime, self: number): number {
  const socket = socketOf(rt, self);
  const { descriptor } = socket;
  socket.descriptor = -1;
  if (descriptor < 0) return None;
  return attempt(rt, () => {
    closeDescriptor(rt, descriptor);
    return true;
  }) === null
    ? 0
    : None;
}

/** A timeout in seconds; null with an exception set. */
export function timeoutArgument(rt: Runtime, ref: number): number | null {
  const seconds = ref === None ? Infinity : doubleFrom(rt, ref);
  if (seconds === null || seconds >= 0) return seconds;
  setError(rt, rt.types.ValueError, "Timeout value out of range");
  return null;
}

/** A timeout as Python has it. */
export function timeoutValue(rt: Runtime, seconds: number): number {
  return seconds === Infinity ? None : newFloat(rt, seconds);
}

function stateMethods(sockets: Sockets): Record<string, BuiltinSpecification> {
  const addressOf = method("($self, /)", (rt, self) =>
    attempt(rt, () => sockets.endOf(rt, socketOf(rt, self).descriptor)) === null ? 0 : newStr(rt, ""),
  );
  return {
    fileno: method("($self, /)", (rt, self) => newInt(rt, socketOf(rt, self).descriptor)),
    close: method("($self, /)", close),
    detach: method("($self, /)", (rt, self) => {
      const socket = socketOf(rt, self);
      const { descriptor } = socket;
      socket.descriptor = -1;
      return newInt(rt, descriptor);
    }),
    getsockname: addressOf,
    getpeername: addressOf,
    settimeout: method("($self, timeout, /)", (rt, self, ref) => {
      const seconds = timeoutArgument(rt, ref ?? None);
      if (seconds === null) return 0;
      socketOf(rt, self).timeout = seconds;
      return None;
    }),
    gettimeout: method("($self, /)", (rt, self) => timeoutValue(rt, socketOf(rt, self).timeout)),
    setblocking: method("($self, flag, /)", (rt, self, flag) => {
      const truth = isTrue(rt, flag ?? None);
      if (truth < 0) return 0;
      socketOf(rt, self).timeout = truth === 0 ? 0 : Infinity;
      return None;
    }),
    getblocking: method("($self, /)", (rt, self) => pyBool(socketOf(rt, self).timeout > 0)),
  };
}

/** Fills a socket from the arguments of its class. Status. */
function initialize(rt: Runtime, sockets: Sockets, self: number, refs: readonly number[]): number {
  const numbers = numbersOf(rt, refs, -1);
  if (numbers === null) return -1;
  const [family = -1, type = -1, protocol = -1, descriptor = -1] = numbers;
  if (descriptor < 0) return raiseNamedError(rt, "EAFNOSUPPORT") - 1;
  if (attempt(rt, () => sockets.endOf(rt, descriptor)) === null) return -1;
  Object.assign(socketOf(rt, self), {
    descriptor,
    family: family < 0 ? (socketConstants.AF_UNIX ?? 0) : family,
    type: type < 0 ? SOCK_STREAM : type,
    protocol: Math.max(protocol, 0),
    timeout: sockets.defaultTimeout,
  });
  return 0;
}

/** Defines the type. */
export function defineSocket(rt: Runtime, sockets: Sockets): number {
  return defineType(rt, {
    name: "socket",
    module: "_socket",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, /, *args, **kwargs)", (rt_, type) => {
      const payload: Socket = { descriptor: -1, family: AF_INET, type: SOCK_STREAM, protocol: 0, timeout: Infinity };
      return newHostObject(rt_, type, payload);
    }),
    init: method("($self, /, family=-1, type=-1, proto=-1, fileno=None)", (rt_, self, ...refs) =>
      initialize(rt_, sockets, self, refs),
    ),
    methods: { ...transferMethods(sockets), ...stateMethods(sockets) },
    getset: {
      family: getset((rt_, self) => newInt(rt_, socketOf(rt_, self).family)),
      type: getset((rt_, self) => newInt(rt_, socketOf(rt_, self).type)),
      proto: getset((rt_, self) => newInt(rt_, socketOf(rt_, self).protocol)),
      timeout: getset((rt_, self) => timeoutValue(rt_, socketOf(rt_, self).timeout)),
    },
    slots: {
      repr: (rt_, self) => {
        const { descriptor, family, type, protocol } = socketOf(rt_, self);
        return newStr(rt_, `<socket object, fd=${descriptor}, family=${family}, type=${type}, proto=${protocol}>`);
      },
    },
  });
}

/** `socketpair(family, type, proto)`: two sockets that are connected. */
export function newPair(rt: Runtime, sockets: Sockets, socketType: number, refs: readonly number[]): number {
  const numbers = numbersOf(rt, refs, 0);
  if (numbers === null) return 0;
  const [family = 0, type = 0, protocol = 0] = numbers;
  if (family !== 0 && family !== socketConstants.AF_UNIX) return raiseNamedError(rt, "EOPNOTSUPP");
  if ((type || SOCK_STREAM) !== SOCK_STREAM) return raiseNamedError(rt, "ESOCKTNOSUPPORT");
  const made = sockets.newPair(rt).map((descriptor) => {
    const payload: Socket = {
      descriptor,
      family: socketConstants.AF_UNIX ?? 0,
      type: SOCK_STREAM,
      protocol,
      timeout: sockets.defaultTimeout,
    };
    return newHostObject(rt, socketType, payload);
  });
  return tupleOf(rt, ...made);
}
