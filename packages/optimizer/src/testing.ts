/// Arbitraries and checkers for property tests of @tjit/optimizer.
export {};
