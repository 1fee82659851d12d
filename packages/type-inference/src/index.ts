/// A trace pass: forward abstract interpretation of types, and the removal of guards it proves redundant.
export {};
