// str.isalpha and its kin: whether every character has a property, by the host's Unicode data and, where a property of Python's is
// not one that regular expressions have, the code points that make the difference.

import { lazily } from "../lazily.ts";
import { whitespaceClass } from "../numbers/numeric-text.ts";
import { NEWER } from "./newer-characters.ts";

/** A character of some classes, as CPython knows them. */
const known = (classes: string): string => `[[${classes}]--[${NEWER}]]`;
// eslint-disable-next-line no-control-regex -- "is ASCII" is what is asked
const ASCII = /^[\x00-\x7f]*$/;

/**
 * A test of texts, which engines take milliseconds to compile where it is about all of Unicode: for texts in ASCII there is a smaller one, and the
 * larger is made when it is needed.
 */
function test(ascii: RegExp, pattern: () => string): (text: string) => boolean {
  const any = lazily(() => new RegExp(pattern(), "v"));
  return (text) => (ASCII.test(text) ? ascii : any()).test(text);
}

const all = (ascii: RegExp, classes: string): ((text: string) => boolean) => test(ascii, () => `^${known(classes)}+$`);

const isAllAlpha = all(/^[A-Za-z]+$/, "\\p{L}");
const isAllDecimal = all(/^[0-9]+$/, "\\p{Nd}");
const SPACE = new RegExp(`^[${whitespaceClass}]+$`);
const isName = test(/^[A-Za-z_]\w*$/, () => `^${known("\\p{XID_Start}_")}${known("\\p{XID_Continue}")}*$`);

/** Digits that are not decimal ones: superscripts, circled digits and the like. */
const OTHER_DIGITS =
  "\\u{b2}\\u{b3}\\u{b9}\\u{1369}-\\u{1371}\\u{19da}\\u{2070}\\u{2074}-\\u{2079}\\u{2080}-\\u{2089}\\u{2460}-\\u{2468}" +
  "\\u{2474}-\\u{247c}\\u{2488}-\\u{2490}\\u{24ea}\\u{24f5}-\\u{24fd}\\u{24ff}\\u{2776}-\\u{277e}\\u{2780}-\\u{2788}" +
  "\\u{278a}-\\u{2792}\\u{10a40}-\\u{10a43}\\u{10e60}-\\u{10e68}\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}";

/** Ideographs that mean numbers: letters to the host. */
const NUMBER_IDEOGRAPHS =
  "\\u{3405}\\u{3483}\\u{382a}\\u{3b4d}\\u{4e00}\\u{4e03}\\u{4e07}\\u{4e09}\\u{4e24}\\u{4e5d}\\u{4e8c}\\u{4e94}\\u{4e96}" +
  "\\u{4eac}\\u{4ebf}\\u{4ec0}\\u{4edf}\\u{4ee8}\\u{4f0d}\\u{4f70}\\u{4fe9}\\u{5006}\\u{5104}\\u{5146}\\u{5169}\\u{516b}" +
  "\\u{516d}\\u{5341}\\u{5343}-\\u{5345}\\u{534c}\\u{53c1}-\\u{53c4}\\u{56db}\\u{58f1}\\u{58f9}\\u{5e7a}\\u{5efe}\\u{5eff}" +
  "\\u{5f0c}-\\u{5f0e}\\u{5f10}\\u{62d0}\\u{62fe}\\u{634c}\\u{67d2}\\u{6d1e}\\u{6f06}\\u{7396}\\u{767e}\\u{7695}\\u{79ed}" +
  "\\u{8086}\\u{842c}\\u{8cae}\\u{8cb3}\\u{8d30}\\u{920e}\\u{94a9}\\u{9621}\\u{9646}\\u{964c}\\u{9678}\\u{96f6}\\u{f96b}" +
  "\\u{f973}\\u{f978}\\u{f9b2}\\u{f9d1}\\u{f9d3}\\u{f9fd}\\u{20001}\\u{20064}\\u{200e2}\\u{20121}\\u{2092a}\\u{20983}" +
  "\\u{2098c}\\u{2099c}\\u{20aea}\\u{20afd}\\u{20b19}\\u{22390}\\u{22998}\\u{23b1b}\\u{2626d}\\u{2f890}";

const areAllDigits = all(/^[0-9]+$/, `\\p{Nd}${OTHER_DIGITS}`);
const isAllNumeric = all(/^[0-9]+$/, `\\p{N}${NUMBER_IDEOGRAPHS}`);
const isAllAlphanumeric = all(/^[0-9A-Za-z]+$/, `\\p{L}\\p{N}${NUMBER_IDEOGRAPHS}`);

export function isAlpha(text: string): boolean {
  return isAllAlpha(text);
}

export function isDecimal(text: string): boolean {
  return isAllDecimal(text);
}

export function isDigit(text: string): boolean {
  return areAllDigits(text);
}

export function isNumeric(text: string): boolean {
  return isAllNumeric(text);
}

export function isAlphanumeric(text: string): boolean {
  return isAllAlphanumeric(text);
}

export function isSpace(text: string): boolean {
  return SPACE.test(text);
}

export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

export function isIdentifier(text: string): boolean {
  return isName(text);
}

/** Cased characters there are, and all of them are lower case. */
export function isLower(text: string): boolean {
  return hasLower(text) && !hasUpperOrTitle(text);
}

/** Cased characters there are, and all of them are upper case. */
export function isUpper(text: string): boolean {
  return hasUpper(text) && !hasLowerOrTitle(text);
}

const some = (ascii: RegExp, classes: string): ((text: string) => boolean) => test(ascii, () => known(classes));
// U+0295 was a small letter until Unicode 17.
const hasLower = some(/[a-z]/, "\\p{Lowercase}\\u0295");
const hasUpper = some(/[A-Z]/, "\\p{Uppercase}");
const hasUpperOrTitle = some(/[A-Z]/, "\\p{Uppercase}\\p{Lt}");
const hasLowerOrTitle = some(/[a-z]/, "\\p{Lowercase}\\p{Lt}\\u0295");

/** Upper case follows only uncased characters, lower case only cased ones, and there is some. */
export function isTitle(text: string): boolean {
  let found = false;
  let afterCased = false;
  for (const character of text) {
    if (hasUpperOrTitle(character)) {
      if (afterCased) return false;
      found = afterCased = true;
    } else if (hasLower(character)) {
      if (!afterCased) return false;
    } else afterCased = false;
  }
  return found;
}
