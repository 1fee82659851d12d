/// AST to symbol tables to code objects.
export { type CompileOptions, type CompileResult, compile } from "./compile.ts";
export { type CompileSourceOptions, compileSource } from "./compile-source.ts";
export type { CompileDiagnostic, CompileWarning } from "./diagnostic.ts";
export { mangle } from "./mangle.ts";
