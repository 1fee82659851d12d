/// A trace pass: folds constants, treats watched globals as constants, removes dead micro-ops.
export {};
