// From a module's tree to its symbol tables.

import { type ast } from "@tjit/parser";
import { type FutureFeatures } from "../future.ts";
import { type Locator } from "../location.ts";
import { getDocstring } from "../preprocess/docstring.ts";
import { analyze } from "./analyze.ts";
import { SymbolTableBuilder } from "./builder.ts";
import { type SymbolTable } from "./entry.ts";
import { visitExpression } from "./expressions.ts";
import { visitStatements } from "./statements.ts";

/**
 * The symbol tables of a preprocessed module.
 *
 * @param flags - Bits of `CodeFlag` in effect, future features included.
 * @throws CompileError for what CPython's symbol tables refuse.
 */
export function buildSymbolTable(
  module: ast.ModuleNode,
  locate: Locator,
  future: FutureFeatures,
  flags: number,
): SymbolTable {
  const builder = new SymbolTableBuilder(module, locate, future, flags);
  switch (module.node) {
    case "Module":
      builder.top.hasDocstring = getDocstring(module.body) !== null;
      visitStatements(builder, module.body);
      break;
    case "Interactive":
      visitStatements(builder, module.body);
      break;
    case "Expression":
      visitExpression(builder, module.body);
      break;
    case "FunctionType":
      throw new TypeError("a function type cannot be compiled");
  }
  analyze(builder.top);
  return { top: builder.top, blocks: builder.blocks, defaults: builder.defaults };
}
