// The regular expression engine alone: programs that CPython compiles, run here, against what CPython's own engine finds.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { CharacterTables } from "../src/modules/_sre/characters.ts";
import { INTERRUPTED, Matcher, NO_MATCH } from "../src/modules/_sre/matcher.ts";
import { At, Category, Info, MAGIC, MAXREPEAT, Opcode, PatternFlag } from "../src/modules/_sre/opcodes.ts";
import { Program } from "../src/modules/_sre/program.ts";
import { Scan } from "../src/modules/_sre/scan.ts";
import { astralSubject, bytesSubject, simpleSubject, type Subject } from "../src/modules/_sre/subject.ts";
import { Workspace } from "../src/modules/_sre/workspace.ts";
import { type CPython, loadCPython, pyBytes, pyString } from "@tjit/runtime/testing";

let python: CPython;

beforeAll(async () => {
  python = await loadCPython();
  python.execute(`
import re, re._compiler, re._constants
def _shown(m):
    return None if m is None else [list(m.span(i)) for i in range(m.re.groups + 1)] + [m.lastindex or 0]
def _regex(pattern, flags, subjects):
    try:
        p = re.compile(pattern, flags)
    except (re.error, OverflowError, ValueError):
        return None
    code = [int(c) for c in re._compiler._code(re._parser.parse(pattern, flags), flags)]
    results = [[_shown(p.search(s)), _shown(p.match(s)), _shown(p.fullmatch(s)), [_shown(m) for m in p.finditer(s)],
                _shown(p.search(s, 1, max(1, len(s) - 1)))] for s in subjects]
    return [code, p.groups, results]
`);
}, 60000);

const characters = new CharacterTables();
const free = { spend: () => true, allows: () => true };

type Shown = readonly (readonly number[] | number)[] | null;
type Results = readonly [search: Shown, match: Shown, fullmatch: Shown, all: readonly Shown[], within: Shown];

function subjectOf(value: string | Uint8Array): Subject {
  if (typeof value !== "string") return bytesSubject(value);
  const length = Array.from(value).length;
  return length === value.length ? simpleSubject(value) : astralSubject(value, length);
}

function shown(matcher: Matcher, end: number): Shown {
  expect(end).not.toBe(INTERRUPTED);
  if (end === NO_MATCH) return null;
  const spans: (number[] | number)[] = [[matcher.start, end]];
  for (let group = 0; group < matcher.program.groups; group++) {
    const ends = [matcher.marks[2 * group] ?? -1, matcher.marks[2 * group + 1] ?? -1];
    spans.push(ends.includes(-1) ? [-1, -1] : ends);
  }
  spans.push(Math.max(0, matcher.lastIndex));
  return spans;
}

function resultsHere(program: Program, value: string | Uint8Array): Results {
  const subject = subjectOf(value);
  const workspace = new Workspace(free);
  const limit = Math.max(1, subject.length - 1);
  const matcher = new Matcher(program, subject, subject.length, workspace);
  const search = shown(matcher, matcher.search(0));
  const match = shown(matcher, matcher.match(0));
  const full = shown(matcher, matcher.match(0, subject.length));
  const all: Shown[] = [];
  const scan = new Scan(matcher, 0, subject.length);
  for (let end = scan.search(); end >= 0; end = scan.search()) all.push(shown(matcher, end));
  const end = Math.min(limit, subject.length);
  const within = new Matcher(program, subject, end, workspace);
  return [search, match, full, all, shown(within, Math.min(1, end) > end ? -1 : within.search(Math.min(1, end)))];
}

/** Compares all results of a pattern; whether CPython accepts it. */
function check(pattern: string | Uint8Array, flags: number, subjects: readonly (string | Uint8Array)[]): boolean {
  const literal = (value: string | Uint8Array): string =>
    typeof value === "string" ? pyString(value) : pyBytes(value);
  const answer = python.json(`_regex(${literal(pattern)}, ${String(flags)}, [${subjects.map(literal).join(", ")}])`) as
    readonly [code: number[], groups: number, results: Results[]] | null;
  if (answer === null) return false;
  const [code, groups, results] = answer;
  const program = new Program(Int32Array.from(code), groups, characters);
  subjects.forEach((subject, index) => {
    expect({ pattern, flags, subject, results: resultsHere(program, subject) }).toEqual({
      pattern,
      flags,
      subject,
      results: results[index],
    });
  });
  return true;
}

test("the numbers are those of CPython's compiler", () => {
  const theirs = python.json(
    "[re._constants.MAGIC, [str(it) for it in re._constants.OPCODES], [str(it)[3:] for it in re._constants.ATCODES], [str(it)[9:] for it in re._constants.CHCODES], {k[9:]: v for k, v in vars(re._constants).items() if k.startswith('SRE_INFO_')}, {k[9:]: v for k, v in vars(re._constants).items() if k.startswith('SRE_FLAG_')}]",
  ) as [number, string[], string[], string[], Record<string, number>, Record<string, number>];
  const [magic, opcodes, at, categories, info, flags] = theirs;
  // MAXREPEAT is that of 64-bit builds: all ones.
  expect([MAGIC, MAXREPEAT >>> 0]).toEqual([magic, 0xffffffff]);
  const numbered = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name, index): [string, number] => [name, index]));
  const { SUBPATTERN, ...rest } = numbered(opcodes);
  expect(SUBPATTERN).toBe(25);
  expect(Opcode).toEqual(rest);
  expect(At).toEqual(numbered(at));
  const all = numbered(categories);
  expect(Category).toEqual(Object.fromEntries(Object.entries(all).filter(([, index]) => index % 2 === 0)));
  for (const [name, index] of Object.entries(all)) if (index % 2 === 1) expect(name).toContain("NOT_");
  expect(Info).toEqual(info);
  expect({ ...flags, TEMPLATE: 1 }).toEqual(PatternFlag);
});

const { IGNORECASE, LOCALE, MULTILINE, DOTALL, ASCII, VERBOSE } = PatternFlag;

/** Pattern, flags, subjects. */
const cases: readonly (readonly [pattern: string, flags: number, subjects: readonly string[]])[] = [
  ["", 0, ["", "a", "abc"]],
  ["a", 0, ["", "a", "ba", "bca", "b"]],
  ["abc", 0, ["xabcabc", "ababc", "ab"]],
  ["a.c", 0, ["abc", "a\nc", "xa.cc"]],
  ["a.c", DOTALL, ["abc", "a\nc"]],
  ["^a|b$", 0, ["ab", "ba", "a\nb", "b\n"]],
  ["^a|b$", MULTILINE, ["x\na", "b\nx", "c\nab\n"]],
  ["\\Aa|b\\Z", MULTILINE, ["x\na", "b\nx", "c\nab\n", "cab"]],
  ["$", 0, ["", "a\n", "a\n\n", "\n"]],
  ["$", MULTILINE, ["", "a\n", "a\n\nb", "\n"]],
  ["\\bfoo\\b", 0, ["foo", "a foo.", "foobar", "éfoo"]],
  ["\\bfoo\\b", ASCII, ["foo", "a foo.", "foobar", "éfoo"]],
  ["\\B", 0, ["", "a", "ab", " "]],
  ["\\b", 0, ["", "a", "ab cd", " "]],
  ["[abc]+", 0, ["xxabcabx", "", "zzz"]],
  ["[^abc]+", 0, ["xxabcabx", "", "aaa"]],
  ["[a-f0-9]{2,4}", 0, ["dead beef 1", "a", "abcdef"]],
  ["[\\w.]+@[\\w.]+", 0, ["me@example.org, you@x", "@", "a@b@c"]],
  ["\\d+", 0, ["a12b٣٤c", "x"]],
  ["\\d+", ASCII, ["a12b٣٤c"]],
  ["\\s+", 0, ["a \t\n\u00a0\u2003b\u001cc"]],
  ["\\s+", ASCII, ["a \t\n\u00a0\u2003b\u001cc"]],
  ["\\S+", 0, ["a b  c"]],
  ["\\W+", 0, ["a, b! é"]],
  ["\\D", 0, ["12a"]],
  ["a*", 0, ["", "aaa", "baab"]],
  ["a+?", 0, ["aaa", "b"]],
  ["a*?", 0, ["aaa", "b"]],
  ["a??b", 0, ["ab", "b", "aab"]],
  ["a{2}", 0, ["a", "aaaaa"]],
  ["a{2,}", 0, ["a", "aaaaa"]],
  ["a{,2}b", 0, ["aaab", "b"]],
  ["a{2,3}?", 0, ["aaaaaa"]],
  [".*", 0, ["abc", "", "a\nb"]],
  [".*b", 0, ["aabab", "a", "ab\nb"]],
  [".*?b", 0, ["aabab", "a", "ab\nb"]],
  ["<.*>", 0, ["<a><b>"]],
  ["<.*?>", 0, ["<a><b>", "<a"]],
  ["<[^>]*>", 0, ["<a><b>", "<a"]],
  ["(a)(b)?(c)", 0, ["abc", "ac", "ab"]],
  ["(a)|(b)", 0, ["ab", "ba"]],
  ["((a)|b)*", 0, ["ab", "aba", "abb", ""]],
  ["(?:(a)|(b))*", 0, ["ab", "ba", "abab"]],
  ["(?:(a)|(b)|c)*?d", 0, ["abd", "acbd", "d"]],
  ["(a*)*", 0, ["aaa", "", "b"]],
  ["(a*)+", 0, ["aaa", "", "b"]],
  ["(a|b)*?c", 0, ["abac", "c"]],
  ["(?:ab)+", 0, ["ababa"]],
  ["(?:ab){2,3}", 0, ["abababab", "ab"]],
  ["(?:ab){2,3}?", 0, ["abababab", "ab"]],
  ["(?:a|ab)(?:c|bcd)(?:d*)", 0, ["abcd"]],
  ["(a+|b)*", 0, ["ab"]],
  ["(a+|b){0,}", 0, ["ab"]],
  ["(a+|b)?", 0, ["ab"]],
  ["(?:a+){2}b", 0, ["aaab", "ab"]],
  ["(a)\\1", 0, ["aa", "ab"]],
  ["(a*)b\\1", 0, ["aabaa", "aab", "b"]],
  ["(?P<x>a|b)(?P=x)", 0, ["abb", "ab"]],
  ["(a)?\\1b", 0, ["b", "aab"]],
  ["(?:(a)|b)\\1", 0, ["aa", "b"]],
  ["(A)\\1", IGNORECASE, ["aA", "ab"]],
  ["(é)\\1", IGNORECASE, ["éÉ", "éa"]],
  ["(é)\\1", IGNORECASE | ASCII, ["éÉ", "éé"]],
  ["(a)?(?(1)b|c)", 0, ["ab", "c", "ac", "b"]],
  ["(a)?(?(1)b)c", 0, ["abc", "c", "ac"]],
  ["(?P<q>['\"])?x(?(q)(?P=q))", 0, ["'x'", "x", "'x\""]],
  ["(?:(a)|(b))(?(1)c|d)", 0, ["ac", "bd", "ad"]],
  ["a(?=b)", 0, ["ab", "ac", "acab"]],
  ["a(?!b)", 0, ["ab", "ac", "a"]],
  ["(?<=a)b", 0, ["ab", "cb", "b"]],
  ["(?<!a)b", 0, ["ab", "cb", "b"]],
  ["(?<=ab|cd)e", 0, ["abe", "cde", "ade"]],
  ["(?=(a+))a*b\\1", 0, ["baaabac"]],
  ["(?=(a+))", 0, ["baaabac"]],
  ["(?!(a)b)a", 0, ["ab", "ac"]],
  ["(?:(?=(a))a|b)*", 0, ["aab", "b"]],
  ["(?<=(a))b|c", 0, ["ab", "c"]],
  ["(?<![a-z])\\d+(?![a-z])", 0, ["a12 34 5b"]],
  ["(?>a+)b", 0, ["aab", "aa"]],
  ["(?>a+)ab", 0, ["aab"]],
  ["(?>(a)|b)*c", 0, ["abc", "bac", "ab"]],
  ["(?>a|ab)c", 0, ["abc", "ac"]],
  ["a++b", 0, ["aab", "aa"]],
  ["a++ab", 0, ["aab"]],
  ["a*+a", 0, ["aa"]],
  ["a?+a", 0, ["a", "aa"]],
  ["a{1,2}+a", 0, ["aa", "aaa"]],
  ["(?:ab)++c", 0, ["ababc", "abab"]],
  ["(?:ab|a)*+b", 0, ["abab", "aab"]],
  ["(ab?)*+b", 0, ["ababb", "ab"]],
  ["(?:a(b)?)++", 0, ["aba", "aab"]],
  ["(?:){3}+a", 0, ["a"]],
  ["(a|(b))++c", 0, ["abac", "bc"]],
  ["(?:a?)*+b", 0, ["aab"]],
  ["(?:(?:ab)*+c)*", 0, ["ababcabcc"]],
  ["hello", IGNORECASE, ["HeLLo", "hellö"]],
  ["[a-z]+", IGNORECASE, ["ABCdef", "ſK", "É"]],
  ["[a-z]+", IGNORECASE | ASCII, ["ABCdef", "ſK", "É"]],
  ["[^a-z]+", IGNORECASE, ["ABC-1"]],
  ["straße", IGNORECASE, ["STRAßE", "STRASSE", "straẞe"]],
  ["[à-ý]+", IGNORECASE, ["ÀÉÝ"]],
  ["ω|ß", IGNORECASE, ["Ω", "Ω", "ẞ"]],
  ["k", IGNORECASE, ["K", "\u212a"]],
  ["[^k]", IGNORECASE, ["K", "\u212a", "j"]],
  ["ς", IGNORECASE, ["σΣς"]],
  ["İ", IGNORECASE, ["i", "I", "İ"]],
  ["µ", IGNORECASE, ["μ", "Μ"]],
  ["(?i:a)b", 0, ["Ab", "AB"]],
  ["(?-i:a)b", IGNORECASE, ["aB", "AB"]],
  ["(?s:.)a", 0, ["\na"]],
  ["(?m:^)a", 0, ["b\na"]],
  ["(?a:\\w)(\\w)", 0, ["éé", "aé"]],
  ["(?x) a b # comment\n c", 0, ["abc", "a b"]],
  ["a b", VERBOSE, ["ab"]],
  ["[\u0400-\u04ff]+", 0, ["привет мир"]],
  ["[а-я]+", IGNORECASE, ["ПРИВЕТ"]],
  ["[\u0100\u0200\u0300\u0400-\u0410\u4e00-\u4e10a-c]+", 0, ["ab\u0100\u4e05x\u0405", "\u0301"]],
  ["[^\u0100\u0200\u0300\u0400-\u0410\u4e00-\u4e10a-c]+", 0, ["ab\u0100\u4e05x\u0405y😀", "\u0301"]],
  ["😀+", 0, ["a😀😀b", "😁"]],
  ["[😀-😎]+", 0, ["a😀😅b", "😟"]],
  ["[^😀]", 0, ["😀a", "😁"]],
  [".", 0, ["😀", "a😀b"]],
  ["(.)(.)", 0, ["a😀b😁"]],
  ["𐐀", IGNORECASE, ["𐐨", "𐐀"]],
  ["[𐐀-𐐂]", IGNORECASE, ["𐐨𐐩", "𐐫"]],
  ["(?<=😀)a", 0, ["😀a"]],
  ["\\w+", 0, ["𝔘nicode_ⅷ ǅ"]],
  ["[\\s\\S]", 0, ["\n"]],
  ["[^\\s\\S]", 0, ["a"]],
  ["[^\\s\\S]*a", 0, ["a"]],
  ["[\\d\\-x]+", 0, ["1-x2"]],
  ["[]a]+", 0, ["]a]"]],
  ["[a\\]]+", 0, ["]a]"]],
  ["\\.\\*\\\\", 0, [".*\\"]],
  ["\\x41\\u0042\\U00000043\\103", 0, ["ABCC"]],
  ["\\t\\n\\r\\f\\v\\a\\0", 0, ["\t\n\r\f\v\u0007\0"]],
  ["cat|category|dog", 0, ["category", "dogcat"]],
  ["(?:foo|bar|baz)qux", 0, ["bazqux", "foobarqux"]],
  ["(foo|foobar)(bar)?$", 0, ["foobar", "foobarbar"]],
  ["x*y*z*", 0, ["xyz", "zyx", ""]],
  ["(x+x+)+y", 0, ["xxxxxxxxy", "xxxxxxx"]],
  ["(?:a|b|c|d|e)*f", 0, ["abcdef", "abcde"]],
  ["a(?:b|c(?:d|e)*)*f", 0, ["abcdedebf", "af"]],
  ["(a(b(c)?)?)?d", 0, ["abcd", "abd", "ad", "d"]],
  ["((?:a|(b))+)c", 0, ["abac", "bac"]],
  ["(a)*?b", 0, ["aab", "b"]],
  ["(?:(a)|b)*?$", 0, ["ab", "ba"]],
  ["(?:(a)?b)*", 0, ["abb", "bab"]],
  ["(?:(\\w)\\s?)+$", 0, ["a b c", "a b  c"]],
  ["^(?:(\\d+)|(\\w+))(?:,(?:(\\d+)|(\\w+)))*$", 0, ["1,a,2,b", "a", "1,"]],
  ["\\b(\\w+)\\s+\\1\\b", 0, ["the the cat cat", "a b"]],
  ["(\\d{1,3})(?=(?:\\d{3})+$)", 0, ["1234567", "12"]],
  ["^(?=.*\\d)(?=.*[a-z]).{4,8}$", 0, ["abc123", "abcdef", "a1"]],
  ["(?P<y>\\d{4})-(?P<m>\\d\\d)-(?P<d>\\d\\d)", 0, ["on 2024-02-29 or 2025-01-01", "2024-2-9"]],
  ['"(?:[^"\\\\]|\\\\.)*"', 0, ['say "a \\"b\\" c" x', '"open']],
  ["(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}\\d+", 0, ["10.0.255.1", "256.1.1.1"]],
  ["a{0}b", 0, ["ab", "b"]],
  ["(a){0}b", 0, ["ab"]],
  ["(?:a{0,3}){0,3}b", 0, ["aaaaab"]],
  ["(?:a*?)*?b", 0, ["aab"]],
  ["(?:(?:a)*)*b", 0, ["aab", "aa"]],
  ["(a?)*?$", 0, ["aa"]],
  ["(?:a?){3}", 0, ["aa", ""]],
  ["(|a)+", 0, ["aaa"]],
  ["(|a)*", 0, ["aaa"]],
  ["(a|)+", 0, ["aaa"]],
  ["(?:|a)*?b", 0, ["aab"]],
  ["((a)?)*", 0, ["aa", "ba"]],
  ["(?:(a)|(?=b))*b", 0, ["aab"]],
  ["(?:a(?!c))*", 0, ["aac"]],
  ["(?=a)*b", 0, ["ab"]],
  ["(^a)*b", 0, ["aab", "ab"]],
  ["(a\\b)?b", 0, ["ab"]],
  ["[abc]*?c", 0, ["abcabc"]],
  ["\\w*?\\d", 0, ["abc1", "ab c1"]],
  ["\\w{2,4}?\\d", 0, ["abc1", "abcdef1"]],
  ["(?:\\w\\d){1,2}?x", 0, ["a1b2x"]],
  ["a.*c", 0, ["a--c--c--"]],
  ["a.*cx", 0, ["a--cx--c--"]],
  ["a.*?cx", 0, ["a--c--cx--"]],
  ["(.*)(\\d+)(.*)", 0, ["ab12cd"]],
  ["(.+?)(\\d+)?$", 0, ["ab12"]],
  ["\\Ba\\B", 0, ["bab", "a"]],
  ["(a)(?:(b)|c)(?(2)d|e)", 0, ["abd", "ace", "abe"]],
  ["(?i)\\bé\\w+", 0, ["ÉCOLE école"]],
  ["(?:aa|a)(?:ab|b)", 0, ["aab", "ab", "aaab"]],
  ["z", 0, ["abcabcabcabcabcabcz"]],
  ["[xyz]", 0, ["abcabcabcabcabcabcz"]],
  ["abab(?:c|d)", 0, ["abababd"]],
  ["(ab)(ab)c", 0, ["abababc"]],
  ["\ud800", 0, ["a\ud800b"]],
  ["[\ud800-\udbff]", 0, ["a\ud800b"]],
];

test("patterns", () => {
  let pairs = 0;
  for (const [pattern, flags, subjects] of cases) {
    expect([pattern, check(pattern, flags, subjects)]).toEqual([pattern, true]);
    pairs += subjects.length;
  }
  expect(pairs).toBeGreaterThan(300);
});

test("bytes", () => {
  const encode = (text: string): Uint8Array => Uint8Array.from(text, (it) => it.charCodeAt(0));
  const list: readonly (readonly [string, number, readonly string[]])[] = [
    ["a+b", 0, ["xaab", "b"]],
    ["\\w+", 0, ["ab\xe9c d"]],
    ["\\w+", LOCALE, ["ab\xe9c d"]],
    ["[a-z\xe9]+", LOCALE | IGNORECASE, ["AB\xe9\xc9"]],
    ["k\xe9", LOCALE | IGNORECASE, ["K\xe9", "k\xc9"]],
    ["[^k]", LOCALE | IGNORECASE, ["Kx"]],
    ["(k)\\1", LOCALE | IGNORECASE, ["kK", "kx"]],
    ["\\bk\\B.", LOCALE, ["kk"]],
    ["[^a]", LOCALE | IGNORECASE, ["A", "b"]],
    ["HELLO", IGNORECASE, ["hello"]],
    ["[\\x80-\\xff]+", 0, ["a\x80\xffb"]],
    ["(\\s)\\S", 0, ["\x1c \x85a"]],
    ["needle", 0, ["haystack needle"]],
  ];
  for (const [pattern, flags, subjects] of list) {
    expect([pattern, check(encode(pattern), flags, subjects.map(encode))]).toEqual([pattern, true]);
  }
});

/** Random patterns: a list of numbers picks pieces, so that shorter lists are simpler patterns. */
const atoms = [
  "a",
  "b",
  "c",
  ".",
  "[ab]",
  "[^a]",
  "\\w",
  "\\b",
  "^",
  "$",
  "é",
  "[é-ü]",
  "(?=a)",
  "(?!b)",
  "(?<=a)",
  "(?<!b)",
  "\\1",
  "\\2",
];
const groups = ["(", "(?:", "(?>", "(?=", "(?!", "(?<=", "(?i:", "(?P<n>", "(?(1)", "(?s:"];
const quantifiers = [
  "",
  "",
  "*",
  "+",
  "?",
  "*?",
  "+?",
  "??",
  "{2}",
  "{1,2}",
  "{0,2}?",
  "*+",
  "++",
  "?+",
  "{1,3}+",
  "{2,}",
];

function patternFrom(numbers: readonly number[]): string {
  let text = "";
  let open = 0;
  for (const number of numbers) {
    const pick = <T>(list: readonly T[], value: number): T => list[value % list.length] as T;
    const quantifier = pick(quantifiers, number >> 8);
    const kind = number % 8;
    if (kind === 0) {
      text += pick(groups, number >> 4);
      open++;
    } else if (kind === 1 && open > 0) {
      text += `)${quantifier}`;
      open--;
    } else if (kind === 2 && text !== "") text += "|";
    else text += pick(atoms, number >> 4) + quantifier;
  }
  return text + ")".repeat(open);
}

test("random patterns", () => {
  let compiled = 0;
  let total = 0;
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 0xffff }), { maxLength: 14 }),
      fc.constantFrom(0, IGNORECASE, MULTILINE | DOTALL, ASCII | IGNORECASE),
      fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c", "A", "é", "É", "\n", "😀", " "), maxLength: 10 }), {
        minLength: 1,
        maxLength: 4,
      }),
      (numbers, flags, subjects) => {
        total++;
        if (check(patternFrom(numbers), flags, subjects)) compiled++;
      },
    ),
    { numRuns: 1500 },
  );
  expect(compiled).toBeGreaterThan(total / 4);
}, 120000);

test("the matcher's numbers are the opcodes", () => {
  const source = readFileSync(new URL("../src/modules/_sre/matcher.ts", import.meta.url), "utf8");
  const names = new Map(Object.entries(Opcode).map(([name, code]) => [code as number, name]));
  let found = 0;
  for (const [, code, name] of source.matchAll(/case (\d+):(?: \{\n\s*)? *\/\/ ([A-Z_]+)/g)) {
    expect(names.get(Number(code))).toBe(name);
    found++;
  }
  expect(found).toBeGreaterThan(40);
});

test("a budget stops a long match, and the host's stack is not used", () => {
  const compile = (pattern: string): Program => {
    const [code, groups] = python.json(`_regex(${pyString(pattern)}, 0, [])`) as [number[], number];
    return new Program(Int32Array.from(code), groups, characters);
  };
  const text = "a".repeat(40);
  let spent = 0;
  const limited = new Workspace({ spend: (units) => (spent += units) < 1e7, allows: () => true });
  expect(new Matcher(compile("(a+a+)+b"), simpleSubject(text), text.length, limited).search(0)).toBe(INTERRUPTED);
  expect(spent).toBeGreaterThanOrEqual(1e7);
  const long = "ab".repeat(200000);
  const small = new Workspace({ spend: () => true, allows: (bytes) => bytes < 1e6 });
  expect(new Matcher(compile("(?:ab|ba)*c"), simpleSubject(long), long.length, small).match(0)).toBe(INTERRUPTED);
  const workspace = new Workspace(free);
  const matcher = new Matcher(compile("((?:a(b))*)"), simpleSubject(long), long.length, workspace);
  expect(matcher.match(0)).toBe(long.length);
  expect(Array.from(matcher.marks)).toEqual([0, long.length, long.length - 1, long.length]);
});
