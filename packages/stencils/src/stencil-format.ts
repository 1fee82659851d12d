/** Constants of the serialised form of stencil sets. */
export const stencilFormat = {
  version: 1,
  /** Types by number; `void` only as a result. */
  types: ["i32", "i64", "f64", "void"],
} as const;
