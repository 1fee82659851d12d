// str.format and str.format_map.

import { errorOccurred, setError, setErrorObject } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { Failure, valueError } from "../numbers/failure.ts";
import { raiseFailure } from "../numbers/raise.ts";
import { newInt } from "../object/int.ts";
import { dictGet } from "../object/dict.ts";
import { decref, newRef, typeOf } from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { getItem } from "../protocols/subscript.ts";
import { type Runtime } from "../runtime.ts";
import { convertObject } from "./convert.ts";
import { type Field, fieldHead, fieldIndex, nextAccessor, nextPiece } from "./format-fields.ts";
import { formatText } from "./format-object.ts";

/** What fields refer to. `args` is 0 for format_map; `kwargs` may be 0. */
interface Source {
  readonly args: number;
  readonly kwargs: number;
  numbering: "undecided" | "automatic" | "manual";
  next: number;
}

/** `self.format(*args, **kwargs)`. */
export function strFormat(rt: Runtime, self: number, args: number, kwargs: number): number {
  return result(rt, expand(rt, strValue(rt, self), { args, kwargs, numbering: "undecided", next: 0 }, 2));
}

/** `self.format_map(mapping)`. */
export function strFormatMap(rt: Runtime, self: number, mapping: number): number {
  return result(rt, expand(rt, strValue(rt, self), { args: 0, kwargs: mapping, numbering: "undecided", next: 0 }, 2));
}

function result(rt: Runtime, text: string | null): number {
  return text === null ? 0 : newStr(rt, text);
}

/** Null: an exception is set. */
function expand(rt: Runtime, template: string, source: Source, depth: number): string | null {
  if (depth === 0) return raised(rt, valueError("Max string recursion exceeded"));
  let text = "";
  for (let position = 0; position < template.length;) {
    const piece = nextPiece(template, position);
    if (piece instanceof Failure) return raised(rt, piece);
    text += piece.literal;
    position = piece.end;
    if (piece.field === null) continue;
    const shown = expandField(rt, piece.field, source, depth);
    if (shown === null) return null;
    text += shown;
  }
  return text;
}

function raised(rt: Runtime, failure: Failure): null {
  raiseFailure(rt, failure);
  return null;
}

function expandField(rt: Runtime, field: Field, source: Source, depth: number): string | null {
  let value = fieldValue(rt, field.name, source);
  if (value === 0) return null;
  if (field.conversion !== "") {
    const converted = convertObject(rt, value, field.conversion);
    decref(rt, value);
    if (converted === 0) return null;
    value = converted;
  }
  const spec = field.specHasFields ? expand(rt, field.spec, source, depth - 1) : field.spec;
  const text = spec === null ? null : formatText(rt, value, spec);
  decref(rt, value);
  return text;
}

/** The object that a field name stands for: new reference. */
function fieldValue(rt: Runtime, name: string, source: Source): number {
  const head = fieldHead(name);
  let value = headValue(rt, head, source);
  for (let position = head.length; position < name.length && value !== 0;) {
    const step = nextAccessor(name, position);
    if (step instanceof Failure) {
      decref(rt, value);
      return raiseFailure(rt, step);
    }
    const { kind, text } = step.accessor;
    const inner = kind === "attribute" ? getAttributeString(rt, value, text) : itemOf(rt, value, text);
    decref(rt, value);
    value = inner;
    position = step.end;
  }
  return value;
}

function itemOf(rt: Runtime, container: number, text: string): number {
  const index = fieldIndex(text);
  if (index instanceof Failure) return raiseFailure(rt, index);
  const key = index === undefined ? newStr(rt, text) : newInt(rt, index);
  const item = getItem(rt, container, key);
  decref(rt, key);
  return item;
}

function headValue(rt: Runtime, head: string, source: Source): number {
  let index = fieldIndex(head);
  if (index instanceof Failure) return raiseFailure(rt, index);
  if (head === "" || index !== undefined) {
    const numbering = head === "" ? "automatic" : "manual";
    if (source.numbering === "undecided") source.numbering = numbering;
    if (source.numbering !== numbering) {
      const [from, to] =
        numbering === "automatic"
          ? ["manual field specification", "automatic field numbering"]
          : ["automatic field numbering", "manual field specification"];
      return raiseFailure(rt, valueError(`cannot switch from ${from} to ${to}`));
    }
    index ??= source.next++;
    if (source.args === 0) return raiseFailure(rt, valueError("Format string contains positional fields"));
    if (index >= tupleLength(rt, source.args)) {
      return setError(rt, rt.types.IndexError, `Replacement index ${index} out of range for positional args tuple`);
    }
    return newRef(rt, tupleItem(rt, source.args, index));
  }
  const key = newStr(rt, head);
  const value = source.kwargs === 0 ? 0 : lookUp(rt, source.kwargs, key);
  if (value === 0 && errorOccurred(rt) === 0) setErrorObject(rt, rt.types.KeyError, key);
  decref(rt, key);
  return value;
}

function lookUp(rt: Runtime, mapping: number, key: number): number {
  if (typeOf(rt, mapping) !== FixedType.dict) return getItem(rt, mapping, key);
  const value = dictGet(rt, mapping, key);
  return value === 0 ? 0 : newRef(rt, value);
}
