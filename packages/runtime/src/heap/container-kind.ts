// Which objects the cycle collector looks at.

import { LayoutKind } from "../layout/objects.ts";

/** Kinds of objects that own no references, a bit each. */
const plainKinds =
  (1 << LayoutKind.FLOAT) |
  (1 << LayoutKind.INT) |
  (1 << LayoutKind.STR) |
  (1 << LayoutKind.RANGE_ITERATOR) |
  (1 << LayoutKind.STATIC);

/** Whether objects of this kind may own references at all. */
export function isContainerKind(kind: number): boolean {
  return ((plainKinds >>> kind) & 1) === 0;
}
