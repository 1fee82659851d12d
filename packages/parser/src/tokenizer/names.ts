/** Names, keywords, and the letters before a quote. */
import {
  DOUBLE_QUOTE,
  SINGLE_QUOTE,
  codePointNotation,
  invalidIdentifierOffset,
  isNameCharacter,
  isPrintable,
} from "./characters.ts";
import type { Scanner } from "./scanner.ts";
import { string } from "./strings.ts";
import { beginFormatted } from "./templates.ts";
import * as K from "./kinds.ts";

/** Pairs of string prefix letters, in the order in which CPython complains of them. */
const INCOMPATIBLE_PREFIXES: readonly string[] = ["ub", "ur", "uf", "ut", "bf", "bt", "ft"];

/** Keyword candidates by first code unit, as [text, kind] rows. */
const KEYWORDS_BY_FIRST: ReadonlyMap<number, readonly (readonly [string, number])[]> = Map.groupBy(
  K.KEYWORDS.map((text, index) => [text, K.FALSE + index] as const),
  ([text]) => text.charCodeAt(0),
);

export function name(t: Scanner, first: number, start: number): void {
  const source = t.source;
  let position = start;
  let code = first;
  let beyondAscii = false;
  for (;;) {
    if (code >= 128) beyondAscii = true;
    code = source.charCodeAt(++position);
    if (code < 128 ? !isNameCharacter(code) : Number.isNaN(code)) break;
  }
  if ((code === DOUBLE_QUOTE || code === SINGLE_QUOTE) && position - start <= 2) {
    const prefix = source.slice(start, position).toLowerCase();
    if (/^(?:[bu]|r|br|rb)$/.test(prefix)) {
      string(t, start, position, code);
      return;
    }
    if (/^(?:[ft]|[ft]r|r[ft])$/.test(prefix)) {
      beginFormatted(t, start, position, code, prefix);
      return;
    }
  }
  if ((code === DOUBLE_QUOTE || code === SINGLE_QUOTE) && position - start <= 5) checkPrefix(t, start, position);
  t.position = position;
  if (beyondAscii) {
    verifyIdentifier(t, start, position);
  } else if (position - start <= 8) {
    const candidates = KEYWORDS_BY_FIRST.get(first) ?? [];
    for (const [text, kind] of candidates) {
      if (text.length === position - start && source.startsWith(text, start)) {
        t.push(kind, start, position);
        return;
      }
    }
  }
  t.push(K.NAME, start, position);
}

function checkPrefix(t: Scanner, start: number, end: number): void {
  const prefix = t.source.slice(start, end).toLowerCase();
  if (!/^(?:([brftu])(?!.*\1))+$/.test(prefix)) return;
  const pair = INCOMPATIBLE_PREFIXES.find(
    ([first = "", second = ""]) => prefix.includes(first) && prefix.includes(second),
  );
  if (pair === undefined) return;
  t.failRange(`'${pair[0] ?? ""}' and '${pair[1] ?? ""}' prefixes are incompatible`, start, end);
}

function verifyIdentifier(t: Scanner, start: number, end: number): void {
  const text = t.source.slice(start, end);
  const invalid = invalidIdentifierOffset(text);
  if (invalid < 0) return;
  const character = String.fromCodePoint(text.codePointAt(invalid) ?? 0);
  t.position = start + invalid + character.length;
  const notation = codePointNotation(character);
  t.fail(
    isPrintable(character)
      ? `invalid character '${character}' (${notation})`
      : `invalid non-printable character ${notation}`,
    t.position,
  );
}
