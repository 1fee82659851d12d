/** A body, or the description of a module, is wrong. Thrown at build time; the message says what and where. */
export class BuilderError extends Error {
  override readonly name = "BuilderError";
}
