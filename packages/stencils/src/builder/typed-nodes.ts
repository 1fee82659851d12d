// The operations of the three types, one method per instruction. Nothing but a table written as classes.

import { Opcode } from "../wasm/opcodes.ts";
import type { Expression, ExpressionOf, F64, I32, I64, ValueType } from "./language.ts";
import { asExpression, type Node, type NodeOwner, type NodeShape, operandOf } from "./node.ts";

abstract class NodeBase<T extends ValueType> implements Node {
  readonly type: T;
  readonly owner: NodeOwner;
  readonly shape: NodeShape;

  constructor(owner: NodeOwner, type: T, shape: NodeShape) {
    this.owner = owner;
    this.type = type;
    this.shape = shape;
  }

  protected unary<R extends ValueType>(result: R, opcode: number): ExpressionOf<R> {
    return asExpression<R>(this.owner.operation(result, opcode, [this]));
  }

  protected binary<R extends ValueType>(
    result: R,
    opcode: number,
    other: Expression | number | bigint,
  ): ExpressionOf<R> {
    return asExpression<R>(this.owner.operation(result, opcode, [this, operandOf(this.owner, this.type, other)]));
  }
}

/** Makes the node of a type. */
export function makeNode(owner: NodeOwner, type: ValueType, shape: NodeShape): Node {
  switch (type) {
    case "i32":
      return new I32Node(owner, type, shape);
    case "i64":
      return new I64Node(owner, type, shape);
    case "f64":
      return new F64Node(owner, type, shape);
  }
}

/** i32 operations. */
class I32Node extends NodeBase<"i32"> implements I32 {
  add(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32Add, other);
  }
  sub(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32Sub, other);
  }
  mul(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32Mul, other);
  }
  divS(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32DivS, other);
  }
  remS(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32RemS, other);
  }
  divU(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32DivU, other);
  }
  remU(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32RemU, other);
  }
  and(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32And, other);
  }
  or(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32Or, other);
  }
  xor(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32Xor, other);
  }
  shl(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32Shl, other);
  }
  shrS(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32ShrS, other);
  }
  shrU(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32ShrU, other);
  }
  rotl(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32Rotl, other);
  }
  eq(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32Eq, other);
  }
  ne(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32Ne, other);
  }
  ltS(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32LtS, other);
  }
  leS(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32LeS, other);
  }
  gtS(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32GtS, other);
  }
  geS(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32GeS, other);
  }
  ltU(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32LtU, other);
  }
  leU(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32LeU, other);
  }
  gtU(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32GtU, other);
  }
  geU(other: I32 | number): I32 {
    return this.binary("i32", Opcode.i32GeU, other);
  }
  eqz(): I32 {
    return this.unary("i32", Opcode.i32Eqz);
  }
  clz(): I32 {
    return this.unary("i32", Opcode.i32Clz);
  }
  ctz(): I32 {
    return this.unary("i32", Opcode.i32Ctz);
  }
  popcnt(): I32 {
    return this.unary("i32", Opcode.i32Popcnt);
  }
  extend8S(): I32 {
    return this.unary("i32", Opcode.i32Extend8S);
  }
  extend16S(): I32 {
    return this.unary("i32", Opcode.i32Extend16S);
  }
  toI64S(): I64 {
    return this.unary("i64", Opcode.i64ExtendI32S);
  }
  toI64U(): I64 {
    return this.unary("i64", Opcode.i64ExtendI32U);
  }
  toF64S(): F64 {
    return this.unary("f64", Opcode.f64ConvertI32S);
  }
  toF64U(): F64 {
    return this.unary("f64", Opcode.f64ConvertI32U);
  }
}

/** i64 operations. */
class I64Node extends NodeBase<"i64"> implements I64 {
  add(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64Add, other);
  }
  sub(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64Sub, other);
  }
  mul(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64Mul, other);
  }
  divS(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64DivS, other);
  }
  remS(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64RemS, other);
  }
  divU(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64DivU, other);
  }
  remU(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64RemU, other);
  }
  and(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64And, other);
  }
  or(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64Or, other);
  }
  xor(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64Xor, other);
  }
  shl(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64Shl, other);
  }
  shrS(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64ShrS, other);
  }
  shrU(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64ShrU, other);
  }
  rotl(other: I64 | bigint): I64 {
    return this.binary("i64", Opcode.i64Rotl, other);
  }
  eq(other: I64 | bigint): I32 {
    return this.binary("i32", Opcode.i64Eq, other);
  }
  ne(other: I64 | bigint): I32 {
    return this.binary("i32", Opcode.i64Ne, other);
  }
  ltS(other: I64 | bigint): I32 {
    return this.binary("i32", Opcode.i64LtS, other);
  }
  leS(other: I64 | bigint): I32 {
    return this.binary("i32", Opcode.i64LeS, other);
  }
  gtS(other: I64 | bigint): I32 {
    return this.binary("i32", Opcode.i64GtS, other);
  }
  geS(other: I64 | bigint): I32 {
    return this.binary("i32", Opcode.i64GeS, other);
  }
  ltU(other: I64 | bigint): I32 {
    return this.binary("i32", Opcode.i64LtU, other);
  }
  leU(other: I64 | bigint): I32 {
    return this.binary("i32", Opcode.i64LeU, other);
  }
  gtU(other: I64 | bigint): I32 {
    return this.binary("i32", Opcode.i64GtU, other);
  }
  geU(other: I64 | bigint): I32 {
    return this.binary("i32", Opcode.i64GeU, other);
  }
  eqz(): I32 {
    return this.unary("i32", Opcode.i64Eqz);
  }
  clz(): I64 {
    return this.unary("i64", Opcode.i64Clz);
  }
  ctz(): I64 {
    return this.unary("i64", Opcode.i64Ctz);
  }
  popcnt(): I64 {
    return this.unary("i64", Opcode.i64Popcnt);
  }
  extend32S(): I64 {
    return this.unary("i64", Opcode.i64Extend32S);
  }
  toI32(): I32 {
    return this.unary("i32", Opcode.i32WrapI64);
  }
  toF64S(): F64 {
    return this.unary("f64", Opcode.f64ConvertI64S);
  }
  toF64U(): F64 {
    return this.unary("f64", Opcode.f64ConvertI64U);
  }
  reinterpretF64(): F64 {
    return this.unary("f64", Opcode.f64ReinterpretI64);
  }
}

/** f64 operations. */
class F64Node extends NodeBase<"f64"> implements F64 {
  add(other: F64 | number): F64 {
    return this.binary("f64", Opcode.f64Add, other);
  }
  sub(other: F64 | number): F64 {
    return this.binary("f64", Opcode.f64Sub, other);
  }
  mul(other: F64 | number): F64 {
    return this.binary("f64", Opcode.f64Mul, other);
  }
  div(other: F64 | number): F64 {
    return this.binary("f64", Opcode.f64Div, other);
  }
  min(other: F64 | number): F64 {
    return this.binary("f64", Opcode.f64Min, other);
  }
  max(other: F64 | number): F64 {
    return this.binary("f64", Opcode.f64Max, other);
  }
  copysign(other: F64 | number): F64 {
    return this.binary("f64", Opcode.f64Copysign, other);
  }
  neg(): F64 {
    return this.unary("f64", Opcode.f64Neg);
  }
  abs(): F64 {
    return this.unary("f64", Opcode.f64Abs);
  }
  sqrt(): F64 {
    return this.unary("f64", Opcode.f64Sqrt);
  }
  floor(): F64 {
    return this.unary("f64", Opcode.f64Floor);
  }
  ceil(): F64 {
    return this.unary("f64", Opcode.f64Ceil);
  }
  trunc(): F64 {
    return this.unary("f64", Opcode.f64Trunc);
  }
  nearest(): F64 {
    return this.unary("f64", Opcode.f64Nearest);
  }
  eq(other: F64 | number): I32 {
    return this.binary("i32", Opcode.f64Eq, other);
  }
  ne(other: F64 | number): I32 {
    return this.binary("i32", Opcode.f64Ne, other);
  }
  lt(other: F64 | number): I32 {
    return this.binary("i32", Opcode.f64Lt, other);
  }
  le(other: F64 | number): I32 {
    return this.binary("i32", Opcode.f64Le, other);
  }
  gt(other: F64 | number): I32 {
    return this.binary("i32", Opcode.f64Gt, other);
  }
  ge(other: F64 | number): I32 {
    return this.binary("i32", Opcode.f64Ge, other);
  }
  truncToI32(): I32 {
    return this.unary("i32", Opcode.i32TruncSatF64S);
  }
  truncToI64(): I64 {
    return this.unary("i64", Opcode.i64TruncSatF64S);
  }
  reinterpretI64(): I64 {
    return this.unary("i64", Opcode.i64ReinterpretF64);
  }
}
