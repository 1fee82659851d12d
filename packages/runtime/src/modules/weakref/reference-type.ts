// `weakref.ref`.

import { fail, setError } from "../../exceptions/errors.ts";
import {
  isWeakReferable,
  registerWeakReference,
  sharedReference,
  unregisterWeakReference,
  type WeakPayload,
  weakPayload,
  weakTarget,
} from "../../heap/weak-references.ts";
import { newGenericAlias } from "../../kinds/generic-alias.ts";
import { HostObject, LayoutKind } from "../../layout/objects.ts";
import { intValue, newBigInt, newInt } from "../../object/int.ts";
import { newHostObject } from "../../object/new-object.ts";
import { None, NotImplemented, newRef, pyBool, typeName, typeOf, xdecref } from "../../object/reference.ts";
import { newStr } from "../../object/str.ts";
import { tupleLength } from "../../object/tuple.ts";
import { richCompare } from "../../protocols/compare.ts";
import { hashObject } from "../../protocols/hash.ts";
import { hashValue } from "../../protocols/visible-hash.ts";
import { addressText } from "../../protocols/text.ts";
import { type Runtime } from "../../runtime.ts";
import { getset, method, rawFunction } from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { type CallSlot, Compare, type InitSlot } from "../../types/slots.ts";
import { isSubtype } from "../../types/subtype.ts";
import { targetText } from "./target-text.ts";

/** `type(object, callback)` for a type of weak references or proxies; callback 0 or None: none. */
export function newWeakReference(
  rt: Runtime,
  type: number,
  object: number,
  callback: number,
  sharing: WeakPayload["sharing"],
): number {
  if (!isWeakReferable(rt, object)) {
    return setError(rt, rt.types.TypeError, `cannot create weak reference to '${typeName(rt, object)}' object`);
  }
  const isPlain = callback === 0 || callback === None;
  const kind = isPlain ? sharing : "none";
  if (kind !== "none") {
    const shared = sharedReference(rt, object, kind);
    if (shared !== 0) return newRef(rt, shared);
  }
  const payload: WeakPayload = {
    target: object,
    callback: isPlain ? 0 : newRef(rt, callback),
    hash: null,
    visibleHash: null,
    sharing: kind,
  };
  const reference = newHostObject(rt, type, payload);
  registerWeakReference(rt, reference);
  return reference;
}

/** What a dying weak reference or proxy owns. */
export function clearWeakReference(rt: Runtime, self: number): void {
  const payload = weakPayload(rt, self);
  if (payload.target !== 0) unregisterWeakReference(rt, payload.target, self);
  const { callback } = payload;
  payload.target = 0;
  payload.callback = 0;
  xdecref(rt, callback);
}

export function traverseWeakReference(rt: Runtime, self: number, visit: (reference: number) => void): void {
  const { callback } = weakPayload(rt, self);
  if (callback !== 0) visit(callback);
}

function isReference(rt: Runtime, ref: number): boolean {
  return (ref & 1) === 0 && isSubtype(rt, typeOf(rt, ref), rt.types.weakref);
}

function hashReference(rt: Runtime, self: number): number {
  const payload = weakPayload(rt, self);
  if (payload.hash !== null) return payload.hash;
  const target = weakTarget(rt, self);
  if (target === 0) {
    setError(rt, rt.types.TypeError, "weak object has gone away");
    return -1;
  }
  newRef(rt, target);
  const hash = hashObject(rt, target);
  if (hash !== -1) payload.hash = hash;
  xdecref(rt, target);
  return hash;
}

/** What `hash()` shows: that of the object, remembered beyond its death. */
function visibleHashOf(rt: Runtime, self: number): number {
  const payload = weakPayload(rt, self);
  if (payload.visibleHash !== null) return newBigInt(rt, payload.visibleHash);
  if (hashReference(rt, self) === -1) return 0;
  const target = weakTarget(rt, self);
  if (target === 0) return newInt(rt, payload.hash ?? 0);
  newRef(rt, target);
  const hash = hashValue(rt, target);
  xdecref(rt, target);
  if (hash !== 0) payload.visibleHash = intValue(rt, hash);
  return hash;
}

function compareReferences(rt: Runtime, left: number, right: number, operator: number): number {
  if ((operator !== Compare.EQ && operator !== Compare.NE) || !isReference(rt, left) || !isReference(rt, right)) {
    return NotImplemented;
  }
  const a = weakTarget(rt, left);
  const b = weakTarget(rt, right);
  if (a === 0 || b === 0) return pyBool((left === right) === (operator === Compare.EQ));
  newRef(rt, a);
  newRef(rt, b);
  const result = richCompare(rt, a, b, operator);
  xdecref(rt, a);
  xdecref(rt, b);
  return result;
}

function reprReference(rt: Runtime, self: number): number {
  const target = weakTarget(rt, self);
  const shown = `<weakref at ${addressText(self)}; `;
  return newStr(rt, target === 0 ? `${shown}dead>` : `${shown}to ${targetText(rt, target)}>`);
}

/** Whether a call has an object and perhaps a callback; TypeError is set if not. */
function hasArguments(rt: Runtime, name: string, count: number): boolean {
  if (count === 1 || count === 2) return true;
  const bound = count < 1 ? "least 1 argument" : "most 2 arguments";
  setError(rt, rt.types.TypeError, `${name} expected at ${bound}, got ${count}`);
  return false;
}

/** Derived classes may take more arguments, keywords too: those are for their `__init__`. */
const create: CallSlot = (rt, type, args, count) => {
  if (!hasArguments(rt, "__new__", count)) return 0;
  const callback = count > 1 ? rt.heap.load(args + 4) : 0;
  const sharing = type === rt.types.weakref ? "shared reference" : "none";
  return newWeakReference(rt, type, rt.heap.load(args), callback, sharing);
};

const initialize: InitSlot = (rt, _self, _args, count, kwnames) => {
  if (kwnames !== 0 && tupleLength(rt, kwnames) > 0) {
    return fail(rt, rt.types.TypeError, "ref() takes no keyword arguments");
  }
  return hasArguments(rt, "__init__", count) ? 0 : -1;
};

/** Defines `weakref.ref`. */
export function defineReferenceType(rt: Runtime): void {
  defineType(rt, {
    name: "ReferenceType",
    module: "weakref",
    register: "weakref",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: rawFunction("($type, object, callback=None, /)", create),
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    getset: {
      __callback__: getset((rt_, self) => newRef(rt_, weakPayload(rt_, self).callback || None)),
    },
    slots: {
      init: initialize,
      repr: reprReference,
      hash: hashReference,
      visibleHash: visibleHashOf,
      richcompare: compareReferences,
      call: (rt_, self, _args, count, kwnames) => {
        if (kwnames !== 0 && tupleLength(rt_, kwnames) > 0) {
          return setError(rt_, rt_.types.TypeError, "weakref() takes no keyword arguments");
        }
        if (count > 0) return setError(rt_, rt_.types.TypeError, `weakref expected 0 arguments, got ${count}`);
        return newRef(rt_, weakTarget(rt_, self) || None);
      },
      clear: clearWeakReference,
      traverse: traverseWeakReference,
    },
  });
}
