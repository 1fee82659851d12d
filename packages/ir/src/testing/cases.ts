// Case files: examples as text that people read and tools rewrite.
//
//   # fold-add {matching}
//   input lines
//   ==>
//   expected lines
//
// Options are words or `key=value` in braces, separated by commas. A case with the option `matching` allows `_` for any word and a
// line `...` for any lines; it is never rewritten. The runner reads and writes nothing: the test passes text in and writes text out.

/** One case. */
export interface Case {
  readonly name: string;
  readonly options: ReadonlyMap<string, string>;
  readonly input: string;
  readonly expected: string;
}

/** What became of a file of cases. */
export interface CaseReport {
  readonly failures: readonly { readonly name: string; readonly message: string }[];
  /** The file with the actual output of all cases that are not matching. */
  readonly updated: string;
}

/**
 * Splits a file into cases. Text before the first `# ` is a comment on all.
 * @throws SyntaxError when a case has no `==>` or two have one name.
 */
export function parseCases(text: string): { readonly preamble: string; readonly cases: readonly Case[] } {
  const [preamble = "", ...parts] = text.split(/^(?=# )/m);
  const isCase = preamble.startsWith("# ");
  const cases = (isCase ? [preamble, ...parts] : parts).map(parseCase);
  const names = new Set(cases.map((one) => one.name));
  if (names.size !== cases.length) throw new SyntaxError("two cases have the same name");
  return { preamble: isCase ? "" : preamble, cases };
}

/** Runs each case's input through `transform` and compares; `preamble` is the text before the first case. */
export function runCases(text: string, transform: (input: string, one: Case, preamble: string) => string): CaseReport {
  const { preamble, cases } = parseCases(text);
  const failures: { name: string; message: string }[] = [];
  const printed = cases.map((one) => {
    const actual = transform(one.input, one, preamble).trimEnd();
    const isMatching = one.options.has("matching");
    const passes = isMatching ? matchesPattern(one.expected, actual) : one.expected === actual;
    if (!passes) failures.push({ name: one.name, message: `expected\n${one.expected}\n\nactual\n${actual}` });
    return printCase(isMatching ? one : { ...one, expected: actual });
  });
  return { failures, updated: preamble + printed.join("\n") };
}

/** Whether `actual` has the lines of `pattern`, with `_` for any word and `...` for any lines. */
export function matchesPattern(pattern: string, actual: string): boolean {
  const lines = (text: string): string[] => text.split("\n").map((line) => line.trim().replace(/\s+/g, " "));
  return matchLines(lines(pattern), lines(actual));
}

function matchLines(pattern: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return actual.length === 0;
  if (first === "...") return actual.some((_, at) => matchLines(rest, actual.slice(at))) || matchLines(rest, []);
  const [line, ...others] = actual;
  return line !== undefined && matchLine(first.split(" "), line.split(" ")) && matchLines(rest, others);
}

function matchLine(pattern: readonly string[], actual: readonly string[]): boolean {
  return pattern.length === actual.length && pattern.every((word, at) => word === "_" || word === actual[at]);
}

function parseCase(text: string): Case {
  const end = text.indexOf("\n");
  const heading = /^# (?<name>[^{}]+?)\s*(?:\{(?<options>[^}]*)\})?\s*$/.exec(
    end < 0 ? text : text.slice(0, end),
  )?.groups;
  const [input, expected] = text.slice(end + 1).split(/^==>\n?/m);
  const name = heading?.["name"];
  if (name === undefined || input === undefined || expected === undefined) {
    throw new SyntaxError(`not a case: ${text.slice(0, 60)}`);
  }
  const words = (heading?.["options"] ?? "").split(",").map((word) => word.trim());
  const options = new Map(
    words
      .filter((word) => word !== "")
      .map((word): [string, string] => {
        const [key = "", value = ""] = word.split("=");
        return [key.trim(), value.trim()];
      }),
  );
  return { name, options, input: input.trimEnd(), expected: expected.trimEnd() };
}

function printCase(one: Case): string {
  const options = [...one.options].map(([key, value]) => (value === "" ? key : `${key}=${value}`));
  const heading = options.length === 0 ? one.name : `${one.name} {${options.join(", ")}}`;
  return `# ${heading}\n${one.input}\n==>\n${one.expected}\n`;
}
