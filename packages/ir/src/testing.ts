/// Arbitraries and checkers for property tests of @tjit/ir.
export {};
