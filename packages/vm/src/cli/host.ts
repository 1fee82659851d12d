// The real world, for programs that the command runs.

import { readFileSync } from "node:fs";
import process from "node:process";
import type { VMOptions } from "../vm.ts";
import { milliseconds } from "./clock.ts";
import type { Console } from "./console.ts";

/** What a program may reach: streams, clocks, environment, random bytes, and files as sources. */
export function commandHost(streams: Console, argv: readonly string[]): VMOptions {
  return {
    stdout: streams.out,
    stderr: streams.error,
    stdin: streams.readLine,
    now: () => Date.now() / 1000,
    monotonic: () => milliseconds() / 1000,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    args: argv,
    env: environment(),
    readSource: (path) => {
      try {
        return readFileSync(path, "utf8");
      } catch {
        return undefined;
      }
    },
  };
}

function environment(): Readonly<Record<string, string>> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
