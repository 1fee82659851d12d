/// Copy-and-patch code generation for WebAssembly: builder language, ahead-of-time stencil compiler, run-time patcher, code cache.
export {};
