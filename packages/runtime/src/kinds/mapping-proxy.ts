// `mappingproxy`: a read-only view of a mapping; what `cls.__dict__` is.

import { fail, setError } from "../exceptions/errors.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { decref, isList, isTuple, newRef, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { callMethod } from "../protocols/call.ts";
import { richCompare } from "../protocols/compare.ts";
import { hashObject } from "../protocols/hash.ts";
import { getIter } from "../protocols/iterate.ts";
import { BinaryOperator, binaryOperation } from "../protocols/number.ts";
import { callSpecial0 } from "../protocols/special.ts";
import { containsItem, getItem, lengthOf } from "../protocols/subscript.ts";
import { reprText, strObject } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { newGenericAlias } from "./generic-alias.ts";

interface ProxyPayload {
  readonly mapping: number;
}

/** A proxy of `mapping`. */
export function newMappingProxy(rt: Runtime, mapping: number): number {
  const payload: ProxyPayload = { mapping: newRef(rt, mapping) };
  return newHostObject(rt, rt.types.mappingProxy, payload);
}

/** The mapping behind a proxy, borrowed. */
export function proxiedMapping(rt: Runtime, proxy: number): number {
  return (hostPayload(rt, proxy) as ProxyPayload).mapping;
}

/** What a proxy stands for; anything else is itself. */
function unwrapped(rt: Runtime, ref: number): number {
  return typeOf(rt, ref) === rt.types.mappingProxy ? proxiedMapping(rt, ref) : ref;
}

/** Defines `mappingproxy`. */
export function defineMappingProxy(rt: Runtime): void {
  const mapping = proxiedMapping;
  defineType(rt, {
    name: "mappingproxy",
    register: "mappingProxy",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, mapping)", (rt_, _type, it) => {
      const isMapping = slotsOf(rt_, it).getitem !== null && !isList(rt_, it) && !isTuple(rt_, it);
      if (isMapping) return newMappingProxy(rt_, it);
      fail(rt_, rt_.types.TypeError, `mappingproxy() argument must be a mapping, not ${typeName(rt_, it)}`);
      return 0;
    }),
    methods: {
      get: method("($self, key, default=None, /)", (rt_, self, key, fallback) =>
        fallback === 0
          ? callMethod(rt_, mapping(rt_, self), rt_.names.get, key)
          : callMethod(rt_, mapping(rt_, self), rt_.names.get, key, fallback),
      ),
      keys: method("($self, /)", (rt_, self) => callMethod(rt_, mapping(rt_, self), rt_.names.keys)),
      values: method("($self, /)", (rt_, self) => callMethod(rt_, mapping(rt_, self), rt_.names.values)),
      items: method("($self, /)", (rt_, self) => callMethod(rt_, mapping(rt_, self), rt_.names.items)),
      copy: method("($self, /)", (rt_, self) => callMethod(rt_, mapping(rt_, self), rt_.names.copy)),
      __reversed__: method("($self, /)", (rt_, self) => callSpecial0(rt_, mapping(rt_, self), rt_.names.__reversed__)),
    },
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    slots: {
      repr: (rt_, self) => {
        const text = reprText(rt_, mapping(rt_, self));
        return text === null ? 0 : newStr(rt_, `mappingproxy(${text})`);
      },
      length: (rt_, self) => lengthOf(rt_, mapping(rt_, self)),
      getitem: (rt_, self, key) => getItem(rt_, mapping(rt_, self), key),
      contains: (rt_, self, key) => containsItem(rt_, mapping(rt_, self), key),
      iter: (rt_, self) => getIter(rt_, mapping(rt_, self)),
      or: (rt_, left, right) => binaryOperation(rt_, unwrapped(rt_, left), unwrapped(rt_, right), BinaryOperator.OR),
      inplaceOr: (rt_) => setError(rt_, rt_.types.TypeError, "'|=' is not supported by mappingproxy; use '|' instead"),
      hash: (rt_, self) => hashObject(rt_, mapping(rt_, self)),
      str: (rt_, self) => strObject(rt_, mapping(rt_, self)),
      richcompare: (rt_, left, right, operator) => richCompare(rt_, mapping(rt_, left), right, operator),
      clear: (rt_, self) => decref(rt_, mapping(rt_, self)),
      traverse: (rt_, self, visit) => visit(mapping(rt_, self)),
    },
  });
}
