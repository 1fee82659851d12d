// Replacement templates: what `re._parser.parse_template` made of `r"\1-\g<name>"`, ready to be filled in, and joining the pieces.

import {
  FixedType,
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  bytesOf,
  callTwoArguments,
  decref,
  defineType,
  errorMatches,
  fetchError,
  getAttributeString,
  hostPayload,
  importModule,
  indexNumber,
  isInt,
  isStr,
  listItem,
  listLength,
  newBytes,
  newHostObject,
  newRef,
  newStr,
  notConstructible,
  restoreError,
  setError,
  strValue,
  typeName,
  typeOf,
  xdecref,
} from "@tjit/runtime/api";
import { Joiner } from "./joiner.ts";
import { matchOf, patternOf, type SreState } from "./state.ts";
import { matchGroup } from "./subject-object.ts";

/** Payload of a template: literals around groups, one literal more than groups; owned references, 0 for an empty one. */
export interface TemplatePayload {
  literals: number[];
  readonly groups: readonly number[];
}

/** The parts of a template. */
export function templateOf(rt: Runtime, self: number): TemplatePayload {
  return hostPayload(rt, self) as TemplatePayload;
}

/** `_sre.template(pattern, parts)`. */
export function newTemplate(rt: Runtime, state: SreState, parts: number): number {
  const length = listLength(rt, parts);
  if (length % 2 === 0) return setError(rt, rt.types.TypeError, "invalid template");
  const groups: number[] = [];
  for (let index = 1; index < length; index += 2) {
    const item = listItem(rt, parts, index);
    if (!isInt(rt, item)) return setError(rt, rt.types.TypeError, "an integer is required");
    const group = indexNumber(rt, item);
    if (group === null) return 0;
    if (group < 0) return setError(rt, rt.types.TypeError, "invalid template");
    groups.push(group);
  }
  const literals: number[] = [];
  for (let index = 0; index < length; index += 2) {
    const item = listItem(rt, parts, index);
    const isEmpty = isStr(rt, item) ? strValue(rt, item) === "" : bytesOf(rt, item)?.length === 0;
    literals.push(isEmpty && index > 0 ? 0 : newRef(rt, item));
  }
  const payload: TemplatePayload = { literals, groups };
  return newHostObject(rt, state.template, payload);
}

/** The template that a str or bytes object means: `re._compile_template`. New reference. */
export function compileTemplate(rt: Runtime, pattern: number, template: number): number {
  const module = importModule(rt, "re");
  if (module === 0) return 0;
  const compile = getAttributeString(rt, module, "_compile_template");
  decref(rt, module);
  if (compile === 0) return 0;
  let result = callTwoArguments(rt, compile, pattern, template);
  if (result === 0 && errorMatches(rt, rt.types.TypeError)) {
    const error = fetchError(rt);
    const plain = plainString(rt, template);
    if (plain === 0) restoreError(rt, error);
    else {
      result = callTwoArguments(rt, compile, pattern, plain);
      decref(rt, error);
      decref(rt, plain);
    }
  }
  decref(rt, compile);
  const { template: type } = patternOf(rt, pattern).state;
  if (result === 0 || typeOf(rt, result) === type) return result;
  const message = `the result of compiling a replacement string is ${typeName(rt, result)}, not re.Template`;
  decref(rt, result);
  return setError(rt, rt.types.RuntimeError, message);
}

/** A str or bytes equal to one that may not be hashable: a new reference; 0 if it is plain already, or neither. */
function plainString(rt: Runtime, template: number): number {
  if (isStr(rt, template)) {
    return typeOf(rt, template) === FixedType.str ? 0 : newStr(rt, strValue(rt, template));
  }
  const bytes = bytesOf(rt, template);
  return bytes === null || typeOf(rt, template) === FixedType.bytes ? 0 : newBytes(rt, bytes.slice());
}

/** A template filled with the groups of a match: a new reference. */
export function expandTemplate(rt: Runtime, template: number, match: number): number {
  const { literals, groups } = templateOf(rt, template);
  if (groups.length === 0) return newRef(rt, literals[0] as number);
  const { isBytes, spans } = matchOf(rt, match);
  const joiner = new Joiner(rt, isBytes);
  joiner.add(literals[0] as number);
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index] as number;
    if (group >= spans.length / 2) return setError(rt, rt.types.IndexError, "no such group");
    const text = matchGroup(rt, match, group, None);
    if (text !== None) joiner.add(text);
    decref(rt, text);
    const literal = literals[index + 1] as number;
    if (literal !== 0) joiner.add(literal);
  }
  return joiner.join();
}

/** Defines the type of templates. */
export function defineTemplate(rt: Runtime, state: SreState): void {
  state.template = defineType(rt, {
    name: "SRE_Template",
    module: "_sre",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("_sre.SRE_Template"),
    slots: {
      clear: (rt_, self) => {
        const template = templateOf(rt_, self);
        const { literals } = template;
        template.literals = [];
        for (const it of literals) xdecref(rt_, it);
      },
      traverse: (rt_, self, visit) => {
        for (const it of templateOf(rt_, self).literals) visit(it);
      },
    },
  });
}
