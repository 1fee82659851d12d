// `int | str`: unions of types.

import { enterLevel, leaveLevel } from "../frames/host-depth.ts";
import { errorOccurred, setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import {
  Ellipsis,
  None,
  NotImplemented,
  decref,
  isList,
  isStr,
  isTuple,
  isType,
  newRef,
  pyBool,
  typeOf,
  xdecref,
} from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { getOptionalAttribute } from "../protocols/attributes.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { hashObject } from "../protocols/hash.ts";
import { containsItem } from "../protocols/subscript.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { getset, method, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { Compare } from "../types/slots.ts";
import { isSubtype } from "../types/subtype.ts";
import {
  callTyping,
  contentsOf,
  makeParameters,
  substituteParameters,
  tupleContents,
  tupleOfAll,
} from "./type-arguments.ts";
import { fullTypeName } from "./type-type.ts";
import { typingType } from "./typing-types.ts";

/** Payload: the owned tuple of members. */
interface UnionPayload {
  members: number;
}

/** The tuple of a union's members, borrowed. */
export function unionMembers(rt: Runtime, union: number): number {
  return (hostPayload(rt, union) as UnionPayload).members;
}

function isMember(rt: Runtime, ref: number): boolean {
  if (ref === None || isType(rt, ref)) return true;
  const type = typeOf(rt, ref);
  return (
    type === rt.types.union || isSubtype(rt, type, rt.types.genericAlias) || type === typingType(rt, "TypeAliasType")
  );
}

function membersOf(rt: Runtime, ref: number): readonly number[] {
  return typeOf(rt, ref) === rt.types.union
    ? tupleContents(rt, unionMembers(rt, ref))
    : [ref === None ? FixedType.NoneType : ref];
}

/** `left | right` for types: a union, the one type if both are the same, or NotImplemented. */
export function unionOf(rt: Runtime, left: number, right: number): number {
  if (!isMember(rt, left) || !isMember(rt, right)) return newRef(rt, NotImplemented);
  return unionOfAll(rt, [left, right]);
}

/** `Union[…]`: what is no type must be one by what `typing` says (a str is a reference to one). New reference. */
export function unionFrom(rt: Runtime, args: readonly number[]): number {
  if (args.length === 0) return setError(rt, rt.types.TypeError, "Cannot take a Union of no types.");
  const message = newStr(rt, "Union[arg, ...]: each arg must be a type.");
  const checked: number[] = [];
  let status = 0;
  for (const argument of args) {
    const type =
      status < 0 ? 0 : isMember(rt, argument) ? newRef(rt, argument) : callTyping(rt, "_type_check", argument, message);
    if (type === 0) status = -1;
    else checked.push(type);
  }
  decref(rt, message);
  const result = status < 0 ? 0 : unionOfAll(rt, checked);
  for (const it of checked) decref(rt, it);
  return result;
}

function unionOfAll(rt: Runtime, args: readonly number[]): number {
  const members: number[] = [];
  for (const candidate of args.flatMap((it) => membersOf(rt, it))) {
    let isKnown = false;
    for (const it of members) {
      const equal = richCompareBool(rt, it, candidate, Compare.EQ);
      if (equal < 0) return 0;
      if (equal > 0) isKnown = true;
    }
    if (!isKnown) members.push(candidate);
  }
  if (members.length === 1) return newRef(rt, members[0] as number);
  const tuple = tupleOfAll(
    rt,
    members.map((it) => newRef(rt, it)),
  );
  const payload: UnionPayload = { members: tuple };
  return newHostObject(rt, rt.types.union, payload);
}

/** How an argument is shown inside a union or a generic alias; null with an exception set. */
export function typeText(rt: Runtime, ref: number): string | null {
  if (ref === FixedType.NoneType || ref === None) return "None";
  if (ref === Ellipsis) return "...";
  if (isType(rt, ref)) return fullTypeName(rt, ref);
  if (!enterLevel(rt, " while getting the repr of an object")) return null;
  const text = isList(rt, ref) ? listText(rt, ref) : namedText(rt, ref);
  leaveLevel(rt);
  return text;
}

function listText(rt: Runtime, ref: number): string | null {
  const parts = contentsOf(rt, ref).map((it) => typeText(rt, it));
  return parts.includes(null) ? null : `[${parts.join(", ")}]`;
}

/** By module and name, for functions and the like; aliases and all else by their repr. */
function namedText(rt: Runtime, ref: number): string | null {
  const attribute = (name: string): number => {
    const key = internStr(rt, name);
    const value = getOptionalAttribute(rt, ref, key);
    decref(rt, key);
    return value;
  };
  const origin = attribute("__origin__");
  const args = origin === 0 ? 0 : attribute("__args__");
  xdecref(rt, origin);
  xdecref(rt, args);
  const qualname = args !== 0 || errorOccurred(rt) !== 0 ? 0 : attribute("__qualname__");
  const module = qualname === 0 ? 0 : attribute("__module__");
  let text: string | null = null;
  if (module !== 0 && module !== None && isStr(rt, module) && isStr(rt, qualname)) {
    const prefix = strValue(rt, module) === "builtins" ? "" : `${strValue(rt, module)}.`;
    text = prefix + strValue(rt, qualname);
  }
  xdecref(rt, qualname);
  xdecref(rt, module);
  if (text !== null || errorOccurred(rt) !== 0) return text;
  return reprText(rt, ref);
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
  if ((operator !== Compare.EQ && operator !== Compare.NE) || typeOf(rt, right) !== rt.types.union)
    return newRef(rt, NotImplemented);
  const ours = membersOf(rt, left);
  const theirs = membersOf(rt, right);
  let same = ours.length === theirs.length;
  for (const it of ours) {
    if (!same) break;
    const found = containsItem(rt, unionMembers(rt, right), it);
    if (found < 0) return 0;
    same = found > 0;
  }
  return pyBool(same === (operator === Compare.EQ));
}

function parametersOf(rt: Runtime, self: number): number {
  return makeParameters(rt, unionMembers(rt, self));
}

function subscript(rt: Runtime, self: number, item: number): number {
  const parameters = parametersOf(rt, self);
  const args = parameters === 0 ? 0 : substituteParameters(rt, self, unionMembers(rt, self), parameters, item);
  xdecref(rt, parameters);
  if (args === 0) return 0;
  const result = unionFrom(rt, tupleContents(rt, args));
  decref(rt, args);
  return result;
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
    getset: {
      __args__: readonlyField((rt_, self) => newRef(rt_, unionMembers(rt_, self))),
      __parameters__: getset(parametersOf),
      __origin__: getset((rt_) => newRef(rt_, rt_.types.union)),
      __name__: getset((rt_) => newStr(rt_, "Union")),
      __module__: getset((rt_) => newStr(rt_, "typing")),
      __qualname__: getset((rt_) => newStr(rt_, "Union")),
    },
    methods: {
      __mro_entries__: method("($self, bases, /)", (rt_, self) => {
        const text = reprText(rt_, self);
        return text === null ? 0 : setError(rt_, rt_.types.TypeError, `Cannot subclass ${text}`);
      }),
    },
    classMethods: {
      __class_getitem__: method("($type, args, /)", (rt_, _type, args) =>
        unionFrom(rt_, isTuple(rt_, args) ? tupleContents(rt_, args) : [args]),
      ),
    },
    slots: {
      repr: unionRepr,
      hash: unionHash,
      richcompare: unionCompare,
      or: unionOf,
      getitem: subscript,
      clear: (rt_, self) => decref(rt_, unionMembers(rt_, self)),
      traverse: (rt_, self, visit) => visit(unionMembers(rt_, self)),
    },
  });
}
