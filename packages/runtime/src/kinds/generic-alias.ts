// `list[int]`: a class with arguments, transparent to calls and attributes. Iterating over one gives `*list[int]`, once.

import { clearIf, setError } from "../exceptions/errors.ts";
import { HostObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { clearIterator, type IteratorState, iteratorState, traverseIterator } from "../builtins/iterator-state.ts";
import { dictGetName } from "../object/dict.ts";
import { listAppendStolen } from "../object/list.ts";
import { newHostObject } from "../object/new-object.ts";
import { None, NotImplemented, decref, isTuple, newRef, pyBool, typeOf } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { newTuple, tupleOf } from "../object/tuple.ts";
import { genericGetAttribute, getAttribute, setAttributeString } from "../protocols/attributes.ts";
import { callObject, callOneArgument } from "../protocols/call.ts";
import { containsItem } from "../protocols/subscript.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { hashObject } from "../protocols/hash.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, getset, method, readonlyField } from "../types/builtin-definition.ts";
import { isSubtype } from "../types/subtype.ts";
import { defineType } from "../types/define-type.ts";
import { cannotCreate } from "../types/no-instances.ts";
import { Compare } from "../types/slots.ts";
import { FixedType } from "../layout/memory-map.ts";
import { reduceTo } from "./reduce-iterator.ts";
import { makeParameters, substituteParameters, tupleContents } from "./type-arguments.ts";
import { typingType } from "./typing-types.ts";
import { typeText, unionOf } from "./union.ts";

/** Origin, arguments, and parameters once somebody asked; `count` is 1 for `*alias`. */
interface AliasState extends IteratorState {
  references: [origin: number, args: number, parameters: number];
}

const stateOf = (rt: Runtime, self: number): AliasState => iteratorState(rt, self) as AliasState;
const originOf = (rt: Runtime, self: number): number => stateOf(rt, self).references[0];
const argumentsOf = (rt: Runtime, self: number): number => stateOf(rt, self).references[1];
const isStarred = (rt: Runtime, self: number): boolean => stateOf(rt, self).count === 1;

/** `origin[item]`: a new reference. */
export function newGenericAlias(rt: Runtime, origin: number, item: number): number {
  return newAlias(rt, rt.types.genericAlias, origin, item, 0);
}

function newAlias(rt: Runtime, type: number, origin: number, item: number, starred: number): number {
  const args = isTuple(rt, item) ? newRef(rt, item) : tupleOf(rt, newRef(rt, item));
  const state: AliasState = { references: [newRef(rt, origin), args, 0], count: starred };
  return newHostObject(rt, type, state);
}

function aliasRepr(rt: Runtime, self: number): number {
  const parts: string[] = [];
  for (const item of tupleContents(rt, argumentsOf(rt, self))) {
    const text = typeText(rt, item);
    if (text === null) return 0;
    parts.push(text);
  }
  const name = typeText(rt, originOf(rt, self));
  const star = isStarred(rt, self) ? "*" : "";
  return name === null ? 0 : newStr(rt, `${star}${name}[${parts.length === 0 ? "()" : parts.join(", ")}]`);
}

/** New reference; 0 with an exception set. */
function parametersOf(rt: Runtime, self: number): number {
  const state = stateOf(rt, self);
  if (state.references[2] === 0) state.references[2] = makeParameters(rt, state.references[1]);
  return state.references[2] === 0 ? 0 : newRef(rt, state.references[2]);
}

function subscript(rt: Runtime, self: number, item: number): number {
  const parameters = parametersOf(rt, self);
  if (parameters === 0) return 0;
  const args = substituteParameters(rt, self, argumentsOf(rt, self), parameters, item);
  decref(rt, parameters);
  if (args === 0) return 0;
  const result = newAlias(rt, rt.types.genericAlias, originOf(rt, self), args, stateOf(rt, self).count);
  decref(rt, args);
  return result;
}

/** The object remembers what it was called through, where it can. */
function call(rt: Runtime, self: number, args: number, count: number, kwnames: number): number {
  const object = callObject(rt, originOf(rt, self), args, count, kwnames);
  if (object === 0 || setAttributeString(rt, object, "__orig_class__", self) === 0) return object;
  if (clearIf(rt, rt.types.AttributeError) || clearIf(rt, rt.types.TypeError)) return object;
  decref(rt, object);
  return 0;
}

function builtin(rt: Runtime, name: string): number {
  const key = internStr(rt, name);
  const found = dictGetName(rt, rt.builtins, key);
  decref(rt, key);
  return newRef(rt, found);
}

/** `*alias` is what iterating over the alias gives. */
function reduce(rt: Runtime, self: number): number {
  const state = tupleOf(rt, newRef(rt, originOf(rt, self)), newRef(rt, argumentsOf(rt, self)));
  if (!isStarred(rt, self)) return tupleOf(rt, newRef(rt, rt.types.genericAlias), state);
  decref(rt, state);
  const alias = newGenericAlias(rt, originOf(rt, self), argumentsOf(rt, self));
  const iterator = iterate(rt, alias);
  decref(rt, alias);
  return iterator === 0 ? 0 : tupleOf(rt, builtin(rt, "next"), tupleOf(rt, iterator));
}

function iterate(rt: Runtime, self: number): number {
  return newHostObject(rt, typingType(rt, "generic_alias_iterator"), { references: [newRef(rt, self)], count: 0 });
}

function dirOf(rt: Runtime, self: number): number {
  const dir = builtin(rt, "dir");
  const names = callOneArgument(rt, dir, originOf(rt, self));
  decref(rt, dir);
  if (names === 0) return 0;
  for (const name of ownAttributes) {
    const text = internStr(rt, name);
    const isThere = containsItem(rt, names, text);
    if (isThere === 0) listAppendStolen(rt, names, text);
    else decref(rt, text);
  }
  return names;
}

function refuse(message: string): BuiltinSpecification {
  return method("($self, other, /)", (rt) => setError(rt, rt.types.TypeError, message));
}

/** Attributes of the alias; all others are those of the origin. */
const ownAttributes = [
  "__class__",
  "__origin__",
  "__args__",
  "__unpacked__",
  "__parameters__",
  "__typing_unpacked_tuple_args__",
  "__mro_entries__",
  "__reduce_ex__",
  "__reduce__",
];
/** Neither's. */
const blocked = ["__bases__", "__copy__", "__deepcopy__"];

/** What iterating over an alias gives: `*alias`, once. */
function defineAliasIterator(rt: Runtime): void {
  const type = defineType(rt, {
    name: "generic_alias_iterator",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, /, *args, **kwargs)", cannotCreate),
    methods: {
      __reduce__: method("($self, /)", (rt_, self) => {
        const alias = iteratorState(rt_, self).references[0] as number;
        return reduceTo(rt_, "iter", alias === 0 ? newTuple(rt_, 0) : newRef(rt_, alias));
      }),
    },
    slots: {
      iter: newRef,
      iternext: (rt_, self) => {
        const { references } = iteratorState(rt_, self);
        const alias = references[0] as number;
        if (alias === 0) return 0;
        references[0] = 0;
        const starred = newAlias(rt_, rt_.types.genericAlias, originOf(rt_, alias), argumentsOf(rt_, alias), 1);
        decref(rt_, alias);
        return starred;
      },
      clear: clearIterator,
      traverse: traverseIterator,
    },
  });
  rt.nativeTypes.set("typing.generic_alias_iterator", type);
}

/** Defines `types.GenericAlias`. */
export function defineGenericAlias(rt: Runtime): void {
  defineAliasIterator(rt);
  const own = new Set([...ownAttributes, ...blocked]);
  defineType(rt, {
    name: "GenericAlias",
    flags: TypeFlag.WEAK_REFERENCES,
    module: "types",
    register: "genericAlias",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, origin, args, /)", (rt_, type, origin, args) => newAlias(rt_, type, origin, args, 0)),
    getset: {
      __origin__: readonlyField((rt_, self) => newRef(rt_, originOf(rt_, self))),
      __args__: readonlyField((rt_, self) => newRef(rt_, argumentsOf(rt_, self))),
      __unpacked__: readonlyField((rt_, self) => pyBool(isStarred(rt_, self))),
      __parameters__: getset(parametersOf),
      __typing_unpacked_tuple_args__: getset((rt_, self) =>
        newRef(rt_, isStarred(rt_, self) && originOf(rt_, self) === FixedType.tuple ? argumentsOf(rt_, self) : None),
      ),
    },
    methods: {
      __mro_entries__: method("($self, bases, /)", (rt_, self) => tupleOf(rt_, newRef(rt_, originOf(rt_, self)))),
      __instancecheck__: refuse("isinstance() argument 2 cannot be a parameterized generic"),
      __subclasscheck__: refuse("issubclass() argument 2 cannot be a parameterized generic"),
      __reduce__: method("($self, /)", reduce),
      __dir__: method("($self, /)", dirOf),
    },
    slots: {
      repr: aliasRepr,
      call,
      or: unionOf,
      getitem: subscript,
      iter: iterate,
      getattro: (rt_, self, name) => {
        const isOwn = own.has(strValue(rt_, name));
        return isOwn ? genericGetAttribute(rt_, self, name) : getAttribute(rt_, originOf(rt_, self), name);
      },
      hash: (rt_, self) => {
        const a = hashObject(rt_, originOf(rt_, self));
        const b = a === -1 ? -1 : hashObject(rt_, argumentsOf(rt_, self));
        return b === -1 ? -1 : (a ^ b) === -1 ? -2 : a ^ b;
      },
      richcompare: (rt_, left, right, operator) => {
        if (
          (operator !== Compare.EQ && operator !== Compare.NE) ||
          !isSubtype(rt_, typeOf(rt_, right), rt_.types.genericAlias)
        )
          return newRef(rt_, NotImplemented);
        let equal =
          isStarred(rt_, left) === isStarred(rt_, right)
            ? richCompareBool(rt_, originOf(rt_, left), originOf(rt_, right), Compare.EQ)
            : 0;
        if (equal > 0) equal = richCompareBool(rt_, argumentsOf(rt_, left), argumentsOf(rt_, right), Compare.EQ);
        return equal < 0 ? 0 : pyBool((equal === 1) === (operator === Compare.EQ));
      },
      clear: clearIterator,
      traverse: traverseIterator,
    },
  });
}
