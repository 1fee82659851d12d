// Calls a builtin definition: matches arguments with its signature, with CPython's messages, and calls the implementation.
//
// The usual call, positional arguments of a permitted number, goes straight from memory to host parameters.

import { chargeOperands } from "../builtins/work.ts";
import { fail, setError } from "../exceptions/errors.ts";
import { dictSet, newDict } from "../object/dict.ts";
import { TypeFlag, TypeObject } from "../layout/objects.ts";
import { decref, isType, typeInfo, typeOf } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { tupleFromMemory, tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { unexpectedKeyword } from "../exceptions/suggestions.ts";
import { type BuiltinDefinition, type Implementation } from "./builtin-definition.ts";
import { type Parameter, type Signature } from "./signature.ts";

/** {@link callDefinition} of a method, by position, whose receiver is known to be one. */
export function callMethodDefinition(
  rt: Runtime,
  definition: BuiltinDefinition,
  receiver: number,
  args: number,
  count: number,
): number {
  const most = definition.most;
  if (count > most || count < definition.signature.requiredPositionalCount)
    return callDefinition(rt, definition, receiver, args, count, 0);
  if (rt.hooks.charge !== null) chargeCall(rt, receiver, args, count);
  return callMethodPlain(rt, definition.implementation as Implementation, receiver, args, count, most);
}

/**
 * Calls `definition`; `receiver` is 0 for functions. `args`, `count` and `kwnames` as for every call. `isBound`: through an object that has the
 * receiver, whose type messages name then. New reference.
 */
export function callDefinition(
  rt: Runtime,
  definition: BuiltinDefinition,
  receiver: number,
  args: number,
  count: number,
  kwnames: number,
  isBound = false,
): number {
  const { signature, implementation } = definition;
  if (rt.hooks.charge !== null) chargeCall(rt, receiver, args, count);
  if (implementation === null)
    return (definition.raw as NonNullable<typeof definition.raw>)(rt, receiver, args, count, kwnames);
  if (kwnames === 0 && signature.parameters.length === signature.positionalCount) {
    if (count <= signature.positionalCount && count >= signature.requiredPositionalCount) {
      return signature.hasReceiver
        ? callMethodPlain(rt, implementation, receiver, args, count, signature.positionalCount)
        : callPlain(rt, implementation, args, count, signature.positionalCount);
    }
  }
  return callBound(rt, definition, implementation, receiver, args, count, kwnames, isBound);
}

/** Of a function the first two arguments are looked at, of a method the receiver and the first one. */
function chargeCall(rt: Runtime, receiver: number, args: number, count: number): void {
  const first = count > 0 ? rt.heap.load(args) : 0;
  const second = count > 1 ? rt.heap.load(args + 4) : 0;
  if (receiver !== 0) chargeOperands(rt, receiver, first, count);
  else chargeOperands(rt, first, second, count);
}

function callMethodPlain(
  rt: Runtime,
  code: Implementation,
  self: number,
  args: number,
  count: number,
  parameters: number,
): number {
  const heap = rt.heap;
  switch (parameters) {
    case 0:
      return code(rt, self);
    case 1:
      return code(rt, self, count > 0 ? heap.load(args) : 0);
    case 2:
      return code(rt, self, count > 0 ? heap.load(args) : 0, count > 1 ? heap.load(args + 4) : 0);
    case 3:
      return code(
        rt,
        self,
        count > 0 ? heap.load(args) : 0,
        count > 1 ? heap.load(args + 4) : 0,
        count > 2 ? heap.load(args + 8) : 0,
      );
    default:
      return code(rt, self, ...loadAll(rt, args, count, parameters));
  }
}

function callPlain(rt: Runtime, code: Implementation, args: number, count: number, parameters: number): number {
  const heap = rt.heap;
  switch (parameters) {
    case 0:
      return code(rt);
    case 1:
      return code(rt, count > 0 ? heap.load(args) : 0);
    case 2:
      return code(rt, count > 0 ? heap.load(args) : 0, count > 1 ? heap.load(args + 4) : 0);
    case 3:
      return code(
        rt,
        count > 0 ? heap.load(args) : 0,
        count > 1 ? heap.load(args + 4) : 0,
        count > 2 ? heap.load(args + 8) : 0,
      );
    default:
      return code(rt, ...loadAll(rt, args, count, parameters));
  }
}

function loadAll(rt: Runtime, args: number, count: number, parameters: number): number[] {
  const values: number[] = [];
  for (let index = 0; index < parameters; index++) values.push(index < count ? rt.heap.load(args + 4 * index) : 0);
  return values;
}

function callBound(
  rt: Runtime,
  definition: BuiltinDefinition,
  implementation: Implementation,
  receiver: number,
  args: number,
  count: number,
  kwnames: number,
  isBound: boolean,
): number {
  const signature = definition.signature;
  const isCounted =
    definition.countName !== null &&
    !signature.hasVarargs &&
    kwnames === 0 &&
    count > signature.positionalCount &&
    (rt.heap.load(receiver + TypeObject.flags.offset) & TypeFlag.HEAP) === 0;
  const hasStrayKeywords = !signature.takesKeywords && kwnames !== 0 && tupleLength(rt, kwnames) > 0;
  const bound =
    signature.isPlain || isCounted || hasStrayKeywords
      ? reportPlain(rt, definition, count, kwnames, isBound ? receiver : 0)
      : bindArguments(rt, definition, args, count, kwnames);
  if (bound === null) return 0;
  const result = signature.hasReceiver
    ? implementation(rt, receiver, ...bound.values)
    : implementation(rt, ...bound.values);
  if (bound.varargs !== 0) decref(rt, bound.varargs);
  if (bound.keywords !== 0) decref(rt, bound.keywords);
  return result;
}

/** Arguments by parameter. The tuple of `*args` and the dict of `**kwargs` are owned by this value. */
export interface BoundArguments {
  readonly values: number[];
  readonly varargs: number;
  readonly keywords: number;
}

/** The qualified name of a method that is bound to `receiver`, an object or, for class methods, a class. */
export function boundName(rt: Runtime, { name }: BuiltinDefinition, receiver: number): string {
  const type = isType(rt, receiver) ? receiver : typeOf(rt, receiver);
  return `${typeInfo(rt, type).qualname}.${name}`;
}

/** The message for a call that a plain signature does not permit. Always null. */
function reportPlain(
  rt: Runtime,
  definition: BuiltinDefinition,
  count: number,
  kwnames: number,
  boundTo: number,
): null {
  const { positionalCount: most, requiredPositionalCount: least } = definition.signature;
  const type = rt.types.TypeError;
  const isSlot = definition.isWrapper;
  const name = isSlot || boundTo === 0 ? definition.messageName : boundName(rt, definition, boundTo);
  if (kwnames !== 0 && tupleLength(rt, kwnames) > 0)
    setError(rt, type, `${isSlot ? `wrapper ${definition.name}` : name}() takes no keyword arguments`);
  else if (isSlot && most < 2) setError(rt, type, `expected ${most} argument${most === 1 ? "" : "s"}, got ${count}`);
  else if (isSlot && definition.slot === "power") setError(rt, type, `expected 1 or 2 arguments, got ${count}`);
  else if (most === 0) setError(rt, type, `${name}() takes no arguments (${count} given)`);
  else if (most === 1 && least === 1 && !definition.isConstructor)
    setError(rt, type, `${name}() takes exactly one argument (${count} given)`);
  else {
    const shown = definition.countName ?? definition.name;
    const bound = count < least ? least : most;
    const how = least === most ? "" : count < least ? "at least " : "at most ";
    setError(rt, type, `${shown} expected ${how}${bound} argument${bound === 1 ? "" : "s"}, got ${count}`);
  }
  return null;
}

/** Matches arguments with the parameters of a signature; null with TypeError set. The caller releases `varargs` and `keywords`. */
export function bindArguments(
  rt: Runtime,
  definition: BuiltinDefinition,
  args: number,
  count: number,
  kwnames: number,
): BoundArguments | null {
  const { signature, name } = definition;
  const { parameters, positionalCount, hasVarargs, hasKeywords } = signature;
  const keywordCount = kwnames === 0 ? 0 : tupleLength(rt, kwnames);
  const total = count + keywordCount;
  const named = parameters.filter(isNamed).length;
  if (hasVarargs && !hasKeywords && definition.isConstructor && keywordCount > named) {
    const plural = named === 1 ? "" : "s";
    const text = `takes at most ${named} keyword argument${plural} (${keywordCount} given)`;
    setError(rt, rt.types.TypeError, `${name}() ${text}`);
    return null;
  }
  if (!hasVarargs && (count > positionalCount || (!hasKeywords && total > parameters.length))) {
    setError(rt, rt.types.TypeError, `${name}() ${tooMany(signature, count, total)}`);
    return null;
  }
  const values: number[] = [];
  for (let index = 0; index < parameters.length; index++)
    values.push(index < positionalCount && index < count ? rt.heap.load(args + 4 * index) : 0);
  let varargs = 0;
  let keywords = 0;
  if (hasVarargs) {
    varargs = tupleFromMemory(rt, args + 4 * Math.min(positionalCount, count), Math.max(0, count - positionalCount));
    values[parameters.findIndex((it) => it.kind === "varargs")] = varargs;
  }
  let status = 0;
  let unexpected: string | null = null;
  for (let index = 0; index < keywordCount && status === 0; index++) {
    const key = tupleItem(rt, kwnames, index);
    const value = rt.heap.load(args + 4 * (count + index));
    const keyText = strValue(rt, key);
    const at = parameters.findIndex((it) => it.name === keyText && isNamed(it));
    if (at >= 0 && values[at] === 0) values[at] = value;
    else if (at >= 0)
      status = fail(
        rt,
        rt.types.TypeError,
        `argument for ${name}() given by name ('${keyText}') and position (${at + 1})`,
      );
    else if (hasKeywords) {
      if (keywords === 0) {
        keywords = newDict(rt);
        values[parameters.length - 1] = keywords;
      }
      status = dictSet(rt, keywords, key, value);
    } else unexpected ??= keyText;
  }
  const missing = status === 0 ? parameters.findIndex((it, index) => it.required && values[index] === 0) : -1;
  if (missing >= 0) status = reportMissing(rt, definition, missing, count);
  else if (status === 0 && unexpected !== null) {
    const possible = parameters.filter(isNamed).map((it) => it.name);
    status = fail(rt, rt.types.TypeError, unexpectedKeyword(name, unexpected, possible));
  }
  if (status === 0) return { values, varargs, keywords };
  if (varargs !== 0) decref(rt, varargs);
  if (keywords !== 0) decref(rt, keywords);
  return null;
}

/** What a call with too many arguments is told. */
function tooMany(
  { parameters, positionalCount, requiredPositionalCount }: Signature,
  count: number,
  total: number,
): string {
  const all = parameters.length;
  if (total > all)
    return `takes at most ${all} ${count === 0 ? "keyword " : ""}argument${all === 1 ? "" : "s"} (${total} given)`;
  if (positionalCount === 0) return "takes no positional arguments";
  const how = requiredPositionalCount < positionalCount ? "at most" : "exactly";
  return `takes ${how} ${positionalCount} positional argument${positionalCount === 1 ? "" : "s"} (${count} given)`;
}

function isNamed({ kind }: Parameter): boolean {
  return kind === "positional" || kind === "keyword-only";
}

function reportMissing(rt: Runtime, { name, signature }: BuiltinDefinition, missing: number, count: number): number {
  const parameter = signature.parameters[missing];
  if (parameter === undefined) return -1;
  if (parameter.kind === "positional-only") {
    const least = signature.parameters.filter((it) => it.kind === "positional-only" && it.required).length;
    const how = least === signature.positionalCount ? "exactly" : "at least";
    return fail(
      rt,
      rt.types.TypeError,
      `${name}() takes ${how} ${least} positional argument${least === 1 ? "" : "s"} (${count} given)`,
    );
  }
  const position = parameter.kind === "positional" ? ` (pos ${missing + 1})` : "";
  return fail(rt, rt.types.TypeError, `${name}() missing required argument '${parameter.name}'${position}`);
}
