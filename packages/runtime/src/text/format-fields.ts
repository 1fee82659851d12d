// The markup of str.format, parsed piece by piece: literal text, then perhaps a field. Errors come in CPython's order,
// so nothing is parsed before what is to the left of it has been formatted.

import { type Failure, valueError } from "../numbers/failure.ts";
import { asciiDigits } from "../numbers/numeric-text.ts";
import { isDecimal } from "./classify.ts";

/** A replacement field. */
export interface Field {
  readonly name: string;
  /** The name up to the first accessor, and the number that it is. */
  readonly head: string;
  readonly index: number | undefined | Failure;
  /** The character after `!`, "" where absent. */
  readonly conversion: string;
  readonly spec: string;
  /** Whether the specification has fields itself. */
  readonly specHasFields: boolean;
}

/** What {@link nextPiece} found: text, then a field or none; `end` is where the next piece starts. */
export interface Piece {
  readonly literal: string;
  readonly field: Field | null;
  readonly end: number;
}

/** The piece of `template` at `start`, which is before its end. */
export function nextPiece(template: string, start: number): Piece | Failure {
  let position = start;
  let brace = "";
  while (position < template.length) {
    const character = template.charAt(position++);
    if (character === "{" || character === "}") {
      brace = character;
      break;
    }
  }
  if (brace === "") return { literal: template.slice(start), field: null, end: template.length };
  const following = template.charAt(position);
  if (following === brace) return { literal: template.slice(start, position), field: null, end: position + 1 };
  if (brace === "}") return valueError("Single '}' encountered in format string");
  if (following === "") return valueError("Single '{' encountered in format string");
  return parseField(template, template.slice(start, position - 1), position);
}

function makeField(name: string, conversion: string, spec: string, specHasFields: boolean): Field {
  const head = fieldHead(name);
  return { name, head, index: fieldIndex(head), conversion, spec, specHasFields };
}

function parseField(template: string, literal: string, start: number): Piece | Failure {
  let position = start;
  let character = "";
  scan: while (position < template.length) {
    character = template.charAt(position++);
    switch (character) {
      case "{":
        return valueError("unexpected '{' in field name");
      case "[": {
        const close = template.indexOf("]", position);
        position = close < 0 ? template.length : close;
        continue;
      }
      case "}":
      case ":":
      case "!":
        break scan;
    }
  }
  if (character !== "}" && character !== ":" && character !== "!") {
    return valueError("expected '}' before end of string");
  }
  const name = template.slice(start, position - 1);
  if (character === "}") return { literal, field: makeField(name, "", "", false), end: position };
  let conversion = "";
  if (character === "!") {
    if (position >= template.length) return valueError("end of string while looking for conversion specifier");
    conversion = String.fromCodePoint(template.codePointAt(position) ?? 0);
    position += conversion.length;
    if (position < template.length) {
      const after = template.charAt(position++);
      if (after === "}") return { literal, field: makeField(name, conversion, "", false), end: position };
      if (after !== ":") return valueError("expected ':' after conversion specifier");
    }
  }
  return parseSpec(template, literal, name, conversion, position);
}

function parseSpec(
  template: string,
  literal: string,
  name: string,
  conversion: string,
  start: number,
): Piece | Failure {
  let depth = 1;
  let specHasFields = false;
  for (let position = start; position < template.length; position++) {
    const character = template.charAt(position);
    if (character === "{") {
      specHasFields = true;
      depth++;
    } else if (character === "}" && --depth === 0) {
      const field = makeField(name, conversion, template.slice(start, position), specHasFields);
      return { literal, field, end: position + 1 };
    }
  }
  return valueError("unmatched '{' in format spec");
}

/** One step of a field name: an attribute or an item. */
export interface Accessor {
  readonly kind: "attribute" | "item";
  readonly text: string;
}

/** The first part of a field name, up to the first accessor. */
export function fieldHead(name: string): string {
  const end = name.search(/[.[]/);
  return end < 0 ? name : name.slice(0, end);
}

/** The accessor at `position` of a field name and where the next one starts. */
export function nextAccessor(
  name: string,
  position: number,
): { readonly accessor: Accessor; readonly end: number } | Failure {
  const first = name.charAt(position);
  if (first === ".") {
    const length = name.slice(position + 1).search(/[.[]/);
    const end = length < 0 ? name.length : position + 1 + length;
    const text = name.slice(position + 1, end);
    return text === ""
      ? valueError("Empty attribute in format string")
      : { accessor: { kind: "attribute", text }, end };
  }
  if (first !== "[") return valueError("Only '.' or '[' may follow ']' in format field specifier");
  const close = name.indexOf("]", position + 1);
  if (close < 0) return valueError("Missing ']' in format string");
  const text = name.slice(position + 1, close);
  return text === ""
    ? valueError("Empty attribute in format string")
    : { accessor: { kind: "item", text }, end: close + 1 };
}

/** The value of a text of decimal digits, or undefined. */
export function fieldIndex(text: string): number | undefined | Failure {
  if (!isDecimal(text)) return undefined;
  const value = Number(asciiDigits(text));
  return value > Number.MAX_SAFE_INTEGER ? valueError("Too many decimal digits in format string") : value;
}
