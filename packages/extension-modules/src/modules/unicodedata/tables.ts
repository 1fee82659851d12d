// The tables of the database, which are text when the package is built (build/library.ts).
//
//   number   five bits a character of base 64, the lowest first; a character from "g" on says that more follow
//   runs     [values, runs]: length and index of a value, from code point 0 on
//   texts    `gap:text;…`: the code points as differences
//   names    per name: code points left out, words in common with the name before, how many more, and these by number

/** A property of all code points. */
export type PackedRuns = readonly [values: string, runs: string];

/** What another version of the standard says otherwise. */
export interface PackedVersion {
  readonly category: PackedRuns;
  readonly bidirectional: PackedRuns;
  readonly width: PackedRuns;
  readonly mirrored: PackedRuns;
  readonly numeric: PackedRuns;
  readonly digit: PackedRuns;
  readonly decimal: PackedRuns;
}

/** The database. */
export interface UnicodeData {
  readonly version: string;
  readonly current: PackedVersion;
  /** Version 3.2, which domain names need. */
  readonly old: PackedVersion;
  readonly combining: PackedRuns;
  readonly decompositions: string;
  /** Where version 3.2 differs, but for code points that it does not assign. */
  readonly oldDecompositions: string;
  readonly oldCombining: string;
  readonly names: {
    /** Names that end with the code point. */
    readonly ranges: readonly (readonly [prefix: string, first: number, count: number])[];
    readonly words: string;
    readonly names: string;
  };
  readonly aliases: readonly (readonly [name: string, point: number])[];
}

/** Reads packed numbers. */
export class NumberReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  next(): number {
    let value = 0;
    for (let shift = 0; ; shift += 5) {
      const digit = valueOf(this.#text.charCodeAt(this.#at++));
      value |= (digit & 31) << shift;
      if (digit < 32) return value;
    }
  }
}

/** The value of a digit in base 64. */
function valueOf(unit: number): number {
  if (unit >= 97) return unit - 71;
  if (unit >= 65) return unit - 65;
  if (unit >= 48) return unit + 4;
  return unit === 43 ? 62 : 63;
}

/** A property by code point. */
export class RunTable {
  readonly #values: readonly string[];
  /** Where runs begin. */
  readonly #starts: Uint32Array;
  readonly #indices: Uint16Array;

  constructor([values, runs]: PackedRuns) {
    this.#values = values.split(",");
    const starts: number[] = [];
    const indices: number[] = [];
    const reader = new NumberReader(runs);
    for (let start = 0; !reader.isAtEnd;) {
      starts.push(start);
      start += reader.next();
      indices.push(reader.next());
    }
    this.#starts = Uint32Array.from(starts);
    this.#indices = Uint16Array.from(indices);
  }

  get(point: number): string {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= point) low = middle;
      else high = middle - 1;
    }
    return this.#values[this.#indices[low] as number] ?? "";
  }
}

/** Texts by code point. */
export function unpackTexts(packed: string): Map<number, string> {
  const texts = new Map<number, string>();
  let point = 0;
  for (const entry of packed === "" ? [] : packed.split(";")) {
    const colon = entry.indexOf(":");
    point += new NumberReader(entry.slice(0, colon)).next();
    texts.set(point, entry.slice(colon + 1));
  }
  return texts;
}
