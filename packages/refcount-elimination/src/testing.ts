/// Arbitraries and checkers for property tests of @tjit/refcount-elimination.
export {};
