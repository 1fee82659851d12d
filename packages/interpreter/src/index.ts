/// The semantics of every micro-op, the tier-1 WebAssembly interpreter and the Python stencil set, all built from one definition.
export {};
