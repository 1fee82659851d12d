// Blocks of type parameters: one around a generic definition, and one for each bound, constraint or default, which are
// evaluated when asked for.

import { type ast } from "@tjit/parser";
import { type SymbolTableBuilder } from "./builder.ts";
import { type SymbolTableEntry } from "./entry.ts";
import { visitExpression } from "./expressions.ts";
import { Definition } from "./flags.ts";

interface Generic extends ast.Span {
  readonly node: "FunctionDef" | "AsyncFunctionDef" | "ClassDef" | "TypeAlias";
  readonly name: string;
  readonly type_params: readonly ast.TypeParameter[];
}

/**
 * Enters the block around a generic definition.
 *
 * @param parameters - Names of the block's own parameters: the defaults of a function are evaluated outside.
 */
export function enterTypeParameterBlock(
  st: SymbolTableBuilder,
  node: Generic,
  parameters: readonly string[],
): SymbolTableEntry {
  const inClass = st.current.type === "class";
  const location = st.locate(node);
  const entry = st.enter(node.name, "type parameters", location);
  st.blocks.set(node.type_params, entry);
  if (inClass) {
    entry.canSeeClassScope = true;
    st.define("__classdict__", Definition.USE, location);
  }
  if (node.node === "ClassDef") {
    for (const name of [".type_params", ".generic_base"]) {
      st.define(name, Definition.LOCAL, location);
      st.define(name, Definition.USE, location);
    }
  }
  for (const name of parameters) st.define(name, Definition.PARAM, location);
  return entry;
}

/** A type parameter is a local of the block around the definition. */
export function visitTypeParameter(st: SymbolTableBuilder, node: ast.TypeParameter): void {
  st.define(node.name, Definition.TYPE_PARAMETER | Definition.LOCAL, st.locate(node));
  if (node.node === "TypeVar") {
    const what = node.bound?.node === "Tuple" ? "a TypeVar constraint" : "a TypeVar bound";
    visitLazily(st, node.bound, node, what, st.blocks);
    visitLazily(st, node.default_value, node, "a TypeVar default", st.defaults);
  } else visitLazily(st, node.default_value, node, `a ${node.node} default`, st.blocks);
}

function visitLazily(
  st: SymbolTableBuilder,
  expression: ast.Expression | null,
  node: ast.TypeParameter,
  what: string,
  blocks: Map<object, SymbolTableEntry>,
): void {
  if (node.name === "__classdict__") {
    throw st.error(`reserved name '${node.name}' cannot be used for type parameter`, node);
  }
  if (expression === null) return;
  const inClass = st.current.canSeeClassScope;
  const location = st.locate(expression);
  const entry = st.enter(node.name, "type variable", location);
  blocks.set(node, entry);
  entry.canSeeClassScope = inClass;
  if (inClass) st.define("__classdict__", Definition.USE, location);
  entry.scopeInfo = what;
  visitExpression(st, expression);
  st.exit();
}
