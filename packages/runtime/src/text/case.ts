// Case mapping with Unicode's full mappings. The host has upper and lower case; title case and case folding are derived from
// them, with the few characters where the derivation would be wrong listed here (found by comparing every code point).

import { isAscii } from "./classify.ts";
import { textFromUnits } from "./from-units.ts";

/** `str.upper`. */
export function toUpper(text: string): string {
  return text.toUpperCase();
}

/** `str.lower`. */
export function toLower(text: string): string {
  return text.toLowerCase();
}

/** `str.casefold`. */
export function caseFold(text: string): string {
  // eslint-disable-next-line no-control-regex -- "is ASCII" is what is asked
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  let result = "";
  for (const character of text) result += foldCharacter(character);
  return result;
}

function foldCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  // Cherokee folds to capitals, the dotless i to itself.
  if (code === 0x131 || (code >= 0x13a0 && code <= 0x13f5)) return character;
  if ((code >= 0x13f8 && code <= 0x13fd) || (code >= 0xab70 && code <= 0xabbf)) return character.toUpperCase();
  return character.toLowerCase().toUpperCase().toLowerCase();
}

/** Digraphs whose title case is the form between the other two. */
const DIGRAPHS = "ǄǅǆǇǈǉǊǋǌǱǲǳ";

/** Characters that become a capital and small letters. */
const CAPITAL_AND_SMALL = /^[ßև\ufb00-\ufb06\ufb13-\ufb17]$/;

/** Greek letters with iota subscript and an accent: the iota stays a mark. */
const WITH_IOTA: Readonly<Record<string, string>> = {
  "\u1fb2": "\u1fba\u0345",
  "\u1fb3": "\u1fbc",
  "\u1fb4": "\u0386\u0345",
  "\u1fb7": "\u0391\u0342\u0345",
  "\u1fbc": "\u1fbc",
  "\u1fc2": "\u1fca\u0345",
  "\u1fc3": "\u1fcc",
  "\u1fc4": "\u0389\u0345",
  "\u1fc7": "\u0397\u0342\u0345",
  "\u1fcc": "\u1fcc",
  "\u1ff2": "\u1ffa\u0345",
  "\u1ff3": "\u1ffc",
  "\u1ff4": "\u038f\u0345",
  "\u1ff7": "\u03a9\u0342\u0345",
  "\u1ffc": "\u1ffc",
};

/** The title case of one code point. */
export function titleCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 128) return character.toUpperCase();
  const digraph = DIGRAPHS.indexOf(character);
  if (digraph >= 0) return DIGRAPHS.charAt(digraph - (digraph % 3) + 1);
  // Georgian has capitals that are used for whole words only.
  if ((code >= 0x10d0 && code <= 0x10fa) || (code >= 0x10fd && code <= 0x10ff)) return character;
  if (code >= 0x1f80 && code <= 0x1faf) return String.fromCharCode(code | 8);
  const greek = WITH_IOTA[character];
  if (greek !== undefined) return greek;
  const upper = character.toUpperCase();
  return CAPITAL_AND_SMALL.test(character) ? upper.charAt(0) + upper.slice(1).toLowerCase() : upper;
}

/** `str.title`. */
export function toTitle(text: string): string {
  if (isAscii(text)) return asciiTitle(text);
  let result = "";
  let afterCased = false;
  let position = 0;
  for (const character of text) {
    result += afterCased ? lowerAt(text, character, position) : titleCharacter(character);
    afterCased = /\p{Cased}/u.test(character);
    position += character.length;
  }
  return result;
}

function asciiTitle(text: string): string {
  let afterLetter = false;
  return textFromUnits(text.length, (index) => {
    const unit = text.charCodeAt(index);
    const lower = unit | 32;
    const isLetter = lower >= 97 && lower <= 122;
    const result = isLetter ? lower - (afterLetter ? 0 : 32) : unit;
    afterLetter = isLetter;
    return result;
  });
}

/** `str.capitalize`. */
export function capitalize(text: string): string {
  if (text === "") return "";
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  return titleCharacter(first) + text.toLowerCase().slice(first.toLowerCase().length);
}

/** `str.swapcase`. */
export function swapCase(text: string): string {
  let result = "";
  let position = 0;
  for (const character of text) {
    if (/\p{Uppercase}/u.test(character)) result += lowerAt(text, character, position);
    else if (/\p{Lowercase}/u.test(character)) result += character.toUpperCase();
    else result += character;
    position += character.length;
  }
  return result;
}

/** Lower case of a character in its place: a sigma at the end of a word has its own form. */
function lowerAt(text: string, character: string, position: number): string {
  if (character !== "\u03a3") return character.toLowerCase();
  const final =
    /(?=\p{Cased})\P{Case_Ignorable}\p{Case_Ignorable}*$/u.test(text.slice(0, position)) &&
    !/^\p{Case_Ignorable}*(?=\p{Cased})\P{Case_Ignorable}/u.test(text.slice(position + 1));
  return final ? "\u03c2" : "\u03c3";
}
