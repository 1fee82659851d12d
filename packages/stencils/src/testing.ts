/// Arbitraries and checkers for property tests of @tjit/stencils.
export {};
