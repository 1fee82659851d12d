/// Arbitraries and checkers for property tests of @tjit/type-inference.
export {};
