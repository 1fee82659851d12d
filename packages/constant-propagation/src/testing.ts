/// Arbitraries and checkers for property tests of @tjit/constant-propagation.
export {};
