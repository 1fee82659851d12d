// Snippets: one line of Python each, and what comes of it. They cover the builtin types and functions method by method, where a program
// for each would be mostly program.
//
//   >>> [1, 2].index(3)
//   ValueError: list.index(x): x not in list
//
// A snippet is statements separated by semicolons, the last of which may be an expression. Its outcome is the `ascii` of the value, or the
// exception's type and message.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const folder = new URL("../snippets/", import.meta.url);
const prompt = ">>> ";

/** A snippet and its outcome in CPython. */
export interface Snippet {
  readonly source: string;
  readonly outcome: string;
}

/** Names of the snippet files. */
export const snippetAreas: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".txt"))
  .map((name) => name.slice(0, -".txt".length))
  .sort();

/** The snippets of a file. */
export function readSnippets(area: string): readonly Snippet[] {
  const lines = readFileSync(new URL(`${area}.txt`, folder), "utf8").split("\n");
  return lines.flatMap((line, at) => {
    if (!line.startsWith(prompt)) return [];
    const next = lines[at + 1] ?? "";
    return [{ source: line.slice(prompt.length), outcome: next.startsWith(prompt) ? "" : next }];
  });
}

/** Writes a file anew. */
export function writeSnippets(area: string, snippets: readonly Snippet[]): void {
  const text = snippets.map(({ source, outcome }) => `${prompt}${source}\n${outcome}\n`).join("");
  writeFileSync(new URL(`${area}.txt`, folder), text);
}

/** A program that runs snippets, each so many times, and prints a line for each outcome that is not the one before. */
export function snippetProgram(snippets: readonly Snippet[], times: number): string {
  const functions = snippets.map(({ source }) => ["def snippet():", ...bodyOf(source)].join("\n    "));
  return `snippets = []
${functions.map((text) => `${text}\nsnippets.append(snippet)`).join("\n")}
def outcome(f):
    try:
        return ascii(f())
    except BaseException as error:
        return type(error).__name__ + ": " + ascii(str(error))[1:-1]
for f in snippets:
    first = outcome(f)
    print(first)
    for _ in range(${times - 1}):
        again = outcome(f)
        if again != first:
            print("then", again)
            break
`;
}

const statement = /^(?:del|raise|assert|for|while|with|try|import|from|pass|class|def|if)\b/;

function bodyOf(source: string): readonly string[] {
  const statements = splitStatements(source);
  const last = statements.at(-1);
  if (last === undefined) return ["pass"];
  const isStatement = last.isAssignment || statement.test(last.text);
  return [...statements.slice(0, -1).map(({ text }) => text), isStatement ? last.text : `return (${last.text})`];
}

/** The statements of a line, and whether each assigns: outside of brackets and strings there is an equals sign of its own. */
function splitStatements(line: string): readonly { readonly text: string; readonly isAssignment: boolean }[] {
  const statements: { text: string; isAssignment: boolean }[] = [];
  const tokens = /"""|'''|["']|\\.|[()[\]{};]|[=!<>:]=|=/g;
  let start = 0;
  let depth = 0;
  let quote = "";
  let isAssignment = false;
  const finish = (end: number): void => {
    const text = line.slice(start, end).trim();
    statements.push({ text, isAssignment: isAssignment && !text.startsWith("lambda") });
    isAssignment = false;
  };
  for (const { 0: token, index } of line.matchAll(tokens)) {
    if (quote !== "") {
      if (token.startsWith(quote)) quote = "";
    } else if (/^["']/.test(token)) quote = token;
    else if ("([{".includes(token)) depth++;
    else if (")]}".includes(token)) depth--;
    else if (token === "=" && depth === 0) isAssignment = true;
    else if (token === ";" && depth === 0) {
      finish(index);
      start = index + 1;
    }
  }
  finish(line.length);
  return statements;
}
