// The matching engine: runs a program on a subject, by backtracking, with a stack of its own.
//
// State: pc, position, marks, and `repeat`, the record of the innermost repeat under way. Repeat records never change: each round makes
// a new one, so that going back only has to remember which was current. Marks do change, and every change is on the stack:
//
//   stack: … | JUMP pc position repeat | UNDO mark old | BRANCH next position repeat | …     ← sp
//             failing pops: undo what is to be undone, until something is left to try
//
// An assertion, an atomic group or a round of a possessive repeat pushes a barrier. When its body has matched, the choices above the
// barrier are dropped, the undo records stay: they belong to whoever goes back further.
//
// The semantics are those of CPython's `_sre`: an empty round ends a greedy repeat, MIN_UNTIL tries the tail first, a search that must
// advance refuses an empty match where it starts. Costs: every instruction pays one unit of fuel; the budget is asked when it is used up.
//
// `switch` has numbers, as that is what the host makes jump tables of: this loop decides how fast regular expressions are. They are those of
// `opcodes.ts`, which the tests check.

import { lowerAscii } from "./characters.ts";
import { At } from "./opcodes.ts";
import { type Program } from "./program.ts";
import { type Subject } from "./subject.ts";
import { Record, recordWords, repeatWords, type Workspace } from "./workspace.ts";

/** Results of a match that are no position. */
export const NO_MATCH = -1;
/** The budget ended it: an exception is set. */
export const INTERRUPTED = -2;

const fuelPerPayment = 4096;
/** Nanoseconds, roughly. */
const unitsPerPayment = 5 * fuelPerPayment;

/** Matches one program on one subject, between two positions. */
export class Matcher {
  readonly program: Program;
  readonly subject: Subject;
  /** Positions of the ends of groups, two per group; -1: not set. */
  readonly marks: Int32Array;
  /** The group that was closed last; -1: none. */
  lastIndex = -1;
  /** Where the last match began. */
  start = 0;
  readonly #workspace: Workspace;
  readonly #code: Int32Array;
  readonly #text: string;
  readonly #points: Uint8Array | Int32Array | null;
  readonly #end: number;
  readonly #frames: number[] = [];
  #sp = 0;
  #fuel = fuelPerPayment;

  /** @param end the subject ends here, for all that the pattern can tell */
  constructor(program: Program, subject: Subject, end: number, workspace: Workspace) {
    this.program = program;
    this.subject = subject;
    this.marks = new Int32Array(2 * program.groups).fill(-1);
    this.#workspace = workspace;
    this.#code = program.code;
    this.#text = subject.text;
    this.#points = subject.points;
    this.#end = end;
  }

  /** Matches at `start`: the end of the match, {@link NO_MATCH} or {@link INTERRUPTED}. `until`: where the match has to end, -1: anywhere. */
  match(start: number, until = -1, notAt = -1): number {
    const { minimumWidth } = this.program;
    if (minimumWidth > 0 && this.#end - start < minimumWidth) return NO_MATCH;
    this.#reset();
    this.start = start;
    const end = this.#run(start, until, notAt);
    this.#workspace.trim();
    return end;
  }

  /** The first match from `start` on; `notAt`: an empty match may not be there, -1: may be. */
  search(start: number, notAt = -1): number {
    const { program } = this;
    const last = this.#end - program.minimumWidth;
    this.#reset();
    let end = NO_MATCH;
    for (let at = start; at <= last; at++) {
      at = this.#candidate(at, last);
      if (at < 0) {
        end = at;
        break;
      }
      this.start = at;
      end = program.isLiteral ? at + program.prefix.length : this.#run(at, -1, notAt);
      if (end !== NO_MATCH) break;
      if (this.#startsAtBeginning()) break;
    }
    this.#workspace.trim();
    return end;
  }

  #reset(): void {
    this.marks.fill(-1);
    this.lastIndex = -1;
  }

  /** The pattern can match only where the text begins. */
  #startsAtBeginning(): boolean {
    const { entry } = this.program;
    const where = this.#code[entry + 1];
    return this.#code[entry] === 6 && (where === At.BEGINNING || where === At.BEGINNING_STRING);
  }

  /** The first position from `at` to `last` where a match may start, as far as the INFO block tells. */
  #candidate(at: number, last: number): number {
    const { prefix, prefixText, firstTable } = this.program;
    const begin = at;
    if (prefix.length > 0) {
      if (this.#points === null && prefixText !== "") {
        const found = this.#text.indexOf(prefixText, at);
        at = found < 0 || found > last ? last + 1 : found;
      } else {
        while (at <= last && !this.#startsWith(prefix, at)) at++;
      }
    } else if (firstTable !== null) {
      for (; at <= last; at++) {
        const character = this.#character(at);
        if (character < 256 ? firstTable[character] === 1 : this.program.mayStartWith(character)) break;
      }
    }
    this.#fuel -= 8 + ((at - begin) >> 2);
    if (this.#fuel < 0 && !this.#pay()) return INTERRUPTED;
    return at > last ? NO_MATCH : at;
  }

  #startsWith(prefix: Int32Array, at: number): boolean {
    for (let index = 0; index < prefix.length; index++) {
      if (this.#character(at + index) !== prefix[index]) return false;
    }
    return true;
  }

  #character(at: number): number {
    const points = this.#points;
    return points === null ? this.#text.charCodeAt(at) : (points[at] as number);
  }

  #run(start: number, until: number, notAt: number): number {
    const code = this.#code;
    const text = this.#text;
    const points = this.#points;
    const end = this.#end;
    const program = this.program;
    const marks = this.marks;
    const frames = this.#frames;
    const workspace = this.#workspace;
    let pc = program.entry;
    let at = start;
    // Record 0 stands for "no repeat".
    let repeat = 0;
    let top = repeatWords;
    this.#sp = 0;
    frames.length = 0;
    for (;;) {
      if (--this.#fuel < 0 && !this.#pay()) return INTERRUPTED;
      matching: switch (code[pc]) {
        case 0: // FAILURE
          break;
        case 1: {
          // SUCCESS: of the pattern, or of what the innermost barrier is for
          const base = frames.pop();
          if (base === undefined) {
            if ((until >= 0 && at !== until) || at === notAt) break;
            return at;
          }
          const stack = workspace.stack;
          const owner = stack[base + 1] as number;
          const after = owner + 1 + (code[owner + 1] as number);
          switch (stack[base]) {
            case Record.ASSERT:
              at = stack[base + 2] as number;
              break;
            case Record.ASSERT_NOT:
              this.#undoTo(base);
              break matching;
            case Record.POSSESSIVE_REPEAT: {
              const rounds = stack[base + 5] as number;
              const from = stack[base + 2] as number;
              repeat = stack[base + 3] as number;
              top = stack[base + 4] as number;
              this.#cut(base);
              if (this.#wantsRound(owner, rounds + 1, at, rounds >= (code[owner + 2] as number) >>> 0 ? from : -1)) {
                frames.push(this.#sp);
                if (!this.#push(Record.POSSESSIVE_REPEAT, owner, at, repeat, top, rounds + 1)) return INTERRUPTED;
                pc = owner + 4;
              } else pc = after + 1;
              continue;
            }
            default: // ATOMIC_GROUP
          }
          repeat = stack[base + 3] as number;
          top = stack[base + 4] as number;
          this.#cut(base);
          pc = after;
          continue;
        }
        case 2: // ANY
          if (at < end && (points === null ? text.charCodeAt(at) : points[at]) !== 10) {
            at++;
            pc++;
            continue;
          }
          break;
        case 3: // ANY_ALL
          if (at < end) {
            at++;
            pc++;
            continue;
          }
          break;
        case 4: {
          // ASSERT skip back body
          const from = at - (code[pc + 2] as number);
          if (from < 0) break;
          frames.push(this.#sp);
          if (!this.#push(Record.ASSERT, pc, at, repeat, top, 0)) return INTERRUPTED;
          at = from;
          pc += 3;
          continue;
        }
        case 5: {
          // ASSERT_NOT skip back body
          const from = at - (code[pc + 2] as number);
          if (from < 0) {
            pc += 1 + (code[pc + 1] as number);
            continue;
          }
          frames.push(this.#sp);
          if (!this.#push(Record.ASSERT_NOT, pc, at, repeat, top, 0)) return INTERRUPTED;
          at = from;
          pc += 3;
          continue;
        }
        case 6: // AT
          if (this.#isAt(code[pc + 1] as number, at)) {
            pc += 2;
            continue;
          }
          break;
        case 7: {
          // BRANCH
          const chosen = this.#alternative(pc + 1, at);
          if (chosen < 0) break;
          const next = chosen + (code[chosen] as number);
          if (code[next] !== 0 && !this.#push(Record.BRANCH, next, at, repeat, top, 0)) return INTERRUPTED;
          pc = chosen + 1;
          continue;
        }
        case 11: // GROUPREF
        case 30: // GROUPREF_IGNORE
        case 34: // GROUPREF_LOC_IGNORE
        case 38: {
          // GROUPREF_UNI_IGNORE
          const length = this.#matchGroup(pc, at);
          if (length < 0) break;
          at += length;
          pc += 2;
          continue;
        }
        case 12: {
          // GROUPREF_EXISTS group skip
          const group = 2 * (code[pc + 1] as number);
          const from = marks[group] as number;
          pc += from >= 0 && (marks[group + 1] as number) >= from ? 3 : 1 + (code[pc + 2] as number);
          continue;
        }
        case 13: // IN
        case 31: // IN_IGNORE
        case 35: // IN_LOC_IGNORE
        case 39: // IN_UNI_IGNORE
          if (at < end && program.accepts(pc, points === null ? text.charCodeAt(at) : (points[at] as number))) {
            at++;
            pc += 1 + (code[pc + 1] as number);
            continue;
          }
          break;
        case 15: // JUMP
        case 14: // INFO
          pc += 1 + (code[pc + 1] as number);
          continue;
        case 16: // LITERAL
          if (at < end && (points === null ? text.charCodeAt(at) : points[at]) === code[pc + 1]) {
            at++;
            pc += 2;
            continue;
          }
          break;
        case 20: // NOT_LITERAL
          if (at < end && (points === null ? text.charCodeAt(at) : points[at]) !== code[pc + 1]) {
            at++;
            pc += 2;
            continue;
          }
          break;
        case 8: // CATEGORY
        case 32: // LITERAL_IGNORE
        case 33: // NOT_LITERAL_IGNORE
        case 36: // LITERAL_LOC_IGNORE
        case 37: // NOT_LITERAL_LOC_IGNORE
        case 40: // LITERAL_UNI_IGNORE
        case 41: // NOT_LITERAL_UNI_IGNORE
          if (at < end && program.accepts(pc, points === null ? text.charCodeAt(at) : (points[at] as number))) {
            at++;
            pc += 2;
            continue;
          }
          break;
        case 17: {
          // MARK
          const mark = code[pc + 1] as number;
          if (!this.#push(Record.UNDO, mark, marks[mark] as number, this.lastIndex, 0, 0)) return INTERRUPTED;
          marks[mark] = at;
          if ((mark & 1) === 1) this.lastIndex = (mark >> 1) + 1;
          pc += 2;
          continue;
        }
        case 18: {
          // MAX_UNTIL
          const repeats = workspace.repeats;
          const owner = repeats[repeat] as number;
          const rounds = (repeats[repeat + 1] as number) + 1;
          const last = repeats[repeat + 2] as number;
          const outer = repeats[repeat + 3] as number;
          if (rounds < (code[owner + 2] as number) >>> 0) {
            if (!this.#addRepeat(top, owner, rounds, last, outer)) return INTERRUPTED;
          } else if (rounds < (code[owner + 3] as number) >>> 0 && at !== last) {
            if (!this.#push(Record.JUMP, pc + 1, at, outer, top, 0)) return INTERRUPTED;
            if (!this.#addRepeat(top, owner, rounds, at, outer)) return INTERRUPTED;
          } else {
            repeat = outer;
            pc++;
            continue;
          }
          repeat = top;
          top += repeatWords;
          pc = owner + 4;
          continue;
        }
        case 19: {
          // MIN_UNTIL
          const repeats = workspace.repeats;
          const owner = repeats[repeat] as number;
          const rounds = (repeats[repeat + 1] as number) + 1;
          const last = repeats[repeat + 2] as number;
          const outer = repeats[repeat + 3] as number;
          if (rounds < (code[owner + 2] as number) >>> 0) {
            if (!this.#addRepeat(top, owner, rounds, last, outer)) return INTERRUPTED;
            repeat = top;
            top += repeatWords;
            pc = owner + 4;
            continue;
          }
          if (rounds < (code[owner + 3] as number) >>> 0 && at !== last) {
            if (!this.#addRepeat(top, owner, rounds, at, outer)) return INTERRUPTED;
            if (!this.#push(Record.JUMP, owner + 4, at, top, top + repeatWords, 0)) return INTERRUPTED;
            top += repeatWords;
          }
          repeat = outer;
          pc++;
          continue;
        }
        case 23: // REPEAT skip min max body UNTIL
          if (!this.#addRepeat(top, pc, -1, -1, repeat)) return INTERRUPTED;
          repeat = top;
          top += repeatWords;
          pc += 1 + (code[pc + 1] as number);
          continue;
        case 24: {
          // REPEAT_ONE skip min max item SUCCESS
          const least = (code[pc + 2] as number) >>> 0;
          if (least > end - at) break;
          const count = this.#count(pc + 4, at, (code[pc + 3] as number) >>> 0);
          if (count < least) break;
          const tail = pc + 1 + (code[pc + 1] as number);
          const from = at + least;
          at = this.#lastPosition(tail, from, at + count);
          if (at < from) break;
          if (at > from && !this.#push(Record.REPEAT_ONE, tail, at, repeat, top, from)) return INTERRUPTED;
          pc = tail;
          continue;
        }
        case 26: {
          // MIN_REPEAT_ONE skip min max item SUCCESS
          const least = (code[pc + 2] as number) >>> 0;
          if (least > end - at || (least > 0 && this.#count(pc + 4, at, least) < least)) break;
          const from = at + least;
          at = this.#nextPosition(pc, from, least);
          if (at < 0) break;
          if (!this.#push(Record.MIN_REPEAT_ONE, pc, at, repeat, top, least + at - from)) return INTERRUPTED;
          pc += 1 + (code[pc + 1] as number);
          continue;
        }
        case 27: // ATOMIC_GROUP skip body
          frames.push(this.#sp);
          if (!this.#push(Record.ATOMIC_GROUP, pc, at, repeat, top, 0)) return INTERRUPTED;
          pc += 2;
          continue;
        case 28: // POSSESSIVE_REPEAT skip min max body SUCCESS
          if (!this.#wantsRound(pc, 0, at, -1)) {
            pc += 2 + (code[pc + 1] as number);
            continue;
          }
          frames.push(this.#sp);
          if (!this.#push(Record.POSSESSIVE_REPEAT, pc, at, repeat, top, 0)) return INTERRUPTED;
          pc += 4;
          continue;
        case 29: {
          // POSSESSIVE_REPEAT_ONE skip min max item SUCCESS
          if (at > end) break;
          const count = this.#count(pc + 4, at, (code[pc + 3] as number) >>> 0);
          if (count < (code[pc + 2] as number) >>> 0) break;
          at += count;
          pc += 1 + (code[pc + 1] as number);
          continue;
        }
        default: // validation lets no other through
      }
      // It failed: go back to what is left to try.
      const stack = workspace.stack;
      backtracking: for (;;) {
        const sp = this.#sp - recordWords;
        if (sp < 0) return NO_MATCH;
        this.#sp = sp;
        if (stack[sp] === Record.UNDO) {
          marks[stack[sp + 1] as number] = stack[sp + 2] as number;
          this.lastIndex = stack[sp + 3] as number;
          continue;
        }
        pc = stack[sp + 1] as number;
        at = stack[sp + 2] as number;
        repeat = stack[sp + 3] as number;
        top = stack[sp + 4] as number;
        switch (stack[sp]) {
          case Record.JUMP:
            break backtracking;
          case Record.BRANCH: {
            const chosen = this.#alternative(pc, at);
            if (chosen < 0) continue;
            const next = chosen + (code[chosen] as number);
            if (code[next] !== 0) {
              stack[sp + 1] = next;
              this.#sp = sp + recordWords;
            }
            pc = chosen + 1;
            break backtracking;
          }
          case Record.REPEAT_ONE: {
            const from = stack[sp + 5] as number;
            at = this.#lastPosition(pc, from, at - 1);
            if (at < from) continue;
            if (at > from) {
              stack[sp + 2] = at;
              this.#sp = sp + recordWords;
            }
            break backtracking;
          }
          case Record.MIN_REPEAT_ONE: {
            const count = stack[sp + 5] as number;
            if (count >= (code[pc + 3] as number) >>> 0 || this.#count(pc + 4, at, 1) === 0) continue;
            const from = at + 1;
            at = this.#nextPosition(pc, from, count + 1);
            if (at < 0) continue;
            stack[sp + 2] = at;
            stack[sp + 5] = count + 1 + at - from;
            this.#sp = sp + recordWords;
            pc += 1 + (code[pc + 1] as number);
            break backtracking;
          }
          case Record.ASSERT_NOT:
            frames.pop();
            pc += 1 + (code[pc + 1] as number);
            break backtracking;
          case Record.POSSESSIVE_REPEAT:
            frames.pop();
            if ((stack[sp + 5] as number) < (code[pc + 2] as number) >>> 0) continue;
            pc += 2 + (code[pc + 1] as number);
            break backtracking;
          default:
            // ASSERT, ATOMIC_GROUP
            frames.pop();
        }
      }
    }
  }

  #push(kind: number, pc: number, at: number, repeat: number, top: number, own: number): boolean {
    const sp = this.#sp;
    if (sp + recordWords > this.#workspace.stack.length && !this.#workspace.growStack()) return false;
    const stack = this.#workspace.stack;
    stack[sp] = kind;
    stack[sp + 1] = pc;
    stack[sp + 2] = at;
    stack[sp + 3] = repeat;
    stack[sp + 4] = top;
    stack[sp + 5] = own;
    this.#sp = sp + recordWords;
    return true;
  }

  #addRepeat(at: number, owner: number, rounds: number, last: number, outer: number): boolean {
    if (at + repeatWords > this.#workspace.repeats.length && !this.#workspace.growRepeats()) return false;
    const repeats = this.#workspace.repeats;
    repeats[at] = owner;
    repeats[at + 1] = rounds;
    repeats[at + 2] = last;
    repeats[at + 3] = outer;
    return true;
  }

  /** Drops the barrier at `base` and the choices above it; what is to be undone stays. */
  #cut(base: number): void {
    const stack = this.#workspace.stack;
    let to = base;
    for (let from = base + recordWords; from < this.#sp; from += recordWords) {
      if (stack[from] !== Record.UNDO) continue;
      stack.copyWithin(to, from, from + recordWords);
      to += recordWords;
    }
    this.#sp = to;
  }

  /** Undoes everything above the barrier at `base`, and drops it. */
  #undoTo(base: number): void {
    const stack = this.#workspace.stack;
    for (let at = this.#sp - recordWords; at > base; at -= recordWords) {
      if (stack[at] !== Record.UNDO) continue;
      this.marks[stack[at + 1] as number] = stack[at + 2] as number;
      this.lastIndex = stack[at + 3] as number;
    }
    this.#sp = base;
  }

  /** Whether a possessive repeat goes on after `rounds`; `last`: where a round began that must not have been empty, or -1. */
  #wantsRound(owner: number, rounds: number, at: number, last: number): boolean {
    const code = this.#code;
    if (rounds < (code[owner + 2] as number) >>> 0) return true;
    return rounds < (code[owner + 3] as number) >>> 0 && at !== last;
  }

  /** The first alternative, from the skip word at `choice` on, that can match the next character; -1: none. */
  #alternative(choice: number, at: number): number {
    const code = this.#code;
    const character = at < this.#end ? this.#character(at) : -1;
    for (let skip = code[choice] as number; skip !== 0; skip = code[choice] as number) {
      const op = code[choice + 1];
      const canMatch =
        op === 16
          ? character === code[choice + 2]
          : op !== 13 || (character >= 0 && this.program.accepts(choice + 1, character));
      if (canMatch) return choice;
      choice += skip;
    }
    return -1;
  }

  /** The last position down from `at` to `from` where the tail may match; below `from` if there is none. */
  #lastPosition(tail: number, from: number, at: number): number {
    const code = this.#code;
    if (code[tail] !== 16) return at;
    const literal = code[tail + 1] as number;
    const begin = at;
    const points = this.#points;
    const text = this.#text;
    if (at === this.#end) at--;
    while (at >= from && (points === null ? text.charCodeAt(at) : points[at]) !== literal) at--;
    this.#fuel -= (begin - at) >> 2;
    return at;
  }

  /** The first position from `at` on where the tail of the MIN_REPEAT_ONE at `pc` may match; -1 if there is none. */
  #nextPosition(pc: number, at: number, count: number): number {
    const code = this.#code;
    const tail = pc + 1 + (code[pc + 1] as number);
    if (code[tail] !== 16) return at;
    const literal = code[tail + 1] as number;
    const end = this.#end;
    const begin = at;
    const last = Math.min(end - 1, at + ((code[pc + 3] as number) >>> 0) - count);
    while (at <= last) {
      const character = this.#character(at);
      if (character === literal) break;
      if (!this.program.accepts(pc + 4, character)) return -1;
      at++;
    }
    this.#fuel -= (at - begin) >> 2;
    return at <= last ? at : -1;
  }

  /** How many characters from `at` on the one-character instruction at `item` accepts, at most `most`. */
  #count(item: number, at: number, most: number): number {
    const code = this.#code;
    const { program } = this;
    const points = this.#points;
    const text = this.#text;
    const limit = most < this.#end - at ? at + most : this.#end;
    let stop = at;
    switch (code[item]) {
      case 3: // ANY_ALL
        stop = limit;
        break;
      case 2: // ANY
        while (stop < limit && (points === null ? text.charCodeAt(stop) : points[stop]) !== 10) stop++;
        break;
      case 16: {
        // LITERAL
        const literal = code[item + 1];
        while (stop < limit && (points === null ? text.charCodeAt(stop) : points[stop]) === literal) stop++;
        break;
      }
      case 20: {
        // NOT_LITERAL
        const literal = code[item + 1];
        while (stop < limit && (points === null ? text.charCodeAt(stop) : points[stop]) !== literal) stop++;
        break;
      }
      case 13: // IN
      case 31: // IN_IGNORE
      case 35: // IN_LOC_IGNORE
      case 39: {
        // IN_UNI_IGNORE
        const table = program.table(item);
        while (stop < limit) {
          const character = points === null ? text.charCodeAt(stop) : (points[stop] as number);
          if (character < 256 ? table[character] === 0 : !program.accepts(item, character)) break;
          stop++;
        }
        break;
      }
      default:
        while (stop < limit && program.accepts(item, this.#character(stop))) stop++;
    }
    this.#fuel -= (stop - at) >> 2;
    return stop - at;
  }

  /** The length of the text of a group if it is at `at` again, but for case as the instruction says; -1 if not. */
  #matchGroup(pc: number, at: number): number {
    const code = this.#code;
    const group = 2 * (code[pc + 1] as number);
    const from = this.marks[group] as number;
    const length = (this.marks[group + 1] as number) - from;
    if (from < 0 || length < 0 || (this.marks[group + 1] as number) < 0 || length > this.#end - at) return -1;
    for (let index = 0; index < length; index++) {
      const left = this.#character(from + index);
      const right = this.#character(at + index);
      if (left === right) continue;
      if (code[pc] === 11) return -1;
      const { characters } = this.program;
      const same =
        code[pc] === 38 ? characters.lower(left) === characters.lower(right) : lowerAscii(left) === lowerAscii(right);
      if (!same) return -1;
    }
    this.#fuel -= length >> 2;
    return length;
  }

  #isAt(where: number, at: number): boolean {
    const end = this.#end;
    switch (where) {
      case At.BEGINNING:
      case At.BEGINNING_STRING:
        return at === 0;
      case At.BEGINNING_LINE:
        return at === 0 || this.#character(at - 1) === 10;
      case At.END:
        return at === end || (at + 1 === end && this.#character(at) === 10);
      case At.END_LINE:
        return at === end || this.#character(at) === 10;
      case At.END_STRING:
        return at === end;
      case At.BOUNDARY:
      case At.LOC_BOUNDARY:
        return this.#isEdge(at, "ascii");
      case At.NON_BOUNDARY:
      case At.LOC_NON_BOUNDARY:
        return !this.#isEdge(at, "ascii");
      case At.UNI_BOUNDARY:
        return this.#isEdge(at, "unicode");
      case At.UNI_NON_BOUNDARY:
        return !this.#isEdge(at, "unicode");
      default:
        return false;
    }
  }

  /** Whether a word begins or ends at `at`. */
  #isEdge(at: number, words: "ascii" | "unicode"): boolean {
    const { characters } = this.program;
    const before = at > 0 ? this.#character(at - 1) : 0;
    const after = at < this.#end ? this.#character(at) : 0;
    return words === "ascii"
      ? characters.isAsciiWord(before) !== characters.isAsciiWord(after)
      : characters.isWord(before) !== characters.isWord(after);
  }

  #pay(): boolean {
    const units = unitsPerPayment - 5 * this.#fuel;
    this.#fuel = fuelPerPayment;
    return this.#workspace.budget.spend(units);
  }
}
