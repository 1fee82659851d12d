// The database in one version of the standard: what its functions know.

import { type CharacterNames } from "./names.ts";
import { type PackedRuns, type PackedVersion, RunTable, type UnicodeData, unpackTexts } from "./tables.ts";

type Property = keyof PackedVersion;

/** One version. Tables are unpacked when they are asked for. */
export class Database {
  readonly version: string;
  readonly #data: UnicodeData;
  readonly #packed: PackedVersion;
  readonly #names: CharacterNames;
  /** Which version this is. */
  readonly #which: "current" | "old";
  readonly #tables = new Map<string, RunTable>();
  #decompositions: Map<number, string> | null = null;
  #oldDecompositions: Map<number, string> | null = null;
  #oldCombining: Map<number, string> | null = null;

  constructor(data: UnicodeData, names: CharacterNames, which: "current" | "old") {
    this.version = which === "current" ? data.version : "3.2.0";
    this.#data = data;
    this.#packed = data[which];
    this.#names = names;
    this.#which = which;
  }

  #table(name: string, packed: PackedRuns): RunTable {
    let table = this.#tables.get(name);
    if (table === undefined) this.#tables.set(name, (table = new RunTable(packed)));
    return table;
  }

  property(name: Property, point: number): string {
    return this.#table(name, this.#packed[name]).get(point);
  }

  isAssigned(point: number): boolean {
    return this.property("category", point) !== "Cn";
  }

  combining(point: number): number {
    if (this.#which === "old") {
      this.#oldCombining ??= unpackTexts(this.#data.oldCombining);
      const other = this.#oldCombining.get(point);
      if (other !== undefined) return Number(other);
      if (!this.isAssigned(point)) return 0;
    }
    return Number(this.#table("combining", this.#data.combining).get(point));
  }

  decomposition(point: number): string {
    if (this.#which === "old") {
      this.#oldDecompositions ??= unpackTexts(this.#data.oldDecompositions);
      const other = this.#oldDecompositions.get(point);
      if (other !== undefined) return other;
      if (!this.isAssigned(point)) return "";
    }
    this.#decompositions ??= unpackTexts(this.#data.decompositions);
    return this.#decompositions.get(point) ?? "";
  }

  /** The value of a numeric character, of one that is like a digit, or of a digit. */
  value(name: "numeric" | "digit" | "decimal", point: number): number | undefined {
    const text = this.property(name, point);
    return text === "" ? undefined : Number(text);
  }

  name(point: number): string | undefined {
    return this.#which === "old" && !this.isAssigned(point) ? undefined : this.#names.name(point);
  }

  /** Every version finds all names, as CPython has it. */
  find(name: string): number | undefined {
    return this.#names.find(name);
  }

  /** A text in a normal form; what this version does not know stays as it is. */
  normalize(form: "NFC" | "NFD" | "NFKC" | "NFKD", text: string): string {
    if (!/[^\0-\x7f]/.test(text)) return text;
    let result = "";
    let known = "";
    for (const character of text) {
      if (this.isAssigned(character.codePointAt(0) ?? 0)) {
        known += character;
        continue;
      }
      result += known.normalize(form) + character;
      known = "";
    }
    return result + known.normalize(form);
  }
}
