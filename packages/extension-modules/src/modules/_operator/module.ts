// The module `_operator`.

import {
  BinaryOperator,
  type BuiltinSpecification,
  Compare,
  None,
  type Runtime,
  absoluteOperation,
  binaryOperation,
  builtinFunction,
  callTuple,
  containsItem,
  decref,
  deleteItem,
  getItem,
  indexInteger,
  inplaceOperation,
  invertOperation,
  isTrue,
  negativeOperation,
  newInteger,
  newModule,
  newRef,
  positiveOperation,
  powerOperation,
  pyBool,
  richCompare,
  setError,
  setItem,
  tupleItem,
  tupleLength,
  tupleSlice,
} from "@tjit/runtime/api";
import { defineGetters } from "./getters.ts";
import { compareDigest, concatenate, concatenateInPlace, countOf, indexOf, lengthHint } from "./sequences.ts";

const binaryOperators = {
  add: BinaryOperator.ADD,
  and_: BinaryOperator.AND,
  floordiv: BinaryOperator.FLOOR_DIVIDE,
  lshift: BinaryOperator.LSHIFT,
  matmul: BinaryOperator.MATRIX_MULTIPLY,
  mul: BinaryOperator.MULTIPLY,
  mod: BinaryOperator.REMAINDER,
  or_: BinaryOperator.OR,
  pow: BinaryOperator.POWER,
  rshift: BinaryOperator.RSHIFT,
  sub: BinaryOperator.SUBTRACT,
  truediv: BinaryOperator.TRUE_DIVIDE,
  xor: BinaryOperator.XOR,
} as const;

type Unary = (rt: Runtime, value: number) => number;

const unaryOperators: Readonly<Record<string, Unary>> = {
  abs: absoluteOperation,
  // Exactly an int, also of a bool or a subclass.
  index: (rt, value) => {
    const index = indexInteger(rt, value);
    return index === null ? 0 : newInteger(rt, index);
  },
  inv: invertOperation,
  invert: invertOperation,
  neg: negativeOperation,
  pos: positiveOperation,
  truth: (rt, value) => boolean(isTrue(rt, value)),
  not_: (rt, value) => boolean(isTrue(rt, value), "negated"),
  is_none: (_, value) => pyBool(value === None),
  is_not_none: (_, value) => pyBool(value !== None),
};

/** A bool from 1, 0 or -1. */
function boolean(truth: number, sense: "plain" | "negated" = "plain"): number {
  return truth < 0 ? 0 : pyBool(truth > 0 === (sense === "plain"));
}

function none(status: number): number {
  return status < 0 ? 0 : None;
}

/** Makes the module. */
export function newOperatorModule(rt: Runtime): number {
  const functions: Record<string, BuiltinSpecification> = {
    contains: builtinFunction("(a, b, /)", (rt_, a, b) => boolean(containsItem(rt_, a, b))),
    is_: builtinFunction("(a, b, /)", (_, a, b) => pyBool(a === b)),
    is_not: builtinFunction("(a, b, /)", (_, a, b) => pyBool(a !== b)),
    getitem: builtinFunction("(a, b, /)", getItem),
    setitem: builtinFunction("(a, b, c, /)", (rt_, a, b, c) => none(setItem(rt_, a, b, c))),
    delitem: builtinFunction("(a, b, /)", (rt_, a, b) => none(deleteItem(rt_, a, b))),
    concat: builtinFunction("(a, b, /)", concatenate),
    iconcat: builtinFunction("(a, b, /)", concatenateInPlace),
    countOf: builtinFunction("(a, b, /)", countOf),
    indexOf: builtinFunction("(a, b, /)", indexOf),
    length_hint: builtinFunction("(obj, default=0, /)", lengthHint),
    _compare_digest: builtinFunction("(a, b, /)", compareDigest),
    call: builtinFunction("(*args, **kwargs)", (rt_, args, kwargs) => {
      if (tupleLength(rt_, args) === 0) {
        return setError(rt_, rt_.types.TypeError, "call expected at least 1 argument, got 0");
      }
      const rest = tupleSlice(rt_, args, 1, tupleLength(rt_, args));
      const result = callTuple(rt_, tupleItem(rt_, args, 0), rest, kwargs);
      decref(rt_, rest);
      return result;
    }),
  };
  for (const [name, apply] of Object.entries(unaryOperators)) functions[name] = builtinFunction("(a, /)", apply);
  for (const [name, operator] of Object.entries(binaryOperators)) {
    functions[name] = builtinFunction("(a, b, /)", (rt_, a, b) =>
      operator === BinaryOperator.POWER ? powerOperation(rt_, a, b, None) : binaryOperation(rt_, a, b, operator),
    );
    functions[`i${name.replace("_", "")}`] = builtinFunction("(a, b, /)", (rt_, a, b) =>
      inplaceOperation(rt_, a, b, operator),
    );
  }
  for (const name of ["lt", "le", "eq", "ne", "gt", "ge"] as const) {
    const operator = Compare[name.toUpperCase() as keyof typeof Compare];
    functions[name] = builtinFunction("(a, b, /)", (rt_, a, b) => richCompare(rt_, a, b, operator));
  }
  const types = Object.entries(defineGetters(rt)).map(([name, type]) => [name, newRef(rt, type)] as const);
  return newModule(rt, "_operator", functions, Object.fromEntries(types));
}
