// What type parameters and `type` statements make: `TypeVar`, `ParamSpec`, `TypeVarTuple`, `TypeAliasType`, and the class `Generic`. Bounds,
// constraints, defaults and the values of aliases are functions that run when somebody asks (PEP 695, 696).

import { argumentTypeName } from "../builtins/arguments.ts";
import { fail, setError } from "../exceptions/errors.ts";
import { clearIterator, type IteratorState, iteratorState, traverseIterator } from "../builtins/iterator-state.ts";
import { currentFrame } from "../frames/frame.ts";
import { importModule } from "../importing/import-module.ts";
import { Frame, HostObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { dictGetName } from "../object/dict.ts";
import { newHostObject } from "../object/new-object.ts";
import {
  None,
  NotImplemented,
  decref,
  emptyTuple,
  isStr,
  isTuple,
  newRef,
  pyBool,
  typeOf,
  xdecref,
} from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { callNoArguments } from "../protocols/call.ts";
import { richCompare } from "../protocols/compare.ts";
import { getIter, listFrom } from "../protocols/iterate.ts";
import { indexNumber } from "../protocols/number.ts";
import { getItem, lengthOf } from "../protocols/subscript.ts";
import { reprText, strText } from "../protocols/text.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, type GetSetSpecification, getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { type UnarySlot } from "../types/slots.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { defineGeneric } from "./generic.ts";
import { callTyping, contentsOf, tupleContents, tupleOfAll } from "./type-arguments.ts";
import { typingType } from "./typing-types.ts";
import { typeText, unionFrom, unionOf } from "./union.ts";

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
  // Without a module its attribute is that of the type.
  const references = [newRef(rt, name), 0, 0, 0, 0, 0, 0, 0];
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

/** `typing.NoDefault`, borrowed. */
export function noDefault(rt: Runtime): number {
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
    : fail(rt, rt.types.TypeError, `${kind}() argument 'name' must be str, not ${argumentTypeName(rt, name)}`);
}

/** Parameters of an alias: all of the types that parameters have, none without a default behind one that has it. Status. */
function checkParameters(rt: Runtime, parameters: number): number {
  const types = ["TypeVar", "ParamSpec", "TypeVarTuple"].map((kind) => typingType(rt, kind));
  let hasDefault = false;
  for (const it of tupleContents(rt, parameters)) {
    const isParameter = types.includes(typeOf(rt, it));
    if (!isParameter || (hasDefault && !defaultGiven(rt, it))) {
      const text = reprText(rt, it);
      if (text === null) return -1;
      return fail(
        rt,
        rt.types.TypeError,
        isParameter
          ? `non-default type parameter '${text}' follows default type parameter`
          : `Expected a type param, got ${text}`,
      );
    }
    hasDefault ||= defaultGiven(rt, it);
  }
  return 0;
}

/** `has_default`. */
function defaultGiven(rt: Runtime, self: number): boolean {
  const { references } = iteratorState(rt, self);
  const given = references[DEFAULT + 1] ?? 0;
  return (given !== 0 || (references[DEFAULT] ?? 0) !== 0) && given !== rt.noDefault;
}

/** `self` in the place of itself: what the arguments of an alias make of a parameter. */
function substitution(helper: string): BuiltinSpecification {
  return method("($self, arg, /)", (rt, self, argument) => callTyping(rt, helper, self, argument));
}

function preparation(helper: string): BuiltinSpecification {
  return method("($self, alias, args, /)", (rt, self, alias, args) => callTyping(rt, helper, self, alias, args));
}

/** Fills in the default of a TypeVar that is given no argument. */
function prepareTypeVar(rt: Runtime, self: number, alias: number, args: number): number {
  const parameters = getAttributeString(rt, alias, "__parameters__");
  if (parameters === 0) return 0;
  const index = isTuple(rt, parameters) ? tupleContents(rt, parameters).indexOf(self) : -1;
  decref(rt, parameters);
  const count = lengthOf(rt, args);
  if (count < 0) return 0;
  if (index < count) return newRef(rt, args);
  const fallback = index === count ? defaultOf(rt, self) : newRef(rt, noDefault(rt));
  if (fallback === 0) return 0;
  if (fallback === noDefault(rt)) {
    decref(rt, fallback);
    const text = strText(rt, alias);
    return text === null
      ? 0
      : setError(
          rt,
          rt.types.TypeError,
          `Too few arguments for ${text}; actual ${count}, expected at least ${index + 1}`,
        );
  }
  const given = listFrom(rt, args);
  if (given === 0) return 0;
  const result = tupleOfAll(rt, [...contentsOf(rt, given).map((it) => newRef(rt, it)), fallback]);
  decref(rt, given);
  return result;
}

const methodsOf: Readonly<Record<ParameterKind, Readonly<Record<string, BuiltinSpecification>>>> = {
  TypeVar: {
    __typing_subst__: substitution("_typevar_subst"),
    __typing_prepare_subst__: method("($self, alias, args, /)", prepareTypeVar),
  },
  ParamSpec: {
    __typing_subst__: substitution("_paramspec_subst"),
    __typing_prepare_subst__: preparation("_paramspec_prepare_subst"),
  },
  TypeVarTuple: {
    __typing_subst__: method("($self, arg, /)", (rt) =>
      setError(rt, rt.types.TypeError, "Substitution of bare TypeVarTuple is not supported"),
    ),
    __typing_prepare_subst__: preparation("_typevartuple_prepare_subst"),
  },
};

/** `*self`: `Unpack[self]`, once. */
function unpackIterator(rt: Runtime, self: number): number {
  const unpacked = unpackedOf(rt, self);
  if (unpacked === 0) return 0;
  const only = tupleOf(rt, unpacked);
  const iterator = getIter(rt, only);
  decref(rt, only);
  return iterator;
}

/** `typing.Unpack[parameter]`. */
function unpackedOf(rt: Runtime, parameter: number): number {
  const typing = importModule(rt, "typing");
  const unpack = typing === 0 ? 0 : getAttributeString(rt, typing, "Unpack");
  const result = unpack === 0 ? 0 : getItem(rt, unpack, parameter);
  xdecref(rt, unpack);
  xdecref(rt, typing);
  return result;
}

/** Parameters with `*Ts` for each TypeVarTuple. New reference. */
export function unpackTuples(rt: Runtime, parameters: number): number {
  const type = typingType(rt, "TypeVarTuple");
  const made: number[] = [];
  for (const it of tupleContents(rt, parameters)) {
    const one = typeOf(rt, it) === type ? unpackedOf(rt, it) : newRef(rt, it);
    if (one === 0) {
      for (const done of made) decref(rt, done);
      return 0;
    }
    made.push(one);
  }
  return tupleOfAll(rt, made);
}

/** `left | right` where one is a parameter. */
function unionWith(rt: Runtime, left: number, right: number): number {
  return unionFrom(rt, [left, right]);
}

const defaultOf: UnarySlot = (rt, self) => evaluated(DEFAULT, noDefault).get(rt, self);

function defineParameter(rt: Runtime, kind: ParameterKind, extra: Readonly<Record<string, GetSetSpecification>>): void {
  const signature = {
    TypeVar:
      "($type, name, *constraints, bound=None, default=NULL, covariant=False, contravariant=False, infer_variance=False)",
    ParamSpec: "($type, name, *, bound=None, default=NULL, covariant=False, contravariant=False, infer_variance=False)",
    TypeVarTuple: "($type, name, *, default=NULL)",
  }[kind];
  const make = {
    TypeVar: (rt_: Runtime, name: number, ...[constraints = 0, ...options]: number[]) =>
      construct(rt_, kind, name, constraints, options),
    ParamSpec: (rt_: Runtime, name: number, ...options: number[]) => construct(rt_, kind, name, 0, options),
    TypeVarTuple: (rt_: Runtime, name: number, fallback = 0) => construct(rt_, kind, name, 0, [0, fallback]),
  }[kind];
  const type = defineType(rt, {
    ...shared,
    name: kind,
    flags: TypeFlag.WEAK_REFERENCES,
    dictOffset: HostObject.dict.offset,
    new: method(signature, (rt_, _type, name = 0, ...options) => make(rt_, name, ...options)),
    methods: {
      has_default: method("($self, /)", (rt_, self) => pyBool(defaultGiven(rt_, self))),
      __mro_entries__: method("($self, bases, /)", (rt_) =>
        setError(rt_, rt_.types.TypeError, `Cannot subclass an instance of ${kind}`),
      ),
      __reduce__: method("($self, /)", (rt_, self) => showName(rt_, self)),
      ...methodsOf[kind],
    },
    getset: {
      __name__: reference(NAME),
      __module__: moduleAttribute,
      __default__: evaluated(DEFAULT, noDefault),
      evaluate_default: evaluator(DEFAULT),
      ...extra,
    },
    slots: {
      repr: kind === "TypeVarTuple" ? showName : showParameter,
      ...(kind === "TypeVarTuple" ? { iter: unpackIterator } : { or: unionWith }),
      ...owned,
    },
  });
  rt.nativeTypes.set(`typing.${kind}`, type);
}

/** `T.__module__`: where it was made, for those that a program makes by calling the type. */
const moduleAttribute = getset(
  (rt, self) => {
    const own = iteratorState(rt, self).references[MODULE] ?? 0;
    return own === 0 ? newStr(rt, "typing") : newRef(rt, own);
  },
  (rt, self, value) => {
    const { references } = iteratorState(rt, self);
    const old = references[MODULE] ?? 0;
    references[MODULE] = value === 0 ? 0 : newRef(rt, value);
    xdecref(rt, old);
    return 0;
  },
);

/** The function that gives a value, or one that gives what was given; None where there is none. */
function evaluator(place: number): GetSetSpecification {
  return getset((rt, self) => {
    const { references } = iteratorState(rt, self);
    const evaluate = references[place] ?? 0;
    if (evaluate === 0) return None;
    if (evaluate !== references[place + 1]) return newRef(rt, evaluate);
    return newHostObject(rt, typingType(rt, "_ConstEvaluator"), { references: [newRef(rt, evaluate)], count: 0 });
  });
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
  const flags = [covariant, contravariant, inferred].map((it) => (it === 0 ? 0 : isTrue(rt, it)));
  if (flags.includes(-1)) return 0;
  const [isCovariant, isContravariant, isInferred] = flags.map((it) => it > 0);
  if (isCovariant === true && isContravariant === true)
    return setError(rt, ValueError, "Bivariant types are not supported.");
  if (isInferred === true && (isCovariant === true || isContravariant === true))
    return setError(rt, ValueError, "Variance cannot be specified with infer_variance.");
  const count = constraints === 0 ? 0 : tupleLength(rt, constraints);
  if (count === 1) return setError(rt, TypeError, "A single constraint is not allowed");
  const isBound = bound !== 0 && bound !== None;
  if (isBound && count > 0) return setError(rt, TypeError, "Constraints cannot be combined with bound=...");
  const message = newStr(rt, "Bound must be a type.");
  const checked = !isBound
    ? 0
    : rt.host.library === undefined
      ? newRef(rt, bound)
      : callTyping(rt, "_type_check", bound, message);
  decref(rt, message);
  if (isBound && checked === 0) return 0;
  const parameter = newTypeParameter(rt, kind, name);
  const state = iteratorState(rt, parameter);
  const give = (place: number, value: number): void => {
    if (value === 0) return;
    // Both places: there is nothing to run.
    state.references[place] = newRef(rt, value);
    state.references[place + 1] = newRef(rt, value);
  };
  state.references[MODULE] = callerModule(rt);
  give(BOUND, checked);
  xdecref(rt, checked);
  give(CONSTRAINTS, count > 0 ? constraints : 0);
  give(DEFAULT, fallback || noDefault(rt));
  state.count =
    isInferred === true
      ? INFERRED
      : (isCovariant === true ? COVARIANT : 0) | (isContravariant === true ? CONTRAVARIANT : 0);
  return parameter;
}

/** `P.args` and `P.kwargs`. */
function defineParts(rt: Runtime, name: "ParamSpecArgs" | "ParamSpecKwargs", shown: string): void {
  const origin = (rt_: Runtime, self: number): number => iteratorState(rt_, self).references[0] as number;
  const type = defineType(rt, {
    ...shared,
    name,
    flags: TypeFlag.WEAK_REFERENCES,
    new: method("($type, origin)", (rt_, cls, it) =>
      newHostObject(rt_, cls, { references: [newRef(rt_, it)], count: 0 }),
    ),
    methods: {
      __mro_entries__: method("($self, bases, /)", (rt_) =>
        setError(rt_, rt_.types.TypeError, `Cannot subclass an instance of ${name}`),
      ),
    },
    getset: { __origin__: getset((rt_, self) => newRef(rt_, origin(rt_, self))) },
    slots: {
      repr: (rt_, self) => {
        const it = origin(rt_, self);
        const isParameter = typeOf(rt_, it) === typingType(rt_, "ParamSpec");
        const text = isParameter ? strValue(rt_, iteratorState(rt_, it).references[NAME] as number) : reprText(rt_, it);
        return text === null ? 0 : newStr(rt_, `${text}.${shown}`);
      },
      richcompare: (rt_, left, right, operator) =>
        typeOf(rt_, left) === typeOf(rt_, right)
          ? richCompare(rt_, origin(rt_, left), origin(rt_, right), operator)
          : newRef(rt_, NotImplemented),
      ...owned,
    },
  });
  rt.nativeTypes.set(`typing.${name}`, type);
}

function partsOf(name: "ParamSpecArgs" | "ParamSpecKwargs"): GetSetSpecification {
  return getset((rt, self) => newHostObject(rt, typingType(rt, name), { references: [newRef(rt, self)], count: 0 }));
}

/** The value; as text for the format 4, which is `annotationlib.Format.STRING`. */
function callConstant(rt: Runtime, self: number, args: number, count: number, kwnames: number): number {
  const { TypeError } = rt.types;
  if (kwnames !== 0 && tupleLength(rt, kwnames) > 0)
    return setError(rt, TypeError, "constevaluator.__call__() takes no keyword arguments");
  if (count !== 1)
    return setError(rt, TypeError, `constevaluator.__call__() takes exactly 1 argument (${count} given)`);
  const format = indexNumber(rt, rt.heap.load(args));
  if (format === null) return 0;
  const value = iteratorState(rt, self).references[0] as number;
  if (format !== 4) return newRef(rt, value);
  const parts = isTuple(rt, value) ? tupleContents(rt, value) : [value];
  const texts = parts.map((it) => typeText(rt, it));
  if (texts.includes(null)) return 0;
  return newStr(rt, isTuple(rt, value) ? `(${texts.join(", ")})` : (texts[0] as string));
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
  defineParameter(rt, "TypeVar", {
    __bound__: bound,
    __constraints__: constraints,
    evaluate_bound: evaluator(BOUND),
    evaluate_constraints: evaluator(CONSTRAINTS),
    ...variance,
  });
  defineParameter(rt, "ParamSpec", {
    __bound__: bound,
    args: partsOf("ParamSpecArgs"),
    kwargs: partsOf("ParamSpecKwargs"),
    ...variance,
  });
  defineParameter(rt, "TypeVarTuple", {});
  defineParts(rt, "ParamSpecArgs", "args");
  defineParts(rt, "ParamSpecKwargs", "kwargs");
  const alias = defineType(rt, {
    ...shared,
    name: "TypeAliasType",
    flags: TypeFlag.WEAK_REFERENCES,
    new: method("($type, name, value, *, type_params=())", (rt_, _type, name, value, parameters) => {
      if (checkName(rt_, "typealias", name) < 0) return 0;
      if (parameters !== 0 && !isTuple(rt_, parameters))
        return setError(rt_, rt_.types.TypeError, "type_params must be a tuple");
      if (parameters !== 0 && checkParameters(rt_, parameters) < 0) return 0;
      const parts = tupleOf(rt_, newRef(rt_, name), newRef(rt_, parameters || None), newRef(rt_, value));
      const made = newTypeAlias(rt_, parts);
      iteratorState(rt_, made).references[VALUE + 1] = newRef(rt_, value);
      xdecref(rt_, parts);
      return made;
    }),
    methods: { __reduce__: method("($self, /)", (rt_, self) => showName(rt_, self)) },
    getset: {
      __name__: reference(NAME),
      __module__: reference(MODULE),
      __type_params__: reference(PARAMETERS),
      __parameters__: getset((rt_, self) =>
        unpackTuples(rt_, iteratorState(rt_, self).references[PARAMETERS] as number),
      ),
      __value__: evaluated(VALUE, () => None),
      evaluate_value: evaluator(VALUE),
    },
    slots: {
      repr: showName,
      or: unionOf,
      iter: unpackIterator,
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
    new: method("($type, /)", (rt_) => newRef(rt_, noDefault(rt_))),
    methods: { __reduce__: method("($self, /)", (rt_) => newStr(rt_, "NoDefault")) },
    slots: { repr: (rt_) => newStr(rt_, "typing.NoDefault"), ...owned },
  });
  rt.nativeTypes.set("typing.NoDefaultType", absent);
  const constant = defineType(rt, {
    ...shared,
    name: "_ConstEvaluator",
    module: "_typing",
    slots: {
      call: callConstant,
      repr: (rt_, self) => {
        const text = reprText(rt_, iteratorState(rt_, self).references[0] as number);
        return text === null ? 0 : newStr(rt_, `<constevaluator ${text}>`);
      },
      ...owned,
    },
  });
  rt.nativeTypes.set("typing._ConstEvaluator", constant);
  defineGeneric(rt);
}
