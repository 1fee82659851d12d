// A tjit VM as the benchmarks need it: with the host's clock, and nothing else of the host.

import { VM, type VMOptions } from "@tjit/vm";

/** Makes a VM whose `time` module works. */
export function newVM(options: VMOptions): VM {
  return new VM({ now: () => Date.now() / 1000, monotonic: () => performance.now() / 1000, ...options });
}
