/** Thrown when memory is exhausted and no Python exception can be raised any more. */
export class OutOfMemoryError extends Error {
  override readonly name = "OutOfMemoryError";
}
