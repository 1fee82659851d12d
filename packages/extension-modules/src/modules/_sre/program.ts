// A compiled regular expression as the engine runs it: the words, what the INFO block promises about matches, and for each set a table
// of the characters below 256, made when the set is first asked.

import { type CharacterTables, lowerAscii, upperAscii } from "./characters.ts";
import { Info, Opcode } from "./opcodes.ts";

/** A program. Words are int32: MAXREPEAT is -1. */
export class Program {
  readonly code: Int32Array;
  /** Capturing groups, without group 0. */
  readonly groups: number;
  readonly characters: CharacterTables;
  /** Where matching starts: behind the INFO block. */
  readonly entry: number;
  /** No match is shorter. */
  readonly minimumWidth: number;
  /** What every match starts with; empty: not known. */
  readonly prefix: Int32Array;
  /** The prefix as a text, or `""` if that does not have one unit per character. */
  readonly prefixText: string;
  /** The prefix is the whole pattern. */
  readonly isLiteral: boolean;
  /** Position of a set that has the first character of every match; 0: none. */
  readonly #firstSet: number;
  /** 1 for each character below 256 that is in that set; null: there is none. */
  readonly firstTable: Uint8Array | null = null;
  readonly #tables: (Uint8Array | null)[];

  constructor(code: Int32Array, groups: number, characters: CharacterTables) {
    this.code = code;
    this.groups = groups;
    this.characters = characters;
    this.#tables = new Array<Uint8Array | null>(code.length).fill(null);
    const hasInfo = code[0] === Opcode.INFO;
    const flags = hasInfo ? (code[2] as number) : 0;
    this.entry = hasInfo ? 1 + (code[1] as number) : 0;
    this.minimumWidth = hasInfo ? (code[3] as number) >>> 0 : 0;
    const hasPrefix = (flags & Info.PREFIX) !== 0;
    this.prefix = hasPrefix ? code.subarray(7, 7 + (code[5] as number)) : new Int32Array(0);
    this.prefixText = this.prefix.every((it) => it < 0xd800 || (it >= 0xe000 && it < 0x10000))
      ? String.fromCharCode(...this.prefix)
      : "";
    this.isLiteral = hasPrefix && (flags & Info.LITERAL) !== 0 && this.prefix.length === this.minimumWidth;
    this.#firstSet = !hasPrefix && (flags & Info.CHARSET) !== 0 ? 5 : 0;
    if (this.#firstSet > 0) this.firstTable = Uint8Array.from({ length: 256 }, (_, it) => Number(this.#inSet(5, it)));
  }

  /** Whether a match may begin with a character of 256 or more; below, the table says. */
  mayStartWith(character: number): boolean {
    return this.#inSet(this.#firstSet, character);
  }

  /** Whether the one-character instruction at `pc` accepts a character. */
  accepts(pc: number, character: number): boolean {
    const { code } = this;
    switch (code[pc]) {
      case Opcode.IN:
      case Opcode.IN_IGNORE:
      case Opcode.IN_LOC_IGNORE:
      case Opcode.IN_UNI_IGNORE:
        return character < 256 ? this.table(pc)[character] === 1 : this.#acceptsInSet(pc, character);
      case Opcode.ANY:
        return character !== 10;
      case Opcode.ANY_ALL:
        return true;
      case Opcode.CATEGORY:
        return this.characters.isIn(code[pc + 1] as number, character);
      case Opcode.LITERAL:
        return character === code[pc + 1];
      case Opcode.NOT_LITERAL:
        return character !== code[pc + 1];
      case Opcode.LITERAL_IGNORE:
        return lowerAscii(character) === code[pc + 1];
      case Opcode.NOT_LITERAL_IGNORE:
        return lowerAscii(character) !== code[pc + 1];
      case Opcode.LITERAL_UNI_IGNORE:
        return this.characters.lower(character) === code[pc + 1];
      case Opcode.NOT_LITERAL_UNI_IGNORE:
        return this.characters.lower(character) !== code[pc + 1];
      case Opcode.LITERAL_LOC_IGNORE:
        return equalInLocale(code[pc + 1] as number, character);
      case Opcode.NOT_LITERAL_LOC_IGNORE:
        return !equalInLocale(code[pc + 1] as number, character);
      default:
        return false;
    }
  }

  /** For the set instruction at `pc`: 1 for each character below 256 that it accepts. */
  table(pc: number): Uint8Array {
    const known = this.#tables[pc];
    if (known !== null && known !== undefined) return known;
    const table = new Uint8Array(256);
    for (let character = 0; character < 256; character++) table[character] = this.#acceptsInSet(pc, character) ? 1 : 0;
    this.#tables[pc] = table;
    return table;
  }

  #acceptsInSet(pc: number, character: number): boolean {
    switch (this.code[pc]) {
      case Opcode.IN:
        return this.#inSet(pc + 2, character);
      case Opcode.IN_IGNORE:
        return this.#inSet(pc + 2, lowerAscii(character));
      case Opcode.IN_UNI_IGNORE:
        return this.#inSet(pc + 2, this.characters.lower(character));
      default: {
        const lower = lowerAscii(character);
        const upper = upperAscii(character);
        return this.#inSet(pc + 2, lower) || (upper !== lower && this.#inSet(pc + 2, upper));
      }
    }
  }

  /** Whether the set whose elements begin at `pc` contains a character. */
  #inSet(pc: number, character: number): boolean {
    const { code } = this;
    let found = true;
    for (;;) {
      switch (code[pc]) {
        case Opcode.FAILURE:
          return !found;
        case Opcode.NEGATE:
          found = !found;
          pc++;
          break;
        case Opcode.LITERAL:
          if (character === code[pc + 1]) return found;
          pc += 2;
          break;
        case Opcode.RANGE:
          if (character >= (code[pc + 1] as number) && character <= (code[pc + 2] as number)) return found;
          pc += 3;
          break;
        case Opcode.RANGE_UNI_IGNORE: {
          const first = code[pc + 1] as number;
          const last = code[pc + 2] as number;
          const upper = this.characters.upper(character);
          if ((character >= first && character <= last) || (upper >= first && upper <= last)) return found;
          pc += 3;
          break;
        }
        case Opcode.CATEGORY:
          if (this.characters.isIn(code[pc + 1] as number, character)) return found;
          pc += 2;
          break;
        case Opcode.CHARSET:
          if (character < 256 && bitAt(code, pc + 1, character)) return found;
          pc += 9;
          break;
        case Opcode.BIGCHARSET: {
          // Number of blocks, 256 bytes that give the block of each 256 characters, then the blocks.
          if (character < 0x10000) {
            const high = character >> 8;
            const block = ((code[pc + 2 + (high >> 2)] as number) >> ((high & 3) * 8)) & 255;
            if (bitAt(code, pc + 66 + block * 8, character & 255)) return found;
          }
          pc += 66 + 8 * (code[pc + 1] as number);
          break;
        }
        default:
          return false;
      }
    }
  }
}

/** Whether bit `index` is set in the words from `at`. */
function bitAt(code: Int32Array, at: number, index: number): boolean {
  return (((code[at + (index >> 5)] as number) >>> (index & 31)) & 1) === 1;
}

/** Equal but for case in the C locale. */
function equalInLocale(literal: number, character: number): boolean {
  return character === literal || lowerAscii(character) === literal || upperAscii(character) === literal;
}
