import { type ast } from "@tjit/parser";
export function unparse(node: ast.Expression): string {
  return node.node;
}
