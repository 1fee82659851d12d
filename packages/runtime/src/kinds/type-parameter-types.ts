// What type parameters and `type` statements make: `TypeVar`, `ParamSpec`, `TypeVarTuple`, `TypeAliasType`, and the class `Generic`. Bounds,
// constraints, defaults and the values of aliases are functions that run when somebody asks (PEP 695, 696).

import { fail, setError } from "../exceptions/errors.ts";
import { clearIterator, type IteratorState, iteratorState, traverseIterator } from "../builtins/iterator-state.ts";
import { currentFrame } from "../frames/frame.ts";
import { Frame, HostObject, LayoutKind } from "../layout/objects.ts";
import { dictGetName } from "../object/dict.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { None, emptyTuple, isStr, isTuple, newRef, pyBool, typeInfo, xdecref } from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { callNoArguments } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { type GetSetSpecification, getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { type UnarySlot } from "../types/slots.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { unionOf } from "./union.ts";

/** Kinds of type parameters, by the name of their types. */
export type ParameterKind = "TypeVar" | "ParamSpec" | "TypeVarTuple";

/** Places in the references of a parameter or alias: a function that gives a value is followed by the value once it was asked for. */
const NAME = 0;
const MODULE = 1;
const BOUND = 2;
const CONSTRAINTS = 4;
const DEFAULT = 6;
const PARAMETERS = 2;
const VALUE = 3;

/** Flags of a parameter. */
const COVARIANT = 1;
const CONTRAVARIANT = 2;
const INFERRED = 4;

/** The native type with this name, borrowed. */
export function typingType(rt: Runtime, name: string): number {
  return rt.nativeTypes.get(`typing.${name}`) ?? 0;
}

function callerModule(rt: Runtime): number {
  const frame = currentFrame(rt);
  const name = frame === 0 ? 0 : dictGetName(rt, rt.heap.load(frame + Frame.globals.offset), rt.names.__name__);
  return newRef(rt, name || None);
}

/** A parameter as the compiler makes it; `evaluate` is what stands at `place`, or 0. New reference. */
export function newTypeParameter(
  rt: Runtime,
  kind: ParameterKind,
  name: number,
  evaluate = 0,
  place: "bound" | "constraints" = "bound",
): number {
  const references = [newRef(rt, name), callerModule(rt), 0, 0, 0, 0, 0, 0];
  if (evaluate !== 0) references[place === "bound" ? BOUND : CONSTRAINTS] = newRef(rt, evaluate);
  const state: IteratorState = { references, count: INFERRED };
  return newHostObject(rt, typingType(rt, kind), state);
}

/** Sets the function that gives a parameter's default. */
export function setParameterDefault(rt: Runtime, parameter: number, evaluate: number): void {
  iteratorState(rt, parameter).references[DEFAULT] = newRef(rt, evaluate);
}

/** An alias: of (name, parameters or None, function that gives the value). New reference. */
export function newTypeAlias(rt: Runtime, parts: number): number {
  const [name, parameters, evaluate] = [0, 1, 2].map((index) => tupleItem(rt, parts, index)) as [
    number,
    number,
    number,
  ];
  const references = [
    newRef(rt, name),
    callerModule(rt),
    newRef(rt, parameters === None ? emptyTuple : parameters),
    newRef(rt, evaluate),
    0,
  ];
  const state: IteratorState = { references, count: 0 };
  return newHostObject(rt, typingType(rt, "TypeAliasType"), state);
}

/** `Generic[parameters]`, the base of a class with type parameters. New reference. */
export function subscriptGeneric(rt: Runtime, parameters: number): number {
  return newGenericAlias(rt, typingType(rt, "Generic"), parameters);
}

function reference(place: number): GetSetSpecification {
  return getset((rt, self) => newRef(rt, iteratorState(rt, self).references[place] || None));
}

/** What the function at `place` gives, remembered; `missing` where there is none. */
function evaluated(place: number, missing: (rt: Runtime) => number): GetSetSpecification {
  return getset((rt, self) => {
    const { references } = iteratorState(rt, self);
    const evaluate = references[place] ?? 0;
    if (evaluate === 0) return newRef(rt, missing(rt));
    const known = references[place + 1] ?? 0;
    if (known !== 0) return newRef(rt, known);
    const value = callNoArguments(rt, evaluate);
    if (value === 0) return 0;
    xdecref(rt, references[place + 1] ?? 0);
    references[place + 1] = newRef(rt, value);
    return value;
  });
}

function flag(bit: number): GetSetSpecification {
  return getset((rt, self) => pyBool((iteratorState(rt, self).count & bit) !== 0));
}

function noDefault(rt: Runtime): number {
  return rt.noDefault === 0
    ? (rt.noDefault = newHostObject(rt, typingType(rt, "NoDefaultType"), { references: [], count: 0 }))
    : rt.noDefault;
}

const showParameter: UnarySlot = (rt, self) => {
  const { references, count } = iteratorState(rt, self);
  const prefix =
    (count & INFERRED) !== 0 ? "" : (count & COVARIANT) !== 0 ? "+" : (count & CONTRAVARIANT) !== 0 ? "-" : "~";
  return newStr(rt, prefix + strValue(rt, references[NAME] as number));
};

const showName: UnarySlot = (rt, self) => newRef(rt, iteratorState(rt, self).references[NAME] as number);

const shared = { layout: LayoutKind.HOST, size: HostObject.size, module: "typing", acceptsSubclasses: false } as const;
const owned = { clear: clearIterator, traverse: traverseIterator } as const;

/** A name argument, for constructors that programs call. Status. */
function checkName(rt: Runtime, kind: string, name: number): number {
  return isStr(rt, name)
    ? 0
    : fail(
        rt,
        rt.types.TypeError,
        `${kind}() argument 'name' must be str, not ${typeInfo(rt, rt.heap.load(name + 4)).name}`,
      );
}

function defineParameter(rt: Runtime, kind: ParameterKind, extra: Readonly<Record<string, GetSetSpecification>>): void {
  const type = defineType(rt, {
    ...shared,
    name: kind,
    new: method(
      "($type, name, *constraints, bound=None, default=NULL, covariant=False, contravariant=False, infer_variance=False)",
      (rt_, _type, name, constraints, ...options) => construct(rt_, kind, name, constraints, options),
    ),
    methods: {
      has_default: method("($self, /)", (rt_, self) =>
        pyBool(
          (iteratorState(rt_, self).references[DEFAULT + 1] ?? 0) !== 0 ||
            (iteratorState(rt_, self).references[DEFAULT] ?? 0) !== 0,
        ),
      ),
      __mro_entries__: method("($self, bases, /)", (rt_) =>
        setError(rt_, rt_.types.TypeError, `Cannot subclass an instance of ${kind}`),
      ),
    },
    getset: {
      __name__: reference(NAME),
      __module__: reference(MODULE),
      __default__: evaluated(DEFAULT, noDefault),
      ...extra,
    },
    slots: { repr: kind === "TypeVarTuple" ? showName : showParameter, or: unionOf, ...owned },
  });
  rt.nativeTypes.set(`typing.${kind}`, type);
}

/** `TypeVar("T", …)` in a program: values are given, not functions. */
function construct(
  rt: Runtime,
  kind: ParameterKind,
  name: number,
  constraints: number,
  options: readonly number[],
): number {
  if (checkName(rt, kind.toLowerCase(), name) < 0) return 0;
  const [bound = 0, fallback = 0, covariant = 0, contravariant = 0, inferred = 0] = options;
  const { TypeError, ValueError } = rt.types;
  const isTrue = (it: number): boolean => it !== 0 && it !== pyBool(false);
  if (isTrue(covariant) && isTrue(contravariant)) return setError(rt, ValueError, "Bivariant types are not supported.");
  if (isTuple(rt, constraints) && tupleLength(rt, constraints) === 1)
    return setError(rt, TypeError, "A single constraint is not allowed");
  const parameter = newTypeParameter(rt, kind, name);
  const state = iteratorState(rt, parameter);
  const give = (place: number, value: number): void => {
    if (value === 0) return;
    // Both places: there is nothing to run.
    state.references[place] = newRef(rt, value);
    state.references[place + 1] = newRef(rt, value);
  };
  give(BOUND, bound === None ? 0 : bound);
  give(CONSTRAINTS, constraints !== 0 && tupleLength(rt, constraints) > 0 ? constraints : 0);
  give(DEFAULT, fallback);
  state.count = isTrue(inferred)
    ? INFERRED
    : (isTrue(covariant) ? COVARIANT : 0) | (isTrue(contravariant) ? CONTRAVARIANT : 0);
  return parameter;
}

/** Defines all of them. */
export function defineTypeParameters(rt: Runtime): void {
  const variance = {
    __covariant__: flag(COVARIANT),
    __contravariant__: flag(CONTRAVARIANT),
    __infer_variance__: flag(INFERRED),
  };
  const bound = evaluated(BOUND, () => None);
  const constraints = evaluated(CONSTRAINTS, () => emptyTuple);
  defineParameter(rt, "TypeVar", { __bound__: bound, __constraints__: constraints, ...variance });
  defineParameter(rt, "ParamSpec", { __bound__: bound, ...variance });
  defineParameter(rt, "TypeVarTuple", {});
  const alias = defineType(rt, {
    ...shared,
    name: "TypeAliasType",
    new: method("($type, name, value, *, type_params=())", (rt_, _type, name, value, parameters) => {
      if (checkName(rt_, "typealias", name) < 0) return 0;
      const parts = tupleOf(rt_, newRef(rt_, name), newRef(rt_, parameters || None), newRef(rt_, value));
      const made = newTypeAlias(rt_, parts);
      (hostPayload(rt_, made) as IteratorState).references[VALUE + 1] = newRef(rt_, value);
      xdecref(rt_, parts);
      return made;
    }),
    getset: {
      __name__: reference(NAME),
      __module__: reference(MODULE),
      __type_params__: reference(PARAMETERS),
      __parameters__: reference(PARAMETERS),
      __value__: evaluated(VALUE, () => None),
    },
    slots: {
      repr: showName,
      or: unionOf,
      getitem: (rt_, self, item) => {
        const { references } = iteratorState(rt_, self);
        if (tupleLength(rt_, references[PARAMETERS] as number) === 0)
          return setError(rt_, rt_.types.TypeError, "Only generic type aliases are subscriptable");
        return newGenericAlias(rt_, self, item);
      },
      ...owned,
    },
  });
  rt.nativeTypes.set("typing.TypeAliasType", alias);
  const absent = defineType(rt, {
    ...shared,
    name: "NoDefaultType",
    slots: { repr: (rt_) => newStr(rt_, "typing.NoDefault"), ...owned },
  });
  rt.nativeTypes.set("typing.NoDefaultType", absent);
  const generic = defineType(rt, {
    name: "Generic",
    module: "typing",
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
  });
  rt.nativeTypes.set("typing.Generic", generic);
}
