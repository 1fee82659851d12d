// Lengths, items, membership.

import { errorOccurred, fail, setError } from "../exceptions/errors.ts";
import { decref, isType, slotsOf, messageName, typeFlagsOf, typeName } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { callOneArgument } from "./call.ts";
import { getOptionalAttribute } from "./attributes.ts";
import { richCompareBool } from "./compare.ts";
import { newGenericAlias } from "../kinds/generic-alias.ts";
import { FixedType } from "../layout/memory-map.ts";
import { TypeFlag } from "../layout/objects.ts";
import { forEach, isIterable } from "./iterate.ts";

/** `len(object)`; -1 with an exception set. */
export function lengthOf(rt: Runtime, object: number): number {
  const length = slotsOf(rt, object).length;
  return length === null
    ? fail(rt, rt.types.TypeError, `object of type '${typeName(rt, object)}' has no len()`)
    : length(rt, object);
}

/** `container[key]`: a new reference. */
export function getItem(rt: Runtime, container: number, key: number): number {
  const getitem = slotsOf(rt, container).getitem;
  if (getitem !== null) return getitem(rt, container, key);
  if (container === FixedType.type) return newGenericAlias(rt, container, key);
  if (isType(rt, container)) {
    const classGetItem = getOptionalAttribute(rt, container, rt.names.__class_getitem__);
    if (classGetItem !== 0) {
      const result = callOneArgument(rt, classGetItem, key);
      decref(rt, classGetItem);
      return result;
    }
    if (errorOccurred(rt) !== 0) return 0;
    return setError(rt, rt.types.TypeError, `type '${messageName(rt, container)}' is not subscriptable`);
  }
  return setError(rt, rt.types.TypeError, `'${typeName(rt, container)}' object is not subscriptable`);
}

/** `container[key] = value`. Status. */
export function setItem(rt: Runtime, container: number, key: number, value: number): number {
  const setitem = slotsOf(rt, container).setitem;
  if (setitem !== null) return setitem(rt, container, key, value);
  return fail(rt, rt.types.TypeError, `'${typeName(rt, container)}' object does not support item assignment`);
}

/** `del container[key]`. Status. */
export function deleteItem(rt: Runtime, container: number, key: number): number {
  const setitem = slotsOf(rt, container).setitem;
  if (setitem !== null) return setitem(rt, container, key, 0);
  // CPython's words differ between sequences and all else.
  const { length, contains } = slotsOf(rt, container);
  const isSequence = length !== null || contains !== null || (typeFlagsOf(rt, container) & TypeFlag.HEAP) !== 0;
  const refuses = isSequence && slotsOf(rt, key).index !== null ? "doesn't" : "does not";
  return fail(rt, rt.types.TypeError, `'${typeName(rt, container)}' object ${refuses} support item deletion`);
}

/** `item in container`: 1, 0, or -1 with an exception set. */
export function containsItem(rt: Runtime, container: number, item: number): number {
  const contains = slotsOf(rt, container).contains;
  if (contains !== null) return contains(rt, container, item);
  if (!isIterable(rt, container))
    return fail(rt, rt.types.TypeError, `argument of type '${typeName(rt, container)}' is not a container or iterable`);
  return forEach(rt, container, (candidate) => richCompareBool(rt, candidate, item, Compare.EQ));
}
