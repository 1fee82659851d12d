// `list[int]`: a class with arguments, transparent to calls and attributes.

import { HostObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { Ellipsis, NotImplemented, decref, emptyTuple, isTuple, newRef, pyBool, typeOf } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { genericGetAttribute, getAttribute } from "../protocols/attributes.ts";
import { callObject } from "../protocols/call.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { hashObject } from "../protocols/hash.ts";
import { type Runtime } from "../runtime.ts";
import { getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { lookupType } from "../types/lookup.ts";
import { Compare } from "../types/slots.ts";
import { typeText, unionOf } from "./union.ts";

interface AliasPayload {
  readonly origin: number;
  readonly args: number;
}

const payload = (rt: Runtime, self: number): AliasPayload => hostPayload(rt, self) as AliasPayload;

/** `origin[item]`: a new reference. */
export function newGenericAlias(rt: Runtime, origin: number, item: number): number {
  const args = isTuple(rt, item) ? newRef(rt, item) : tupleOf(rt, newRef(rt, item));
  const fresh: AliasPayload = { origin: newRef(rt, origin), args };
  return newHostObject(rt, rt.types.genericAlias, fresh);
}

function aliasRepr(rt: Runtime, self: number): number {
  const { origin, args } = payload(rt, self);
  const parts: string[] = [];
  for (let index = 0, length = tupleLength(rt, args); index < length; index++) {
    const item = tupleItem(rt, args, index);
    const text = item === Ellipsis ? "..." : typeText(rt, item);
    if (text === null) return 0;
    parts.push(text);
  }
  const name = typeText(rt, origin);
  return name === null ? 0 : newStr(rt, `${name}[${parts.length === 0 ? "()" : parts.join(", ")}]`);
}

/** Defines `types.GenericAlias`. */
export function defineGenericAlias(rt: Runtime): void {
  const own = ["__origin__", "__args__", "__parameters__", "__mro_entries__", "__class__"];
  defineType(rt, {
    name: "GenericAlias",
    flags: TypeFlag.WEAK_REFERENCES,
    module: "types",
    register: "genericAlias",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, origin, args, /)", (rt_, _type, origin, args) => newGenericAlias(rt_, origin, args)),
    getset: {
      __origin__: getset((rt_, self) => newRef(rt_, payload(rt_, self).origin)),
      __args__: getset((rt_, self) => newRef(rt_, payload(rt_, self).args)),
      __parameters__: getset((rt_) => newRef(rt_, emptyTuple)),
    },
    methods: { __mro_entries__: method("($self, bases, /)", (rt_, self) => tupleOf(rt_, newRef(rt_, payload(rt_, self).origin))) },
    slots: {
      repr: aliasRepr,
      call: (rt_, self, args, count, kwnames) => callObject(rt_, payload(rt_, self).origin, args, count, kwnames),
      or: unionOf,
      getattro: (rt_, self, name) => {
        const isOwn = own.some((it) => rt_.interned.get(it) === name);
        if (isOwn && lookupType(rt_, typeOf(rt_, self), name) !== 0) return genericGetAttribute(rt_, self, name);
        return getAttribute(rt_, payload(rt_, self).origin, name);
      },
      hash: (rt_, self) => {
        const { origin, args } = payload(rt_, self);
        const a = hashObject(rt_, origin);
        const b = a === -1 ? -1 : hashObject(rt_, args);
        return b === -1 ? -1 : (a ^ b) === -1 ? -2 : a ^ b;
      },
      richcompare: (rt_, left, right, operator) => {
        if ((operator !== Compare.EQ && operator !== Compare.NE) || typeOf(rt_, right) !== rt_.types.genericAlias) return newRef(rt_, NotImplemented);
        const a = payload(rt_, left);
        const b = payload(rt_, right);
        const equal = a.origin === b.origin ? richCompareBool(rt_, a.args, b.args, Compare.EQ) : 0;
        return equal < 0 ? 0 : pyBool((equal === 1) === (operator === Compare.EQ));
      },
      clear: (rt_, self) => {
        decref(rt_, payload(rt_, self).origin);
        decref(rt_, payload(rt_, self).args);
      },
      traverse: (rt_, self, visit) => {
        visit(payload(rt_, self).origin);
        visit(payload(rt_, self).args);
      },
    },
  });
}
