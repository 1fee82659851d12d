// The part of the builder language that every body has: arithmetic constants, memory, variables, structured control, calls.

import { Opcode } from "../wasm/opcodes.ts";
import { BuilderError } from "./builder-error.ts";
import type {
  ArgumentsOf,
  Builder,
  Callable,
  Expression,
  ExpressionOf,
  F64,
  Field,
  I32,
  I64,
  KernelBuilder,
  LoopControl,
  ValueType,
  Variable,
} from "./language.ts";
import { asExpression, asSameType, type Local, type Node, nodeOf, operandOf } from "./node.ts";
import type { Recorder } from "./recorder.ts";
import type { Label, Source } from "./statement.ts";

/** The functions that a body called, by name, so that the module can import or include them. */
export type CalleeSet = Map<string, Callable>;

/** A variable and the local that holds it. */
class LocalVariable<T extends ValueType> implements Variable<T> {
  readonly type: T;
  readonly local: Local;
  readonly #recorder: Recorder;

  constructor(recorder: Recorder, type: T) {
    this.type = type;
    this.local = { type };
    this.#recorder = recorder;
  }

  get(): ExpressionOf<T> {
    return asExpression<T>(this.#recorder.read(this.local));
  }
}

/** {@link Builder} over a {@link Recorder}. */
export class CodeBuilder implements Builder {
  protected readonly recorder: Recorder;
  readonly #callees: CalleeSet;

  constructor(recorder: Recorder, callees: CalleeSet) {
    this.recorder = recorder;
    this.#callees = callees;
  }

  i32(value: number): I32 {
    return asExpression<"i32">(this.recorder.constant("i32", value));
  }

  i64(value: bigint): I64 {
    return asExpression<"i64">(this.recorder.constant("i64", value));
  }

  f64(value: number): F64 {
    return asExpression<"f64">(this.recorder.constant("f64", value));
  }

  load<T extends ValueType>(field: Field<T>, base: I32 | number): ExpressionOf<T> {
    const opcode = loadOpcodeOf(field);
    const address = this.address(this.operand("i32", base), field.offset);
    return asExpression<T>(this.temporary(field.type, { kind: "load", opcode, ...address }));
  }

  store<T extends ValueType>(
    field: Field<T>,
    base: I32 | number,
    value: ExpressionOf<T> | (T extends "i64" ? bigint : number),
  ): void {
    const opcode = storeOpcodeOf(field);
    const address = this.address(this.operand("i32", base), field.offset);
    this.recorder.add({ kind: "store", opcode, ...address, value: this.operand(field.type, value) });
  }

  variable<T extends ValueType>(type: T, initial: ExpressionOf<T> | (T extends "i64" ? bigint : number)): Variable<T> {
    const variable = new LocalVariable(this.recorder, type);
    this.recorder.add({ kind: "assign", local: variable.local, value: this.operand(type, initial) });
    return variable;
  }

  assign<T extends ValueType>(
    variable: Variable<T>,
    value: ExpressionOf<T> | (T extends "i64" ? bigint : number),
  ): void {
    if (!(variable instanceof LocalVariable)) throw new BuilderError("not a variable of the builder language");
    const { local }: LocalVariable<ValueType> = variable;
    this.recorder.add({ kind: "assign", local, value: this.operand(local.type, value) });
  }

  let<T extends ValueType>(value: Expression<T>): ExpressionOf<T> {
    const node = this.recorder.checkScope(nodeOf(value, this.recorder));
    if (node.shape.kind !== "pure") return asExpression<T>(node);
    return asExpression<T>(this.temporary(value.type, { kind: "operation", node }));
  }

  if(condition: I32, then: () => void, otherwise: () => void = nothing): void {
    const test = this.operand("i32", condition);
    const thenBlock = this.recorder.block(then);
    const otherwiseBlock = this.recorder.block(otherwise);
    this.recorder.add({ kind: "if", condition: test, then: thenBlock, otherwise: otherwiseBlock });
  }

  choose<E extends I32 | I64 | F64>(condition: I32, then: () => E, otherwise: () => E): E {
    const test = this.operand("i32", condition);
    // The result's type is known when the first branch has run; both branches set the same local.
    let local: Local | undefined;
    const branch = (compute: () => Expression) => () => {
      const value = this.recorder.checkScope(nodeOf(compute(), this.recorder));
      local ??= { type: value.type };
      if (local.type !== value.type)
        throw new BuilderError(`choose: ${local.type} in one branch, ${value.type} in the other`);
      this.recorder.add({ kind: "assign", local, value });
    };
    const thenBlock = this.recorder.block(branch(then));
    const otherwiseBlock = this.recorder.block(branch(otherwise));
    this.recorder.add({ kind: "if", condition: test, then: thenBlock, otherwise: otherwiseBlock });
    if (local === undefined) throw new BuilderError("choose: no value");
    return asSameType<E>(this.recorder.read(local));
  }

  select<E extends I32 | I64 | F64>(condition: I32, then: E, otherwise: E): E {
    const first = nodeOf(then, this.recorder);
    const second = this.operand(first.type, otherwise);
    const test = this.operand("i32", condition);
    return asSameType<E>(this.recorder.operation(first.type, Opcode.select, [first, second, test]));
  }

  loop(body: (control: LoopControl) => void): void {
    const again: Label = { kind: "loop" };
    const leave: Label = { kind: "block" };
    const block = this.recorder.block(() => {
      body({
        again: () => this.recorder.add({ kind: "branch", label: again }),
        leave: () => this.recorder.add({ kind: "branch", label: leave }),
      });
    });
    this.recorder.add({ kind: "loop", again, leave, body: block });
  }

  unlikely(condition: I32): I32 {
    return condition;
  }

  call<P extends readonly ValueType[], R extends ValueType | "void">(
    callee: Callable<P, R>,
    ...args: ArgumentsOf<P>
  ): R extends ValueType ? ExpressionOf<R> : void {
    const result = this.callByName(callee, args);
    // The callee's declared result decides which of the two it is.
    return result as unknown as R extends ValueType ? ExpressionOf<R> : void;
  }

  unreachable(): void {
    this.recorder.add({ kind: "unreachable" });
  }

  copyMemory(to: I32, from: I32, bytes: I32 | number): void {
    this.recorder.add({
      kind: "copy",
      to: this.operand("i32", to),
      from: this.operand("i32", from),
      bytes: this.operand("i32", bytes),
    });
  }

  fillMemory(at: I32, value: I32 | number, bytes: I32 | number): void {
    this.recorder.add({
      kind: "fill",
      at: this.operand("i32", at),
      value: this.operand("i32", value),
      bytes: this.operand("i32", bytes),
    });
  }

  /** Where an address with a constant offset is read or written; a stencil may fold more into the offset. */
  protected address(base: Node, offset: number): { readonly base: Node; readonly offset: number } {
    return { base, offset };
  }

  protected operand(type: ValueType, value: Expression | number | bigint): Node {
    return this.recorder.checkScope(operandOf(this.recorder, type, value));
  }

  protected temporary(type: ValueType, source: Source): Node {
    return this.recorder.temporary(type, source);
  }

  protected callByName(callee: Callable, args: readonly (Expression | number | bigint)[]): Node | undefined {
    const known = this.#callees.get(callee.name);
    if (known !== undefined && known !== callee) throw new BuilderError(`two functions are named ${callee.name}`);
    this.#callees.set(callee.name, callee);
    if (args.length !== callee.parameters.length) {
      throw new BuilderError(`${callee.name} takes ${callee.parameters.length} arguments, not ${args.length}`);
    }
    const values = callee.parameters.map((type, index) => this.operand(type, args[index] ?? 0));
    if (callee.result === "void") {
      this.recorder.add({ kind: "call", name: callee.name, arguments: values, result: "void" });
      return undefined;
    }
    return this.temporary(callee.result, { kind: "call", name: callee.name, arguments: values });
  }
}

/** {@link KernelBuilder}: returns at any place. */
export class KernelCodeBuilder extends CodeBuilder implements KernelBuilder {
  return(value?: Expression): void {
    const { result, name } = this.recorder;
    if ((value === undefined) !== (result === "void")) throw new BuilderError(`${name} returns ${result}`);
    const node = value === undefined || result === "void" ? undefined : this.operand(result, value);
    this.recorder.add({ kind: "return", value: node });
  }
}

function nothing(): void {
  // An absent branch.
}

/** The load instruction of a field. @throws BuilderError when width and type do not go together. */
export function loadOpcodeOf(field: Field): number {
  const opcode = loadOpcodes[`${field.type}:${field.width}`];
  if (opcode === undefined)
    throw new BuilderError(`field ${field.name}: ${field.type} cannot be loaded from ${field.width}`);
  return opcode;
}

/** The store instruction of a field. @throws BuilderError when width and type do not go together. */
export function storeOpcodeOf(field: Field): number {
  const opcode = storeOpcodes[`${field.type}:${field.width}`];
  if (opcode === undefined)
    throw new BuilderError(`field ${field.name}: ${field.type} cannot be stored in ${field.width}`);
  return opcode;
}

const loadOpcodes: Readonly<Record<string, number>> = {
  "i32:i8": Opcode.i32Load8S,
  "i32:u8": Opcode.i32Load8U,
  "i32:i16": Opcode.i32Load16S,
  "i32:u16": Opcode.i32Load16U,
  "i32:i32": Opcode.i32Load,
  "i64:i8": Opcode.i64Load8S,
  "i64:u8": Opcode.i64Load8U,
  "i64:i16": Opcode.i64Load16S,
  "i64:u16": Opcode.i64Load16U,
  "i64:i32": Opcode.i64Load32S,
  "i64:i64": Opcode.i64Load,
  "f64:f64": Opcode.f64Load,
};

const storeOpcodes: Readonly<Record<string, number>> = {
  "i32:i8": Opcode.i32Store8,
  "i32:u8": Opcode.i32Store8,
  "i32:i16": Opcode.i32Store16,
  "i32:u16": Opcode.i32Store16,
  "i32:i32": Opcode.i32Store,
  "i64:i8": Opcode.i64Store8,
  "i64:u8": Opcode.i64Store8,
  "i64:i16": Opcode.i64Store16,
  "i64:u16": Opcode.i64Store16,
  "i64:i32": Opcode.i64Store32,
  "i64:i64": Opcode.i64Store,
  "f64:f64": Opcode.f64Store,
};

/** How a memory access is aligned: the natural alignment's exponent. Only a hint to the engine. */
export function alignmentOf(opcode: number): number {
  switch (opcode) {
    case Opcode.i32Load8S:
    case Opcode.i32Load8U:
    case Opcode.i64Load8S:
    case Opcode.i64Load8U:
    case Opcode.i32Store8:
    case Opcode.i64Store8:
      return 0;
    case Opcode.i32Load16S:
    case Opcode.i32Load16U:
    case Opcode.i64Load16S:
    case Opcode.i64Load16U:
    case Opcode.i32Store16:
    case Opcode.i64Store16:
      return 1;
    case Opcode.i32Load:
    case Opcode.i64Load32S:
    case Opcode.i64Load32U:
    case Opcode.i32Store:
    case Opcode.i64Store32:
      return 2;
    default:
      return 3;
  }
}
