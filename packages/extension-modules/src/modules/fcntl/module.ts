// The module `fcntl`: what can be asked and set about open files. No other process sees them, so that locks are always free.

import {
  type BuiltinSpecification,
  None,
  type Runtime,
  attempt,
  builtinFunction,
  callMethod,
  descriptionOf,
  duplicateDescriptor,
  indexNumber,
  internStr,
  newInt,
  newModule,
  openFlags,
  HostError,
  decref,
} from "@tjit/runtime/api";

const constants = {
  F_DUPFD: 0,
  F_GETFD: 1,
  F_SETFD: 2,
  F_GETFL: 3,
  F_SETFL: 4,
  F_DUPFD_CLOEXEC: 1030,
  FD_CLOEXEC: 1,
  LOCK_SH: 1,
  LOCK_EX: 2,
  LOCK_NB: 4,
  LOCK_UN: 8,
};

/** The number of a file that is given by its number or by an object with `fileno`; null with an exception set. */
function descriptorArgument(rt: Runtime, ref: number): number | null {
  if ((ref & 1) !== 0) return indexNumber(rt, ref);
  const name = internStr(rt, "fileno");
  const made = callMethod(rt, ref, name);
  decref(rt, name);
  if (made === 0) return null;
  const number = indexNumber(rt, made, rt.types.OverflowError);
  decref(rt, made);
  return number;
}

function ofFile(
  signature: string,
  use: (rt: Runtime, descriptor: number, ...rest: readonly number[]) => number | null,
): BuiltinSpecification {
  return builtinFunction(signature, (rt, fd, ...refs) => {
    const descriptor = descriptorArgument(rt, fd ?? 0);
    if (descriptor === null) return 0;
    const rest: number[] = [];
    for (const ref of refs) {
      const value = ref === 0 ? 0 : indexNumber(rt, ref, rt.types.OverflowError);
      if (value === null) return 0;
      rest.push(value);
    }
    const answer = attempt(rt, () => ({ value: use(rt, descriptor, ...rest) }));
    return answer === null ? 0 : answer.value === null ? None : newInt(rt, answer.value);
  });
}

function control(rt: Runtime, descriptor: number, command = 0): number {
  const { access, writes } = descriptionOf(rt, descriptor);
  switch (command) {
    case constants.F_DUPFD:
    case constants.F_DUPFD_CLOEXEC:
      return duplicateDescriptor(rt, descriptor);
    case constants.F_GETFD:
      return constants.FD_CLOEXEC;
    case constants.F_GETFL:
      return { read: 0, write: 1, both: 2 }[access] | (writes === "at end" ? openFlags.O_APPEND : 0);
    // Nobody inherits files, and nothing waits.
    case constants.F_SETFD:
    case constants.F_SETFL:
      return 0;
    default:
      throw new HostError("EINVAL");
  }
}

const lock = (rt: Runtime, descriptor: number): null => {
  descriptionOf(rt, descriptor);
  return null;
};

/** Makes the module. */
export function newFcntlModule(rt: Runtime): number {
  const functions = {
    fcntl: ofFile("(fd, cmd, arg=0, /)", control),
    flock: ofFile("(fd, operation, /)", lock),
    lockf: ofFile("(fd, cmd, len=0, start=0, whence=0, /)", lock),
    ioctl: ofFile("(fd, request, arg=0, mutate_flag=True, /)", (rt_, descriptor) => {
      descriptionOf(rt_, descriptor);
      throw new HostError("ENOTTY");
    }),
  };
  const numbers = Object.entries(constants).map(([name, value]) => [name, newInt(rt, value)] as const);
  return newModule(rt, "fcntl", functions, Object.fromEntries(numbers));
}
