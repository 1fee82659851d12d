// The command's clock. Node loads the code behind `performance` when it is asked for first, which takes as long as a small program.

import process from "node:process";

/** Milliseconds from some origin. */
export function milliseconds(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
