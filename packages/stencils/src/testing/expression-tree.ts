// Random arithmetic: a tree as data, its value computed directly in JavaScript, and the same tree said in the builder language.
// The tree is decoded totally from a flat list of small records (a stack program), so shrinking the list shrinks the tree.

import fc from "fast-check";
import type { Builder, F64, I32, I64 } from "../builder/language.ts";

/** One instruction of the stack program that makes a tree: what it does depends on `choice` and on the types on the stack. */
export interface ExpressionRecord {
  readonly choice: number;
  readonly constant: number;
}

/** Lists of records. */
export function arbitraryExpression(): fc.Arbitrary<readonly ExpressionRecord[]> {
  const constant = fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31)));
  return fc.array(fc.record({ choice: fc.nat(63), constant }), { maxLength: 24 });
}

/** A value while a list is decoded: its number, and how to build it. */
type Value =
  | { readonly type: "i32"; readonly value: number; readonly build: (k: Builder) => I32 }
  | { readonly type: "i64"; readonly value: bigint; readonly build: (k: Builder) => I64 }
  | { readonly type: "f64"; readonly value: number; readonly build: (k: Builder) => F64 };

/** What a list stands for: a body that gives an i32, and the i32 that it must give for the inputs. */
export interface DecodedExpression {
  readonly expected: number;
  readonly build: (k: Builder, inputs: readonly I32[]) => I32;
}

/** Decodes a list for some i32 inputs. Total: every list is an expression. */
export function decodeExpression(records: readonly ExpressionRecord[], inputs: readonly number[]): DecodedExpression {
  // Built values are shared: a value that is used twice must be computed right both times.
  let parameters: readonly I32[] = [];
  const shared = <T>(make: (k: Builder) => T): ((k: Builder) => T) => {
    let made: { readonly k: Builder; readonly value: T } | undefined;
    return (k) => {
      if (made?.k !== k) made = { k, value: make(k) };
      return made.value;
    };
  };
  const i32 = (value: number, build: (k: Builder) => I32): Value => ({
    type: "i32",
    value: value | 0,
    build: shared(build),
  });
  const i64 = (value: bigint, build: (k: Builder) => I64): Value => ({
    type: "i64",
    value: BigInt.asIntN(64, value),
    build: shared(build),
  });
  const f64 = (value: number, build: (k: Builder) => F64): Value => ({ type: "f64", value, build: shared(build) });
  const leaf = ({ choice, constant }: ExpressionRecord): Value => {
    const index = choice % Math.max(1, inputs.length);
    const input = inputs[index];
    if (choice % 2 === 0 && input !== undefined) return i32(input, (k) => parameters[index] ?? k.i32(input));
    return i32(constant, (k) => k.i32(constant));
  };
  const unary = (choice: number, of: Value): Value => {
    switch (of.type) {
      case "i32": {
        const { value, build } = of;
        switch (choice % 5) {
          case 0:
            return i32(value === 0 ? 1 : 0, (k) => build(k).eqz());
          case 1:
            return i64(BigInt(value), (k) => build(k).toI64S());
          case 2:
            return f64(value, (k) => build(k).toF64S());
          case 3:
            return i32(Math.clz32(value), (k) => build(k).clz());
          default:
            return i32((value << 24) >> 24, (k) => build(k).extend8S());
        }
      }
      case "i64": {
        const { value, build } = of;
        return choice % 2 === 0
          ? i32(Number(BigInt.asIntN(32, value)), (k) => build(k).toI32())
          : f64(Number(value), (k) => build(k).toF64S());
      }
      case "f64": {
        const { value, build } = of;
        if (choice % 3 === 0) return f64(-value, (k) => build(k).neg());
        if (choice % 3 === 1) return f64(Math.floor(value), (k) => build(k).floor());
        return i32(saturate(value), (k) => build(k).truncToI32());
      }
    }
  };
  const binary = (choice: number, left: Value, right: Value): Value | undefined => {
    if (left.type === "i32" && right.type === "i32") {
      const [a, b] = [left.value, right.value];
      const operations: readonly (() => Value)[] = [
        () => i32(a + b, (k) => left.build(k).add(right.build(k))),
        () => i32(a - b, (k) => left.build(k).sub(right.build(k))),
        () => i32(Math.imul(a, b), (k) => left.build(k).mul(right.build(k))),
        () => i32(a ^ b, (k) => left.build(k).xor(right.build(k))),
        () => i32(a << b, (k) => left.build(k).shl(right.build(k))),
        () => i32(a >> b, (k) => left.build(k).shrS(right.build(k))),
        () => i32(a >>> b, (k) => left.build(k).shrU(right.build(k))),
        () => i32(Number(a < b), (k) => left.build(k).ltS(right.build(k))),
        () => i32(Number(a >>> 0 < b >>> 0), (k) => left.build(k).ltU(right.build(k))),
        () => i32(b === 0 || b === -1 ? a : a / b, (k) => safeDivision(k, left.build(k), right.build(k))),
        () => i32(a < b ? a : b, (k) => k.select(left.build(k).ltS(right.build(k)), left.build(k), right.build(k))),
        () => i32(a === b ? a + 1 : b, (k) => chooseOf(k, left.build(k), right.build(k))),
      ];
      return operations[choice % operations.length]?.();
    }
    if (left.type === "i64" && right.type === "i64") {
      return choice % 2 === 0
        ? i64(left.value * right.value, (k) => left.build(k).mul(right.build(k)))
        : i64(left.value - right.value, (k) => left.build(k).sub(right.build(k)));
    }
    if (left.type === "f64" && right.type === "f64") {
      return choice % 2 === 0
        ? f64(left.value * right.value, (k) => left.build(k).mul(right.build(k)))
        : i32(Number(left.value < right.value), (k) => left.build(k).lt(right.build(k)));
    }
    return undefined;
  };
  const stack: Value[] = [];
  for (const record of records) {
    const right = stack.at(-1);
    const left = stack.at(-2);
    const both =
      record.choice >= 24 && left !== undefined && right !== undefined ? binary(record.choice, left, right) : undefined;
    if (both !== undefined) stack.splice(-2, 2, both);
    else if (record.choice >= 12 && right !== undefined) stack.push(unary(record.choice, right));
    else stack.push(leaf(record));
  }
  // All that is left is folded into one number, so that nothing computed is unused.
  const parts = stack.map((value) => {
    if (value.type === "i32") return value;
    return value.type === "i64"
      ? i32(Number(BigInt.asIntN(32, value.value)), (k) => value.build(k).toI32())
      : i32(saturate(value.value), (k) => value.build(k).truncToI32());
  });
  const expected = parts.reduce((sum, part) => (Math.imul(sum, 31) + Number(part.value)) | 0, 0);
  return {
    expected,
    build: (k, given) => {
      parameters = given;
      return parts.reduce((sum, part) => sum.mul(31).add(part.build(k) as I32), k.i32(0));
    },
  };
}

function saturate(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(value)));
}

/** Division where the divisor is neither 0 nor -1, else the dividend. */
function safeDivision(k: Builder, left: I32, right: I32): I32 {
  return k.choose(
    right.eqz().or(right.eq(-1)),
    () => left,
    () => left.divS(right),
  );
}

function chooseOf(k: Builder, left: I32, right: I32): I32 {
  const result = k.variable("i32", right);
  k.if(left.eq(right), () => k.assign(result, left.add(1)));
  return result.get();
}
