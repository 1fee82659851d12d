export type * as ast from "./ast.ts";
export type { SyntaxDiagnostic, SyntaxWarning } from "./diagnostic.ts";
export { type DumpOptions, dump } from "./dump.ts";
export { type Field, fieldsOf } from "./fields.ts";
export { type ModeNodes, type ParseMode, type ParseOptions, type ParseResult, parse } from "./parse.ts";
export { type LineColumn, LineIndex } from "./positions.ts";
export type { CharacterNameResolver } from "./state.ts";
export { type Visitor, children, visit, walk } from "./walk.ts";
