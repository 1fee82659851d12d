// Special methods and the slots behind them: which wrappers (`int.__add__`) a builtin type with a slot gets, and which slot a
// Python class fills by defining a method.

import { errorOccurred, setError, setErrorNone } from "../exceptions/errors.ts";
import { None, isStr, pyBool, typeName, typeOf, typeSlots, messageName } from "../object/reference.ts";
import { FixedType } from "../layout/memory-map.ts";
import { TypeFlag, TypeObject } from "../layout/objects.ts";
import { newInt } from "../object/int.ts";
import { indexNumber } from "../protocols/number.ts";
import { bufferAsMemoryView, releaseMemoryView } from "../text/memoryview-object.ts";
import { visibleHash } from "../protocols/visible-hash.ts";
import { type Runtime } from "../runtime.ts";
import { BuiltinDefinition, type Implementation } from "./builtin-definition.ts";
import {
  Compare,
  type AssignSlot,
  type BinarySlot,
  type BufferSlot,
  type CallSlot,
  type CompareSlot,
  type ContainsSlot,
  type DescriptorGetSlot,
  type InitSlot,
  type InquirySlot,
  type RepeatSlot,
  type SlotName,
  type Slots,
  type TernarySlot,
  type UnarySlot,
} from "./slots.ts";
import { isSubtype } from "./subtype.ts";

/** How a special method calls its slot. */
type Wrapping =
  | "unary"
  | "binary"
  | "reflected"
  | "inplace"
  | "ternary"
  | "reflected ternary"
  | "length"
  | "hash"
  | "truth"
  | "contains"
  | "item"
  | "repeat"
  | "set item"
  | "delete item"
  | "get attribute"
  | "set attribute"
  | "delete attribute"
  | "call"
  | "init"
  | "next"
  | "get"
  | "set"
  | "delete"
  | "finalize"
  | "buffer"
  | "release buffer"
  | "lt"
  | "le"
  | "eq"
  | "ne"
  | "gt"
  | "ge";

/** `[special method, slot, how]`. The order is CPython's: of several methods for one slot the first found decides. */
export const slotTable: readonly (readonly [name: string, slot: SlotName, wrapping: Wrapping])[] = [
  ["__getattribute__", "getattro", "get attribute"],
  ["__getattr__", "getattro", "get attribute"],
  ["__setattr__", "setattro", "set attribute"],
  ["__delattr__", "setattro", "delete attribute"],
  ["__repr__", "repr", "unary"],
  ["__hash__", "hash", "hash"],
  ["__call__", "call", "call"],
  ["__str__", "str", "unary"],
  ["__lt__", "richcompare", "lt"],
  ["__le__", "richcompare", "le"],
  ["__eq__", "richcompare", "eq"],
  ["__ne__", "richcompare", "ne"],
  ["__gt__", "richcompare", "gt"],
  ["__ge__", "richcompare", "ge"],
  ["__iter__", "iter", "unary"],
  ["__next__", "iternext", "next"],
  ["__get__", "descriptorGet", "get"],
  ["__set__", "descriptorSet", "set"],
  ["__delete__", "descriptorSet", "delete"],
  ["__init__", "init", "init"],
  ["__del__", "finalize", "finalize"],
  ["__await__", "await", "unary"],
  ["__aiter__", "aiter", "unary"],
  ["__anext__", "anext", "unary"],
  ["__add__", "add", "binary"],
  ["__radd__", "add", "reflected"],
  ["__sub__", "subtract", "binary"],
  ["__rsub__", "subtract", "reflected"],
  ["__mul__", "multiply", "binary"],
  ["__rmul__", "multiply", "reflected"],
  ["__mod__", "remainder", "binary"],
  ["__rmod__", "remainder", "reflected"],
  ["__divmod__", "divmod", "binary"],
  ["__rdivmod__", "divmod", "reflected"],
  ["__pow__", "power", "ternary"],
  ["__rpow__", "power", "reflected ternary"],
  ["__neg__", "negative", "unary"],
  ["__pos__", "positive", "unary"],
  ["__abs__", "absolute", "unary"],
  ["__bool__", "bool", "truth"],
  ["__invert__", "invert", "unary"],
  ["__lshift__", "lshift", "binary"],
  ["__rlshift__", "lshift", "reflected"],
  ["__rshift__", "rshift", "binary"],
  ["__rrshift__", "rshift", "reflected"],
  ["__and__", "and", "binary"],
  ["__rand__", "and", "reflected"],
  ["__xor__", "xor", "binary"],
  ["__rxor__", "xor", "reflected"],
  ["__or__", "or", "binary"],
  ["__ror__", "or", "reflected"],
  ["__int__", "int", "unary"],
  ["__float__", "float", "unary"],
  ["__index__", "index", "unary"],
  ["__floordiv__", "floorDivide", "binary"],
  ["__rfloordiv__", "floorDivide", "reflected"],
  ["__truediv__", "trueDivide", "binary"],
  ["__rtruediv__", "trueDivide", "reflected"],
  ["__matmul__", "matrixMultiply", "binary"],
  ["__rmatmul__", "matrixMultiply", "reflected"],
  ["__iadd__", "inplaceAdd", "inplace"],
  ["__isub__", "inplaceSubtract", "inplace"],
  ["__imul__", "inplaceMultiply", "inplace"],
  ["__imod__", "inplaceRemainder", "inplace"],
  ["__ipow__", "inplacePower", "inplace"],
  ["__ilshift__", "inplaceLshift", "inplace"],
  ["__irshift__", "inplaceRshift", "inplace"],
  ["__iand__", "inplaceAnd", "inplace"],
  ["__ixor__", "inplaceXor", "inplace"],
  ["__ior__", "inplaceOr", "inplace"],
  ["__ifloordiv__", "inplaceFloorDivide", "inplace"],
  ["__itruediv__", "inplaceTrueDivide", "inplace"],
  ["__imatmul__", "inplaceMatrixMultiply", "inplace"],
  ["__len__", "length", "length"],
  ["__getitem__", "getitem", "item"],
  ["__setitem__", "setitem", "set item"],
  ["__delitem__", "setitem", "delete item"],
  ["__contains__", "contains", "contains"],
  ["__buffer__", "buffer", "buffer"],
  ["__release_buffer__", "releaseBuffer", "release buffer"],
  ["__add__", "concat", "binary"],
  ["__mul__", "repeat", "repeat"],
  ["__rmul__", "repeat", "repeat"],
  ["__iadd__", "inplaceConcat", "binary"],
  ["__imul__", "inplaceRepeat", "repeat"],
];

const signatures = {
  none: "($self, /)",
  one: "($self, value, /)",
  two: "($self, key, value, /)",
  power: "($self, value, mod=None, /)",
  get: "($self, instance, owner=None, /)",
  flags: "($self, flags, /)",
  buffer: "($self, buffer, /)",
  any: "($self, /, *args, **kwargs)",
} as const;

/** The special methods that its own slots give a type, as definitions of wrappers, or of methods where `methods` names them. */
export function slotWrappers(
  slots: Partial<Slots>,
  owner: string,
  methods: readonly string[] = [],
): readonly (readonly [string, BuiltinDefinition])[] {
  const wrappers = new Map<string, BuiltinDefinition>();
  for (const [name, slot, wrapping] of slotTable) {
    const fn = slots[slot] ?? null;
    if (fn === null || name === "__getattr__" || wrappers.has(name)) continue;
    const [signature, implementation, raw] = adapt(wrapping, fn);
    const options = { wrapped: { slot, slotFunction: fn }, isMethod: methods.includes(name) };
    const specification = { signature, implementation, raw };
    wrappers.set(name, new BuiltinDefinition(specification, name, `${owner}.${name}`, options));
  }
  return [...wrappers];
}

/** The `__new__` of a builtin type: `T.__new__(cls, …)`, receiver = the type it belongs to. */
export function newWrapperDefinition(owner: string): BuiltinDefinition {
  return new BuiltinDefinition(
    { signature: signatures.any, implementation: null, raw: callNew },
    "__new__",
    `${owner}.__new__`,
  );
}

/** The builtin type that a class stands on. */
function nativeBase(rt: Runtime, type: number): number {
  let native = type;
  while ((rt.heap.load(native + TypeObject.flags.offset) & TypeFlag.HEAP) !== 0)
    native = rt.heap.load(native + TypeObject.base.offset);
  return native;
}

function callNew(rt: Runtime, owner: number, args: number, count: number, kwnames: number): number {
  const ownerName = messageName(rt, owner);
  if (count === 0) return setError(rt, rt.types.TypeError, `${ownerName}.__new__(): not enough arguments`);
  const type = rt.heap.load(args);
  if ((type & 1) !== 0 || !isSubtype(rt, typeOf(rt, type), typeOf(rt, owner))) {
    return setError(rt, rt.types.TypeError, `${ownerName}.__new__(X): X is not a type object (${typeName(rt, type)})`);
  }
  if (owner !== FixedType.object && !isSubtype(rt, type, owner)) {
    const name = messageName(rt, type);
    return setError(rt, rt.types.TypeError, `${ownerName}.__new__(${name}): ${name} is not a subtype of ${ownerName}`);
  }
  const native = nativeBase(rt, type);
  if (typeSlots(rt, native).new !== typeSlots(rt, owner).new) {
    const safe = messageName(rt, native);
    return setError(
      rt,
      rt.types.TypeError,
      `${ownerName}.__new__(${messageName(rt, type)}) is not safe, use ${safe}.__new__()`,
    );
  }
  return (typeSlots(rt, owner).new as CallSlot)(rt, type, args + 4, count - 1, kwnames);
}

function callInit(init: InitSlot): CallSlot {
  return (rt, self, args, count, kwnames) => (init(rt, self, args, count, kwnames) < 0 ? 0 : None);
}

/** Its signature, and the implementation, raw or not. */
type Adapted = readonly [signature: string, implementation: Implementation | null, raw: CallSlot | null];

function adapt(wrapping: Wrapping, fn: unknown): Adapted {
  switch (wrapping) {
    case "call":
      return [signatures.any, null, fn as CallSlot];
    case "init":
      return [signatures.any, null, callInit(fn as InitSlot)];
    case "unary":
      return [signatures.none, fn as UnarySlot, null];
    case "next":
      return [signatures.none, (rt, self) => nextOrStop(rt, (fn as UnarySlot)(rt, self)), null];
    case "binary":
    case "inplace":
    case "item":
      return [signatures.one, fn as BinarySlot, null];
    case "reflected":
      return [signatures.one, (rt, self, other) => (fn as BinarySlot)(rt, other, self), null];
    case "ternary":
      return [
        signatures.power,
        (rt, self, other, modulus) => (fn as TernarySlot)(rt, self, other, modulus === 0 ? None : modulus),
        null,
      ];
    case "reflected ternary":
      return [
        signatures.power,
        (rt, self, other, modulus) => (fn as TernarySlot)(rt, other, self, modulus === 0 ? None : modulus),
        null,
      ];
    case "length":
      return [signatures.none, (rt, self) => sizeResult(rt, (fn as InquirySlot)(rt, self)), null];
    case "hash":
      return [signatures.none, (rt, self) => visibleHash(rt, self, fn as InquirySlot), null];
    case "truth":
      return [signatures.none, (rt, self) => truthResult((fn as InquirySlot)(rt, self)), null];
    case "contains":
      return [signatures.one, (rt, self, item) => truthResult((fn as ContainsSlot)(rt, self, item)), null];
    case "repeat":
      return [signatures.one, (rt, self, times) => repeatResult(rt, fn as RepeatSlot, self, times), null];
    case "set attribute":
      return [
        signatures.two,
        (rt, self, key, value) =>
          mayAssign(rt, self, key, fn as AssignSlot, "__setattr__") && (fn as AssignSlot)(rt, self, key, value) >= 0
            ? None
            : 0,
        null,
      ];
    case "delete attribute":
      return [
        signatures.one,
        (rt, self, key) =>
          mayAssign(rt, self, key, fn as AssignSlot, "__delattr__") && (fn as AssignSlot)(rt, self, key, 0) >= 0
            ? None
            : 0,
        null,
      ];
    case "set item":
    case "set":
      return [
        signatures.two,
        (rt, self, key, value) => ((fn as AssignSlot)(rt, self, key, value) < 0 ? 0 : None),
        null,
      ];
    case "delete item":
    case "delete":
      return [signatures.one, (rt, self, key) => ((fn as AssignSlot)(rt, self, key, 0) < 0 ? 0 : None), null];
    case "get attribute":
      return [
        signatures.one,
        (rt, self, key) => (isAttributeName(rt, key) ? (fn as BinarySlot)(rt, self, key) : 0),
        null,
      ];
    case "get":
      return [
        signatures.get,
        (rt, self, instance, owner) => descriptorGet(rt, fn as DescriptorGetSlot, self, instance, owner),
        null,
      ];
    case "finalize":
      return [signatures.none, (rt, self) => ((fn as UnarySlot)(rt, self), None), null];
    case "buffer":
      return [signatures.flags, (rt, self, flags) => bufferAsMemoryView(rt, self, flags, fn as BufferSlot), null];
    case "release buffer":
      return [signatures.buffer, releaseMemoryView, null];
    case "lt":
    case "le":
    case "eq":
    case "ne":
    case "gt":
    case "ge": {
      const operator = Compare[wrapping.toUpperCase() as keyof typeof Compare];
      return [signatures.one, (rt, self, other) => (fn as CompareSlot)(rt, self, other, operator), null];
    }
  }
}

function isAttributeName(rt: Runtime, key: number): boolean {
  if (isStr(rt, key)) return true;
  setError(rt, rt.types.TypeError, `attribute name must be string, not '${typeName(rt, key)}'`);
  return false;
}

/** Whether the assignment of a builtin base may be used: not that of `object` for a type object, which has more to it. */
function mayAssign(rt: Runtime, self: number, key: number, assign: AssignSlot, name: string): boolean {
  if (!isAttributeName(rt, key)) return false;
  const native = nativeBase(rt, typeOf(rt, self));
  if (typeSlots(rt, native).setattro === assign) return true;
  setError(rt, rt.types.TypeError, `can't apply this ${name} to ${messageName(rt, native)} object`);
  return false;
}

function nextOrStop(rt: Runtime, item: number): number {
  if (item === 0 && errorOccurred(rt) === 0) setErrorNone(rt, rt.types.StopIteration);
  return item;
}

function sizeResult(rt: Runtime, size: number): number {
  return size < 0 ? 0 : newInt(rt, size);
}

function truthResult(truth: number): number {
  return truth < 0 ? 0 : pyBool(truth > 0);
}

function repeatResult(rt: Runtime, repeat: RepeatSlot, self: number, times: number): number {
  const count = indexNumber(rt, times, rt.types.OverflowError);
  return count === null ? 0 : repeat(rt, self, count);
}

function descriptorGet(rt: Runtime, get: DescriptorGetSlot, self: number, instance: number, owner: number): number {
  const object = instance === None ? 0 : instance;
  const type = owner === None ? 0 : owner;
  if (object === 0 && type === 0) return setError(rt, rt.types.TypeError, "__get__(None, None) is invalid");
  return get(rt, self, object, type);
}
