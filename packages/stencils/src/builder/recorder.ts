// Records one function: which block is open, which locals exist, what was written. Holds the scope rule: a value may be used in the
// block where it was made and in blocks inside it.

import { Opcode } from "../wasm/opcodes.ts";
import { BuilderError } from "./builder-error.ts";
import type { ValueType } from "./language.ts";
import type { Local, Node, NodeOwner, NodeShape } from "./node.ts";
import type { Block, Source, Statement } from "./statement.ts";
import { makeNode } from "./typed-nodes.ts";

/** A recorded function, ready to be encoded. */
export interface FunctionCode {
  readonly name: string;
  readonly parameters: readonly Local[];
  readonly result: ValueType | "void";
  readonly body: Block;
}

const trapping: ReadonlySet<number> = new Set([
  Opcode.i32DivS,
  Opcode.i32DivU,
  Opcode.i32RemS,
  Opcode.i32RemU,
  Opcode.i64DivS,
  Opcode.i64DivU,
  Opcode.i64RemS,
  Opcode.i64RemU,
]);

/** The function being recorded. */
export class Recorder implements NodeOwner {
  readonly name: string;
  readonly parameters: readonly Local[];
  readonly result: ValueType | "void";
  readonly body: Block = { statements: [] };
  readonly #open: Block[] = [this.body];
  readonly #madeIn = new WeakMap<Node, Block>();

  constructor(name: string, parameters: readonly ValueType[], result: ValueType | "void") {
    this.name = name;
    this.parameters = parameters.map((type) => ({ type }));
    this.result = result;
  }

  /** The parameter as a node. @throws BuilderError when there is none at the index. */
  parameter(index: number): Node {
    const local = this.parameters[index];
    if (local === undefined) throw new BuilderError(`${this.name} has no parameter ${index}`);
    return this.#leaf(local.type, { kind: "local", local });
  }

  constant(type: ValueType, value: number | bigint): Node {
    if ((type === "i64") !== (typeof value === "bigint"))
      throw new BuilderError(`${String(value)} is not a constant of type ${type}`);
    return this.#leaf(type, { kind: "constant", value: type === "i32" ? Number(value) | 0 : value });
  }

  /** An immutable global. */
  global(type: ValueType, name: string): Node {
    return this.#leaf(type, { kind: "global", name });
  }

  operation(type: ValueType, opcode: number, operands: readonly Node[]): Node {
    for (const operand of operands) this.checkScope(operand);
    if (trapping.has(opcode)) return this.temporary(type, { kind: "trapping", opcode, operands });
    const node = this.#scoped(makeNode(this, type, { kind: "pure", opcode, operands }));
    this.add({ kind: "define", node });
    return node;
  }

  /** A local that is set here, once. */
  temporary(type: ValueType, source: Source): Node {
    const local: Local = { type };
    this.add({ kind: "temporary", local, source });
    return this.#scoped(makeNode(this, type, { kind: "local", local }));
  }

  /** Reads a variable's value of this moment. */
  read(local: Local): Node {
    return this.temporary(local.type, { kind: "variable", local });
  }

  add(statement: Statement): void {
    this.#current.statements.push(statement);
  }

  /** Runs `record` with a fresh block open, and gives the block. */
  block(record: () => void): Block {
    const block: Block = { statements: [] };
    this.#open.push(block);
    record();
    this.#open.pop();
    return block;
  }

  /** @throws BuilderError when the node was made in a block that is closed by now. */
  checkScope(node: Node): Node {
    const block = this.#madeIn.get(node);
    if (block !== undefined && !this.#open.includes(block)) {
      throw new BuilderError(
        `${this.name}: a value is used outside the block where it was made; use a variable or choose()`,
      );
    }
    return node;
  }

  /** Whether what is recorded now runs on every path that comes here. */
  get isAtRoot(): boolean {
    return this.#open.length === 1;
  }

  finish(): FunctionCode {
    return this;
  }

  get #current(): Block {
    return this.#open[this.#open.length - 1] ?? this.body;
  }

  /** Leaves that are valid everywhere. */
  #leaf(type: ValueType, shape: NodeShape): Node {
    return makeNode(this, type, shape);
  }

  #scoped(node: Node): Node {
    this.#madeIn.set(node, this.#current);
    return node;
  }
}
