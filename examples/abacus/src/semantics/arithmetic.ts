// Operators: generic ones ask the host, typed ones rely on the guards before them.

import { type F64, type I32, runtimeFunction, type UopBody, type UopBuilder, uopBody } from "@tjit/stencils/build";
import { anyWord, Flag, floatValue, ObjectHeader } from "../layout.ts";
import { type Operator, operators } from "../operators.ts";
import { localAddress } from "./moves.ts";
import { doubleOf, isFloat, isInt, newFloat, releaseObject } from "./references.ts";

/** Any two values; NULL when they have no result. */
const calculate = runtimeFunction("calculate", ["i32", "i32", "i32"], "i32");

const binary = "left, right -- res, left, right";

function guardTop(test: (k: UopBuilder, value: I32) => I32): UopBody {
  return uopBody("value -- value", ({ value }, k) => {
    k.exitIf(test(k, value).eqz());
  });
}

function guardNext(test: (k: UopBuilder, value: I32) => I32): UopBody {
  return uopBody("value, top -- value, top", ({ value }, k) => {
    k.exitIf(test(k, value).eqz());
  });
}

const testInt = (_: UopBuilder, value: I32): I32 => isInt(value);

/** Yes or No for a condition of 0 or 1. */
function flag(k: UopBuilder, condition: I32): I32 {
  return k.select(condition, k.i32(Flag.Yes), k.i32(Flag.No));
}

/** The reference of a result that has been computed in 64 bits, unless it is no int. */
function intOrExit(k: UopBuilder, left: I32, right: I32, name: Exclude<Operator["name"], "LESS">): I32 {
  const [a, b] = [left.shrS(1).toI64S(), right.shrS(1).toI64S()];
  const exact = k.let(name === "ADD" ? a.add(b) : name === "SUB" ? a.sub(b) : a.mul(b));
  const reference = k.let(exact.toI32().shl(1).or(1));
  k.exitIf(reference.shrS(1).toI64S().ne(exact));
  return reference;
}

function floatResult(k: UopBuilder, left: I32, right: I32, name: Exclude<Operator["name"], "LESS">): F64 {
  const [a, b] = [doubleOf(k, left), doubleOf(k, right)];
  return name === "ADD" ? a.add(b) : name === "SUB" ? a.sub(b) : a.mul(b);
}

function arithmetic(name: Exclude<Operator["name"], "LESS">): Record<string, UopBody> {
  return {
    [`_${name}_INT`]: uopBody(binary, ({ left, right }, k) => ({ res: intOrExit(k, left, right, name) })),
    [`_${name}_FLOAT`]: uopBody(binary, ({ left, right }, k) => ({
      res: k.call(newFloat, floatResult(k, left, right, name)),
    })),
    [`_${name}_FLOAT_INPLACE`]: uopBody("left, right -- res, NULL, right", ({ left, right }, k) => {
      k.store(floatValue, left, floatResult(k, left, right, name));
      return { res: left };
    }),
    [`_${name}_FLOAT_INPLACE_RIGHT`]: uopBody("left, right -- res, left, NULL", ({ left, right }, k) => {
      k.store(floatValue, right, floatResult(k, left, right, name));
      return { res: right };
    }),
    [`_${name}_FLOAT_INPLACE_LOCAL`]: uopBody("left, right -- right", ({ left, right }, k) => {
      const value = k.let(floatResult(k, left, right, name));
      k.if(
        k.load(ObjectHeader.count, left).eq(1),
        () => {
          k.store(floatValue, left, value);
        },
        () => {
          k.store(anyWord, localAddress(k), k.call(newFloat, value));
          releaseObject(k, left);
        },
      );
    }),
  };
}

function generic(operator: number): UopBody {
  return uopBody(binary, ({ left, right }, k) => {
    const res = k.let(k.call(calculate, operator, left, right));
    k.errorIf(res.eqz());
    return { res };
  });
}

export const arithmeticBodies: Readonly<Record<string, UopBody>> = {
  _GUARD_TOP_INT: guardTop(testInt),
  _GUARD_NEXT_INT: guardNext(testInt),
  _GUARD_TOP_FLOAT: guardTop(isFloat),
  _GUARD_NEXT_FLOAT: guardNext(isFloat),
  ...Object.fromEntries(operators.map(({ name }, operator) => [`_${name}`, generic(operator)])),
  ...arithmetic("ADD"),
  ...arithmetic("SUB"),
  ...arithmetic("MUL"),
  _LESS_INT: uopBody(binary, ({ left, right }, k) => ({ res: flag(k, left.ltS(right)) })),
  _LESS_FLOAT: uopBody(binary, ({ left, right }, k) => ({ res: flag(k, doubleOf(k, left).lt(doubleOf(k, right))) })),
};
