// Attribute access: the generic lookup with descriptors, and loading methods without binding them.

import { clearIf, fail, setError } from "../exceptions/errors.ts";
import { attributeError } from "../exceptions/attribute-error.ts";
import { FixedType } from "../layout/memory-map.ts";
import { TypeFlag, TypeObject } from "../layout/objects.ts";
import { dictGetName } from "../object/dict.ts";
import {
  dictField,
  deleteInstanceAttribute,
  getInstanceAttribute,
  setInstanceAttribute,
} from "../object/instance-dict.ts";
import {
  None,
  decref,
  incref,
  isStr,
  slotsOf,
  typeName,
  typeOf,
  typeSlots,
  xdecref,
  messageName,
} from "../object/reference.ts";
import { internStr, isInterned, strValue } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { typeDocumentation } from "../types/documentation.ts";
import { lookupType } from "../types/lookup.ts";

const typeFlags = TypeObject.flags.offset;

/** `rt.methodKind` after {@link loadMethod}: call it with the object as first argument. */
export const METHOD_UNBOUND = 1;
/** … or as it is. */
export const METHOD_PLAIN = 0;

/** `object.name`: a new reference. The name is a str. */
export function getAttribute(rt: Runtime, object: number, name: number): number {
  const getattro = slotsOf(rt, object).getattro;
  if (getattro === null) return attributeError(rt, object, name);
  if (typeOf(rt, name) === FixedType.str && isInterned(rt, name)) return getattro(rt, object, name);
  if (!isStr(rt, name))
    return setError(rt, rt.types.TypeError, `attribute name must be string, not '${typeName(rt, name)}'`);
  const interned = internStr(rt, strValue(rt, name));
  const result = getattro(rt, object, interned);
  decref(rt, interned);
  return result;
}

/** `object.name` for a host string. */
export function getAttributeString(rt: Runtime, object: number, name: string): number {
  const interned = internStr(rt, name);
  const result = getAttribute(rt, object, interned);
  decref(rt, interned);
  return result;
}

/** `object.name`, or 0 without an exception when AttributeError is raised: CPython's PyObject_GetOptionalAttr. */
export function getOptionalAttribute(rt: Runtime, object: number, name: number): number {
  const type = typeOf(rt, object);
  if ((rt.heap.load(type + typeFlags) & TypeFlag.GENERIC_GETATTR) !== 0) return genericLookup(rt, object, name, true);
  const result = getAttribute(rt, object, name);
  if (result === 0) clearIf(rt, rt.types.AttributeError);
  return result;
}

/** `object.name = value`; `value` 0 deletes. Status. */
export function setAttribute(rt: Runtime, object: number, name: number, value: number): number {
  const setattro = slotsOf(rt, object).setattro;
  if (setattro === null) return cannotAssign(rt, object, name, value);
  if (typeOf(rt, name) === FixedType.str && isInterned(rt, name)) return setattro(rt, object, name, value);
  if (!isStr(rt, name))
    return fail(rt, rt.types.TypeError, `attribute name must be string, not '${typeName(rt, name)}'`);
  const interned = internStr(rt, strValue(rt, name));
  const status = setattro(rt, object, interned, value);
  decref(rt, interned);
  return status;
}

/** `object.name = value` for a host string. Status. */
export function setAttributeString(rt: Runtime, object: number, name: string, value: number): number {
  const interned = internStr(rt, name);
  const status = setAttribute(rt, object, interned, value);
  decref(rt, interned);
  return status;
}

/** The `getattro` slot of ordinary objects: PyObject_GenericGetAttr. */
export function genericGetAttribute(rt: Runtime, object: number, name: number): number {
  return genericLookup(rt, object, name, false);
}

function genericLookup(rt: Runtime, object: number, name: number, isOptional: boolean): number {
  const type = typeOf(rt, object);
  const descriptor = lookupType(rt, type, name);
  let get = null;
  if (descriptor !== 0) {
    const slots = slotsOf(rt, descriptor);
    get = slots.descriptorGet;
    if (get !== null && slots.descriptorSet !== null) {
      incref(rt, descriptor);
      const result = get(rt, descriptor, object, type);
      decref(rt, descriptor);
      if (result === 0 && isOptional) clearIf(rt, rt.types.AttributeError);
      return result;
    }
  }
  // Comparing with other keys of the dict may run code that takes the descriptor out of the class.
  if (descriptor !== 0) incref(rt, descriptor);
  const value = getInstanceAttribute(rt, object, type, name);
  if (value !== 0) {
    incref(rt, value);
    xdecref(rt, descriptor);
    return value;
  }
  if (get !== null) {
    const result = get(rt, descriptor, object, type);
    decref(rt, descriptor);
    if (result === 0 && isOptional) clearIf(rt, rt.types.AttributeError);
    return result;
  }
  if (descriptor === None && name === rt.names.__doc__) return inheritedDocumentation(rt, type);
  if (descriptor !== 0) return descriptor;
  return isOptional ? 0 : attributeError(rt, object, name);
}

/** `__doc__` of an instance: that of the first class that has one, None or not. */
function inheritedDocumentation(rt: Runtime, type: number): number {
  let owner = type;
  const name = rt.names.__doc__;
  while (dictGetName(rt, rt.heap.load(owner + TypeObject.dict.offset), name) === 0)
    owner = rt.heap.load(owner + TypeObject.base.offset);
  const isNative = (rt.heap.load(owner + typeFlags) & TypeFlag.HEAP) === 0;
  return isNative ? typeDocumentation(rt, owner, "doc") : None;
}

/**
 * The method `name` of an object, new reference. `rt.methodKind` tells whether it wants the object as first argument (a function or
 * method descriptor found on the type, not bound) or not.
 */
export function loadMethod(rt: Runtime, object: number, name: number): number {
  const type = typeOf(rt, object);
  if ((rt.heap.load(type + typeFlags) & TypeFlag.GENERIC_GETATTR) === 0) {
    const result = getAttribute(rt, object, name);
    // Python code may have run, and loaded methods.
    rt.methodKind = METHOD_PLAIN;
    return result;
  }
  rt.methodKind = METHOD_PLAIN;
  const descriptor = lookupType(rt, type, name);
  let get = null;
  let isMethod = false;
  if (descriptor !== 0) {
    isMethod = isMethodDescriptor(rt, descriptor);
    const slots = slotsOf(rt, descriptor);
    get = slots.descriptorGet;
    if (get !== null && slots.descriptorSet !== null) {
      incref(rt, descriptor);
      const result = get(rt, descriptor, object, type);
      decref(rt, descriptor);
      rt.methodKind = METHOD_PLAIN;
      return result;
    }
  }
  if (descriptor !== 0) incref(rt, descriptor);
  const value = getInstanceAttribute(rt, object, type, name);
  if (value !== 0) {
    incref(rt, value);
    xdecref(rt, descriptor);
    rt.methodKind = METHOD_PLAIN;
    return value;
  }
  if (isMethod) {
    rt.methodKind = METHOD_UNBOUND;
    return descriptor;
  }
  if (get !== null) {
    const result = get(rt, descriptor, object, type);
    decref(rt, descriptor);
    rt.methodKind = METHOD_PLAIN;
    return result;
  }
  return descriptor !== 0 ? descriptor : attributeError(rt, object, name);
}

/** Functions and methods of builtin types: binding them to an object is the same as passing it first. */
export function isMethodDescriptor(rt: Runtime, ref: number): boolean {
  const type = typeOf(rt, ref);
  return type === FixedType.function || type === FixedType.method_descriptor || type === rt.types.wrapperDescriptor;
}

/** The `setattro` slot of ordinary objects: PyObject_GenericSetAttr. */
export function genericSetAttribute(rt: Runtime, object: number, name: number, value: number): number {
  const type = typeOf(rt, object);
  const descriptor = lookupType(rt, type, name);
  if (descriptor !== 0) {
    const set = slotsOf(rt, descriptor).descriptorSet;
    if (set !== null) {
      incref(rt, descriptor);
      const status = set(rt, descriptor, object, value);
      decref(rt, descriptor);
      return status;
    }
  }
  if (dictField(rt, object) === 0) return cannotAssign(rt, object, name, value);
  if (value !== 0) return setInstanceAttribute(rt, object, type, name, value);
  if (deleteInstanceAttribute(rt, object, type, name) === 1) return 0;
  attributeError(rt, object, name);
  return -1;
}

function cannotAssign(rt: Runtime, object: number, name: number, value: number): number {
  const type = typeOf(rt, object);
  const text = strValue(rt, name);
  const shown = messageName(rt, type);
  if (typeSlots(rt, type).getattro === null) {
    return fail(
      rt,
      rt.types.TypeError,
      `'${shown}' object has no attributes (${value === 0 ? "del" : "assign to"} .${text})`,
    );
  }
  if (lookupType(rt, type, name) !== 0)
    return fail(rt, rt.types.AttributeError, `'${shown}' object attribute '${text}' is read-only`);
  attributeError(rt, object, name, " and no __dict__ for setting new attributes");
  return -1;
}
