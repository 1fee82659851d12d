// Binaryen, the one place that calls it. Build time only: nothing that runs in a VM may import this file.

import binaryen from "binaryen";
import { BuilderError } from "../builder/builder-error.ts";

// The declarations call this readBinaryWithFeatures; the package has it as readBinary's second argument.
const readBinary = binaryen.readBinary as (bytes: Uint8Array, features: number) => binaryen.Module;

/** Levels as Binaryen counts them: optimize 0…4, shrink 0…2. */
export interface OptimizeLevels {
  readonly optimize: number;
  readonly shrink: number;
}

/** Optimizes a module. The same bytes and levels give the same result. @throws BuilderError when the module is not valid. */
export function optimizeModule(bytes: Uint8Array, levels: OptimizeLevels): Uint8Array<ArrayBuffer> {
  // Binaryen keeps its levels globally, so they are set for every module.
  binaryen.setOptimizeLevel(levels.optimize);
  binaryen.setShrinkLevel(levels.shrink);
  binaryen.setDebugInfo(false);
  const { Features } = binaryen;
  const features =
    Features.MVP |
    Features.MutableGlobals |
    Features.NontrappingFPToInt |
    Features.BulkMemory |
    Features.BulkMemoryOpt |
    Features.SignExt |
    Features.TailCall;
  const module = readBinary(bytes, features);
  try {
    if (module.validate() !== 1) throw new BuilderError("Binaryen finds the module invalid");
    module.optimize();
    return new Uint8Array(module.emitBinary());
  } finally {
    module.dispose();
  }
}
