// What a recorded function does, in order. Statements hold nodes; blocks hold statements.

import type { ValueType } from "./language.ts";
import type { Local, Node } from "./node.ts";

/** A place that branches go to: the end of a block, or the start of a loop. */
export interface Label {
  readonly kind: "block" | "loop";
}

/** Statements that run together, and the scope of what is made in them. */
export interface Block {
  readonly statements: Statement[];
}

/** How a value comes into a temporary at a fixed moment. */
export type Source =
  | { readonly kind: "load"; readonly opcode: number; readonly offset: number; readonly base: Node }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Node[] }
  /** A pure operation that is evaluated here: `let`, or an operation that can trap. */
  | { readonly kind: "operation"; readonly node: Node }
  | { readonly kind: "trapping"; readonly opcode: number; readonly operands: readonly Node[] }
  | { readonly kind: "variable"; readonly local: Local }
  | { readonly kind: "global"; readonly name: string };

export type Statement =
  /** A pure operation was written here; it gets a local when it is used more than once. */
  | { readonly kind: "define"; readonly node: Node }
  /** Sets a temporary. Dropped when nobody uses it, unless it is a call. */
  | { readonly kind: "temporary"; readonly local: Local; readonly source: Source }
  | { readonly kind: "assign"; readonly local: Local; readonly value: Node }
  | {
      readonly kind: "store";
      readonly opcode: number;
      readonly offset: number;
      readonly base: Node;
      readonly value: Node;
    }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly arguments: readonly Node[];
      readonly result: ValueType | "void";
    }
  | { readonly kind: "copy"; readonly to: Node; readonly from: Node; readonly bytes: Node }
  | { readonly kind: "fill"; readonly at: Node; readonly value: Node; readonly bytes: Node }
  | { readonly kind: "if"; readonly condition: Node; readonly then: Block; readonly otherwise: Block }
  /** `block $leave loop $again body end end` */
  | { readonly kind: "loop"; readonly again: Label; readonly leave: Label; readonly body: Block }
  | { readonly kind: "branch"; readonly label: Label }
  | { readonly kind: "return"; readonly value: Node | undefined }
  | { readonly kind: "return-call"; readonly name: string; readonly arguments: readonly Node[] }
  /** Through table 0, with the one type `(i32, i32, i32, i32) -> i32`. */
  | { readonly kind: "return-call-indirect"; readonly slot: Node; readonly arguments: readonly Node[] }
  | { readonly kind: "unreachable" };
