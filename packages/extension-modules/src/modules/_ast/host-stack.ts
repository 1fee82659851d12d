// Whether the host's stack has room for a few more levels of a recursion.
//
// Trees are as deep as programs make them, and they may contain themselves. How deep a conversion may go depends on what runs already, so it asks; to find out by
// running out of stack in the middle of the work would leave that half done.

/** Arguments that take more of the stack than the conversion does between two questions. */
const room: readonly number[] = new Array<number>(6000).fill(0);

/** Levels from one question to the next. */
const levels = 8;

/** Whether there is room for the next levels of a recursion that is at `depth`. */
export function hasHostStack(depth: number): boolean {
  if (depth % levels !== 0) return true;
  try {
    Math.max(...room);
    return true;
  } catch {
    return false;
  }
}
