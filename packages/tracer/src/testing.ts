/// Arbitraries and checkers for property tests of @tjit/tracer.
export {};
