// What programs are told about this process.

import process from "node:process";
import type { HostProcess } from "@tjit/runtime";

/** Asked one by one, since each answer is a call into the system. */
export const hostProcess: HostProcess = {
  get id() {
    return process.pid;
  },
  get parent() {
    return process.ppid;
  },
  get user() {
    return process.getuid?.() ?? 0;
  },
  get group() {
    return process.getgid?.() ?? 0;
  },
  get processors() {
    return process.getBuiltinModule("node:os").availableParallelism();
  },
  setUmask: (mask) => process.umask(mask),
};
