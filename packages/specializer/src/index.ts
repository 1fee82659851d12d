/// Adaptive specialization of bytecode: counters with backoff, families and cache layouts given as data, rewriting in place.
export {};
