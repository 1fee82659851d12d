// What a program is told about its process and the system, and its environment.

import {
  builtinFunction,
  type BuiltinSpecification,
  decref,
  dictSet,
  type HostProcess,
  indexNumber,
  newBytes,
  newDict,
  newInt,
  newStr,
  None,
  pyBool,
  raiseNamedError,
  type Runtime,
  setError,
  systemErrorText,
} from "@tjit/runtime/api";
import { intArgument, nameObject, withPath } from "./path-argument.ts";

type Functions = Record<string, BuiltinSpecification>;

/** Hosts give at most so many random bytes at once. */
const randomPortion = 65536;

function randomBytes(rt: Runtime, sizeRef: number): number {
  const size = indexNumber(rt, sizeRef, rt.types.OverflowError);
  if (size === null) return 0;
  if (size < 0) return setError(rt, rt.types.ValueError, "negative argument not allowed");
  const { randomBytes: random } = rt.host;
  if (random === undefined)
    return setError(rt, rt.types.NotImplementedError, "this machine has no source of random bytes");
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += randomPortion) bytes.set(random(Math.min(randomPortion, size - at)), at);
  return newBytes(rt, bytes);
}

function answering(value: number): BuiltinSpecification {
  return builtinFunction("()", (rt) => newInt(rt, value));
}

/** The environment as bytes: a new reference. */
export function newEnvironment(rt: Runtime, variables: ReadonlyMap<string, string>): number {
  const dict = newDict(rt);
  for (const [name, value] of variables) {
    const [key, item] = [nameObject(rt, name, true), nameObject(rt, value, true)];
    dictSet(rt, dict, key, item);
    decref(rt, key);
    decref(rt, item);
  }
  return dict;
}

/** Functions that change the environment, which no other process sees. */
export function environmentFunctions(variables: Map<string, string>): Functions {
  const texts = (rt: Runtime, ref: number, use: (text: string) => number): number =>
    withPath(rt, ref, { function: "putenv" }, ({ text }) => use(text));
  const checked = (rt: Runtime, name: string): boolean => {
    if (name !== "" && !name.includes("=")) return true;
    setError(rt, rt.types.ValueError, "illegal environment variable name");
    return false;
  };
  return {
    putenv: builtinFunction("(name, value, /)", (rt, name, value) =>
      texts(rt, name, (key) =>
        texts(rt, value, (text) => {
          if (!checked(rt, key)) return 0;
          variables.set(key, text);
          return None;
        }),
      ),
    ),
    unsetenv: builtinFunction("(name, /)", (rt, name) =>
      texts(rt, name, (key) => {
        if (!checked(rt, key)) return 0;
        variables.delete(key);
        return None;
      }),
    ),
    _create_environ: builtinFunction("()", (rt) => newEnvironment(rt, variables)),
  };
}

function ofStatus(use: (status: number) => boolean | number): BuiltinSpecification {
  return builtinFunction("(status)", (rt, statusRef) => {
    const status = intArgument(rt, statusRef, 0);
    if (status === null) return 0;
    const answer = use(status);
    return typeof answer === "boolean" ? pyBool(answer) : newInt(rt, answer);
  });
}

const signalOf = (status: number): number => status & 0x7f;
const isStopped = (status: number): boolean => (status & 0xff) === 0x7f;

/** What the status of a process tells, in Linux's bits. */
const waitFunctions: Functions = {
  WIFEXITED: ofStatus((status) => signalOf(status) === 0),
  WEXITSTATUS: ofStatus((status) => (status >> 8) & 0xff),
  WIFSIGNALED: ofStatus((status) => signalOf(status) !== 0 && !isStopped(status)),
  WTERMSIG: ofStatus(signalOf),
  WIFSTOPPED: ofStatus(isStopped),
  WSTOPSIG: ofStatus((status) => (status >> 8) & 0xff),
  WIFCONTINUED: ofStatus((status) => status === 0xffff),
  WCOREDUMP: ofStatus((status) => (status & 0x80) !== 0),
  waitstatus_to_exitcode: builtinFunction("(status)", (rt, statusRef) => {
    const status = intArgument(rt, statusRef, 0);
    if (status === null) return 0;
    if (signalOf(status) === 0) return newInt(rt, (status >> 8) & 0xff);
    return isStopped(status)
      ? setError(rt, rt.types.ValueError, `process stopped by delivery of signal ${(status >> 8) & 0xff}`)
      : newInt(rt, -signalOf(status));
  }),
  // There are no other processes.
  waitpid: builtinFunction("(pid, options, /)", (rt) => raiseNamedError(rt, "ECHILD")),
};

/** Functions of the module, as far as the host tells about its process. */
export function processFunctions({ host }: Runtime): Functions {
  const process: HostProcess = host.process ?? { id: 1 };
  const { parent, user, group, setUmask } = process;
  return {
    ...waitFunctions,
    getpid: answering(process.id),
    ...(parent === undefined ? {} : { getppid: answering(parent) }),
    ...(user === undefined ? {} : { getuid: answering(user), geteuid: answering(user) }),
    ...(group === undefined ? {} : { getgid: answering(group), getegid: answering(group) }),
    ...(setUmask === undefined
      ? {}
      : {
          umask: builtinFunction("(mask, /)", (rt, maskRef) => {
            const mask = intArgument(rt, maskRef, 0);
            return mask === null ? 0 : newInt(rt, setUmask(mask & 0o777));
          }),
        }),
    cpu_count: builtinFunction("()", (rt) => {
      const count = rt.host.process?.processors;
      return count === undefined ? None : newInt(rt, count);
    }),
    urandom: builtinFunction("(size, /)", randomBytes),
    getrandom: builtinFunction("(size, flags=0)", randomBytes),
    strerror: builtinFunction("(code, /)", (rt, code) => {
      const number = intArgument(rt, code, 0);
      return number === null ? 0 : newStr(rt, systemErrorText(number));
    }),
  };
}
