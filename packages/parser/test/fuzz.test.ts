import fc from "fast-check";
import { expect, test } from "vitest";
import { dump, parse } from "../src/index.ts";
import { caseFiles, readCases } from "./cases.ts";
import { loadOracle } from "./oracle.ts";

const WORDS =
  "a|b|1|'s'|(|)|[|]|{|}|:|,|.|=|==|:=|+|-|*|**|/|->|@|not|and|or|in|is|if|else|for|lambda|yield|await|async|def|class|return|import|from|as|with|try|except|finally|while|pass|del|raise|global|match|case|type|_|print|None|True|\n|\n  |;|...|f'{a}'|f'{|}'|t'{a}'|!|~|<<|elif|#|\\|\t|é".split(
    "|",
  );

const programs = caseFiles("{accepted,rejected}/*.txt")
  .flatMap(readCases)
  .map(({ program }) => program);

/** One change of a text: words and places are taken modulo what exists, so that any three numbers are a change. */
interface Edit {
  readonly form: number;
  readonly place: number;
  readonly word: number;
}

const edits = fc.array(fc.record({ form: fc.nat(2), place: fc.nat(), word: fc.nat() }), { maxLength: 12 });

function apply(source: string, list: readonly Edit[]): string {
  return list.reduce((text, { form, place, word }) => {
    const at = place % (text.length + 1);
    const inserted = WORDS[word % WORDS.length] ?? "";
    if (form === 0) return text.slice(0, at) + inserted + text.slice(at);
    if (form === 1) return text.slice(0, at) + text.slice(at + 1 + (word % 3));
    return `${text.slice(0, at)} ${inserted} ${text.slice(at + (word % 4))}`;
  }, source);
}

test("an edited program is accepted with CPython's tree, or refused with CPython's error", async () => {
  const oracle = await loadOracle();
  const reached = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(fc.nat(), edits, (seed, list) => {
      const source = apply(programs[seed % programs.length] ?? "", list).replaceAll("\0", "");
      const answer = oracle.dump(source);
      const result = parse(source, { resolveCharacterName: oracle.character });
      if ("dump" in answer) {
        reached.accepted++;
        expect(result.ok ? dump(result.ast, { attributes: source }) : result.error.message).toBe(answer.dump);
      } else {
        reached.refused++;
        const { message } = answer.error;
        const ours = result.ok ? "accepted" : result.error.message;
        // CPython lets the codec's own exception out of a format specification.
        const raw = answer.error.type === "UnicodeDecodeError";
        expect(raw ? ours.replace("(unicode error) ", "") : ours).toBe(message);
      }
    }),
    { numRuns: 600 },
  );
  expect(reached.accepted).toBeGreaterThan(20);
  expect(reached.refused).toBeGreaterThan(200);
}, 60_000);

test("any text is answered, never thrown at", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (source) => {
      const result = parse(source);
      expect(typeof result.ok).toBe("boolean");
    }),
    { numRuns: 2000 },
  );
});
