/** A plan or a set breaks an invariant: a defect of whoever made it. Never caught. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}
