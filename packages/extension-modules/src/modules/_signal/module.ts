// The module `_signal` of a machine that gets no signals: handlers are kept, and called for signals that the program raises itself.

import {
  type BuiltinSpecification,
  None,
  type Runtime,
  builtinFunction,
  callTwoArguments,
  decref,
  getAttributeString,
  indexNumber,
  newInt,
  newModule,
  newRef,
  newSet,
  newStr,
  raiseNamedError,
  setAdd,
  setError,
  setErrorNone,
  slotsOf,
} from "@tjit/runtime/api";

/** Linux's signals. */
const names =
  "SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM SIGTERM SIGSTKFLT " +
  "SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO SIGPWR SIGSYS";

const descriptions =
  "Hangup|Interrupt|Quit|Illegal instruction|Trace/breakpoint trap|Aborted|Bus error|Floating point exception|Killed|User defined signal 1|" +
  "Segmentation fault|User defined signal 2|Broken pipe|Alarm clock|Terminated|Stack fault|Child exited|Continued|Stopped (signal)|Stopped|" +
  "Stopped (tty input)|Stopped (tty output)|Urgent I/O condition|CPU time limit exceeded|File size limit exceeded|Virtual timer expired|" +
  "Profiling timer expired|Window changed|I/O possible|Power failure|Bad system call";

const signalEnd = 65;
const SIG_DFL = 0;
const SIG_IGN = 1;
const interrupt = 2;
/** Signals that nobody can handle. */
const fixed = new Set([9, 19]);

/** The number of a signal; null with ValueError set. */
function signalNumber(rt: Runtime, ref: number): number | null {
  const number = indexNumber(rt, ref, rt.types.OverflowError);
  if (number === null || (number >= 1 && number < signalEnd)) return number;
  setError(rt, rt.types.ValueError, "signal number out of range");
  return null;
}

function ofSignal(signature: string, use: (rt: Runtime, signal: number, arg: number) => number): BuiltinSpecification {
  return builtinFunction(signature, (rt, ref, arg = 0) => {
    const signal = signalNumber(rt, ref);
    return signal === null ? 0 : use(rt, signal, arg);
  });
}

/** Calls what handles a signal. What would end the process cannot happen here. */
function raise(rt: Runtime, signal: number, handler: number): number {
  if (handler === newInt(rt, SIG_IGN)) return None;
  if (handler === newInt(rt, SIG_DFL)) {
    const name = names.split(" ")[signal - 1] ?? `signal ${signal}`;
    return setError(rt, rt.types.NotImplementedError, `the default action of ${name} is not available on this machine`);
  }
  newRef(rt, handler);
  const result = callTwoArguments(rt, handler, newInt(rt, signal), None);
  decref(rt, handler);
  if (result === 0) return 0;
  decref(rt, result);
  return None;
}

/** Makes the module. */
export function newSignalModule(rt: Runtime): number {
  /** By signal; owned. */
  const handlers = new Map<number, number>();
  const handlerOf = (signal: number): number => handlers.get(signal) ?? newInt(rt, SIG_DFL);
  let wakeup = -1;
  const defaultIntHandler = builtinFunction("(signalnum, frame, /)", (rt_) =>
    setErrorNone(rt_, rt_.types.KeyboardInterrupt),
  );
  const functions: Readonly<Record<string, BuiltinSpecification>> = {
    default_int_handler: defaultIntHandler,
    signal: ofSignal("(signalnum, handler, /)", (rt_, signal, handler) => {
      if (fixed.has(signal)) return raiseNamedError(rt_, "EINVAL");
      const isAction = handler === newInt(rt_, SIG_DFL) || handler === newInt(rt_, SIG_IGN);
      if (!isAction && slotsOf(rt_, handler).call === null) {
        const wrong = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object";
        return setError(rt_, rt_.types.TypeError, wrong);
      }
      const old = handlerOf(signal);
      handlers.set(signal, newRef(rt_, handler));
      return old;
    }),
    getsignal: ofSignal("(signalnum, /)", (rt_, signal) => newRef(rt_, handlerOf(signal))),
    raise_signal: ofSignal("(signalnum, /)", (rt_, signal) => raise(rt_, signal, handlerOf(signal))),
    strsignal: ofSignal("(signalnum, /)", (rt_, signal) => {
      const text = descriptions.split("|")[signal - 1];
      return text === undefined ? None : newStr(rt_, text);
    }),
    valid_signals: builtinFunction("()", (rt_) => {
      const set = newSet(rt_);
      for (let signal = 1; signal < signalEnd; signal++) {
        if (signal !== 32 && signal !== 33) setAdd(rt_, set, newInt(rt_, signal));
      }
      return set;
    }),
    set_wakeup_fd: builtinFunction("(fd, /, *, warn_on_full_buffer=True)", (rt_, fd) => {
      const number = indexNumber(rt_, fd, rt_.types.OverflowError);
      if (number === null) return 0;
      const old = wakeup;
      wakeup = number;
      return newInt(rt_, old);
    }),
  };
  const numbers = names.split(" ").map((name, index) => [name, newInt(rt, index + 1)] as const);
  const module = newModule(rt, "_signal", functions, {
    ...Object.fromEntries(numbers),
    SIGIOT: newInt(rt, 6),
    SIGCLD: newInt(rt, 17),
    SIGPOLL: newInt(rt, 29),
    SIG_DFL: newInt(rt, SIG_DFL),
    SIG_IGN: newInt(rt, SIG_IGN),
    NSIG: newInt(rt, signalEnd),
  });
  handlers.set(interrupt, getAttributeString(rt, module, "default_int_handler"));
  return module;
}
