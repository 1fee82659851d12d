/// The trace IR: uop tables, traces and their text form, verifier, edits, the abstract stack machine and lattices that every pass uses.
export {};
