// str.format and str.format_map.

import { errorOccurred, setError, setErrorObject } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { Failure, valueError } from "../numbers/failure.ts";
import { raiseFailure } from "../numbers/raise.ts";
import { newInt } from "../object/int.ts";
import { dictGet, dictSet, newDict } from "../object/dict.ts";
import { decref, newRef, typeOf } from "../object/reference.ts";
import { newStr, newStrOf, strFlags, strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { getItem } from "../protocols/subscript.ts";
import { type Runtime } from "../runtime.ts";
import { convertObject } from "./convert.ts";
import { type Field, type Piece, fieldIndex, nextAccessor, nextPiece } from "./format-fields.ts";
import { type FormattedText, appendFormatted } from "./format-object.ts";

/** What fields refer to: `count` references at `args`, less than 0 for format_map; `kwargs` may be 0. */
interface Source {
  readonly args: number;
  readonly count: number;
  readonly kwargs: number;
  /** Flags of the template. */
  readonly flags: number;
  numbering: "undecided" | "automatic" | "manual";
  next: number;
}

/** `self.format(*args, **kwargs)`, with its arguments in memory. */
export function strFormat(rt: Runtime, self: number, args: number, count: number, kwnames: number): number {
  const names = kwnames === 0 ? 0 : tupleLength(rt, kwnames);
  if (names === 0) return formatAll(rt, self, args, count, 0);
  const kwargs = newDict(rt);
  let status = 0;
  for (let index = 0; index < names && status === 0; index++)
    status = dictSet(rt, kwargs, tupleItem(rt, kwnames, index), rt.heap.load(args + 4 * (count + index)));
  const result = status < 0 ? 0 : formatAll(rt, self, args, count, kwargs);
  decref(rt, kwargs);
  return result;
}

/** `self.format_map(mapping)`. */
export function strFormatMap(rt: Runtime, self: number, mapping: number): number {
  return formatAll(rt, self, 0, -1, mapping);
}

function formatAll(rt: Runtime, self: number, args: number, count: number, kwargs: number): number {
  const result = expand(
    rt,
    strValue(rt, self),
    { args, count, kwargs, flags: strFlags(rt, self), numbering: "undecided", next: 0 },
    2,
  );
  return result === null ? 0 : newStrOf(rt, result.text, result.flags);
}

/** Null: an exception is set. */
function expand(rt: Runtime, template: string, source: Source, depth: number): FormattedText | null {
  if (depth === 0) return raised(rt, valueError("Max string recursion exceeded"));
  const known = rt.formats.templates.get(template);
  const pieces: Piece[] = [];
  const result: FormattedText = { text: "", flags: source.flags };
  for (let position = 0, index = 0; position < template.length; index++) {
    const piece = known?.[index] ?? nextPiece(template, position);
    if (piece instanceof Failure) return raised(rt, piece);
    if (known === undefined) pieces.push(piece);
    result.text += piece.literal;
    position = piece.end;
    if (piece.field !== null && !expandField(rt, piece.field, source, depth, result)) return null;
  }
  if (known === undefined) rt.formats.templates.add(template, pieces);
  return result;
}

function raised(rt: Runtime, failure: Failure): null {
  raiseFailure(rt, failure);
  return null;
}

function expandField(rt: Runtime, field: Field, source: Source, depth: number, result: FormattedText): boolean {
  let value = fieldValue(rt, field, source);
  if (value === 0) return false;
  if (field.conversion !== "") {
    const converted = convertObject(rt, value, field.conversion);
    decref(rt, value);
    if (converted === 0) return false;
    value = converted;
  }
  const inner = field.specHasFields ? expand(rt, field.spec, source, depth - 1) : null;
  const isDone =
    (inner !== null || !field.specHasFields) &&
    appendFormatted(rt, result, value, inner?.text ?? field.spec, inner?.flags ?? source.flags);
  decref(rt, value);
  return isDone;
}

/** The object that a field name stands for: new reference. */
function fieldValue(rt: Runtime, { name, head, index }: Field, source: Source): number {
  let value = headValue(rt, head, index, source);
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

function headValue(rt: Runtime, head: string, given: Field["index"], source: Source): number {
  let index = given;
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
    if (source.count < 0) return raiseFailure(rt, valueError("Format string contains positional fields"));
    if (index >= source.count) {
      return setError(rt, rt.types.IndexError, `Replacement index ${index} out of range for positional args tuple`);
    }
    return newRef(rt, rt.heap.load(source.args + 4 * index));
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
