// The dialect that the meanings here are of.

import { pythonDialect } from "@tjit/bytecode";
import { DialectIndex } from "@tjit/ir";

/** A new index of the Python dialect, for those who import this package but not the bytecode's. */
export function createPythonIndex(): DialectIndex {
  return new DialectIndex(pythonDialect);
}
