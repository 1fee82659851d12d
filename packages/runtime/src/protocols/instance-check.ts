// `isinstance` and `issubclass`. A class is a type, or any object with a tuple of bases: proxies, classes of other object systems.

import { errorOccurred, fail } from "../exceptions/errors.ts";
import { recursionError } from "../frames/frame.ts";
import { FixedType, VmState, vmStateAddress } from "../layout/memory-map.ts";
import { decref, isTuple, isType, slotsOf, typeOf, typeSlots } from "../object/reference.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { lookupType } from "../types/lookup.ts";
import { isSubtype } from "../types/subtype.ts";
import { getOptionalAttribute } from "./attributes.ts";
import { callSpecial1 } from "./special.ts";
import { isTrue } from "./truth.ts";
import { unionMembers } from "../kinds/union.ts";

/** `isinstance(object, classinfo)`: 1, 0, or -1. `direct`: without asking the class's `__instancecheck__`. */
export function isInstance(rt: Runtime, object: number, classinfo: number, direct = false): number {
  if (typeOf(rt, object) === classinfo) return 1;
  return check(rt, object, classinfo, direct, rt.names.__instancecheck__, instanceOfClass);
}

/** `issubclass(type, classinfo)`: 1, 0, or -1. */
export function isSubclass(rt: Runtime, type: number, classinfo: number, direct = false): number {
  return check(rt, type, classinfo, direct, rt.names.__subclasscheck__, subclassOfClass);
}

const recursionWord = vmStateAddress + VmState.recursionRemaining.offset;

type Check = (rt: Runtime, object: number, classinfo: number) => number;

function check(rt: Runtime, object: number, classinfo: number, direct: boolean, method: number, plain: Check): number {
  const meta = typeOf(rt, classinfo);
  if (meta === FixedType.type) return plain(rt, object, classinfo);
  const members = isTuple(rt, classinfo) ? classinfo : meta === rt.types.union ? unionMembers(rt, classinfo) : 0;
  if (members !== 0) {
    return nested(rt, () => {
      for (let index = 0, length = tupleLength(rt, members); index < length; index++) {
        const result = check(rt, object, tupleItem(rt, members, index), direct, method, plain);
        if (result !== 0) return result;
      }
      return 0;
    });
  }
  const found = lookupType(rt, meta, method);
  if (direct || found === 0 || found === lookupType(rt, FixedType.type, method)) return plain(rt, object, classinfo);
  const result = callSpecial1(rt, classinfo, method, object);
  if (result === 0) return -1;
  const truth = isTrue(rt, result);
  decref(rt, result);
  return truth;
}

/** What an action says, at one level of recursion more; -1 with RecursionError set when there is none left. */
function nested(rt: Runtime, action: () => number): number {
  const { heap } = rt;
  const remaining = heap.load(recursionWord);
  if (remaining <= 1) return recursionError(rt) - 1;
  heap.store(recursionWord, remaining - 1);
  const result = action();
  heap.store(recursionWord, heap.load(recursionWord) + 1);
  return result;
}

function instanceOfClass(rt: Runtime, object: number, classinfo: number): number {
  const isPlain = isType(rt, classinfo);
  if (isPlain) {
    if (isSubtype(rt, typeOf(rt, object), classinfo)) return 1;
    // An object may claim another class (proxies, mocks).
    const isOrdinary = slotsOf(rt, object).getattro === typeSlots(rt, FixedType.object).getattro;
    if (
      isOrdinary &&
      lookupType(rt, typeOf(rt, object), rt.names.__class__) === lookupType(rt, FixedType.object, rt.names.__class__)
    )
      return 0;
  } else if (!isClass(rt, classinfo, "isinstance() arg 2 must be a type, a tuple of types, or a union")) return -1;
  const claimed = getOptionalAttribute(rt, object, rt.names.__class__);
  if (claimed === 0) return errorOccurred(rt) === 0 ? 0 : -1;
  const result = !isPlain
    ? derives(rt, claimed, classinfo)
    : isType(rt, claimed) && isSubtype(rt, claimed, classinfo)
      ? 1
      : 0;
  decref(rt, claimed);
  return result;
}

function subclassOfClass(rt: Runtime, type: number, classinfo: number): number {
  if (isType(rt, type) && isType(rt, classinfo)) return isSubtype(rt, type, classinfo) ? 1 : 0;
  if (!isClass(rt, type, "issubclass() arg 1 must be a class")) return -1;
  if (!isClass(rt, classinfo, "issubclass() arg 2 must be a class, a tuple of classes, or a union")) return -1;
  return derives(rt, type, classinfo);
}

/** Whether an object has bases; if not, a TypeError with the message is set, unless there is an exception already. */
function isClass(rt: Runtime, object: number, message: string): boolean {
  const bases = basesOf(rt, object);
  if (bases !== 0) decref(rt, bases);
  else if (errorOccurred(rt) === 0) fail(rt, rt.types.TypeError, message);
  return bases !== 0;
}

/** The tuple `__bases__` of an object: new reference; 0 when it has none, or with an exception set. */
function basesOf(rt: Runtime, object: number): number {
  const bases = getOptionalAttribute(rt, object, rt.names.__bases__);
  if (bases === 0 || isTuple(rt, bases)) return bases;
  decref(rt, bases);
  return 0;
}

/** Whether `classinfo` is a class or among its bases, theirs, and so on: 1, 0, or -1. */
function derives(rt: Runtime, type: number, classinfo: number): number {
  if (type === classinfo) return 1;
  const bases = basesOf(rt, type);
  if (bases === 0) return errorOccurred(rt) === 0 ? 0 : -1;
  const result = nested(rt, () => {
    for (let index = 0, length = tupleLength(rt, bases); index < length; index++) {
      const found = derives(rt, tupleItem(rt, bases, index), classinfo);
      if (found !== 0) return found;
    }
    return 0;
  });
  decref(rt, bases);
  return result;
}
