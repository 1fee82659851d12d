// `weakref.proxy`: objects that do what the object does that they refer to, as long as it lives.

import { setError } from "../../exceptions/errors.ts";
import { weakTarget } from "../../heap/weak-references.ts";
import { HostObject, LayoutKind } from "../../layout/objects.ts";
import { decref, newRef, slotsOf, typeName, typeOf } from "../../object/reference.ts";
import { newStr } from "../../object/str.ts";
import { getAttribute, setAttribute } from "../../protocols/attributes.ts";
import { callObject } from "../../protocols/call.ts";
import { richCompare } from "../../protocols/compare.ts";
import { getIter, iterNext } from "../../protocols/iterate.ts";
import {
  absoluteOperation,
  binaryOperation,
  BinaryOperator,
  indexObject,
  inplaceOperation,
  invertOperation,
  negativeOperation,
  positiveOperation,
  powerOperation,
} from "../../protocols/number.ts";
import { callSpecial0 } from "../../protocols/special.ts";
import { containsItem, deleteItem, getItem, lengthOf, setItem } from "../../protocols/subscript.ts";
import { addressText, strObject } from "../../protocols/text.ts";
import { isTrue } from "../../protocols/truth.ts";
import { doubleFrom, integerFrom } from "../../numbers/int-new.ts";
import { newInteger } from "../../numbers/integer-object.ts";
import { newFloat } from "../../object/float.ts";
import { type Runtime } from "../../runtime.ts";
import { type BuiltinSpecification, method } from "../../types/builtin-definition.ts";
import { type TypeSpecification } from "../../types/type-specification.ts";
import { defineType } from "../../types/define-type.ts";
import { hashNotImplemented } from "../../types/type-parts.ts";
import { type Slots } from "../../types/slots.ts";
import { clearWeakReference, traverseWeakReference } from "./reference-type.ts";
import { targetText } from "./target-text.ts";

function isProxy(rt: Runtime, ref: number): boolean {
  if ((ref & 1) !== 0) return false;
  const type = typeOf(rt, ref);
  return type === rt.types.weakProxy || type === rt.types.callableWeakProxy;
}

/** The object itself, or that which a proxy stands for: a new reference; 0 with ReferenceError set. */
function unwrap(rt: Runtime, ref: number): number {
  if (!isProxy(rt, ref)) return newRef(rt, ref);
  const target = weakTarget(rt, ref);
  if (target !== 0) return newRef(rt, target);
  return setError(rt, rt.types.ReferenceError, "weakly-referenced object no longer exists");
}

/** Calls `use` with the objects behind references; `failed` when one of them is gone. */
function withObjects(
  rt: Runtime,
  refs: readonly number[],
  failed: number,
  use: (...objects: number[]) => number,
): number {
  const objects: number[] = [];
  let result = failed;
  for (const ref of refs) {
    const object = unwrap(rt, ref);
    if (object === 0) break;
    objects.push(object);
  }
  if (objects.length === refs.length) result = use(...objects);
  for (const object of objects) decref(rt, object);
  return result;
}

type Unary = (rt: Runtime, object: number) => number;
type Binary = (rt: Runtime, left: number, right: number) => number;

function unary(operation: Unary, failed = 0): Unary {
  return (rt, self) => withObjects(rt, [self], failed, (object) => operation(rt, object));
}

function binary(operation: Binary): Binary {
  return (rt, left, right) => withObjects(rt, [left, right], 0, (a, b) => operation(rt, a, b));
}

function operator(code: number): Binary {
  return binary((rt, left, right) => binaryOperation(rt, left, right, code));
}

function inplace(code: number): Binary {
  return binary((rt, left, right) => inplaceOperation(rt, left, right, code));
}

const proxySlots: Partial<Slots> = {
  repr: (rt, self) => {
    const target = weakTarget(rt, self);
    const shown = `<weakproxy at ${addressText(self)}; `;
    return newStr(rt, target === 0 ? `${shown}dead>` : `${shown}to ${targetText(rt, target)}>`);
  },
  str: unary(strObject),
  hash: hashNotImplemented,
  getattro: binary(getAttribute),
  setattro: (rt, self, name, value) => withObjects(rt, [self], -1, (object) => setAttribute(rt, object, name, value)),
  richcompare: (rt, left, right, code) =>
    withObjects(rt, [left, right], 0, (a, b) => newRef(rt, richCompare(rt, a, b, code))),
  iter: unary(getIter),
  iternext: (rt, self) =>
    withObjects(rt, [self], 0, (object) => {
      if (slotsOf(rt, object).iternext !== null) return iterNext(rt, object);
      const what = `Weakref proxy referenced a non-iterator '${typeName(rt, object)}' object`;
      return setError(rt, rt.types.TypeError, what);
    }),
  length: unary(lengthOf, -1),
  getitem: binary(getItem),
  setitem: (rt, self, key, value) =>
    withObjects(rt, [self], -1, (object) =>
      value === 0 ? deleteItem(rt, object, key) : setItem(rt, object, key, value),
    ),
  contains: (rt, self, item) => withObjects(rt, [self], -1, (object) => containsItem(rt, object, item)),
  bool: unary(isTrue, -1),
  int: unary((rt, object) => {
    const value = integerFrom(rt, object);
    return value === null ? 0 : newInteger(rt, value);
  }),
  float: unary((rt, object) => {
    const value = doubleFrom(rt, object);
    return value === null ? 0 : newFloat(rt, value);
  }),
  index: unary(indexObject),
  negative: unary(negativeOperation),
  positive: unary(positiveOperation),
  invert: unary(invertOperation),
  absolute: unary(absoluteOperation),
  power: (rt, base, exponent, modulus) =>
    withObjects(rt, [base, exponent, modulus], 0, (a, b, c = 0) => powerOperation(rt, a, b, c)),
  add: operator(BinaryOperator.ADD),
  subtract: operator(BinaryOperator.SUBTRACT),
  multiply: operator(BinaryOperator.MULTIPLY),
  remainder: operator(BinaryOperator.REMAINDER),
  divmod: operator(BinaryOperator.DIVMOD),
  lshift: operator(BinaryOperator.LSHIFT),
  rshift: operator(BinaryOperator.RSHIFT),
  and: operator(BinaryOperator.AND),
  xor: operator(BinaryOperator.XOR),
  or: operator(BinaryOperator.OR),
  floorDivide: operator(BinaryOperator.FLOOR_DIVIDE),
  trueDivide: operator(BinaryOperator.TRUE_DIVIDE),
  matrixMultiply: operator(BinaryOperator.MATRIX_MULTIPLY),
  inplaceAdd: inplace(BinaryOperator.ADD),
  inplaceSubtract: inplace(BinaryOperator.SUBTRACT),
  inplaceMultiply: inplace(BinaryOperator.MULTIPLY),
  inplaceRemainder: inplace(BinaryOperator.REMAINDER),
  inplacePower: inplace(BinaryOperator.POWER),
  inplaceLshift: inplace(BinaryOperator.LSHIFT),
  inplaceRshift: inplace(BinaryOperator.RSHIFT),
  inplaceAnd: inplace(BinaryOperator.AND),
  inplaceXor: inplace(BinaryOperator.XOR),
  inplaceOr: inplace(BinaryOperator.OR),
  inplaceFloorDivide: inplace(BinaryOperator.FLOOR_DIVIDE),
  inplaceTrueDivide: inplace(BinaryOperator.TRUE_DIVIDE),
  inplaceMatrixMultiply: inplace(BinaryOperator.MATRIX_MULTIPLY),
  clear: clearWeakReference,
  traverse: traverseWeakReference,
};

/** Only proxies of what cannot be called have these. */
const proxyMethods: Readonly<Record<string, BuiltinSpecification>> = {
  __bytes__: method("($self, /)", (rt, self) =>
    withObjects(rt, [self], 0, (object) => callSpecial0(rt, object, rt.names.__bytes__)),
  ),
  __reversed__: method("($self, /)", (rt, self) =>
    withObjects(rt, [self], 0, (object) => callSpecial0(rt, object, rt.names.__reversed__)),
  ),
};

/** Defines the two types of proxies. */
export function defineProxyTypes(rt: Runtime): void {
  const define = (
    name: string,
    register: "weakProxy" | "callableWeakProxy",
    slots: Partial<Slots>,
    methods: TypeSpecification["methods"] = {},
  ): number =>
    defineType(rt, {
      name,
      register,
      module: "weakref",
      layout: LayoutKind.HOST,
      size: HostObject.size,
      acceptsSubclasses: false,
      methods,
      slots,
    });
  define("ProxyType", "weakProxy", proxySlots, proxyMethods);
  const call: Slots["call"] = (rt_, self, args, count, kwnames) =>
    withObjects(rt_, [self], 0, (object) => callObject(rt_, object, args, count, kwnames));
  define("CallableProxyType", "callableWeakProxy", { ...proxySlots, call });
}
