// The real world, for programs that the command runs.

import { readFileSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import process from "node:process";
import type { VMOptions } from "../vm.ts";
import { milliseconds, processTime, sleep, timeZone } from "./clock.ts";
import type { Console } from "./console.ts";
import { files } from "./files.ts";
import { hostProcess } from "./host-process.ts";
import { InstalledLibrary } from "./library.ts";
import type { CommandParts } from "./load-part.ts";
import type { Program } from "./program.ts";
import { standardFiles } from "./standard-files.ts";

/** Options of a VM that runs a program of the command. */
export interface CommandHost extends VMOptions {
  readonly library: InstalledLibrary;
}

/** What a program may reach: streams, clocks, environment, random bytes, and files as sources. */
export function commandHost(
  streams: Console,
  argv: readonly string[],
  { folder }: Program,
  { openLibrary, loadExtension }: CommandParts,
): CommandHost {
  return {
    path: [folder, ...environmentPath()],
    files,
    openFiles: standardFiles(streams),
    flush: streams.flush,
    process: hostProcess,
    library: new InstalledLibrary(openLibrary, loadExtension),
    stdout: streams.out,
    stderr: streams.error,
    stdin: streams.readLine,
    now: () => Date.now() / 1000,
    monotonic: () => milliseconds() / 1000,
    processTime,
    sleep,
    timeZone,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    args: argv,
    warnOptions: environmentWarnings(),
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

/** The folders of PYTHONPATH. */
function environmentPath(): readonly string[] {
  const { PYTHONPATH = "" } = process.env;
  return PYTHONPATH === "" ? [] : PYTHONPATH.split(delimiter).map((folder) => resolve(folder));
}

/** The filters of PYTHONWARNINGS. */
function environmentWarnings(): readonly string[] {
  const { PYTHONWARNINGS = "" } = process.env;
  return PYTHONWARNINGS === "" ? [] : PYTHONWARNINGS.split(",");
}

function environment(): Readonly<Record<string, string>> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
