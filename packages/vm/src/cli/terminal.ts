// Whether a person is at the other end. Node's own answer loads its network code, so it is asked only about devices.

import { fstatSync } from "node:fs";
import process from "node:process";

/** Whether a file descriptor is a terminal. */
export function isTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule("node:tty").isatty(descriptor);
  } catch {
    return false;
  }
}
