// Names of characters, both ways. What is not a rule is unpacked when the first name is asked for.

import { NumberReader, type UnicodeData } from "./tables.ts";

const hangulStart = 0xac00;
const hangulCount = 11172;
const hangulPrefix = "HANGUL SYLLABLE ";
const initials = ["G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"];
const vowels = "A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I".split(" ");
const finals = ["", ..."G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H".split(" ")];

/** The names of one machine. */
export class CharacterNames {
  readonly #data: UnicodeData;
  #names: Map<number, string> | null = null;
  #points: Map<string, number> | null = null;

  constructor(data: UnicodeData) {
    this.#data = data;
  }

  /** The name of a code point. */
  name(point: number): string | undefined {
    const syllable = point - hangulStart;
    if (syllable >= 0 && syllable < hangulCount) return hangulPrefix + syllableName(syllable);
    const range = this.#data.names.ranges.find(([, first, count]) => point >= first && point < first + count);
    if (range !== undefined) return range[0] + point.toString(16).toUpperCase();
    return this.#unpacked().get(point);
  }

  /** The code point of a name or an alias, in any case but for names that are made by a rule. */
  find(name: string): number | undefined {
    if (name.startsWith(hangulPrefix)) return findSyllable(name.slice(hangulPrefix.length));
    for (const [prefix, first, count] of this.#data.names.ranges) {
      const digits = name.startsWith(prefix) ? name.slice(prefix.length) : "";
      const point = /^[0-9A-F]{4,5}$/.test(digits) ? parseInt(digits, 16) : -1;
      if (point >= first && point < first + count) return point;
    }
    this.#points ??= new Map([
      ...this.#data.aliases,
      ...Array.from(this.#unpacked(), ([point, own]) => [own, point] as const),
    ]);
    return this.#points.get(name.toUpperCase());
  }

  #unpacked(): Map<number, string> {
    if (this.#names !== null) return this.#names;
    const { words: packedWords, names } = this.#data.names;
    const words = packedWords.split(" ");
    const result = new Map<number, string>();
    const reader = new NumberReader(names);
    let point = -1;
    let own: string[] = [];
    while (!reader.isAtEnd) {
      point += reader.next() + 1;
      own = own.slice(0, reader.next());
      for (let count = reader.next(); count > 0; count--) own.push(words[reader.next()] ?? "");
      result.set(point, own.join(" "));
    }
    this.#names = result;
    return result;
  }
}

function syllableName(syllable: number): string {
  const vowel = Math.floor(syllable / finals.length) % vowels.length;
  const initial = Math.floor(syllable / (finals.length * vowels.length));
  return `${initials[initial] ?? ""}${vowels[vowel] ?? ""}${finals[syllable % finals.length] ?? ""}`;
}

function findSyllable(name: string): number | undefined {
  const found = /^([^AEIOUWY]*)([AEIOUWY]+)(.*)$/.exec(name);
  const [, first = "", middle = "", last = ""] = found ?? [];
  const initial = initials.indexOf(first);
  const vowel = vowels.indexOf(middle);
  const final = finals.indexOf(last);
  if (found === null || initial < 0 || vowel < 0 || final < 0) return undefined;
  return hangulStart + (initial * vowels.length + vowel) * finals.length + final;
}
