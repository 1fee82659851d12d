// The slots of classes defined in Python: each calls the special method (CPython's `slot_tp_…`, `slot_nb_…`).

import { clearError, clearIf, errorMatches, errorOccurred, fail, setError } from "../exceptions/errors.ts";
import { reportUnraisable } from "../exceptions/unraisable.ts";
import { intValue, newBigInt } from "../object/int.ts";
import {
  False,
  None,
  NotImplemented,
  True,
  decref,
  isInt,
  newRef,
  slotsOf,
  typeName,
  typeOf,
} from "../object/reference.ts";
import { recursionError } from "../frames/frame.ts";
import { releaseScratch, reserveScratch } from "../frames/scratch.ts";
import { METHOD_UNBOUND, genericGetAttribute } from "../protocols/attributes.ts";
import { callObject } from "../protocols/call.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { foldHash, hashAddress, unhashable } from "../protocols/hash.ts";
import { forEach, isIterable } from "../protocols/iterate.ts";
import { indexNumber } from "../protocols/number.ts";
import { callFound, callSpecial0, callSpecial1, callSpecial2, specialMethod } from "../protocols/special.ts";
import { MethodDescriptorObject } from "../layout/objects.ts";
import { tupleLength } from "../object/tuple.ts";
import { type Identifier } from "../object/identifiers.ts";
import { mayNest } from "../frames/host-depth.ts";
import { type Runtime } from "../runtime.ts";
import { lookupType } from "./lookup.ts";
import { lendFromMethod, releaseToMethod } from "./buffer-dispatch.ts";
import {
  type AssignSlot,
  type BinarySlot,
  type CompareSlot,
  type ContainsSlot,
  type InquirySlot,
  type SlotName,
  Slots,
  type TernarySlot,
  type UnarySlot,
  Compare,
} from "./slots.ts";
import { isSubtype } from "./subtype.ts";

const comparisonNames: readonly Identifier[] = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"];

function unary(name: Identifier): UnarySlot {
  return (rt, self) => callSpecial0(rt, self, rt.names[name]);
}

/** `type(self).name(self, other)`, NotImplemented if there is no such method. */
function maybeCall(rt: Runtime, self: number, name: number, other: number): number {
  const method = specialMethod(rt, self, name);
  if (method === 0) return errorOccurred(rt) === 0 ? newRef(rt, NotImplemented) : 0;
  return callFound(rt, method, self, 1, other, 0, 0);
}

/** Whether the right operand's reflected method differs from what the left operand's class would give. */
function isOverloaded(rt: Runtime, left: number, right: number, name: number): boolean {
  const ours = lookupType(rt, typeOf(rt, right), name);
  return ours !== 0 && ours !== lookupType(rt, typeOf(rt, left), name);
}

function binary(slot: SlotName, name: Identifier, reflected: Identifier): BinarySlot {
  const dispatch: BinarySlot = (rt, left, right) => {
    const leftType = typeOf(rt, left);
    const rightType = typeOf(rt, right);
    let tryRight = leftType !== rightType && slotsOf(rt, right)[slot] === dispatch;
    if (slotsOf(rt, left)[slot] === dispatch) {
      if (tryRight && isSubtype(rt, rightType, leftType) && isOverloaded(rt, left, right, rt.names[reflected])) {
        const result = maybeCall(rt, right, rt.names[reflected], left);
        if (result !== NotImplemented) return result;
        decref(rt, result);
        tryRight = false;
      }
      const result = maybeCall(rt, left, rt.names[name], right);
      if (result !== NotImplemented || leftType === rightType) return result;
      decref(rt, result);
    }
    return tryRight ? maybeCall(rt, right, rt.names[reflected], left) : newRef(rt, NotImplemented);
  };
  return dispatch;
}

function inplace(name: Identifier): BinarySlot {
  return (rt, left, right) => callSpecial1(rt, left, rt.names[name], right);
}

const power: TernarySlot = (rt, base, exponent, modulus) => {
  if (modulus === None) return powerAsBinary(rt, base, exponent);
  if (slotsOf(rt, base).power === power) return callSpecial2(rt, base, rt.names.__pow__, exponent, modulus);
  return newRef(rt, NotImplemented);
};

function powerAsBinary(rt: Runtime, left: number, right: number): number {
  const leftType = typeOf(rt, left);
  const rightType = typeOf(rt, right);
  let tryRight = leftType !== rightType && slotsOf(rt, right).power === power;
  if (slotsOf(rt, left).power === power) {
    if (tryRight && isSubtype(rt, rightType, leftType) && isOverloaded(rt, left, right, rt.names.__rpow__)) {
      const result = maybeCall(rt, right, rt.names.__rpow__, left);
      if (result !== NotImplemented) return result;
      decref(rt, result);
      tryRight = false;
    }
    const result = maybeCall(rt, left, rt.names.__pow__, right);
    if (result !== NotImplemented || leftType === rightType) return result;
    decref(rt, result);
  }
  return tryRight ? maybeCall(rt, right, rt.names.__rpow__, left) : newRef(rt, NotImplemented);
}

const richcompare: CompareSlot = (rt, self, other, operator) => {
  const method = specialMethod(rt, self, rt.names[comparisonNames[operator] as Identifier]);
  if (method !== 0) return callFound(rt, method, self, 1, other, 0, 0);
  // A descriptor without a value is no method: a rule for comparisons alone.
  return errorOccurred(rt) === 0 || clearIf(rt, rt.types.AttributeError) ? newRef(rt, NotImplemented) : 0;
};

const hash: InquirySlot = (rt, self) => {
  const method = lookupType(rt, typeOf(rt, self), rt.names.__hash__);
  if (method === 0 || method === None) return unhashable(rt, self);
  const value = callSpecial0(rt, self, rt.names.__hash__);
  if (value === 0) return -1;
  if (!isInt(rt, value)) {
    decref(rt, value);
    return fail(rt, rt.types.TypeError, "__hash__ method should return an integer");
  }
  const folded = foldHash(visible(rt, value));
  decref(rt, value);
  return folded;
};

const visibleHash: UnarySlot = (rt, self) => {
  const method = lookupType(rt, typeOf(rt, self), rt.names.__hash__);
  if (method === 0 || method === None) {
    unhashable(rt, self);
    return 0;
  }
  const value = callSpecial0(rt, self, rt.names.__hash__);
  if (value === 0) return 0;
  if (!isInt(rt, value)) {
    decref(rt, value);
    return setError(rt, rt.types.TypeError, "__hash__ method should return an integer");
  }
  const result = newBigInt(rt, visible(rt, value));
  decref(rt, value);
  return result;
};

const hashModulus = (1n << 61n) - 1n;

/** The 64-bit hash that an int returned by `__hash__` stands for. */
function visible(rt: Runtime, value: number): bigint {
  const exact = intValue(rt, value);
  if (exact === -1n) return -2n;
  if (BigInt.asIntN(64, exact) === exact) return exact;
  const reduced = exact < 0n ? -(-exact % hashModulus) : exact % hashModulus;
  return reduced === -1n ? -2n : reduced;
}

const bool: InquirySlot = (rt, self) => {
  const result = callSpecial0(rt, self, rt.names.__bool__);
  if (result === 0) return -1;
  const truth = result === True ? 1 : result === False ? 0 : -1;
  if (truth < 0) setError(rt, rt.types.TypeError, `__bool__ should return bool, returned ${typeName(rt, result)}`);
  decref(rt, result);
  return truth;
};

const length: InquirySlot = (rt, self) => {
  const result = callSpecial0(rt, self, rt.names.__len__);
  if (result === 0) return -1;
  if ((result & 1) === 0 && slotsOf(rt, result).index === null) {
    const status = fail(rt, rt.types.TypeError, `'${typeName(rt, result)}' object cannot be interpreted as an integer`);
    decref(rt, result);
    return status;
  }
  let value = indexNumber(rt, result);
  if (value !== null && value < 0) value = fail(rt, rt.types.ValueError, "__len__() should return >= 0");
  else if (value !== null) value = indexNumber(rt, result, rt.types.OverflowError);
  decref(rt, result);
  return value ?? -1;
};

const setitem: AssignSlot = (rt, self, key, value) =>
  status(
    rt,
    value === 0
      ? callSpecial1(rt, self, rt.names.__delitem__, key)
      : callSpecial2(rt, self, rt.names.__setitem__, key, value),
  );

const contains: ContainsSlot = (rt, self, item) => {
  const method = lookupType(rt, typeOf(rt, self), rt.names.__contains__);
  if (method === None) return fail(rt, rt.types.TypeError, `'${typeName(rt, self)}' object is not a container`);
  if (method !== 0) {
    const result = callSpecial1(rt, self, rt.names.__contains__, item);
    if (result === 0) return -1;
    const truth = slotTruth(rt, result);
    decref(rt, result);
    return truth;
  }
  if (!isIterable(rt, self))
    return fail(rt, rt.types.TypeError, `argument of type '${typeName(rt, self)}' is not a container or iterable`);
  return forEach(rt, self, (candidate) => richCompareBool(rt, candidate, item, Compare.EQ));
};

function slotTruth(rt: Runtime, object: number): number {
  if (object === True) return 1;
  if (object === False || object === None) return 0;
  const slots = slotsOf(rt, object);
  if (slots.bool !== null) return slots.bool(rt, object);
  if (slots.length === null) return 1;
  const items = slots.length(rt, object);
  return items > 0 ? 1 : items;
}

function status(rt: Runtime, result: number): number {
  if (result === 0) return -1;
  decref(rt, result);
  return 0;
}

const iter: UnarySlot = (rt, self) => {
  const method = lookupType(rt, typeOf(rt, self), rt.names.__iter__);
  if (method === None) return setError(rt, rt.types.TypeError, `'${typeName(rt, self)}' object is not iterable`);
  return callSpecial0(rt, self, rt.names.__iter__);
};

/** `__next__`; StopIteration without a value becomes plain exhaustion. */
const iternext: UnarySlot = (rt, self) => callSpecial0(rt, self, rt.names.__next__);

/** Calls `type(self).name(self, *args, **kwargs)`. */
function callWithArguments(
  rt: Runtime,
  self: number,
  name: number,
  args: number,
  count: number,
  kwnames: number,
): number {
  const callable = specialMethod(rt, self, name);
  if (callable === 0)
    return errorOccurred(rt) === 0
      ? setError(rt, rt.types.TypeError, `'${typeName(rt, self)}' object is not callable`)
      : 0;
  if (rt.methodKind !== METHOD_UNBOUND) {
    // An object that is its own `__call__` would never come to Python code, where depth is counted.
    const isTooDeep = !mayNest(rt);
    rt.hostDepth++;
    const result = isTooDeep ? recursionError(rt) : callObject(rt, callable, args, count, kwnames);
    rt.hostDepth--;
    decref(rt, callable);
    return result;
  }
  const total = count + (kwnames === 0 ? 0 : tupleLength(rt, kwnames));
  const shifted = reserveScratch(rt, total + 1);
  rt.heap.store(shifted, self);
  if (total > 0) rt.heap.copy(shifted + 4, args, 4 * total);
  const result = callObject(rt, callable, shifted, count + 1, kwnames);
  releaseScratch(rt, shifted);
  decref(rt, callable);
  return result;
}

function init(rt: Runtime, self: number, args: number, count: number, kwnames: number): number {
  const result = callWithArguments(rt, self, rt.names.__init__, args, count, kwnames);
  if (result === 0) return -1;
  if (result !== None) {
    const text = typeName(rt, result);
    decref(rt, result);
    return fail(rt, rt.types.TypeError, `__init__() should return None, not '${text}'`);
  }
  return 0;
}

/** `__new__` found on the class, called with the class. */
function newObject(rt: Runtime, type: number, args: number, count: number, kwnames: number): number {
  const found = lookupType(rt, type, rt.names.__new__);
  const get = slotsOf(rt, found).descriptorGet;
  const callable = get === null ? newRef(rt, found) : get(rt, found, 0, type);
  if (callable === 0) return 0;
  const total = count + (kwnames === 0 ? 0 : tupleLength(rt, kwnames));
  const shifted = reserveScratch(rt, total + 1);
  rt.heap.store(shifted, type);
  if (total > 0) rt.heap.copy(shifted + 4, args, 4 * total);
  const result = callObject(rt, callable, shifted, count + 1, kwnames);
  releaseScratch(rt, shifted);
  decref(rt, callable);
  return result;
}

const getattribute: BinarySlot = (rt, self, name) => callSpecial1(rt, self, rt.names.__getattribute__, name);

/** `__getattribute__`, then `__getattr__` when that raised AttributeError. */
const getattrHook: BinarySlot = (rt, self, name) => {
  const getattr = lookupType(rt, typeOf(rt, self), rt.names.__getattr__);
  const found = lookupType(rt, typeOf(rt, self), rt.names.__getattribute__);
  const isGeneric = typeOf(rt, found) === rt.types.wrapperDescriptor;
  const result = isGeneric
    ? nativeGetAttribute(rt, found, self, name)
    : callSpecial1(rt, self, rt.names.__getattribute__, name);
  if (result !== 0 || getattr === 0 || !errorMatches(rt, rt.types.AttributeError)) return result;
  clearError(rt);
  return callSpecial1(rt, self, rt.names.__getattr__, name);
};

function nativeGetAttribute(rt: Runtime, wrapper: number, self: number, name: number): number {
  const definition = rt.definitions.get(rt.heap.load(wrapper + MethodDescriptorObject.handle.offset));
  const fn = definition.slotFunction as BinarySlot;
  return fn === getattrHook ? genericGetAttribute(rt, self, name) : fn(rt, self, name);
}

const setattro: AssignSlot = (rt, self, name, value) =>
  status(
    rt,
    value === 0
      ? callSpecial1(rt, self, rt.names.__delattr__, name)
      : callSpecial2(rt, self, rt.names.__setattr__, name, value),
  );

function descriptorGet(rt: Runtime, self: number, instance: number, type: number): number {
  if (lookupType(rt, typeOf(rt, self), rt.names.__get__) === 0) return newRef(rt, self);
  return callSpecial2(rt, self, rt.names.__get__, instance === 0 ? None : instance, type === 0 ? None : type);
}

const descriptorSet: AssignSlot = (rt, self, instance, value) =>
  status(
    rt,
    value === 0
      ? callSpecial1(rt, self, rt.names.__delete__, instance)
      : callSpecial2(rt, self, rt.names.__set__, instance, value),
  );

function finalize(rt: Runtime, self: number): void {
  const method = lookupType(rt, typeOf(rt, self), rt.names.__del__);
  if (method === 0) return;
  const result = callSpecial0(rt, self, rt.names.__del__);
  if (result === 0) reportUnraisable(rt, "Exception ignored while calling deallocator", method);
  else decref(rt, result);
}

/** `__repr__` of a class without one, and `__str__`. */
const genericTable = new Slots();
Object.assign(genericTable, {
  repr: unary("__repr__"),
  str: unary("__str__"),
  hash,
  visibleHash,
  richcompare,
  bool,
  length,
  setitem,
  contains,
  iter,
  iternext,
  init,
  new: newObject,
  call: (rt, self, args, count, kwnames) => callWithArguments(rt, self, rt.names.__call__, args, count, kwnames),
  getattro: getattribute,
  setattro,
  descriptorGet,
  descriptorSet,
  finalize,
  getitem: (rt, self, key) => callSpecial1(rt, self, rt.names.__getitem__, key),
  add: binary("add", "__add__", "__radd__"),
  subtract: binary("subtract", "__sub__", "__rsub__"),
  multiply: binary("multiply", "__mul__", "__rmul__"),
  remainder: binary("remainder", "__mod__", "__rmod__"),
  divmod: binary("divmod", "__divmod__", "__rdivmod__"),
  power,
  lshift: binary("lshift", "__lshift__", "__rlshift__"),
  rshift: binary("rshift", "__rshift__", "__rrshift__"),
  and: binary("and", "__and__", "__rand__"),
  xor: binary("xor", "__xor__", "__rxor__"),
  or: binary("or", "__or__", "__ror__"),
  floorDivide: binary("floorDivide", "__floordiv__", "__rfloordiv__"),
  trueDivide: binary("trueDivide", "__truediv__", "__rtruediv__"),
  matrixMultiply: binary("matrixMultiply", "__matmul__", "__rmatmul__"),
  negative: unary("__neg__"),
  positive: unary("__pos__"),
  absolute: unary("__abs__"),
  invert: unary("__invert__"),
  int: unary("__int__"),
  float: unary("__float__"),
  index: unary("__index__"),
  inplaceAdd: inplace("__iadd__"),
  inplaceSubtract: inplace("__isub__"),
  inplaceMultiply: inplace("__imul__"),
  inplaceRemainder: inplace("__imod__"),
  inplacePower: inplace("__ipow__"),
  inplaceLshift: inplace("__ilshift__"),
  inplaceRshift: inplace("__irshift__"),
  inplaceAnd: inplace("__iand__"),
  inplaceXor: inplace("__ixor__"),
  inplaceOr: inplace("__ior__"),
  inplaceFloorDivide: inplace("__ifloordiv__"),
  inplaceTrueDivide: inplace("__itruediv__"),
  inplaceMatrixMultiply: inplace("__imatmul__"),
  buffer: lendFromMethod,
  releaseBuffer: releaseToMethod,
  await: unary("__await__"),
  aiter: unary("__aiter__"),
  anext: unary("__anext__"),
} satisfies Partial<Slots>);

/** The slot functions that call special methods; null for slots that Python methods do not fill. */
export const genericSlots: Readonly<Slots> = genericTable;

/** The `getattro` slot of classes with `__getattr__`. */
export const getattrHookSlot: BinarySlot = getattrHook;

/** The hash of objects that compare by identity. */
export function identityHash(_rt: Runtime, self: number): number {
  return hashAddress(self);
}
