// `isinstance` and `issubclass`.

import { errorOccurred, fail } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
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

type Check = (rt: Runtime, object: number, classinfo: number) => number;

function check(rt: Runtime, object: number, classinfo: number, direct: boolean, method: number, plain: Check): number {
  const meta = typeOf(rt, classinfo);
  if (meta === FixedType.type) return plain(rt, object, classinfo);
  const members = isTuple(rt, classinfo) ? classinfo : meta === rt.types.union ? unionMembers(rt, classinfo) : 0;
  if (members !== 0) {
    for (let index = 0, length = tupleLength(rt, members); index < length; index++) {
      const result = check(rt, object, tupleItem(rt, members, index), direct, method, plain);
      if (result !== 0) return result;
    }
    return 0;
  }
  const found = lookupType(rt, meta, method);
  if (direct || found === 0 || found === lookupType(rt, FixedType.type, method)) return plain(rt, object, classinfo);
  const result = callSpecial1(rt, classinfo, method, object);
  if (result === 0) return -1;
  const truth = isTrue(rt, result);
  decref(rt, result);
  return truth;
}

function instanceOfClass(rt: Runtime, object: number, classinfo: number): number {
  if (!isType(rt, classinfo)) return fail(rt, rt.types.TypeError, "isinstance() arg 2 must be a type, a tuple of types, or a union");
  if (isSubtype(rt, typeOf(rt, object), classinfo)) return 1;
  // An object may claim another class (proxies, mocks).
  const isOrdinary = slotsOf(rt, object).getattro === typeSlots(rt, FixedType.object).getattro;
  if (isOrdinary && lookupType(rt, typeOf(rt, object), rt.names.__class__) === lookupType(rt, FixedType.object, rt.names.__class__)) return 0;
  const claimed = getOptionalAttribute(rt, object, rt.names.__class__);
  if (claimed === 0) return errorOccurred(rt) === 0 ? 0 : -1;
  const result = isType(rt, claimed) && isSubtype(rt, claimed, classinfo) ? 1 : 0;
  decref(rt, claimed);
  return result;
}

function subclassOfClass(rt: Runtime, type: number, classinfo: number): number {
  if (!isType(rt, type)) return fail(rt, rt.types.TypeError, "issubclass() arg 1 must be a class");
  if (!isType(rt, classinfo)) return fail(rt, rt.types.TypeError, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
  return isSubtype(rt, type, classinfo) ? 1 : 0;
}

