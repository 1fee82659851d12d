/// Arbitraries and checkers for property tests of @tjit/specializer.
export {};
