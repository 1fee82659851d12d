// What the words of the command line ask for. Options come before the program; everything after it is the program's own.
//
//   tjit [dis|trace] [options] FILE|-|-c CODE|-m MODULE [arguments of the program]
//                              └ the first of these ends the options

import util, { type ParseArgsConfig } from "node:util";

/** Where the program comes from. */
export type ProgramSource =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "module"; readonly name: string }
  | { readonly kind: "input" };

/** A program and what it finds in `sys.argv`. */
export interface ProgramCall {
  readonly source: ProgramSource;
  readonly argv: readonly string[];
  /** Filters of warnings, as `-W` gives them. */
  readonly warnings: readonly string[];
}

/** What to show of instructions. */
export interface DisOptions {
  /** Run the program first and show its code as the run left it. */
  readonly isAdaptive: boolean;
  readonly showsCaches: boolean;
}

/** What to write about traces, and where; `-` is standard output. */
export interface TraceOptions {
  /** After each pass the whole trace instead of what changed. */
  readonly showsPasses: boolean;
  readonly json: string | undefined;
  readonly html: string | undefined;
  readonly chrome: string | undefined;
}

/** What the user wants. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  /** Neither a program nor options: standard input decides. */
  | { readonly kind: "nothing" }
  | { readonly kind: "run"; readonly program: ProgramCall }
  | { readonly kind: "dis"; readonly program: ProgramCall; readonly options: DisOptions }
  | { readonly kind: "trace"; readonly program: ProgramCall; readonly options: TraceOptions }
  | { readonly kind: "wrong"; readonly message: string };

type OptionTable = NonNullable<ParseArgsConfig["options"]>;

const programOptions: OptionTable = { c: { type: "string", short: "c" }, m: { type: "string", short: "m" } };
const runOptions: OptionTable = {
  ...programOptions,
  W: { type: "string", short: "W" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "V" },
};
const disOptions: OptionTable = {
  ...programOptions,
  help: { type: "boolean", short: "h" },
  adaptive: { type: "boolean" },
  caches: { type: "boolean" },
};
const traceOptions: OptionTable = {
  ...programOptions,
  help: { type: "boolean", short: "h" },
  passes: { type: "boolean" },
  json: { type: "string" },
  html: { type: "string" },
  chrome: { type: "string" },
};

/** Reads the words after the command's own name. */
export function readCommandLine(words: readonly string[]): Command {
  switch (words[0]) {
    case "dis":
      return readDis(words.slice(1));
    case "trace":
      return readTrace(words.slice(1));
    default:
      return readRun(words);
  }
}

function readRun(words: readonly string[]): Command {
  const parsed = split(words, runOptions);
  if (parsed.problem !== undefined) return { kind: "wrong", message: parsed.problem };
  if (parsed.values.has("help")) return { kind: "help" };
  if (parsed.values.has("version")) return { kind: "version" };
  return parsed.program === undefined ? { kind: "nothing" } : { kind: "run", program: parsed.program };
}

function readDis(words: readonly string[]): Command {
  const { values, program, problem } = split(words, disOptions);
  if (problem !== undefined) return { kind: "wrong", message: problem };
  if (values.has("help")) return { kind: "help" };
  if (program === undefined) return { kind: "wrong", message: "dis: which program?" };
  return { kind: "dis", program, options: { isAdaptive: values.has("adaptive"), showsCaches: values.has("caches") } };
}

function readTrace(words: readonly string[]): Command {
  const { values, program, problem } = split(words, traceOptions);
  if (problem !== undefined) return { kind: "wrong", message: problem };
  if (values.has("help")) return { kind: "help" };
  if (program === undefined) return { kind: "wrong", message: "trace: which program?" };
  const options: TraceOptions = {
    showsPasses: values.has("passes"),
    json: values.get("json"),
    html: values.get("html"),
    chrome: values.get("chrome"),
  };
  return { kind: "trace", program, options };
}

interface Split {
  /** Options that were given; those without a value have an empty one. */
  readonly values: ReadonlyMap<string, string>;
  readonly program?: ProgramCall;
  readonly problem?: string;
}

/** Options up to the program, and the program. */
function split(words: readonly string[], options: OptionTable): Split {
  const [first, second] = words;
  // Mostly there is at most one option; the parser is loaded when it is called.
  if (first !== undefined && !first.startsWith("-"))
    return { values: new Map(), program: programNamed(first, words.slice(1), []) };
  if (first === "-c" && second !== undefined)
    return { values: new Map(), program: programGiven("c", second, words.slice(2), []) };
  const { tokens } = util.parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, string>();
  const warnings: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional")
      return { values, program: programNamed(token.value, words.slice(token.index + 1), warnings) };
    if (token.kind === "option-terminator") {
      const path = words[token.index + 1];
      return path === undefined
        ? { values }
        : { values, program: programNamed(path, words.slice(token.index + 2), warnings) };
    }
    const known = options[token.name];
    if (known === undefined) return { values, problem: `unknown option ${token.rawName}` };
    if (known.type === "string" && token.value === undefined) {
      return { values, problem: `${token.rawName} needs an argument` };
    }
    if (known.type === "boolean" && token.value !== undefined) {
      return { values, problem: `${token.rawName} takes no argument` };
    }
    if (token.name === "c" || token.name === "m") {
      const rest = words.slice(token.index + (token.inlineValue === true ? 1 : 2));
      return { values, program: programGiven(token.name, token.value ?? "", rest, warnings) };
    }
    if (token.name === "W") warnings.push(token.value ?? "");
    values.set(token.name, token.value ?? "");
  }
  return { values };
}

function programGiven(
  option: "c" | "m",
  value: string,
  rest: readonly string[],
  warnings: readonly string[],
): ProgramCall {
  const source: ProgramSource = option === "c" ? { kind: "text", text: value } : { kind: "module", name: value };
  return { source, argv: [`-${option}`, ...rest], warnings };
}

function programNamed(name: string, rest: readonly string[], warnings: readonly string[]): ProgramCall {
  return { source: name === "-" ? { kind: "input" } : { kind: "file", path: name }, argv: [name, ...rest], warnings };
}
