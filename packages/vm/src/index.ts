/// tjit: a Python virtual machine with a tracing JIT that runs wherever WebAssembly runs. Public API and the tjit command.
export {};
