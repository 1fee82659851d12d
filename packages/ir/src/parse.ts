// Reads what print.ts writes. Line by line, each line a list of words; `;` starts a comment. All faulty lines are reported, not
// only the first.

import type { DialectIndex } from "./dialect.ts";
import type { FoldableValue, UopId } from "./plain-values.ts";
import { type Diagnostic, diagnose } from "./diagnostic.ts";
import {
  type ConstantId,
  type Dependency,
  type Exit,
  type ExitId,
  type FrameId,
  type Origin,
  type Recovery,
  type Trace,
  type TraceConstant,
  type TraceFrame,
  type Uop,
  noExit,
} from "./trace.ts";

/** The text is not a trace; `diagnostics` has a finding per faulty line. */
export class TraceSyntaxError extends SyntaxError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((found) => `line ${found.at}: ${found.message}`).join("\n"));
    this.name = "TraceSyntaxError";
    this.diagnostics = diagnostics;
  }
}

/**
 * Reads a trace's text. Exits, constants and frames are numbered by their order. Whether the trace is valid, the verifier says.
 * @throws TraceSyntaxError when a line cannot be read.
 */
export function parseTrace(text: string, index: DialectIndex): Trace {
  const parser = new TraceParser(index);
  const diagnostics: Diagnostic[] = [];
  text.split("\n").forEach((line, number) => {
    try {
      parser.line(line);
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
      diagnostics.push(diagnose("syntax", number + 1, error.message));
    }
  });
  if (diagnostics.length > 0) throw new TraceSyntaxError(diagnostics);
  return parser.finish();
}

class TraceParser {
  readonly #index: DialectIndex;
  #name = "";
  #dialect: string;
  #entryDepth = 0;
  #loopHead = 0;
  readonly #frames: TraceFrame[] = [];
  readonly #constants: TraceConstant[] = [];
  readonly #dependencies: Dependency[] = [];
  readonly #exits: Exit[] = [];
  readonly #uops: Uop[] = [];
  #origin: Origin = { frame: 0 as FrameId, offset: 0, from: "trace" };

  constructor(index: DialectIndex) {
    this.#index = index;
    this.#dialect = index.dialect.name;
  }

  finish(): Trace {
    return {
      dialect: this.#dialect,
      name: this.#name,
      frames: this.#frames,
      entryDepth: this.#entryDepth,
      uops: this.#uops,
      exits: this.#exits,
      constants: this.#constants,
      dependencies: this.#dependencies,
      loopHead: this.#loopHead,
    };
  }

  line(line: string): void {
    const words = new Words(line);
    const first = words.peek();
    if (first === undefined) return;
    if (/^\d+$/.test(first)) words.next();
    const head = words.next();
    if (head === "trace") {
      this.#name = words.string();
      words.expect("dialect");
      this.#dialect = words.word();
      words.expect("entry");
      this.#entryDepth = words.number();
    } else if (head === "frame") this.#frames.push(readFrame(words, this.#frames.length));
    else if (head === "constant") this.#constants.push(readConstant(words, this.#constants.length));
    else if (head === "dependency") this.#dependencies.push({ kind: words.word(), reference: words.number() });
    else if (head === "exit") this.#exits.push(readExit(words, this.#exits.length));
    else if (head === "loop:") this.#loopHead = this.#uops.length;
    else this.#uops.push(this.#readUop(head, words));
    words.end();
  }

  #readUop(name: string, words: Words): Uop {
    const op: UopId = this.#index.id(name);
    const fields = { oparg: 0, operand0: 0, operand1: 0, exit: noExit as number, error: noExit as number };
    for (;;) {
      const word = words.peek();
      if (word === undefined) break;
      if (word.startsWith("@")) {
        this.#origin = readOrigin(words);
        continue;
      }
      words.next();
      const field = /^(?<key>oparg|operand0|operand1|exit|error)=[cf]?(?<value>.+)$/.exec(word)?.groups;
      const key = field?.["key"] as keyof typeof fields | undefined;
      if (key === undefined) throw new SyntaxError(`not a field of a uop: ${word}`);
      fields[key] = readNumber(field?.["value"] ?? "");
    }
    return {
      op,
      oparg: fields.oparg,
      operand0: fields.operand0,
      operand1: fields.operand1,
      exit: fields.exit as ExitId,
      error: fields.error as ExitId,
      origin: this.#origin,
    };
  }
}

function readOrigin(words: Words): Origin {
  const place = /^@(?<frame>\d+):(?<offset>-?\d+)$/.exec(words.next())?.groups;
  if (place === undefined) throw new SyntaxError("an origin is @frame:offset");
  const from = words.peek()?.startsWith('"') === true ? words.string() : "trace";
  return { frame: readNumber(place["frame"] ?? "") as FrameId, offset: readNumber(place["offset"] ?? ""), from };
}

function readFrame(words: Words, id: number): TraceFrame {
  words.expect(String(id));
  const name = words.string();
  words.expect("parent");
  const parent = words.peek() === "-" ? (words.next(), -1) : (words.number() as FrameId);
  words.expect("code");
  const code = words.number();
  words.expect("start");
  const codeStart = words.number();
  words.expect("locals");
  const localCount = words.number();
  words.expect("size");
  const frameSize = words.number();
  const frame = { parent, name, code, codeStart, localCount, frameSize } as const;
  if (!words.skip("entry")) return frame;
  return { ...frame, entryDepth: words.number() };
}

function readConstant(words: Words, id: number): TraceConstant {
  words.expect(String(id));
  const type = words.word();
  const value = readValue(words.next());
  words.expect("reference");
  const reference = words.number();
  return { type, value, reference, isImmortal: words.skip("immortal") };
}

function readExit(words: Words, id: number): Exit {
  words.expect(String(id));
  const kind = words.next();
  if (!isExitKind(kind)) throw new SyntaxError(`not a kind of exit: ${kind}`);
  words.expect("frame");
  const frame = words.number() as FrameId;
  words.expect("target");
  const target = words.number();
  const isControlFlow = words.skip("control-flow");
  const recovery: Recovery[] = [];
  if (words.skip("recover")) while (words.peek() !== undefined) recovery.push(readRecovery(words.next()));
  return { kind, frame, target, isControlFlow, recovery };
}

function isExitKind(kind: string): kind is Exit["kind"] {
  return kind === "side" || kind === "deopt" || kind === "error" || kind === "dynamic" || kind === "periodic";
}

function readRecovery(word: string): Recovery {
  const parts = /^(?<slot>\d+):(?:c(?<constant>\d+)|(?<how>own|box-f64|box-i32|box-i64))$/.exec(word)?.groups;
  if (parts === undefined) throw new SyntaxError(`not a recovery: ${word}`);
  const slot = readNumber(parts["slot"] ?? "");
  if (parts["constant"] !== undefined) {
    return { slot, how: "constant", constant: readNumber(parts["constant"]) as ConstantId };
  }
  return { slot, how: parts["how"] as "own" | "box-f64" | "box-i32" | "box-i64" };
}

function readValue(word: string): FoldableValue | undefined {
  if (word === "-") return undefined;
  if (word === "null") return null;
  if (word === "true" || word === "false") return word === "true";
  if (word.startsWith('"')) return readString(word);
  return /^-?\d+n$/.test(word) ? BigInt(word.slice(0, -1)) : readNumber(word);
}

function readNumber(word: string): number {
  const value = Number(word);
  if (word === "" || (Number.isNaN(value) && word !== "NaN")) throw new SyntaxError(`not a number: ${word}`);
  return value;
}

function readString(word: string): string {
  const value: unknown = JSON.parse(word);
  if (typeof value !== "string") throw new SyntaxError(`not a string: ${word}`);
  return value;
}

/** The words of one line: bare words and quoted strings, up to the comment. */
class Words {
  readonly #words: readonly string[];
  #at = 0;

  constructor(line: string) {
    this.#words = [...line.matchAll(/"(?:[^"\\]|\\.)*"|;.*|[^\s";]+/g)]
      .map(([word]) => word)
      .filter((word) => !word.startsWith(";"));
  }

  peek(): string | undefined {
    return this.#words[this.#at];
  }

  next(): string {
    const word = this.peek();
    if (word === undefined) throw new SyntaxError("the line ends early");
    this.#at++;
    return word;
  }

  expect(text: string): void {
    const word = this.next();
    if (word !== text) throw new SyntaxError(`expected ${text}, found ${word}`);
  }

  /** Passes over `text` if it comes next, and says whether it did. */
  skip(text: string): boolean {
    if (this.peek() !== text) return false;
    this.#at++;
    return true;
  }

  number(): number {
    return readNumber(this.next());
  }

  string(): string {
    return readString(this.next());
  }

  /** A bare word, or a string where the word needed quotes. */
  word(): string {
    const word = this.next();
    return word.startsWith('"') ? readString(word) : word;
  }

  end(): void {
    const word = this.peek();
    if (word !== undefined) throw new SyntaxError(`unexpected ${word}`);
  }
}
