// The dialect that decoded traces are written in.

import { DialectIndex } from "@tjit/ir";
import { createPythonIndex } from "@tjit/reference";

/**
 * The Python dialect, in which `_PUSH_FRAME` names the frame that it enters by operand0: without that no walk can follow a call. A
 * table that says so itself is taken as it is.
 */
export function createTestIndex(): DialectIndex {
  const index = createPythonIndex();
  const push = index.definition(index.id("_PUSH_FRAME"));
  if (push.operand0 === "frame" || push.operand1 === "frame") return index;
  const uops = index.dialect.uops.map((uop) => (uop === push ? { ...uop, operand0: "frame" as const } : uop));
  return new DialectIndex({ ...index.dialect, uops });
}
