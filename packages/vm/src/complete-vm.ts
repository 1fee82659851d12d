// The VM of this package: all its parts are at hand.

import { createJit } from "./jit/create-jit.ts";
import type { Parts } from "./parts.ts";
import { VM as VMOfParts, type VMOptions } from "./vm.ts";

/** The parts of this package. @internal */
export const completeParts: Parts = { createJit, milliseconds: () => performance.now() };

/** A Python virtual machine. */
export class VM extends VMOfParts {
  constructor(options: VMOptions = {}) {
    super(options, completeParts);
  }
}
