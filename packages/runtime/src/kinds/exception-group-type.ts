// `BaseExceptionGroup` and `ExceptionGroup`: many exceptions as one, in a tree (PEP 654).

import { argumentTypeName } from "../builtins/arguments.ts";
import { setError } from "../exceptions/errors.ts";
import { type Matcher, groupExceptions, matcherOf, splitGroup, subgroupOf } from "../exceptions/exception-group.ts";
import { getExceptionState, setExceptionState } from "../exceptions/exception-state.ts";
import { ExceptionObject } from "../layout/objects.ts";
import { FixedType } from "../layout/memory-map.ts";
import { allocate } from "../object/new-object.ts";
import { None, decref, isExceptionInstance, isStr, newRef, slotsOf, typeInfo } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { tupleFromMemory, tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { callTwoArguments } from "../protocols/call.ts";
import { tupleFrom } from "../protocols/collect.ts";
import { strText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type GetSetSpecification, method, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { isSubtype } from "../types/subtype.ts";
import { type CallSlot } from "../types/slots.ts";
import { newGenericAlias } from "./generic-alias.ts";

const owner = "BaseExceptionGroup.__new__()";

const newGroup: CallSlot = (rt, type, args, count) => {
  const { TypeError, ValueError } = rt.types;
  if (count !== 2) return setError(rt, TypeError, `${owner} takes exactly 2 arguments (${count} given)`);
  const message = rt.heap.load(args);
  const given = rt.heap.load(args + 4);
  if (!isStr(rt, message))
    return setError(rt, TypeError, `${owner} argument 1 must be str, not ${argumentTypeName(rt, message)}`);
  if (slotsOf(rt, given).getitem === null)
    return setError(rt, TypeError, "second argument (exceptions) must be a sequence");
  const exceptions = tupleFrom(rt, given);
  if (exceptions === 0) return 0;
  const cls = tupleLength(rt, exceptions) === 0 ? emptyGroup(rt, ValueError) : classFor(rt, type, exceptions);
  if (cls === 0) {
    decref(rt, exceptions);
    return 0;
  }
  const group = allocate(rt, cls);
  rt.heap.store(group + ExceptionObject.arguments.offset, tupleFromMemory(rt, args, count));
  setExceptionState(rt, group, "message", message);
  setExceptionState(rt, group, "exceptions", exceptions);
  decref(rt, exceptions);
  return group;
};

function emptyGroup(rt: Runtime, type: number): 0 {
  return setError(rt, type, "second argument (exceptions) must be a non-empty sequence");
}

/** A base group of nothing but exceptions that `except Exception` catches is an `ExceptionGroup`; those hold nothing else. */
function classFor(rt: Runtime, type: number, exceptions: number): number {
  const { BaseExceptionGroup, Exception, ExceptionGroup, TypeError, ValueError } = rt.types;
  let isOrdinary = true;
  for (let index = 0, length = tupleLength(rt, exceptions); index < length; index++) {
    const exception = tupleItem(rt, exceptions, index);
    if (!isExceptionInstance(rt, exception))
      return setError(rt, ValueError, `Item ${index} of second argument (exceptions) is not an exception`);
    isOrdinary &&= isSubtype(rt, rt.heap.load(exception + 4), Exception);
  }
  if (isOrdinary) return type === BaseExceptionGroup ? ExceptionGroup : type;
  if (type === ExceptionGroup) return setError(rt, TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
  if (isSubtype(rt, type, Exception))
    return setError(rt, TypeError, `Cannot nest BaseExceptions in '${typeInfo(rt, type).name}'`);
  return type;
}

function groupStr(rt: Runtime, self: number): number {
  const message = strText(rt, getExceptionState(rt, self, "message") || None);
  const count = tupleLength(rt, groupExceptions(rt, self));
  return message === null ? 0 : newStr(rt, `${message} (${count} sub-exception${count === 1 ? "" : "s"})`);
}

function withMatcher(rt: Runtime, condition: number, run: (matcher: Matcher) => number): number {
  const matcher = matcherOf(rt, condition);
  return matcher === null ? 0 : run(matcher);
}

function split(rt: Runtime, self: number, condition: number): number {
  return withMatcher(rt, condition, (matcher) => {
    const parts = splitGroup(rt, self, matcher, true);
    return parts === null ? 0 : tupleOf(rt, parts.match || None, parts.rest || None);
  });
}

function subgroup(rt: Runtime, self: number, condition: number): number {
  return withMatcher(rt, condition, (matcher) => subgroupOf(rt, self, matcher));
}

/** Defines both classes. After `Exception`. */
export function defineExceptionGroups(rt: Runtime): void {
  const readOnly = (name: string): GetSetSpecification =>
    readonlyField((rt_, self) => newRef(rt_, getExceptionState(rt_, self, name) || None));
  const base = defineType(rt, {
    name: "BaseExceptionGroup",
    register: "BaseExceptionGroup",
    base: FixedType.BaseException,
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    methods: {
      derive: method("($self, excs, /)", (rt_, self, exceptions) =>
        callTwoArguments(rt_, rt_.types.BaseExceptionGroup, getExceptionState(rt_, self, "message"), exceptions),
      ),
      split: method("($self, matcher_value, /)", split),
      subgroup: method("($self, matcher_value, /)", subgroup),
    },
    getset: { message: readOnly("message"), exceptions: readOnly("exceptions") },
    slots: { new: newGroup, init: (_rt, _self, _args, _count, _kwnames) => 0, str: groupStr },
  });
  defineType(rt, { name: "ExceptionGroup", register: "ExceptionGroup", base, otherBases: [rt.types.Exception] });
}
