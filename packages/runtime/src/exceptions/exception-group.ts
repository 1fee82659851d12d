// Taking exception groups apart: by type, by predicate, or by which exceptions they hold; and what `except*` makes of the parts.

import { enterLevel, leaveLevel } from "../frames/host-depth.ts";
import { isTrue } from "../protocols/truth.ts";
import { ExceptionObject } from "../layout/objects.ts";
import { listAppendStolen, listItem, listLength, newList } from "../object/list.ts";
import {
  None,
  decref,
  incref,
  isExceptionInstance,
  isExceptionType,
  isList,
  isTuple,
  isType,
  emptyTuple,
  newRef,
  slotsOf,
  typeOf,
  typeName,
  xdecref,
} from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { getOptionalAttribute, setAttribute } from "../protocols/attributes.ts";
import { callMethod, callOneArgument, callTwoArguments } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";
import { errorOccurred, exceptionMatches, fail, setError } from "./errors.ts";
import { exchangeHandled } from "./handled.ts";
import { getExceptionState } from "./exception-state.ts";

const {
  traceback: tracebackField,
  context: contextField,
  cause: causeField,
  suppressContext: suppressField,
} = ExceptionObject;
const linked = [tracebackField, contextField, causeField];

/** Whether an exception, which may be a group, belongs to what is looked for: 1, 0, or -1 with an exception set. */
export type Matcher = (exception: number) => number;

/** Two owned parts of a group; 0 where one is empty. */
export interface Parts {
  readonly match: number;
  readonly rest: number;
}

/** Whether an exception is a group. */
export function isGroup(rt: Runtime, exception: number): boolean {
  return isSubtype(rt, typeOf(rt, exception), rt.types.BaseExceptionGroup);
}

/** The tuple of what a group holds, borrowed. */
export function groupExceptions(rt: Runtime, group: number): number {
  return getExceptionState(rt, group, "exceptions") || emptyTuple;
}

/** What `split` and `subgroup` are given; null with TypeError set. */
export function matcherOf(rt: Runtime, condition: number): Matcher | null {
  if (!isType(rt, condition) && slotsOf(rt, condition).call !== null) {
    return (exception) => {
      const answer = callOneArgument(rt, condition, exception);
      if (answer === 0) return -1;
      const truth = isTrue(rt, answer);
      decref(rt, answer);
      return truth;
    };
  }
  if (isExceptionType(rt, condition)) return (exception) => (exceptionMatches(rt, exception, condition) ? 1 : 0);
  const types = isTuple(rt, condition) ? itemsOf(rt, condition) : [];
  if (types.length > 0 && types.every((type) => isExceptionType(rt, type)))
    return (exception) => (types.some((type) => exceptionMatches(rt, exception, type)) ? 1 : 0);
  setError(
    rt,
    rt.types.TypeError,
    "expected an exception type, a tuple of exception types, or a callable (other than a class)",
  );
  return null;
}

function itemsOf(rt: Runtime, tuple: number): number[] {
  return Array.from({ length: tupleLength(rt, tuple) }, (_, index) => tupleItem(rt, tuple, index));
}

/** What matches, and, if `keepsRest`, what does not. Null with an exception set. */
export function splitGroup(rt: Runtime, exception: number, matches: Matcher, keepsRest: boolean): Parts | null {
  const answer = matches(exception);
  if (answer < 0) return null;
  if (answer === 1) return { match: newRef(rt, exception), rest: 0 };
  if (!isGroup(rt, exception)) return { match: 0, rest: keepsRest ? newRef(rt, exception) : 0 };
  const lists = { match: newList(rt), rest: newList(rt) };
  const failed = (): null => {
    decref(rt, lists.match);
    decref(rt, lists.rest);
    return null;
  };
  for (const inner of itemsOf(rt, groupExceptions(rt, exception))) {
    if (!enterLevel(rt, " in exceptiongroup_split_recursive")) return failed();
    const parts = splitGroup(rt, inner, matches, keepsRest);
    leaveLevel(rt);
    if (parts === null) return failed();
    if (parts.match !== 0) listAppendStolen(rt, lists.match, parts.match);
    if (parts.rest !== 0) listAppendStolen(rt, lists.rest, parts.rest);
  }
  const match = subset(rt, exception, lists.match);
  const rest = match < 0 || !keepsRest ? 0 : subset(rt, exception, lists.rest);
  failed();
  if (match >= 0 && rest >= 0) return { match, rest };
  if (match > 0) decref(rt, match);
  return null;
}

/** `subgroup`: a new reference, None when nothing matches. */
export function subgroupOf(rt: Runtime, group: number, matches: Matcher): number {
  const parts = splitGroup(rt, group, matches, false);
  return parts === null ? 0 : parts.match || None;
}

/** A group like this one of other exceptions: 0 when there are none, -1 with an exception set. */
function subset(rt: Runtime, group: number, exceptions: number): number {
  if (listLength(rt, exceptions) === 0) return 0;
  const made = callMethod(rt, group, rt.names.derive, exceptions);
  if (made === 0) return -1;
  if (!isExceptionInstance(rt, made) || !isGroup(rt, made)) {
    decref(rt, made);
    return fail(rt, rt.types.TypeError, "derive must return an instance of BaseExceptionGroup");
  }
  const { heap } = rt;
  for (const { offset } of linked) {
    const old = heap.load(made + offset);
    heap.store(made + offset, 0);
    const value = heap.load(group + offset);
    if (value !== 0) incref(rt, value);
    heap.store(made + offset, value);
    xdecref(rt, old);
  }
  heap.store(made + suppressField.offset, heap.load(group + suppressField.offset));
  if (copyNotes(rt, group, made) === 0) return made;
  decref(rt, made);
  return -1;
}

function copyNotes(rt: Runtime, from: number, to: number): number {
  const notes = getOptionalAttribute(rt, from, rt.names.__notes__);
  if (notes === 0) return errorOccurred(rt) === 0 ? 0 : -1;
  let status = 0;
  if (isList(rt, notes)) {
    const copy = newList(rt);
    for (let index = 0, length = listLength(rt, notes); index < length; index++)
      listAppendStolen(rt, copy, newRef(rt, listItem(rt, notes, index)));
    status = setAttribute(rt, to, rt.names.__notes__, copy);
    decref(rt, copy);
  }
  decref(rt, notes);
  return status;
}

/** A group of the exceptions in a list or tuple. New reference. */
function makeGroup(rt: Runtime, message: string, exceptions: number): number {
  const text = newStr(rt, message);
  const group = callTwoArguments(rt, rt.types.BaseExceptionGroup, text, exceptions);
  decref(rt, text);
  return group;
}

/** What `except*` may name; status. */
function checkHandled(rt: Runtime, type: number): number {
  const { BaseExceptionGroup, TypeError } = rt.types;
  const types = isTuple(rt, type) ? itemsOf(rt, type) : [type];
  if (!types.every((it) => isExceptionType(rt, it)))
    return fail(rt, TypeError, "catching classes that do not inherit from BaseException is not allowed");
  if (types.some((it) => isSubtype(rt, it, BaseExceptionGroup)))
    return fail(rt, TypeError, "catching ExceptionGroup with except* is not allowed. Use except instead.");
  return 0;
}

/** One clause of `except*`: what it handles and what is left, None where nothing is; null with an exception set. What is handled becomes so. */
export function matchExceptStar(rt: Runtime, exception: number, type: number): Parts | null {
  if (checkHandled(rt, type) < 0) return null;
  const parts = exception === None ? { match: None, rest: None } : partsOf(rt, exception, type);
  if (parts !== null && parts.match !== None) xdecref(rt, exchangeHandled(rt, newRef(rt, parts.match)));
  return parts;
}

function partsOf(rt: Runtime, exception: number, type: number): Parts | null {
  const types = isTuple(rt, type) ? itemsOf(rt, type) : [type];
  if (types.some((it) => exceptionMatches(rt, exception, it))) {
    if (isGroup(rt, exception)) return { match: newRef(rt, exception), rest: None };
    const single = tupleOf(rt, newRef(rt, exception));
    const match = makeGroup(rt, "", single);
    decref(rt, single);
    if (match === 0) return null;
    const traceback = rt.heap.load(exception + tracebackField.offset);
    if (traceback !== 0) rt.heap.store(match + tracebackField.offset, newRef(rt, traceback));
    return { match, rest: None };
  }
  if (!isGroup(rt, exception)) return { match: None, rest: newRef(rt, exception) };
  const pair = callMethod(rt, exception, rt.names.split, type);
  if (pair === 0) return null;
  const { TypeError } = rt.types;
  const isPair = isTuple(rt, pair) && tupleLength(rt, pair) >= 2;
  if (!isTuple(rt, pair))
    setError(rt, TypeError, `${typeName(rt, exception)}.split must return a tuple, not ${typeName(rt, pair)}`);
  else if (!isPair)
    setError(
      rt,
      TypeError,
      `${typeName(rt, exception)}.split must return a 2-tuple, got tuple of size ${tupleLength(rt, pair)}`,
    );
  const parts = isPair ? { match: newRef(rt, tupleItem(rt, pair, 0)), rest: newRef(rt, tupleItem(rt, pair, 1)) } : null;
  decref(rt, pair);
  return parts;
}

/**
 * What goes on after the clauses of `except*`: of `raised`, a list, what was raised anew, and of the original what was raised again or not
 * handled, in its old shape. None when everything was handled. New reference.
 */
export function prepareReraiseStar(rt: Runtime, original: number, raised: number): number {
  const all = Array.from({ length: listLength(rt, raised) }, (_, index) => listItem(rt, raised, index)).filter(
    (it) => it !== None,
  );
  if (!isGroup(rt, original)) return newRef(rt, all[0] ?? None);
  const isSame = (exception: number): boolean =>
    linked.every(({ offset }) => rt.heap.load(exception + offset) === rt.heap.load(original + offset));
  const again = all.filter(isSame);
  const fresh = newList(rt);
  for (const exception of all) if (!isSame(exception)) listAppendStolen(rt, fresh, newRef(rt, exception));
  const projection = project(rt, original, again);
  let result = projection;
  if (projection !== 0 && listLength(rt, fresh) > 0) {
    if (projection !== None) listAppendStolen(rt, fresh, projection);
    result = listLength(rt, fresh) > 1 ? makeGroup(rt, "", fresh) : newRef(rt, listItem(rt, fresh, 0));
  }
  decref(rt, fresh);
  return result;
}

/** The part of a group that holds what these hold: new reference, None if nothing. */
function project(rt: Runtime, group: number, keep: readonly number[]): number {
  const leaves = new Set<number>();
  const collect = (exception: number): void => {
    if (isGroup(rt, exception)) for (const inner of itemsOf(rt, groupExceptions(rt, exception))) collect(inner);
    else leaves.add(exception);
  };
  for (const exception of keep) collect(exception);
  if (leaves.size === 0) return None;
  const parts = splitGroup(rt, group, (exception) => (leaves.has(exception) ? 1 : 0), false);
  return parts === null ? 0 : parts.match || None;
}
