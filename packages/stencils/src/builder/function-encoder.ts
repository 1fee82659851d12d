// Turns a recorded function into WebAssembly code. Two walks:
//   1. from the last statement to the first: count uses, find what nobody needs (a definition precedes its uses);
//   2. forward: write instructions. A pure operation used once is written where it is used, one used more often is put in a local
//      where it was defined.
// The result is plain, not good: Binaryen makes it good.

import { ByteWriter } from "../wasm/byte-writer.ts";
import type { LocalRun } from "../wasm/module-encoder.ts";
import { Opcode, TypeCode } from "../wasm/opcodes.ts";
import { BuilderError } from "./builder-error.ts";
import { alignmentOf } from "./code-builder.ts";
import type { ValueType } from "./language.ts";
import type { Local, Node } from "./node.ts";
import type { FunctionCode } from "./recorder.ts";
import type { Block, Label, Source, Statement } from "./statement.ts";

/** Indices of what code refers to by name. */
export interface NameResolver {
  functionIndex(name: string): number;
  globalIndex(name: string): number;
  /** Index of the one handler type. */
  readonly handlerType: number;
}

/** Locals after the parameters, and the instructions with the final `end`. */
export interface EncodedFunction {
  readonly locals: readonly LocalRun[];
  readonly code: Uint8Array;
}

/** Encodes one function. */
export function encodeFunction(code: FunctionCode, names: NameResolver): EncodedFunction {
  const uses = countUses(code.body);
  return new FunctionEncoder(code, names, uses).encode();
}

/** Uses by node (pure operations) and by local (temporaries). */
interface Uses {
  readonly nodes: ReadonlyMap<Node, number>;
  readonly locals: ReadonlyMap<Local, number>;
}

function countUses(body: Block): Uses {
  const nodes = new Map<Node, number>();
  const locals = new Map<Local, number>();
  const use = (node: Node): void => {
    if (node.shape.kind === "pure") nodes.set(node, (nodes.get(node) ?? 0) + 1);
    if (node.shape.kind === "local") locals.set(node.shape.local, (locals.get(node.shape.local) ?? 0) + 1);
  };
  const useOperands = (node: Node): void => {
    if (node.shape.kind === "pure") node.shape.operands.forEach(use);
  };
  const visit = (statement: Statement): void => {
    switch (statement.kind) {
      case "define":
        if (nodes.has(statement.node)) useOperands(statement.node);
        return;
      case "temporary":
        if (locals.has(statement.local) || statement.source.kind === "call")
          operandsOfSource(statement.source).forEach(use);
        return;
      case "if":
        visitBlock(statement.otherwise);
        visitBlock(statement.then);
        use(statement.condition);
        return;
      case "loop":
        visitBlock(statement.body);
        return;
      default:
        operandsOfStatement(statement).forEach(use);
    }
  };
  const visitBlock = (block: Block): void => {
    for (let index = block.statements.length - 1; index >= 0; index--) {
      const statement = block.statements[index];
      if (statement !== undefined) visit(statement);
    }
  };
  visitBlock(body);
  return { nodes, locals };
}

function operandsOfSource(source: Source): readonly Node[] {
  switch (source.kind) {
    case "load":
      return [source.base];
    case "call":
      return source.arguments;
    case "operation":
      return [source.node];
    case "trapping":
      return source.operands;
    case "variable":
    case "global":
      return [];
  }
}

type SimpleStatement = Exclude<Statement, { kind: "define" | "temporary" | "if" | "loop" }>;

function operandsOfStatement(statement: SimpleStatement): readonly Node[] {
  switch (statement.kind) {
    case "assign":
      return [statement.value];
    case "store":
      return [statement.base, statement.value];
    case "call":
    case "return-call":
      return statement.arguments;
    case "copy":
      return [statement.to, statement.from, statement.bytes];
    case "fill":
      return [statement.at, statement.value, statement.bytes];
    case "return":
      return statement.value === undefined ? [] : [statement.value];
    case "return-call-indirect":
      return [...statement.arguments, statement.slot];
    case "branch":
    case "unreachable":
      return [];
  }
}

class FunctionEncoder {
  readonly #code: FunctionCode;
  readonly #names: NameResolver;
  readonly #uses: Uses;
  readonly #writer = new ByteWriter();
  readonly #localIndex = new Map<Local, number>();
  readonly #runs: { count: number; type: number }[] = [];
  readonly #held = new Map<Node, Local>();
  /** Labels in scope, innermost last; an `if` counts but cannot be named. */
  readonly #labels: (Label | undefined)[] = [];

  constructor(code: FunctionCode, names: NameResolver, uses: Uses) {
    this.#code = code;
    this.#names = names;
    this.#uses = uses;
    code.parameters.forEach((local, index) => this.#localIndex.set(local, index));
  }

  encode(): EncodedFunction {
    this.#block(this.#code.body);
    // A function that gives a value leaves by a return; what is behind the last one is never reached.
    if (this.#code.result !== "void") this.#writer.byte(Opcode.unreachable);
    this.#writer.byte(Opcode.end);
    return { locals: this.#runs, code: this.#writer.toBytes() };
  }

  #block(block: Block): void {
    for (const statement of block.statements) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    const writer = this.#writer;
    switch (statement.kind) {
      case "define":
        if ((this.#uses.nodes.get(statement.node) ?? 0) > 1) this.#hold(statement.node);
        return;
      case "temporary":
        this.#temporary(statement.local, statement.source);
        return;
      case "assign":
        this.#value(statement.value);
        this.#set(statement.local);
        return;
      case "store":
        this.#value(statement.base);
        this.#value(statement.value);
        writer.byte(statement.opcode).u32(alignmentOf(statement.opcode)).u32(statement.offset);
        return;
      case "call":
        statement.arguments.forEach((argument) => this.#value(argument));
        writer.byte(Opcode.call).u32(this.#names.functionIndex(statement.name));
        if (statement.result !== "void") writer.byte(Opcode.drop);
        return;
      case "copy":
        [statement.to, statement.from, statement.bytes].forEach((operand) => this.#value(operand));
        writer
          .byte(Opcode.prefix)
          .u32(Opcode.memoryCopy - 0xfc00)
          .u32(0)
          .u32(0);
        return;
      case "fill":
        [statement.at, statement.value, statement.bytes].forEach((operand) => this.#value(operand));
        writer
          .byte(Opcode.prefix)
          .u32(Opcode.memoryFill - 0xfc00)
          .u32(0);
        return;
      case "if":
        this.#if(statement.condition, statement.then, statement.otherwise);
        return;
      case "loop":
        writer.byte(Opcode.block).byte(TypeCode.empty).byte(Opcode.loop).byte(TypeCode.empty);
        this.#labels.push(statement.leave, statement.again);
        this.#block(statement.body);
        this.#labels.length -= 2;
        writer.byte(Opcode.end).byte(Opcode.end);
        return;
      case "branch":
        writer.byte(Opcode.br).u32(this.#depthOf(statement.label));
        return;
      case "return":
        if (statement.value !== undefined) this.#value(statement.value);
        writer.byte(Opcode.return);
        return;
      case "return-call":
        statement.arguments.forEach((argument) => this.#value(argument));
        writer.byte(Opcode.returnCall).u32(this.#names.functionIndex(statement.name));
        return;
      case "return-call-indirect":
        statement.arguments.forEach((argument) => this.#value(argument));
        this.#value(statement.slot);
        writer.byte(Opcode.returnCallIndirect).u32(this.#names.handlerType).u32(0);
        return;
      case "unreachable":
        writer.byte(Opcode.unreachable);
    }
  }

  #if(condition: Node, then: Block, otherwise: Block): void {
    this.#value(condition);
    this.#writer.byte(Opcode.if).byte(TypeCode.empty);
    this.#labels.push(undefined);
    this.#block(then);
    if (otherwise.statements.length > 0) {
      this.#writer.byte(Opcode.else);
      this.#block(otherwise);
    }
    this.#labels.pop();
    this.#writer.byte(Opcode.end);
  }

  #temporary(local: Local, source: Source): void {
    const isUsed = this.#uses.locals.has(local);
    if (!isUsed && source.kind !== "call") return;
    this.#source(source);
    if (isUsed) this.#set(local);
    else this.#writer.byte(Opcode.drop);
  }

  #source(source: Source): void {
    const writer = this.#writer;
    switch (source.kind) {
      case "load":
        this.#value(source.base);
        writer.byte(source.opcode).u32(alignmentOf(source.opcode)).u32(source.offset);
        return;
      case "call":
        source.arguments.forEach((argument) => this.#value(argument));
        writer.byte(Opcode.call).u32(this.#names.functionIndex(source.name));
        return;
      case "operation":
        this.#value(source.node);
        return;
      case "trapping":
        source.operands.forEach((operand) => this.#value(operand));
        writer.byte(source.opcode);
        return;
      case "variable":
        writer.byte(Opcode.localGet).u32(this.#indexOf(source.local));
        return;
      case "global":
        writer.byte(Opcode.globalGet).u32(this.#names.globalIndex(source.name));
    }
  }

  #value(node: Node): void {
    const held = this.#held.get(node);
    if (held !== undefined) this.#writer.byte(Opcode.localGet).u32(this.#indexOf(held));
    else this.#compute(node);
  }

  #compute(node: Node): void {
    const { shape } = node;
    const writer = this.#writer;
    switch (shape.kind) {
      case "constant":
        if (typeof shape.value === "bigint") writer.byte(Opcode.i64Const).i64(shape.value);
        else if (node.type === "f64") writer.byte(Opcode.f64Const).f64(shape.value);
        else writer.byte(Opcode.i32Const).i32(shape.value);
        return;
      case "local":
        writer.byte(Opcode.localGet).u32(this.#indexOf(shape.local));
        return;
      case "global":
        writer.byte(Opcode.globalGet).u32(this.#names.globalIndex(shape.name));
        return;
      case "pure":
        shape.operands.forEach((operand) => this.#value(operand));
        if (shape.opcode >= 0xfc00) writer.byte(Opcode.prefix).u32(shape.opcode - 0xfc00);
        else writer.byte(shape.opcode);
    }
  }

  #hold(node: Node): void {
    const local: Local = { type: node.type };
    this.#compute(node);
    this.#set(local);
    this.#held.set(node, local);
  }

  #set(local: Local): void {
    this.#writer.byte(Opcode.localSet).u32(this.#indexOf(local));
  }

  #indexOf(local: Local): number {
    const known = this.#localIndex.get(local);
    if (known !== undefined) return known;
    const index = this.#localIndex.size;
    this.#localIndex.set(local, index);
    const type = TypeCode[local.type];
    const last = this.#runs[this.#runs.length - 1];
    if (last?.type === type) last.count += 1;
    else this.#runs.push({ count: 1, type });
    return index;
  }

  #depthOf(label: Label): number {
    const index = this.#labels.lastIndexOf(label);
    if (index < 0) throw new BuilderError(`${this.#code.name}: a branch to a loop that does not surround it`);
    return this.#labels.length - 1 - index;
  }
}

/** The code of a value type. */
export function typeCodeOf(type: ValueType): number {
  return TypeCode[type];
}
