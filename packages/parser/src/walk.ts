/** Walking the tree. Iterative, so that a chain of thousands of operators does not exhaust the stack. */
import type { Node, NodeName, NodeOf } from "./ast.ts";
import { fieldsOf } from "./fields.ts";

/** Whether a field's value is a node. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "node" in value;
}

/** The direct children of a node, in source order of the ASDL fields. */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  const record = node as unknown as Readonly<Record<string, unknown>>;
  for (const field of fieldsOf(node.node)) {
    const value = record[field.name];
    if (isNode(value)) found.push(value);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) found.push(item);
  }
  return found;
}

/**
 * The node and all nodes below it, parents before children, left to right.
 *
 * @example
 * const names = [...walk(ast)].filter((node) => node.node === "Name");
 */
export function* walk(root: Node): Generator<Node, void, undefined> {
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    for (const child of children(node).reverse()) pending.push(child);
  }
}

/** A handler per node class; classes without one are passed by. */
export type Visitor = { readonly [Name in NodeName]?: (node: NodeOf<Name>) => void };

/** Calls the visitor's handlers on a tree, in the order of {@link walk}. */
export function visit(root: Node, visitor: Visitor): void {
  for (const node of walk(root)) {
    const handler = visitor[node.node] as ((node: Node) => void) | undefined;
    handler?.(node);
  }
}
