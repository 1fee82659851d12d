// The module `posix`, on which `os` stands. A function is there when the host can do what it does.

import {
  defineStructSequence,
  listAppendStolen,
  newInt,
  newList,
  newModule,
  newRef,
  newStr,
  openFlags,
  type Runtime,
} from "@tjit/runtime/api";
import { descriptorFunctions } from "./descriptor-functions.ts";
import { fileFunctions } from "./file-functions.ts";
import { folderFunctions } from "./folders.ts";
import { pathFunctions } from "./path-functions.ts";
import { environmentFunctions, newEnvironment, processFunctions } from "./process-functions.ts";
import { defineStatResult, statusFunctions } from "./status.ts";

const constants = {
  F_OK: 0,
  R_OK: 4,
  W_OK: 2,
  X_OK: 1,
  TMP_MAX: 238328,
  EX_OK: 0,
  EX_USAGE: 64,
  EX_DATAERR: 65,
  EX_NOINPUT: 66,
  EX_NOUSER: 67,
  EX_NOHOST: 68,
  EX_UNAVAILABLE: 69,
  EX_SOFTWARE: 70,
  EX_OSERR: 71,
  EX_OSFILE: 72,
  EX_CANTCREAT: 73,
  EX_IOERR: 74,
  EX_TEMPFAIL: 75,
  EX_PROTOCOL: 76,
  EX_NOPERM: 77,
  EX_CONFIG: 78,
  WNOHANG: 1,
  WUNTRACED: 2,
  WCONTINUED: 8,
  P_ALL: 0,
  P_PID: 1,
  P_PGID: 2,
  ...openFlags,
} as const;

/** What `os.supports_fd` and its like are made of. */
const abilities = ["HAVE_FTRUNCATE", "HAVE_LSTAT"];

/** Makes the module. */
export function newPosixModule(rt: Runtime): number {
  const variables = new Map(Object.entries(rt.host.env ?? {}));
  const { functions, entryType } = folderFunctions(rt);
  const terminal = defineStructSequence(rt, "os", "terminal_size", ["columns", "lines"], { construction: "allowed" });
  const have = newList(rt);
  for (const ability of abilities) listAppendStolen(rt, have, newStr(rt, ability));
  const numbers = Object.entries(constants).map(([name, value]) => [name, newInt(rt, value)] as const);
  return newModule(
    rt,
    "posix",
    {
      ...statusFunctions,
      ...functions,
      ...fileFunctions(rt),
      ...descriptorFunctions,
      ...pathFunctions,
      ...processFunctions(rt),
      ...environmentFunctions(variables),
    },
    {
      ...Object.fromEntries(numbers),
      environ: newEnvironment(rt, variables),
      error: newRef(rt, rt.types.OSError),
      stat_result: defineStatResult(rt),
      terminal_size: newRef(rt, terminal),
      DirEntry: newRef(rt, entryType),
      _have_functions: have,
    },
  );
}
