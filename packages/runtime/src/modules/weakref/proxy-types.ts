// `weakref.proxy`: objects that do what the object they refer to does, while it lives.

import { setError } from "../../exceptions/errors.ts";
import { HostObject, LayoutKind } from "../../layout/objects.ts";
import { doubleFrom, integerFrom } from "../../numbers/int-new.ts";
import { newInteger } from "../../numbers/integer-object.ts";
import { newFloat } from "../../object/float.ts";
import { newStr } from "../../object/str.ts";
import { decref, newRef, slotsOf, typeName } from "../../object/reference.ts";
import { getAttribute, setAttribute } from "../../protocols/attributes.ts";
import { callObject } from "../../protocols/call.ts";
import { richCompare } from "../../protocols/compare.ts";
import { unhashable } from "../../protocols/hash.ts";
import { getIter, iterNext } from "../../protocols/iterate.ts";
import {
  absoluteOperation,
  BinaryOperator,
  binaryOperation,
  indexObject,
  inplaceOperation,
  invertOperation,
  negativeOperation,
  positiveOperation,
  powerOperation,
} from "../../protocols/number.ts";
import { containsItem, deleteItem, getItem, lengthOf, setItem } from "../../protocols/subscript.ts";
import { addressText, strObject } from "../../protocols/text.ts";
import { isTrue } from "../../protocols/truth.ts";
import { type Runtime } from "../../runtime.ts";
import { defineType } from "../../types/define-type.ts";
import { type BinarySlot, type SlotName, type Slots, type UnarySlot } from "../../types/slots.ts";
import { notConstructible } from "../not-constructible.ts";
import { weakSlots } from "./reference-type.ts";
import { unwrap, weakPayload } from "./referents.ts";

const binaryOperators = {
  add: BinaryOperator.ADD,
  subtract: BinaryOperator.SUBTRACT,
  multiply: BinaryOperator.MULTIPLY,
  remainder: BinaryOperator.REMAINDER,
  divmod: BinaryOperator.DIVMOD,
  lshift: BinaryOperator.LSHIFT,
  rshift: BinaryOperator.RSHIFT,
  and: BinaryOperator.AND,
  xor: BinaryOperator.XOR,
  or: BinaryOperator.OR,
  floorDivide: BinaryOperator.FLOOR_DIVIDE,
  trueDivide: BinaryOperator.TRUE_DIVIDE,
  matrixMultiply: BinaryOperator.MATRIX_MULTIPLY,
} as const;

const unaryOperators: Readonly<Partial<Record<SlotName, UnarySlot>>> = {
  negative: negativeOperation,
  positive: positiveOperation,
  absolute: absoluteOperation,
  invert: invertOperation,
  index: indexObject,
  str: strObject,
  iter: getIter,
};

/** Defines the types of proxies: of objects that can be called, and of others. */
export function defineProxies(rt: Runtime): { readonly plain: number; readonly callable: number } {
  const types: number[] = [];
  /** Calls with the objects behind the proxies among the arguments, which live for that long; 0 if one is dead. */
  const through = (
    rt_: Runtime,
    refs: readonly number[],
    use: (...objects: number[]) => number,
    failed = 0,
  ): number => {
    const objects: number[] = [];
    for (const ref of refs) {
      const object = unwrap(rt_, ref, types);
      if (object === 0) break;
      objects.push(newRef(rt_, object));
    }
    const result = objects.length === refs.length ? use(...objects) : failed;
    for (const it of objects) decref(rt_, it);
    return result;
  };
  const slots: Partial<Slots> = {
    ...weakSlots,
    repr: (rt_, self) => {
      const { target } = weakPayload(rt_, self);
      const start = `<weakproxy at ${addressText(self)}`;
      if (target === 0) return newStr(rt_, `${start}; dead>`);
      return newStr(rt_, `${start}; to '${typeName(rt_, target)}' at ${addressText(target)}>`);
    },
    hash: (rt_, self) => unhashable(rt_, self),
    getattro: (rt_, self, name) => through(rt_, [self], (it) => getAttribute(rt_, it, name)),
    setattro: (rt_, self, name, value) => through(rt_, [self], (it) => setAttribute(rt_, it, name, value), -1),
    richcompare: (rt_, left, right, operator) =>
      through(rt_, [left, right], (a, b) => richCompare(rt_, a, b, operator)),
    iternext: (rt_, self) =>
      through(rt_, [self], (it) =>
        slotsOf(rt_, it).iternext === null
          ? setError(rt_, rt_.types.TypeError, `Weakref proxy referenced a non-iterator '${typeName(rt_, it)}' object`)
          : iterNext(rt_, it),
      ),
    power: (rt_, base, exponent, modulus) =>
      through(rt_, [base, exponent, modulus], (a, b, c) => powerOperation(rt_, a, b, c)),
    inplacePower: (rt_, left, right) =>
      through(rt_, [left, right], (a, b) => inplaceOperation(rt_, a, b, BinaryOperator.POWER)),
    bool: (rt_, self) => through(rt_, [self], (it) => isTrue(rt_, it), -1),
    length: (rt_, self) => through(rt_, [self], (it) => lengthOf(rt_, it), -1),
    getitem: (rt_, self, key) => through(rt_, [self, key], (it, index) => getItem(rt_, it, index)),
    setitem: (rt_, self, key, value) =>
      through(
        rt_,
        [self, key],
        (it, index) => (value === 0 ? deleteItem(rt_, it, index) : setItem(rt_, it, index, value)),
        -1,
      ),
    contains: (rt_, self, item) => through(rt_, [self, item], (it, value) => containsItem(rt_, it, value), -1),
    int: (rt_, self) =>
      through(rt_, [self], (it) => {
        const value = integerFrom(rt_, it);
        return value === null ? 0 : newInteger(rt_, value);
      }),
    float: (rt_, self) =>
      through(rt_, [self], (it) => {
        const value = doubleFrom(rt_, it);
        return value === null ? 0 : newFloat(rt_, value);
      }),
  };
  const table = slots as Record<string, unknown>;
  for (const [name, apply] of Object.entries(unaryOperators)) {
    const slot: UnarySlot = (rt_, self) => through(rt_, [self], (it) => apply(rt_, it));
    table[name] = slot;
  }
  for (const [name, operator] of Object.entries(binaryOperators)) {
    const slot: BinarySlot = (rt_, left, right) =>
      through(rt_, [left, right], (a, b) => binaryOperation(rt_, a, b, operator));
    table[name] = slot;
    if (operator === BinaryOperator.DIVMOD) continue;
    const inplace: BinarySlot = (rt_, left, right) =>
      through(rt_, [left, right], (a, b) => inplaceOperation(rt_, a, b, operator));
    table[`inplace${name.charAt(0).toUpperCase()}${name.slice(1)}`] = inplace;
  }
  const define = (name: string, extra: Partial<Slots>): number =>
    defineType(rt, {
      name,
      module: "weakref",
      messageName: `weakref.${name}`,
      layout: LayoutKind.HOST,
      size: HostObject.size,
      acceptsSubclasses: false,
      new: notConstructible(`weakref.${name}`),
      slots: { ...slots, ...extra },
    });
  const plain = define("ProxyType", {});
  const callable = define("CallableProxyType", {
    call: (rt_, self, args, count, kwnames) => through(rt_, [self], (it) => callObject(rt_, it, args, count, kwnames)),
  });
  types.push(plain, callable);
  return { plain, callable };
}
