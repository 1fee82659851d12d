/// For testing trace passes: fast-check arbitraries, the refinement property, checkers, the case-file runner.
export {};
