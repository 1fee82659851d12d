export type * as ast from "./ast.ts";
export type { SyntaxDiagnostic, SyntaxWarning } from "./diagnostic.ts";
