// Operators. Generic ones call the runtime; typed ones rely on the guards before them.

import { FloatObject, ListObject, ObjectHeader, StrObject, TupleObject } from "@tjit/runtime/layout";
import { type F64, type I32, type UopBody, type UopBuilder, uopBody } from "@tjit/stencils/build";
import { address, boolean, localAddress, word } from "./memory.ts";
import { binaryInt, compareInt } from "./integers.ts";
import { floatValue, hasType, newFloat, outcomeBit, smallInt, smallIntValue, taggedProduct } from "./numbers.ts";
import { isSmallInt, releaseObject, retain } from "./references.ts";
import { floatPower, hostFunction } from "./host.ts";
import { containsKey } from "./sets.ts";

const binaryOp = hostFunction("binary_op");
const compareOp = hostFunction("compare_op");
const unaryNegative = hostFunction("unary_negative");
const unaryInvert = hostFunction("unary_invert");
const toBool = hostFunction("to_bool");
const strAdd = hostFunction("str_add");
const strCompare = hostFunction("str_compare");
const strItem = hostFunction("str_item");
const binarySlice = hostFunction("binary_slice");
const storeSlice = hostFunction("store_slice");
const storeSubscr = hostFunction("store_subscr");
const deleteSubscr = hostFunction("delete_subscr");

/** A new reference from the runtime, or the error exit. */
function checked(k: UopBuilder, result: I32): { res: I32 } {
  k.errorIf(result.eqz());
  return { res: result };
}

/** A result of the kernel, or what the host says when that is 0. */
function orElse(k: UopBuilder, result: I32, ask: () => I32): I32 {
  const known = k.let(result);
  return k.let(k.choose(known.ne(0), () => known, ask));
}

function checkStatus(k: UopBuilder, status: I32): void {
  k.errorIf(status.ne(0));
}

function guardTop(type: number): UopBody {
  return uopBody("value -- value", ({ value }, k) => {
    k.exitIf(hasType(k, value, type).eqz());
  });
}

function guardNext(type: number): UopBody {
  return uopBody("value, top -- value, top", ({ value }, k) => {
    k.exitIf(hasType(k, value, type).eqz());
  });
}

function guardLocal(type: number): UopBody {
  return uopBody("--", (_, k) => {
    k.exitIf(hasType(k, k.let(k.load(word(), localAddress(k))), type).eqz());
  });
}

function intOperation(compute: (left: I32, right: I32, k: UopBuilder) => I32): UopBody {
  return uopBody("left, right -- res, left, right", ({ left, right }, k) => ({ res: compute(left, right, k) }));
}

/** The tagged result of a 32-bit number, or the side exit when it is out of the tagged range. */
function fitting(k: UopBuilder, value: I32): I32 {
  const tagged = k.let(value.shl(1).or(1));
  k.exitIf(tagged.shrS(1).ne(value));
  return tagged;
}

type FloatOperator = (left: F64, right: F64) => F64;

function floatOperation(name: string, compute: FloatOperator, divides: boolean): Record<string, UopBody> {
  const operate = (left: I32, right: I32, k: UopBuilder): F64 => {
    const divisor = k.let(floatValue(k, right));
    if (divides) k.exitIf(divisor.eq(0));
    return compute(floatValue(k, left), divisor);
  };
  return {
    [name]: uopBody("left, right -- res, left, right", ({ left, right }, k) => ({
      res: newFloat(k, operate(left, right, k)),
    })),
    [`${name}_INPLACE`]: uopBody("left, right -- res, NULL, right", ({ left, right }, k) => {
      k.store(FloatObject.value, left, operate(left, right, k));
      return { res: left };
    }),
    [`${name}_INPLACE_RIGHT`]: uopBody("left, right -- res, left, NULL", ({ left, right }, k) => {
      k.store(FloatObject.value, right, operate(left, right, k));
      return { res: right };
    }),
    [`${name}_INPLACE_LOCAL`]: uopBody("left, right -- right", ({ left, right }, k) => {
      const value = k.let(operate(left, right, k));
      k.if(
        k.load(ObjectHeader.refcount, left).eq(1),
        () => {
          k.store(FloatObject.value, left, value);
        },
        () => {
          k.store(word(), localAddress(k), newFloat(k, value));
          releaseObject(k, left);
        },
      );
    }),
  };
}

const relations = ["LT", "GT", "EQ", "LE", "GE", "NE"] as const;
type Relation = (typeof relations)[number];

function compareInts(relation: Relation, left: I32, right: I32): I32 {
  switch (relation) {
    case "LT":
      return left.ltS(right);
    case "GT":
      return left.gtS(right);
    case "EQ":
      return left.eq(right);
    case "LE":
      return left.leS(right);
    case "GE":
      return left.geS(right);
    case "NE":
      return left.ne(right);
  }
}

function compareFloats(relation: Relation, left: F64, right: F64): I32 {
  switch (relation) {
    case "LT":
      return left.lt(right);
    case "GT":
      return left.gt(right);
    case "EQ":
      return left.eq(right);
    case "LE":
      return left.le(right);
    case "GE":
      return left.ge(right);
    case "NE":
      return left.ne(right);
  }
}

function comparisons(): Record<string, UopBody> {
  return Object.fromEntries(
    relations.flatMap((relation) => [
      [
        `_COMPARE_OP_INT_${relation}`,
        uopBody("left, right -- res, left, right", ({ left, right }, k) => ({
          res: boolean(k, compareInts(relation, left, right)),
        })),
      ],
      [
        `_COMPARE_OP_FLOAT_${relation}`,
        uopBody("left, right -- res, left, right", ({ left, right }, k) => ({
          res: boolean(k, compareFloats(relation, floatValue(k, left), floatValue(k, right))),
        })),
      ],
    ]),
  );
}

/** Index of an item, counted from the end when negative; the side exit when there is no such item. */
function checkedIndex(k: UopBuilder, index: I32, length: I32): I32 {
  const given = k.let(smallIntValue(index));
  const wrapped = k.let(k.select(given.ltS(0), given.add(length), given));
  k.exitIf(wrapped.geU(length));
  return wrapped;
}

export const arithmeticBodies: Readonly<Record<string, UopBody>> = {
  _GUARD_TOS_INT: uopBody("value -- value", ({ value }, k) => {
    k.exitIf(isSmallInt(value).eqz());
  }),
  _GUARD_NOS_INT: uopBody("value, top -- value, top", ({ value }, k) => {
    k.exitIf(isSmallInt(value).eqz());
  }),
  _GUARD_TOS_FLOAT: guardTop(address.float),
  _GUARD_NOS_FLOAT: guardNext(address.float),
  _GUARD_TOS_UNICODE: guardTop(address.str),
  _GUARD_NOS_UNICODE: guardNext(address.str),
  _GUARD_TOS_LIST: guardTop(address.list),
  _GUARD_NOS_LIST: guardNext(address.list),
  _GUARD_TOS_TUPLE: guardTop(address.tuple),
  _GUARD_NOS_TUPLE: guardNext(address.tuple),
  _GUARD_TOS_DICT: guardTop(address.dict),
  _GUARD_NOS_DICT: guardNext(address.dict),
  _GUARD_TOS_BOOL: guardTop(address.bool),
  _GUARD_LOCAL_INT: uopBody("--", (_, k) => {
    k.exitIf(isSmallInt(k.load(word(), localAddress(k))).eqz());
  }),
  _GUARD_LOCAL_FLOAT: guardLocal(address.float),
  _GUARD_LOCAL_UNICODE: guardLocal(address.str),
  _GUARD_LOCAL_LIST: guardLocal(address.list),
  _GUARD_LOCAL_TUPLE: guardLocal(address.tuple),
  _GUARD_LOCAL_DICT: guardLocal(address.dict),
  _GUARD_LOCAL_BOOL: guardLocal(address.bool),

  _BINARY_OP: uopBody("left, right -- res, left, right", ({ left, right }, k) =>
    checked(
      k,
      orElse(k, k.call(binaryInt, left, right, k.oparg), () => k.call(binaryOp, left, right, k.oparg)),
    ),
  ),
  _BINARY_OP_ADD_INT: intOperation((left, right, k) => {
    const addend = k.let(right.sub(1));
    const sum = k.let(left.add(addend));
    k.exitIf(left.xor(sum).and(addend.xor(sum)).ltS(0));
    return sum;
  }),
  _BINARY_OP_SUBTRACT_INT: intOperation((left, right, k) => {
    const subtrahend = k.let(right.sub(1));
    const difference = k.let(left.sub(subtrahend));
    k.exitIf(left.xor(subtrahend).and(left.xor(difference)).ltS(0));
    return difference;
  }),
  _BINARY_OP_MULTIPLY_INT: intOperation((left, right, k) => {
    const product = k.let(taggedProduct(left, right));
    const narrow = k.let(product.toI32());
    k.exitIf(narrow.toI64S().ne(product));
    return narrow.or(1);
  }),
  _BINARY_OP_FLOOR_DIVIDE_INT: intOperation((left, right, k) => {
    const divisor = k.let(smallIntValue(right));
    k.exitIf(divisor.eqz());
    const dividend = k.let(smallIntValue(left));
    const quotient = k.let(dividend.divS(divisor));
    const inexact = quotient.mul(divisor).ne(dividend);
    return fitting(k, k.let(quotient.sub(inexact.and(dividend.xor(divisor).ltS(0)))));
  }),
  _BINARY_OP_REMAINDER_INT: intOperation((left, right, k) => {
    const divisor = k.let(smallIntValue(right));
    k.exitIf(divisor.eqz());
    const remainder = k.let(smallIntValue(left).remS(divisor));
    const wrongSign = remainder.ne(0).and(remainder.xor(divisor).ltS(0));
    return smallInt(k.select(wrongSign, remainder.add(divisor), remainder));
  }),
  _BINARY_OP_AND_INT: intOperation((left, right) => left.and(right)),
  _BINARY_OP_OR_INT: intOperation((left, right) => left.or(right)),
  _BINARY_OP_XOR_INT: intOperation((left, right) => left.xor(right).or(1)),
  _BINARY_OP_LSHIFT_INT: intOperation((left, right, k) => {
    const count = k.let(smallIntValue(right));
    k.exitIf(count.gtU(30));
    const shifted = k.let(left.sub(1).toI64S().shl(count.toI64U()));
    const narrow = k.let(shifted.toI32());
    k.exitIf(narrow.toI64S().ne(shifted));
    return narrow.or(1);
  }),
  _BINARY_OP_RSHIFT_INT: intOperation((left, right, k) => {
    const count = k.let(smallIntValue(right));
    k.exitIf(count.ltS(0));
    return left.shrS(k.select(count.gtS(31), k.i32(31), count)).or(1);
  }),
  _BINARY_OP_TRUEDIV_INT: uopBody("left, right -- res, left, right", ({ left, right }, k) => {
    const divisor = k.let(smallIntValue(right));
    k.exitIf(divisor.eqz());
    return { res: newFloat(k, smallIntValue(left).toF64S().div(divisor.toF64S())) };
  }),
  ...floatOperation("_BINARY_OP_ADD_FLOAT", (left, right) => left.add(right), false),
  ...floatOperation("_BINARY_OP_SUBTRACT_FLOAT", (left, right) => left.sub(right), false),
  ...floatOperation("_BINARY_OP_MULTIPLY_FLOAT", (left, right) => left.mul(right), false),
  ...floatOperation("_BINARY_OP_TRUEDIV_FLOAT", (left, right) => left.div(right), true),
  _BINARY_OP_POWER_FLOAT: uopBody("left, right -- res, left, right", ({ left, right }, k) => {
    const base = k.let(floatValue(k, left));
    const exponent = k.let(floatValue(k, right));
    k.exitIf(base.gt(0).eqz());
    k.exitIf(base.eq(Infinity));
    const power = k.choose(
      exponent.eq(0.5),
      () => k.let(base.sqrt()),
      () => k.call(floatPower, base, exponent),
    );
    k.exitIf(power.abs().lt(Infinity).eqz());
    return { res: newFloat(k, power) };
  }),
  _INT_TO_FLOAT_TOS: uopBody("left, right -- left, res", ({ right }, k) => ({
    res: newFloat(k, smallIntValue(right).toF64S()),
  })),
  _INT_TO_FLOAT_NOS: uopBody("left, right -- res, right", ({ left }, k) => ({
    res: newFloat(k, smallIntValue(left).toF64S()),
  })),
  _BINARY_OP_ADD_UNICODE: uopBody("left, right -- res, left, right", ({ left, right }, k) =>
    checked(k, k.call(strAdd, left, right)),
  ),
  _BINARY_OP_SUBSCR_LIST_INT: uopBody("list, index -- res, list, index", ({ list, index }, k) => {
    const at = checkedIndex(k, index, k.let(k.load(ListObject.length, list)));
    const res = k.let(k.load(word(), k.load(ListObject.items, list).add(at.shl(2))));
    retain(k, res);
    return { res };
  }),
  _BINARY_OP_SUBSCR_TUPLE_INT: uopBody("tuple, index -- res, tuple, index", ({ tuple, index }, k) => {
    const at = checkedIndex(k, index, k.let(k.load(TupleObject.length, tuple)));
    const res = k.let(k.load(word(TupleObject.size), tuple.add(at.shl(2))));
    retain(k, res);
    return { res };
  }),
  _BINARY_OP_SUBSCR_STR_INT: uopBody("string, index -- res, string, index", ({ string, index }, k) => {
    const at = checkedIndex(k, index, k.let(k.load(StrObject.length, string)));
    return checked(k, k.call(strItem, string, at));
  }),

  _COMPARE_OP: uopBody("left, right -- res, left, right", ({ left, right }, k) =>
    checked(
      k,
      orElse(k, k.call(compareInt, left, right, k.oparg), () => k.call(compareOp, left, right, k.oparg)),
    ),
  ),
  _COMPARE_OP_INT: uopBody("left, right -- res, left, right", ({ left, right }, k) => ({
    res: boolean(k, outcomeBit(k, left.geS(right), left.leS(right)).and(k.oparg).ne(0)),
  })),
  _COMPARE_OP_FLOAT: uopBody("left, right -- res, left, right", ({ left, right }, k) => {
    const a = k.let(floatValue(k, left));
    const b = k.let(floatValue(k, right));
    return { res: boolean(k, outcomeBit(k, a.ge(b), a.le(b)).and(k.oparg).ne(0)) };
  }),
  ...comparisons(),
  _COMPARE_OP_STR: uopBody("left, right -- res, left, right", ({ left, right }, k) => ({
    res: k.call(strCompare, left, right, k.oparg),
  })),
  _CONTAINS_OP: uopBody("left, right -- res, left, right", ({ left, right }, k) =>
    checked(k, k.call(containsKey, left, right, k.oparg)),
  ),
  _IS_OP: uopBody("left, right -- res, left, right", ({ left, right }, k) => ({
    res: boolean(k, left.eq(right).xor(k.oparg)),
  })),

  _UNARY_NEGATIVE: uopBody("value -- res, value", ({ value }, k) => checked(k, k.call(unaryNegative, value))),
  _UNARY_INVERT: uopBody("value -- res, value", ({ value }, k) => checked(k, k.call(unaryInvert, value))),
  _UNARY_NOT: uopBody("value -- res", ({ value }, k) => ({ res: boolean(k, value.eq(address.False)) })),
  _TO_BOOL: uopBody("value -- res, value", ({ value }, k) => checked(k, k.call(toBool, value))),
  _TO_BOOL_BOOL: uopBody("value -- value", ({ value }, k) => {
    k.exitIf(value.ne(address.True).and(value.ne(address.False)));
  }),
  _TO_BOOL_INT: uopBody("value -- res, value", ({ value }, k) => {
    k.exitIf(isSmallInt(value).eqz());
    return { res: boolean(k, value.ne(1)) };
  }),
  _TO_BOOL_LIST: uopBody("value -- res, value", ({ value }, k) => ({
    res: boolean(k, k.load(ListObject.length, value).ne(0)),
  })),
  _TO_BOOL_STR: uopBody("value -- res, value", ({ value }, k) => ({
    res: boolean(k, k.load(StrObject.length, value).ne(0)),
  })),
  _TO_BOOL_NONE: uopBody("value -- res", ({ value }, k) => {
    k.exitIf(value.ne(address.None));
    return { res: k.i32(address.False) };
  }),
  _REPLACE_WITH_TRUE: uopBody("value -- res, value", (_, k) => ({ res: k.i32(address.True) })),

  _BINARY_SLICE: uopBody("container, start, stop -- res, container, start, stop", ({ container, start, stop }, k) =>
    checked(k, k.call(binarySlice, container, start, stop)),
  ),
  _STORE_SLICE: uopBody(
    "value, container, start, stop -- value, container, start, stop",
    ({ value, container, start, stop }, k) => {
      checkStatus(k, k.call(storeSlice, value, container, start, stop));
    },
  ),
  _STORE_SUBSCR: uopBody(
    "value, container, subscript -- value, container, subscript",
    ({ value, container, subscript }, k) => {
      checkStatus(k, k.call(storeSubscr, value, container, subscript));
    },
  ),
  _STORE_SUBSCR_LIST_INT: uopBody("value, list, index -- old, list, index", ({ value, list, index }, k) => {
    const at = checkedIndex(k, index, k.let(k.load(ListObject.length, list)));
    const item = k.let(k.load(ListObject.items, list).add(at.shl(2)));
    const old = k.let(k.load(word(), item));
    k.store(word(), item, value);
    return { old };
  }),
  _DELETE_SUBSCR: uopBody("container, subscript -- container, subscript", ({ container, subscript }, k) => {
    checkStatus(k, k.call(deleteSubscr, container, subscript));
  }),
};
