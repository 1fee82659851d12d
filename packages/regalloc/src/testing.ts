/// Arbitraries and checkers for property tests of @tjit/regalloc.
export {};
