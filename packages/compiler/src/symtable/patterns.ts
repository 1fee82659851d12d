// Names of patterns.

import { type ast } from "@tjit/parser";
import { type SymbolTableBuilder } from "./builder.ts";
import { visitExpression, visitExpressions } from "./expressions.ts";
import { Definition } from "./flags.ts";

/** Captures become locals. */
export function visitPattern(st: SymbolTableBuilder, node: ast.Pattern): void {
  const capture = (name: string | null): void => {
    if (name !== null) st.define(name, Definition.LOCAL, st.locate(node));
  };
  const visitAll = (patterns: readonly ast.Pattern[]): void => patterns.forEach((each) => visitPattern(st, each));
  switch (node.node) {
    case "MatchValue":
      return visitExpression(st, node.value);
    case "MatchSingleton":
      return;
    case "MatchSequence":
    case "MatchOr":
      return visitAll(node.patterns);
    case "MatchStar":
      return capture(node.name);
    case "MatchMapping":
      visitExpressions(st, node.keys);
      visitAll(node.patterns);
      return capture(node.rest);
    case "MatchClass":
      visitExpression(st, node.cls);
      visitAll(node.patterns);
      node.kwd_attrs.forEach((name, index) => {
        const pattern = node.kwd_patterns[index];
        if (pattern !== undefined) st.checkName(name, st.locate(pattern), "Store");
      });
      return visitAll(node.kwd_patterns);
    case "MatchAs":
      if (node.pattern !== null) visitPattern(st, node.pattern);
      return capture(node.name);
  }
}
