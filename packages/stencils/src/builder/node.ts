// The expression nodes that bodies build. A node is a leaf (constant, local, global) or a pure operation on nodes.
//
// Pure operations are *defined* in the block where they are written and evaluated where they are used; the encoder gives those that
// are used more than once a local at their definition. Leaves of a node never change after it exists (a variable is read into a
// fresh local), so evaluating late gives the same value.

import { BuilderError } from "./builder-error.ts";
import type { Expression, ExpressionOf, ValueType } from "./language.ts";

/** A Wasm local: a parameter, a temporary that is set once, or a variable. */
export interface Local {
  readonly type: ValueType;
}

/** What a node computes. */
export type NodeShape =
  | { readonly kind: "constant"; readonly value: number | bigint }
  | { readonly kind: "local"; readonly local: Local }
  /** An immutable global of the module, or the value of a mutable one at some moment when read by a statement. */
  | { readonly kind: "global"; readonly name: string }
  | { readonly kind: "pure"; readonly opcode: number; readonly operands: readonly Node[] };

/** What nodes need of the function being recorded. */
export interface NodeOwner {
  /** Makes a pure operation and notes where it was written; operations that can trap are evaluated there. */
  operation(type: ValueType, opcode: number, operands: readonly Node[]): Node;
  constant(type: ValueType, value: number | bigint): Node;
}

/** Any expression node. */
export interface Node extends Expression {
  readonly owner: NodeOwner;
  readonly shape: NodeShape;
}

/** The node behind an expression that a body hands back. @throws BuilderError when it is not one, or of another function. */
export function nodeOf(expression: Expression, owner: NodeOwner): Node {
  if (!isNode(expression)) throw new BuilderError("not an expression of the builder language");
  if (expression.owner !== owner) throw new BuilderError("an expression of another function");
  return expression;
}

function isNode(expression: Expression): expression is Node {
  return typeof expression === "object" && "shape" in expression && "owner" in expression;
}

/** Like {@link nodeOf}, with numbers as constants, and checks the type. */
export function operandOf(owner: NodeOwner, type: ValueType, operand: Expression | number | bigint): Node {
  if (typeof operand === "number" || typeof operand === "bigint") return owner.constant(type, operand);
  const node = nodeOf(operand, owner);
  if (node.type !== type) throw new BuilderError(`expected ${type}, found ${node.type}`);
  return node;
}

/** A node is the expression of its type: the one place where a type parameter is believed. */
export function asExpression<T extends ValueType>(node: Node): ExpressionOf<T> {
  return node as unknown as ExpressionOf<T>;
}

/** The same for a type given by its expression. */
export function asSameType<E extends Expression>(node: Node): E {
  return node as unknown as E;
}
