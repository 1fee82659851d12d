// `int | str`: unions of types.

import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { None, NotImplemented, decref, isType, newRef, pyBool, typeOf } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { newTuple, tupleInit, tupleItem, tupleLength } from "../object/tuple.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { hashObject } from "../protocols/hash.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { getset } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { Compare } from "../types/slots.ts";
import { fullTypeName } from "./type-type.ts";

/** Payload: the owned tuple of members. */
interface UnionPayload {
  members: number;
}

/** The tuple of a union's members, borrowed. */
export function unionMembers(rt: Runtime, union: number): number {
  return (hostPayload(rt, union) as UnionPayload).members;
}

function isMember(rt: Runtime, ref: number): boolean {
  return ref === None || isType(rt, ref) || typeOf(rt, ref) === rt.types.union || typeOf(rt, ref) === rt.types.genericAlias;
}

function membersOf(rt: Runtime, ref: number): readonly number[] {
  if (typeOf(rt, ref) !== rt.types.union) return [ref === None ? FixedType.NoneType : ref];
  const tuple = unionMembers(rt, ref);
  return Array.from({ length: tupleLength(rt, tuple) }, (_, index) => tupleItem(rt, tuple, index));
}

/** `left | right` for types: a union, the one type if both are the same, or NotImplemented. */
export function unionOf(rt: Runtime, left: number, right: number): number {
  if (!isMember(rt, left) || !isMember(rt, right)) return newRef(rt, NotImplemented);
  const members: number[] = [];
  for (const candidate of [...membersOf(rt, left), ...membersOf(rt, right)]) {
    let isKnown = false;
    for (const it of members) {
      const equal = richCompareBool(rt, it, candidate, Compare.EQ);
      if (equal < 0) return 0;
      if (equal > 0) isKnown = true;
    }
    if (!isKnown) members.push(candidate);
  }
  if (members.length === 1) return newRef(rt, members[0] as number);
  const tuple = newTuple(rt, members.length);
  members.forEach((it, index) => tupleInit(rt, tuple, index, newRef(rt, it)));
  const payload: UnionPayload = { members: tuple };
  return newHostObject(rt, rt.types.union, payload);
}

/** How a type is shown inside a union or a generic alias; null with an exception set. */
export function typeText(rt: Runtime, ref: number): string | null {
  if (ref === FixedType.NoneType) return "None";
  return isType(rt, ref) ? fullTypeName(rt, ref) : reprText(rt, ref);
}

function unionRepr(rt: Runtime, union: number): number {
  const parts: string[] = [];
  for (const it of membersOf(rt, union)) {
    const text = typeText(rt, it);
    if (text === null) return 0;
    parts.push(text);
  }
  return newStr(rt, parts.join(" | "));
}

function unionHash(rt: Runtime, union: number): number {
  let hash = 0x5bd1e995 | 0;
  for (const it of membersOf(rt, union)) {
    const member = hashObject(rt, it);
    if (member === -1) return -1;
    hash = (hash + Math.imul(member, 0x9e3779b1)) | 0;
  }
  return hash === -1 ? -2 : hash;
}

function unionCompare(rt: Runtime, left: number, right: number, operator: number): number {
  if ((operator !== Compare.EQ && operator !== Compare.NE) || typeOf(rt, right) !== rt.types.union) return newRef(rt, NotImplemented);
  const ours = membersOf(rt, left);
  const theirs = membersOf(rt, right);
  const same = ours.length === theirs.length && ours.every((it) => theirs.includes(it));
  return pyBool(same === (operator === Compare.EQ));
}

/** Defines `types.UnionType`. */
export function defineUnion(rt: Runtime): void {
  defineType(rt, {
    name: "Union",
    flags: TypeFlag.WEAK_REFERENCES,
    module: "typing",
    register: "union",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    getset: { __args__: getset((rt_, self) => newRef(rt_, unionMembers(rt_, self))) },
    slots: {
      repr: unionRepr,
      hash: unionHash,
      richcompare: unionCompare,
      or: unionOf,
      clear: (rt_, self) => decref(rt_, unionMembers(rt_, self)),
      traverse: (rt_, self, visit) => visit(unionMembers(rt_, self)),
    },
  });
}
