// What the process exits with, as CPython does.

/** Exit codes other than the program's own. */
export const ExitCode = {
  SUCCESS: 0,
  /** An exception that nobody caught, or a program that is not Python. */
  EXCEPTION: 1,
  /** The command was asked for something that it cannot do. */
  USAGE: 2,
  /** A defect of the virtual machine. */
  INTERNAL: 70,
  /** As of a process that the interrupt signal ended. */
  INTERRUPTED: 130,
  /** As of a process that the broken-pipe signal ended. */
  NO_READER: 141,
} as const;
