/** Operators, delimiters and brackets. */
import { OPEN_BRACE, codePointNotation, isPrintable } from "./characters.ts";
import { lineNumber } from "./lines.ts";
import type { Scanner, StringMode } from "./scanner.ts";
import * as K from "./kinds.ts";

const MAX_LEVEL = 200;

/** Kind of a one-character operator by code unit, 0 for none. */
const ONE_CHARACTER: Uint8Array = oneCharacterKinds();

function oneCharacterKinds(): Uint8Array {
  const kinds = new Uint8Array(128);
  K.OPERATORS.forEach((text, index) => {
    if (text.length === 1) kinds[text.charCodeAt(0)] = K.LPAR + index;
  });
  return kinds;
}

/** Operators of two and three characters by first code unit, longest first. */
const LONG_OPERATORS: ReadonlyMap<number, readonly (readonly [string, number])[]> = longOperators();

function longOperators(): ReadonlyMap<number, readonly (readonly [string, number])[]> {
  const rows = K.OPERATORS.map((text, index) => [text, K.LPAR + index] as const);
  const long = [...rows.filter(([text]) => text.length > 1 && text !== "..."), ["<>", K.NOTEQUAL] as const];
  long.sort((first, second) => second[0].length - first[0].length);
  return Map.groupBy(long, ([text]) => text.charCodeAt(0));
}

export function operator(t: Scanner, code: number, position: number, mode: StringMode | undefined): void {
  const source = t.source;
  if (mode !== undefined && code === 58 && mode.fieldDepth >= 0 && mode.depth - 1 === mode.fieldDepth) {
    mode.inExpression = false;
    mode.inFormatSpec = true;
    t.position = position + 1;
    t.push(K.COLON, position, t.position);
    return;
  }
  if (code === 46) {
    const dots = source.startsWith("...", position) ? 3 : 1;
    t.position = position + dots;
    t.push(dots === 3 ? K.ELLIPSIS : K.DOT, position, t.position);
    return;
  }
  const next = source.charCodeAt(position + 1);
  if (next === 61 || next === code || next === 62) {
    const candidates = LONG_OPERATORS.get(code) ?? [];
    for (const [text, kind] of candidates) {
      if (source.startsWith(text, position)) {
        t.position = position + text.length;
        t.push(kind, position, t.position);
        return;
      }
    }
  }
  t.position = position + 1;
  const kind = ONE_CHARACTER[code] ?? 0;
  if (kind >= K.LPAR && kind <= K.RBRACE) bracket(t, code, kind, position, mode);
  if (kind === 0) {
    const character = String.fromCharCode(code);
    if (!isPrintable(character)) {
      if (code === 0) t.fail("source code cannot contain null bytes", position + 1);
      t.fail(`invalid non-printable character ${codePointNotation(character)}`, position + 1);
    }
    t.push(K.UNKNOWN, position, t.position);
    return;
  }
  t.push(kind, position, t.position);
}

function bracket(t: Scanner, code: number, kind: number, position: number, mode: StringMode | undefined): void {
  if (kind === K.LPAR || kind === K.LSQB || kind === K.LBRACE) {
    if (t.open.length >= MAX_LEVEL) t.fail("too many nested parentheses", position + 1);
    t.open.push({ code, offset: position });
    if (mode !== undefined) mode.depth++;
    return;
  }
  const character = String.fromCharCode(code);
  if (mode !== undefined && mode.depth === 0 && kind === K.RBRACE) {
    t.fail(`${mode.letter}-string: single '}' is not allowed`, position + 1);
  }
  const opening = t.open.pop();
  if (opening === undefined) t.fail(`unmatched '${character}'`, position + 1);
  const expected = opening.code === 40 ? 41 : opening.code + 2;
  if (code !== expected) {
    if (mode !== undefined && opening.code === OPEN_BRACE && mode.depth - 1 === mode.fieldDepth) {
      t.fail(`${mode.letter}-string: unmatched '${character}'`, position + 1);
    }
    const openingLine = lineNumber(t.source, opening.offset);
    const suffix = openingLine === lineNumber(t.source, position) ? "" : ` on line ${openingLine}`;
    t.fail(
      `closing parenthesis '${character}' does not match opening parenthesis '${String.fromCharCode(opening.code)}'${suffix}`,
      position + 1,
    );
  }
  if (mode === undefined) return;
  mode.depth--;
  if (mode.depth < 0) t.fail(`${mode.letter}-string: unmatched '${character}'`, position + 1);
  if (kind === K.RBRACE && mode.depth === mode.fieldDepth) {
    mode.fieldDepth--;
    mode.inExpression = false;
    mode.inFormatSpec = false;
  }
}
