// `weakref.ref`.

import { clearError, setError } from "../../exceptions/errors.ts";
import { unregisterWeakReference } from "../../heap/weak-references.ts";
import { newGenericAlias } from "../../kinds/generic-alias.ts";
import { HostObject, LayoutKind } from "../../layout/objects.ts";
import {
  None,
  NotImplemented,
  decref,
  isStr,
  newRef,
  pyBool,
  typeName,
  typeOf,
  xdecref,
} from "../../object/reference.ts";
import { newStr, strValue } from "../../object/str.ts";
import { tupleItem, tupleLength } from "../../object/tuple.ts";
import { getOptionalAttribute } from "../../protocols/attributes.ts";
import { richCompare } from "../../protocols/compare.ts";
import { hashObject } from "../../protocols/hash.ts";
import { addressText } from "../../protocols/text.ts";
import { type Runtime } from "../../runtime.ts";
import { getset, method } from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { Compare, type Slots } from "../../types/slots.ts";
import { isSubtype } from "../../types/subtype.ts";
import { existingReference, newWeakReference, weakPayload } from "./referents.ts";

/** What weak references and proxies have in common: how they die, and what the collector sees. */
export const weakSlots: Pick<Slots, "clear" | "traverse"> = {
  clear: (rt, self) => {
    const payload = weakPayload(rt, self);
    const { target, callback } = payload;
    payload.target = payload.callback = 0;
    if (target !== 0) unregisterWeakReference(rt, target, self);
    xdecref(rt, callback);
  },
  traverse: (rt, self, visit) => {
    visit(weakPayload(rt, self).callback);
  },
};

function construct(rt: Runtime, type: number, base: number, args: number): number {
  const given = tupleLength(rt, args);
  const { TypeError } = rt.types;
  if (given < 1) return setError(rt, TypeError, `__new__ expected at least 1 argument, got ${String(given)}`);
  if (given > 2) return setError(rt, TypeError, `__new__ expected at most 2 arguments, got ${String(given)}`);
  const target = tupleItem(rt, args, 0);
  const callback = given === 2 ? tupleItem(rt, args, 1) : None;
  if (callback !== None) return newWeakReference(rt, type, target, callback);
  const shared = type === base ? existingReference(rt, type, target) : 0;
  return shared === 0 ? newWeakReference(rt, type, target, 0) : newRef(rt, shared);
}

function repr(rt: Runtime, self: number): number {
  const { target } = weakPayload(rt, self);
  const start = `<weakref at ${addressText(self)}`;
  if (target === 0) return newStr(rt, `${start}; dead>`);
  const object = newRef(rt, target);
  const name = getOptionalAttribute(rt, object, rt.names.__name__);
  if (name === 0) clearError(rt);
  const shown = name !== 0 && isStr(rt, name) ? ` (${strValue(rt, name)})` : "";
  const text = `${start}; to '${typeName(rt, object)}' at ${addressText(object)}${shown}>`;
  xdecref(rt, name);
  decref(rt, object);
  return newStr(rt, text);
}

function hash(rt: Runtime, self: number): number {
  const payload = weakPayload(rt, self);
  if (payload.hash !== 0) return payload.hash;
  if (payload.target === 0) {
    setError(rt, rt.types.TypeError, "weak object has gone away");
    return -1;
  }
  const object = newRef(rt, payload.target);
  const result = hashObject(rt, object);
  decref(rt, object);
  if (result !== -1) payload.hash = result;
  return result;
}

function compare(rt: Runtime, base: number, left: number, right: number, operator: number): number {
  const isEquality = operator === Compare.EQ || operator === Compare.NE;
  if (!isEquality || (right & 1) !== 0 || !isSubtype(rt, typeOf(rt, right), base)) return NotImplemented;
  const a = weakPayload(rt, left).target;
  const b = weakPayload(rt, right).target;
  if (a === 0 || b === 0) return pyBool((left === right) === (operator === Compare.EQ));
  newRef(rt, a);
  newRef(rt, b);
  const result = richCompare(rt, a, b, operator);
  decref(rt, a);
  decref(rt, b);
  return result;
}

/** Defines the type. */
export function defineReference(rt: Runtime): number {
  const type = defineType(rt, {
    name: "ReferenceType",
    module: "weakref",
    messageName: "weakref.ReferenceType",
    register: "weakref",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, /, *args, **kwargs)", (rt_, cls, args, kwargs) =>
      kwargs !== 0 && cls === type
        ? setError(rt_, rt_.types.TypeError, "ref() takes no keyword arguments")
        : construct(rt_, cls, type, args),
    ),
    init: method("($self, /, *args, **kwargs)", (rt_, _self, args) => {
      const given = tupleLength(rt_, args);
      if (given <= 2) return 0;
      setError(rt_, rt_.types.TypeError, `__init__ expected at most 2 arguments, got ${String(given)}`);
      return -1;
    }),
    classMethods: { __class_getitem__: method("($type, object, /)", newGenericAlias) },
    getset: {
      __callback__: getset((rt_, self) => newRef(rt_, weakPayload(rt_, self).callback || None)),
    },
    slots: {
      ...weakSlots,
      repr,
      hash,
      richcompare: (rt_, left, right, operator) => compare(rt_, type, left, right, operator),
      call: (rt_, self, _args, count, kwnames) => {
        if (kwnames !== 0 && tupleLength(rt_, kwnames) > 0) {
          return setError(rt_, rt_.types.TypeError, "weakref() takes no keyword arguments");
        }
        if (count > 0) return setError(rt_, rt_.types.TypeError, `weakref expected 0 arguments, got ${String(count)}`);
        return newRef(rt_, weakPayload(rt_, self).target || None);
      },
    },
  });
  return type;
}
