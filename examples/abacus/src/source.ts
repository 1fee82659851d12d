// The language's text form: one instruction per line.
//
//   loop:                ; a label
//     load i             ; locals are named; they start as 0
//     push 100
//     less
//     unless done        ; drops a flag; goes to the label when it is No
//     …
//     repeat loop        ; goes back
//   done:
//     load total
//     halt               ; the top of the stack is the program's value

/** One instruction as it was written. */
export interface Statement {
  readonly verb: Verb;
  /** A number, the name of a local or of a label, or nothing. */
  readonly argument: string;
  readonly line: number;
}

/** A program's text, taken apart. */
export interface ParsedSource {
  readonly statements: readonly Statement[];
  /** Index of the statement behind each label. */
  readonly labels: ReadonlyMap<string, number>;
}

/** What a verb is followed by. */
const argumentKinds = {
  push: "number",
  load: "local",
  store: "local",
  recall: "key",
  keep: "key",
  unless: "label",
  skip: "label",
  repeat: "label",
  copy: "nothing",
  add: "nothing",
  sub: "nothing",
  mul: "nothing",
  less: "nothing",
  show: "nothing",
  halt: "nothing",
} as const;

/** The first word of a line. */
export type Verb = keyof typeof argumentKinds;

const patterns = {
  number: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/,
  local: /^[a-z]\w*$/,
  key: /^(\d|1[0-5])$/,
  label: /^[a-z]\w*$/,
  nothing: /^$/,
} as const;

/** A program that cannot be. */
export class SourceError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = "SourceError";
    this.line = line;
  }
}

/** Reads a program. @throws SourceError naming the line. */
export function parseSource(source: string): ParsedSource {
  const statements: Statement[] = [];
  const labels = new Map<string, number>();
  source.split("\n").forEach((text, index) => {
    const line = index + 1;
    const [first = "", second = "", ...rest] = text.replace(/;.*/, "").trim().split(/\s+/);
    if (first === "") return;
    if (first.endsWith(":") && second === "") {
      const label = first.slice(0, -1);
      if (!patterns.label.test(label)) throw new SourceError(line, `${label} is no name for a label`);
      if (labels.has(label)) throw new SourceError(line, `there is a label ${label} already`);
      labels.set(label, statements.length);
      return;
    }
    if (!isVerb(first)) throw new SourceError(line, `no instruction is called ${first}`);
    const kind = argumentKinds[first];
    if (rest.length > 0 || !patterns[kind].test(second)) throw new SourceError(line, `${first} is followed by ${kind}`);
    statements.push({ verb: first, argument: second, line });
  });
  for (const { verb, argument, line } of statements) {
    if (argumentKinds[verb] === "label" && !labels.has(argument)) throw new SourceError(line, `no label ${argument}`);
  }
  return { statements, labels };
}

function isVerb(word: string): word is Verb {
  return Object.hasOwn(argumentKinds, word);
}
