/**
 * Runs the rules of `grammar.ts` over a token stream, as a backtracking parser with memory.
 *
 * Gives no tree: a rule's {@link Value} knows its kind and extent, as much as complaints need. A complaint is thrown as
 * {@link Raised}. The machine also knows the furthest token that anything asked for, which is where a text without a
 * complaint of its own went wrong.
 */
import type { TokenStream } from "../tokenizer/stream.ts";
import * as K from "../tokenizer/kinds.ts";
import { endOfText } from "../tokenizer/lines.ts";
import type { CharacterNameResolver } from "../state.ts";
import { checkNumber, complain } from "./complaints.ts";
import type { Alternative, Element, Rule } from "./notation.ts";

/** What a rule or token matched. */
export interface Value {
  /** An expression class, `Name` and `Constant` for tokens that are such, `token`, `list` or `sequence`. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** Index of the first token. */
  readonly token: number;
  readonly parts: readonly Value[];
}

/** Where and what a complaint is; offsets in UTF-16 code units. */
export interface RaisedPlace {
  readonly type: "SyntaxError" | "IndentationError";
  readonly message: string;
  readonly start: number;
  /** `current`: where the tokenizer stood. */
  readonly end: number | "current" | null;
  /** Reported column is this much less than usual. */
  readonly shift: 0 | 1;
  /** CPython's end column where `end` is `null`; 0 by default. */
  readonly noEnd?: -1;
  /** No column at all. */
  readonly noColumn?: true;
}

/** A complaint on its way out of the machine. */
export class Raised extends Error {
  readonly place: RaisedPlace;
  constructor(place: RaisedPlace) {
    super(place.message);
    this.place = place;
  }
}

/** Thrown when a rule asks for the token at which tokenizing stopped. */
export const TOKENIZER_STOPPED: Error = new Error("tokenizer stopped");

interface Remembered {
  readonly value: Value | null;
  readonly mark: number;
}

export class Machine {
  readonly source: string;
  readonly stream: TokenStream;
  /** Number of tokens asked for so far. */
  fill: number;
  mark: number;
  private readonly rules: ReadonlyMap<string, Rule>;
  private readonly memory: Map<number, Remembered> = new Map<number, Remembered>();
  private invalidRules: boolean;
  readonly resolveCharacterName: CharacterNameResolver | undefined;

  constructor(
    source: string,
    stream: TokenStream,
    resolveCharacterName: CharacterNameResolver | undefined,
    rules: ReadonlyMap<string, Rule>,
    from: number,
    pass: "first" | "second",
    fill: number = from,
  ) {
    this.source = source;
    this.stream = stream;
    this.rules = rules;
    this.resolveCharacterName = resolveCharacterName;
    this.mark = from;
    this.fill = fill;
    this.invalidRules = pass === "second";
  }

  /** Text of a token. */
  text(token: number): string {
    return this.source.slice(this.stream.starts[token] ?? 0, this.stream.ends[token] ?? 0);
  }

  /** Runs a rule at the current place. */
  run(name: string): Value | null {
    const rule = this.rules.get(name);
    if (rule === undefined) return null;
    const key = rule.number * this.stream.count + this.mark;
    if (rule.memoized) {
      const known = this.memory.get(key);
      if (known !== undefined) {
        this.mark = known.mark;
        return known.value;
      }
    }
    const before = this.invalidRules;
    if (name === "expression_without_invalid") this.invalidRules = false;
    const value = this.choose(rule.alternatives);
    this.invalidRules = before;
    if (rule.memoized) this.memory.set(key, { value, mark: this.mark });
    return value;
  }

  /** The first alternative that matches; nothing is consumed when none does. */
  private choose(alternatives: readonly Alternative[]): Value | null {
    const start = this.mark;
    this.kindAt(start);
    for (const alternative of alternatives) {
      if (alternative.secondPass && !this.invalidRules) continue;
      const values: Value[] = [];
      const bound: Record<string, Value> = {};
      let cut = false;
      let matched = true;
      for (const { name, element } of alternative.items) {
        if (element.op === "cut") {
          cut = true;
          continue;
        }
        const value = this.match(element);
        if (value === null) {
          matched = false;
          break;
        }
        if (element.op !== "look") values.push(value);
        if (name !== null) bound[name] = value;
      }
      if (matched) {
        if (alternative.complaint !== null && !complain(this, alternative.complaint, bound)) {
          this.mark = start;
          return null;
        }
        return this.result(alternative, values, bound, start);
      }
      this.mark = start;
      if (cut) return null;
    }
    return null;
  }

  private result(
    alternative: Alternative,
    values: readonly Value[],
    bound: Record<string, Value>,
    start: number,
  ): Value {
    const { kind, kindIfMore, result } = alternative;
    const [first] = values;
    if (result !== null) {
      const value = bound[result];
      if (value !== undefined) return value;
    }
    const last = values.at(-1);
    if (kindIfMore && first !== undefined && last !== undefined) {
      if (last.parts.length === 0) return first;
      const trailer = kind === "Trailer" ? (last.parts.at(-1)?.kind ?? "Call") : kind;
      return this.node(trailer ?? "BinOp", start, values);
    }
    if (kind !== null) return this.node(kind, start, flatten(values));
    if (values.length === 1 && first !== undefined) {
      // Adjacent literals are one expression: the kind is that of an f- or t-string where there is one.
      if (alternative.complaint?.form === "concatenate") {
        const template = first.parts.find((part) => part.kind === "JoinedStr");
        return this.node(template?.kind ?? "Constant", start, first.parts);
      }
      return first;
    }
    return this.node("sequence", start, values);
  }

  private node(kind: string, first: number, parts: readonly Value[]): Value {
    const { starts, ends, kinds } = this.stream;
    let last = this.mark - 1;
    for (; last > first; last--) {
      const token = kinds[last] ?? 0;
      if (token !== K.ENDMARKER && (token < K.NEWLINE || token > K.DEDENT)) break;
    }
    return { kind, start: starts[first] ?? 0, end: ends[Math.max(last, first)] ?? 0, token: first, parts };
  }

  /** Kind of a token; asking for the one where tokenizing stopped ends the run. */
  private kindAt(token: number): number {
    if (token >= this.fill) {
      this.fill = token + 1;
      if (this.stream.kinds[token] === K.ERRORTOKEN) throw TOKENIZER_STOPPED;
    }
    return this.stream.kinds[token] ?? K.ENDMARKER;
  }

  private match(element: Element): Value | null {
    switch (element.op) {
      case "token":
        return this.kindAt(this.mark) === element.kind ? this.take() : null;
      case "rule":
        return this.run(element.name);
      case "soft":
        return this.kindAt(this.mark) === K.NAME && this.text(this.mark) === element.text ? this.take() : null;
      case "class":
        return this.inClass(element.name) ? this.take() : null;
      case "group":
        return this.choose(element.alternatives);
      case "optional":
        return this.match(element.element) ?? this.node("list", this.mark, []);
      case "loop":
        return this.loop(element.element, element.minimum, element.separator);
      case "look": {
        const mark = this.mark;
        const value = this.match(element.element);
        this.mark = mark;
        return (value !== null) === element.expected ? this.node("list", mark, []) : null;
      }
      case "demand": {
        if (this.kindAt(this.mark) === element.kind) return this.take();
        const { starts, ends } = this.stream;
        const start = starts[this.mark] ?? 0;
        throw new Raised({
          type: "SyntaxError",
          message: `expected '${element.text}'`,
          start,
          end: ends[this.mark] ?? start,
          shift: 0,
        });
      }
      case "cut":
        return null;
    }
  }

  private loop(element: Element, minimum: 0 | 1, separator: number | null): Value | null {
    const first = this.mark;
    const parts: Value[] = [];
    for (;;) {
      const mark = this.mark;
      if (separator !== null && parts.length > 0) {
        if (this.kindAt(mark) !== separator) break;
        this.mark++;
      }
      const value = this.match(element);
      if (value === null || this.mark === mark) {
        this.mark = mark;
        break;
      }
      parts.push(value);
    }
    return parts.length < minimum ? null : this.node("list", first, parts);
  }

  private inClass(name: "AUGASSIGN" | "COMPARE" | "SOFT_KEYWORD"): boolean {
    const kind = this.kindAt(this.mark);
    if (name === "AUGASSIGN") return kind >= K.VBAREQUAL && kind <= K.DOUBLESTAREQUAL;
    if (name === "COMPARE") return kind >= K.EQEQUAL && kind <= K.GREATEREQUAL && this.text(this.mark) !== "<>";
    return kind === K.NAME && ["_", "case", "match", "type"].includes(this.text(this.mark));
  }

  private take(): Value {
    const token = this.mark++;
    const kind = this.stream.kinds[token];
    const start = this.stream.starts[token] ?? 0;
    const end = this.stream.ends[token] ?? 0;
    if (kind === K.NUMBER) checkNumber(this, token);
    const name = kind === K.NAME ? "Name" : kind === K.NUMBER || kind === K.STRING ? "Constant" : "token";
    return { kind: name, start, end, token, parts: [] };
  }
}

/** Whether a token stands at the end of the text without being of it: ENDMARKER, DEDENT, the prompt's NEWLINE. */
export function isEndToken(source: string, stream: TokenStream, token: number): boolean {
  return (stream.starts[token] ?? 0) >= source.length && stream.starts[token] === stream.ends[token];
}

/** Whether a text is refused where it ends. */
export function isAtEnd(source: string, stream: TokenStream, token: number): boolean {
  if (stream.kinds[token] !== K.ERRORTOKEN) return isEndToken(source, stream, token);
  return stream.error?.rank === "eof" || stream.error?.message.startsWith("unterminated triple") === true;
}

/** The place of a token for a complaint. */
export type TokenPlace = Pick<RaisedPlace, "start" | "end" | "shift" | "noEnd">;

/** A token's extent. Layout tokens have no column of their own: the tokenizer's place stands in. */
export function placeOfToken(source: string, stream: TokenStream, token: number): TokenPlace {
  // At the end of the text the tokenizer stands behind the last line.
  if (isEndToken(source, stream, token)) return { start: endOfText(source), end: null, shift: 0, noEnd: -1 };
  const kind = stream.kinds[token];
  const start = stream.starts[token] ?? 0;
  if (kind === K.INDENT || kind === K.DEDENT) return { start, end: null, shift: 1, noEnd: -1 };
  return { start, end: stream.ends[token] ?? start, shift: 0 };
}

/** Expression values among nested lists and sequences. */
export function flatten(values: readonly Value[]): Value[] {
  return values.flatMap((value) => {
    if (value.kind === "list" || value.kind === "sequence") return flatten(value.parts);
    return value.kind === "token" ? [] : [value];
  });
}
