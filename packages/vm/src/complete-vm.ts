// The VM of this package: all its parts are at hand.

import { createJit } from "./jit/create-jit.ts";
import { VM as VMOfParts, type VMOptions } from "./vm.ts";

/** A Python virtual machine. */
export class VM extends VMOfParts {
  constructor(options: VMOptions = {}) {
    super(options, { createJit, milliseconds: () => performance.now() });
  }
}
