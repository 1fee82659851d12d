// Methods of str on plain texts agree with CPython.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { capitalize, caseFold, swapCase, titleCharacter, toLower, toTitle, toUpper } from "../src/text/case.ts";
import * as classify from "../src/text/classify.ts";
import { pointIndex, textKind, unitIndex } from "../src/text/code-points.ts";
import { codePointLength } from "../src/text/format-layout.ts";
import { expandTabs, justify, zeroFill } from "../src/text/pad.ts";
import { isPrintable, reprString } from "../src/text/repr.ts";
import { countOccurrences, findFirst, findLast, replacedLength, replaceText } from "../src/text/search.ts";
import * as split from "../src/text/split.ts";
import { agree, type Case, shownBoolean, shownText } from "../src/testing/agree.ts";
import { texts } from "./arbitraries.ts";
import { type CPython, loadCPython, pyString } from "../src/testing/cpython.ts";

let python: CPython;
beforeAll(async () => {
  python = await loadCPython();
}, 60000);

const shownList = (parts: readonly string[]): string => `[${parts.map(reprString).join(", ")}]`;

/** Every code point that CPython's Unicode version assigns, in texts of 256. */
test("classes and cases of every assigned character", () => {
  python.execute(`
import unicodedata
def _assigned(block):
    return [c for c in range(block, block + 0x1000) if not 0xd800 <= c < 0xe000 and unicodedata.category(chr(c)) != 'Cn']
def _classes(c):
    s = chr(c)
    return sum(x << i for i, x in enumerate((s.isalpha(), s.isdecimal(), s.isdigit(), s.isnumeric(), s.isalnum(), s.isspace(), s.isprintable(), s.isidentifier(), ('a' + s).isidentifier(), s.isupper(), s.islower(), s.istitle())))
def _cases(c):
    s = chr(c)
    return [s.casefold(), s.title(), s.capitalize(), s.lower()]
`);
  const blocks = Array.from({ length: 0x110 }, (_, index) => index * 0x1000).filter(
    (block) => block < 0x4000 || block === 0xa000 || block >= 0xf000,
  );
  const cases: Case[] = [];
  const assigned = python
    .evaluate(blocks.map((block) => `_assigned(${block})`))
    .map((text) => JSON.parse(text) as number[]);
  blocks.forEach((block, index) => {
    const codes = assigned[index] ?? [];
    if (codes.length === 0) return;
    const rows = codes.map((code) => {
      const s = String.fromCodePoint(code);
      const bits = [
        classify.isAlpha(s),
        classify.isDecimal(s),
        classify.isDigit(s),
        classify.isNumeric(s),
        classify.isAlphanumeric(s),
        classify.isSpace(s),
        isPrintable(s),
        classify.isIdentifier(s),
        classify.isIdentifier(`a${s}`),
        classify.isUpper(s),
        classify.isLower(s),
        classify.isTitle(s),
      ];
      return bits.reduce((sum, bit, place) => sum + (bit ? 1 << place : 0), 0);
    });
    cases.push([`[_classes(c) for c in _assigned(${block})]`, `[${rows.join(", ")}]`]);
    // Unicode 17 gives two letters of Unicode 16 a capital.
    const stable = codes.filter((code) => code !== 0xa7d3 && code !== 0xa7d5);
    cases.push([
      `[_cases(c) for c in _assigned(${block}) if c not in (0xa7d3, 0xa7d5)]`,
      `[${stable.map((code) => shownList([caseFold(String.fromCodePoint(code)), titleCharacter(String.fromCodePoint(code)), capitalize(String.fromCodePoint(code)), toLower(String.fromCodePoint(code))])).join(", ")}]`,
    ]);
  });
  agree(python, cases);
});

test("classes and cases of texts", () => {
  agree(
    python,
    fc.sample(texts, 3000).flatMap((text): Case[] => {
      const s = pyString(text);
      return [
        [`${s}.upper()`, shownText(toUpper(text))],
        [`${s}.lower()`, shownText(toLower(text))],
        [`${s}.title()`, shownText(toTitle(text))],
        [`${s}.capitalize()`, shownText(capitalize(text))],
        [`${s}.swapcase()`, shownText(swapCase(text))],
        [`${s}.casefold()`, shownText(caseFold(text))],
        [`${s}.isupper()`, shownBoolean(classify.isUpper(text))],
        [`${s}.islower()`, shownBoolean(classify.isLower(text))],
        [`${s}.istitle()`, shownBoolean(classify.isTitle(text))],
        [`${s}.isalnum()`, shownBoolean(classify.isAlphanumeric(text))],
        [`${s}.isspace()`, shownBoolean(classify.isSpace(text))],
        [`${s}.isascii()`, shownBoolean(classify.isAscii(text))],
        [`${s}.isprintable()`, shownBoolean(isPrintable(text))],
        [`${s}.isidentifier()`, shownBoolean(classify.isIdentifier(text))],
      ];
    }),
  );
});

test("splitting and stripping", () => {
  const parts = fc.oneof(
    fc.constantFrom("a", "b", " ", "ab", "\t", "\r\n", "😀"),
    texts.filter((text) => text !== ""),
  );
  agree(
    python,
    fc.sample(fc.tuple(texts, parts, fc.integer({ min: 0, max: 4 })), 3000).flatMap(([text, part, limit]): Case[] => {
      const [s, p] = [pyString(text), pyString(part)];
      return [
        [`${s}.split()`, shownList(split.splitWhitespace(text, -1))],
        [`${s}.split(None, ${limit})`, shownList(split.splitWhitespace(text, limit))],
        [`${s}.rsplit(None, ${limit})`, shownList(split.splitWhitespaceFromEnd(text, limit))],
        [`${s}.split(${p})`, shownList(split.splitText(text, part, -1))],
        [`${s}.split(${p}, ${limit})`, shownList(split.splitText(text, part, limit))],
        [`${s}.rsplit(${p}, ${limit})`, shownList(split.splitTextFromEnd(text, part, limit))],
        [`${s}.rsplit(${p})`, shownList(split.splitTextFromEnd(text, part, -1))],
        [`${s}.splitlines()`, shownList(split.splitLines(text, "drop"))],
        [`${s}.splitlines(True)`, shownList(split.splitLines(text, "keep"))],
        [`${s}.strip()`, shownText(split.stripSpaces(text, "both"))],
        [`${s}.lstrip()`, shownText(split.stripSpaces(text, "left"))],
        [`${s}.rstrip()`, shownText(split.stripSpaces(text, "right"))],
        [`${s}.strip(${p})`, shownText(split.stripCharacters(text, part, "both"))],
        [`${s}.lstrip(${p})`, shownText(split.stripCharacters(text, part, "left"))],
        [`${s}.rstrip(${p})`, shownText(split.stripCharacters(text, part, "right"))],
      ];
    }),
  );
});

test("searching, replacing and padding", () => {
  const parts = fc.oneof(fc.constantFrom("", "a", "b", " ", "ab", "😀", "$&"), texts);
  const sizes = fc.integer({ min: 0, max: 20 });
  agree(
    python,
    fc.sample(fc.tuple(texts, parts, parts, sizes, sizes), 3000).flatMap(([text, part, other, m, n]): Case[] => {
      const [s, p, o] = [pyString(text), pyString(part), pyString(other)];
      const kind = textKind(text);
      const length = codePointLength(text);
      const [from, to] = [Math.min(m, n, length), Math.min(Math.max(m, n), length)];
      const [start, end] = [unitIndex(text, from, kind), unitIndex(text, to, kind)];
      const found = (unit: number): string => String(unit < 0 ? unit : pointIndex(text, unit, kind));
      const rows: Case[] = [
        [`${s}.find(${p}, ${from}, ${to})`, found(findFirst(text, part, start, end))],
        [`${s}.rfind(${p}, ${from}, ${to})`, found(findLast(text, part, start, end))],
        [`${s}.replace(${p}, ${o})`, shownText(replaceText(text, part, other, -1))],
        [`${s}.replace(${p}, ${o}, ${m % 4})`, shownText(replaceText(text, part, other, m % 4))],
        [`${s}.center(${m}, '*')`, shownText(justify(text, length, m, "*", "center"))],
        [`${s}.ljust(${m})`, shownText(justify(text, length, m, " ", "left"))],
        [`${s}.rjust(${m})`, shownText(justify(text, length, m, " ", "right"))],
        [`${s}.zfill(${m})`, shownText(zeroFill(text, length, m))],
        [`${s}.expandtabs(${m % 9})`, shownText(expandTabs(text, m % 9))],
      ];
      if (part !== "")
        rows.push([`${s}.count(${p}, ${from}, ${to})`, String(countOccurrences(text, part, start, end))]);
      return rows;
    }),
  );
});

test("the length of a replacement is known before it is made", () => {
  fc.assert(
    fc.property(texts, texts, texts, fc.integer({ min: -1, max: 4 }), (text, old, replacement, count) => {
      expect(replaceText(text, old, replacement, count).length).toBeLessThanOrEqual(
        replacedLength(text, old, replacement, count),
      );
    }),
  );
});
