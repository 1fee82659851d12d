// Checks a program that somebody hands to `_sre.compile`: the matcher trusts what passes. Every skip stays inside, every construct ends
// as it must, groups and repeats are in range.

import { Opcode, atCount, categoryCount } from "./opcodes.ts";

/** Whether a program is well formed. */
export function isValidProgram(code: Int32Array, groups: number): boolean {
  const last = code.length - 1;
  return groups >= 0 && code[last] === Opcode.SUCCESS && new Validator(code, groups).body(0, last);
}

class Validator {
  readonly #code: Int32Array;
  readonly #groups: number;

  constructor(code: Int32Array, groups: number) {
    this.#code = code;
    this.#groups = groups;
  }

  /** Instructions from `pc` to exactly `end`. */
  body(pc: number, end: number): boolean {
    while (pc < end) {
      pc = this.#instruction(pc, end);
      if (pc < 0) return false;
    }
    return pc === end;
  }

  /** Where the instruction at `pc` ends; -1 if it is none, or goes beyond `end`. */
  #instruction(pc: number, end: number): number {
    const code = this.#code;
    const next = this.#skip(pc + 1, end);
    switch (code[pc]) {
      case Opcode.FAILURE:
      case Opcode.SUCCESS:
      case Opcode.ANY:
      case Opcode.ANY_ALL:
        return pc + 1;
      case Opcode.LITERAL:
      case Opcode.NOT_LITERAL:
      case Opcode.LITERAL_IGNORE:
      case Opcode.NOT_LITERAL_IGNORE:
      case Opcode.LITERAL_LOC_IGNORE:
      case Opcode.NOT_LITERAL_LOC_IGNORE:
      case Opcode.LITERAL_UNI_IGNORE:
      case Opcode.NOT_LITERAL_UNI_IGNORE:
        return this.#operand(pc, end, Infinity);
      case Opcode.MARK:
        return this.#operand(pc, end, 2 * this.#groups);
      case Opcode.AT:
        return this.#operand(pc, end, atCount);
      case Opcode.CATEGORY:
        return this.#operand(pc, end, categoryCount);
      case Opcode.GROUPREF:
      case Opcode.GROUPREF_IGNORE:
      case Opcode.GROUPREF_LOC_IGNORE:
      case Opcode.GROUPREF_UNI_IGNORE:
        return this.#operand(pc, end, this.#groups);
      case Opcode.IN:
      case Opcode.IN_IGNORE:
      case Opcode.IN_LOC_IGNORE:
      case Opcode.IN_UNI_IGNORE:
        return next > 0 && code[next - 1] === Opcode.FAILURE && this.#set(pc + 2, next - 1) ? next : -1;
      case Opcode.INFO:
        return pc === 0 && next >= 5 && this.#info(next) ? next : -1;
      case Opcode.BRANCH:
        return this.#branch(pc + 1, end);
      case Opcode.REPEAT_ONE:
      case Opcode.MIN_REPEAT_ONE:
      case Opcode.POSSESSIVE_REPEAT_ONE:
        return next > 0 && this.#hasRange(pc) && this.#succeeds(pc + 4, next) && this.#isOneCharacter(pc + 4)
          ? next
          : -1;
      case Opcode.REPEAT: {
        if (next < 0 || next >= end || !this.#hasRange(pc) || !this.body(pc + 4, next)) return -1;
        return code[next] === Opcode.MAX_UNTIL || code[next] === Opcode.MIN_UNTIL ? next + 1 : -1;
      }
      case Opcode.POSSESSIVE_REPEAT:
        if (next < 0 || next >= end || !this.#hasRange(pc) || !this.body(pc + 4, next)) return -1;
        return code[next] === Opcode.SUCCESS ? next + 1 : -1;
      case Opcode.ATOMIC_GROUP:
        return next > 0 && this.#succeeds(pc + 2, next) ? next : -1;
      case Opcode.ASSERT:
      case Opcode.ASSERT_NOT:
        return next > 0 && (code[pc + 2] as number) >= 0 && this.#succeeds(pc + 3, next) ? next : -1;
      case Opcode.GROUPREF_EXISTS:
        return this.#conditional(pc, end);
      default:
        return -1;
    }
  }

  /** Where the skip word at `at` leads; -1 if that is not behind it and within `end`. */
  #skip(at: number, end: number): number {
    if (at >= end) return -1;
    const skip = this.#code[at] as number;
    return skip > 0 && skip <= end - at ? at + skip : -1;
  }

  #operand(pc: number, end: number, limit: number): number {
    const value = (this.#code[pc + 1] as number) >>> 0;
    return pc + 2 <= end && value < limit ? pc + 2 : -1;
  }

  #hasRange(pc: number): boolean {
    return (this.#code[pc + 2] as number) >>> 0 <= (this.#code[pc + 3] as number) >>> 0;
  }

  /** Instructions from `pc` on whose last, before `end`, is SUCCESS. */
  #succeeds(pc: number, end: number): boolean {
    return pc < end && this.#code[end - 1] === Opcode.SUCCESS && this.body(pc, end - 1);
  }

  /** Whether the instruction at `pc` takes one character, or fails. */
  #isOneCharacter(pc: number): boolean {
    const op = this.#code[pc] as number;
    return (
      op !== Opcode.SUCCESS &&
      this.#code[this.#instruction(pc, this.#code.length)] === Opcode.SUCCESS &&
      !several.has(op)
    );
  }

  #branch(choice: number, end: number): number {
    const code = this.#code;
    let target = -1;
    while (choice < end && code[choice] !== 0) {
      const next = this.#skip(choice, end);
      if (next < choice + 3 || code[next - 2] !== Opcode.JUMP || !this.body(choice + 1, next - 2)) return -1;
      const to = next - 1 + (code[next - 1] as number);
      if (target >= 0 && to !== target) return -1;
      target = to;
      choice = next;
    }
    return choice < end && target === choice + 1 ? choice + 1 : -1;
  }

  /** GROUPREF_EXISTS group skip yes… [JUMP skip no…]: the skip leads behind the JUMP if there is one. */
  #conditional(pc: number, end: number): number {
    const code = this.#code;
    const otherwise = pc + 1 + (code[pc + 2] as number);
    if (this.#operand(pc, end, this.#groups) < 0 || pc + 3 > otherwise || otherwise > end) return -1;
    // The word before a JUMP may be an operand that has its number, so both readings are tried.
    if (otherwise >= pc + 5 && code[otherwise - 2] === Opcode.JUMP) {
      const next = this.#skip(otherwise - 1, end);
      if (next > 0 && this.body(pc + 3, otherwise - 2) && this.body(otherwise, next)) return next;
    }
    return this.body(pc + 3, otherwise) ? otherwise : -1;
  }

  #info(end: number): boolean {
    const code = this.#code;
    const flags = code[2] as number;
    if ((flags & ~7) !== 0 || (flags & 5) === 5 || ((flags & 2) !== 0 && (flags & 1) === 0)) return false;
    if ((flags & 1) !== 0) {
      const length = code[5] as number;
      return length >= 0 && 7 + 2 * length === end;
    }
    return (flags & 4) === 0 || (code[end - 1] === Opcode.FAILURE && this.#set(5, end - 1));
  }

  /** Elements of a set from `pc` to exactly `end`. */
  #set(pc: number, end: number): boolean {
    const code = this.#code;
    while (pc < end) {
      switch (code[pc]) {
        case Opcode.NEGATE:
          pc++;
          break;
        case Opcode.LITERAL:
          pc += 2;
          break;
        case Opcode.RANGE:
        case Opcode.RANGE_UNI_IGNORE:
          pc += 3;
          break;
        case Opcode.CATEGORY:
          if ((code[pc + 1] as number) >>> 0 >= categoryCount) return false;
          pc += 2;
          break;
        case Opcode.CHARSET:
          pc += 9;
          break;
        case Opcode.BIGCHARSET: {
          const blocks = code[pc + 1] as number;
          if (blocks < 0 || pc + 66 > end) return false;
          for (let at = pc + 2; at < pc + 66; at++) {
            for (let shift = 0; shift < 32; shift += 8)
              if ((((code[at] as number) >> shift) & 255) >= blocks) return false;
          }
          pc += 66 + 8 * blocks;
          break;
        }
        default:
          return false;
      }
    }
    return pc === end;
  }
}

/** Instructions that are no single character. */
const several: ReadonlySet<number> = new Set([
  Opcode.MARK,
  Opcode.AT,
  Opcode.GROUPREF,
  Opcode.GROUPREF_IGNORE,
  Opcode.GROUPREF_LOC_IGNORE,
  Opcode.GROUPREF_UNI_IGNORE,
  Opcode.GROUPREF_EXISTS,
  Opcode.BRANCH,
  Opcode.INFO,
  Opcode.REPEAT,
  Opcode.REPEAT_ONE,
  Opcode.MIN_REPEAT_ONE,
  Opcode.POSSESSIVE_REPEAT,
  Opcode.POSSESSIVE_REPEAT_ONE,
  Opcode.ATOMIC_GROUP,
  Opcode.ASSERT,
  Opcode.ASSERT_NOT,
]);
