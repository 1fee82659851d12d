/// A top-of-stack register allocator over K cache registers, with a symbolic checker.
export {};
