// The module `_sre`: patterns, matches, templates. Programs are those that CPython's compiler makes.
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { type Runtime, builtinFunction, newModule } from "@tjit/runtime/api";
import {
  type CPython,
  type Case,
  type Expression,
  type Operand,
  TestMachine,
  agree,
  attribute,
  binary,
  bytes,
  call,
  dict,
  float,
  item,
  loadCPython,
  method,
  module,
  of,
  pyBytes,
  pyString,
  setErrorNone,
  tuple,
} from "@tjit/runtime/testing";
import { library } from "./library.ts";

let python: CPython;
let machine: TestMachine;
let before: number;
beforeAll(async () => {
  python = await loadCPython();
  python.execute(`
import re, re._compiler
def _compiled(pattern, flags):
    p = re.compile(pattern, flags)
    names = sorted(p.groupindex.items(), key=lambda it: it[1])
    code = re._compiler._code(re._parser.parse(pattern, flags), flags)
    return [[int(c) for c in code], p.flags, p.groups, names]
def _template(pattern, flags, template):
    parts = re._parser.parse_template(template, re.compile(pattern, flags))
    return [it.decode("latin1") if isinstance(it, bytes) else it for it in parts]
`);
}, 60000);
beforeEach(() => {
  machine = new TestMachine({ library });
  machine.evaluate(module("_sre"));
  before = machine.liveObjects();
});
afterEach(() => {
  expect(machine.liveObjects()).toBe(before);
});

const compare = (expressions: readonly Expression[]): void =>
  agree(
    python,
    expressions.map((it): Case => machine.case(it)),
  );
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (it) => it.charCodeAt(0));
const literal = (pattern: string | Uint8Array): string =>
  typeof pattern === "string" ? pyString(pattern) : pyBytes(pattern);
const stringOf = (value: string | Uint8Array): Expression => (typeof value === "string" ? of(value) : bytes(value));

/** `re.compile(pattern, flags)`. */
function regex(pattern: string | Uint8Array, flags = 0): Expression {
  const [code, all, groups, names] = python.json(`_compiled(${literal(pattern)}, ${String(flags)})`) as [
    number[],
    number,
    number,
    [string, number][],
  ];
  const byIndex: Operand[] = Array.from({ length: groups + 1 }, () => null);
  for (const [name, index] of names) byIndex[index] = name;
  const made = call(attribute(module("_sre"), "compile"), [
    stringOf(pattern),
    all,
    code,
    groups,
    dict(...names),
    names.length === 0 ? tuple() : tuple(...byIndex),
  ]);
  return { python: `re.compile(${literal(pattern)}, ${String(flags)})`, make: made.make };
}

const p = (): Expression => regex("(a)(?P<n>b)?");
const m = (): Expression => method(p(), "match", ["ab"]);
const sre = (name: string, args: readonly Operand[]): Expression => call(attribute(module("_sre"), name), args);

test("patterns", () => {
  const long = regex("x".repeat(300));
  compare([
    p(),
    long,
    regex("a", 2 | 8 | 16 | 64 | 256),
    regex(latin1("a"), 4 | 2),
    regex(""),
    attribute(p(), "pattern"),
    attribute(p(), "flags"),
    attribute(p(), "groups"),
    attribute(p(), "groupindex"),
    attribute(p(), "foo"),
    method(p(), "match", [5]),
    method(p(), "match", [bytes(latin1("a"))]),
    method(regex(latin1("a")), "match", ["a"]),
    method(p(), "match", []),
    method(p(), "match", ["a", 1, 2, 3]),
    method(p(), "match", ["a"], { pos: "x" }),
    method(p(), "search", ["xab", 1, 2]),
    method(p(), "search", ["xab"], { pos: -5, endpos: 100 }),
    method(p(), "search", ["xab", 3, 1]),
    method(p(), "fullmatch", ["ab"]),
    method(p(), "fullmatch", ["abc"]),
    method(p(), "match", ["xab", 1]),
    ...["", "$", "(?=a)", "(?s:.*)", ".*?", "(?s:.)*+", "(?!a)", "\\b", "(?:)*", "(?<=b)", "(?(1)b)(a)?"].flatMap(
      (it) =>
        (["match", "search", "fullmatch", "findall", "split", "sub"] as const).map((name) =>
          method(regex(it), name, name === "split" ? ["abc", 2] : name === "sub" ? ["-", "abc", 2] : ["abc", 2, 1]),
        ),
    ),
    method(regex("^"), "search", ["abc", 1]),
    binary(p(), "==", p()),
    binary(p(), "==", regex("(a)(?P<n>b)?", 2)),
    binary(p(), "!=", regex("b")),
    binary(regex("a"), "==", regex(latin1("a"))),
    binary(p(), "==", 5),
    binary(p(), "<", p()),
    binary(call("hash", [p()]), "==", call("hash", [p()])),
    method(p(), "__copy__"),
    method(p(), "__deepcopy__", [dict()]),
    call(call("type", [p()])),
    call("type", [p()]),
    item(call("type", [p()]), builtinName("str")),
    method(p(), "split", []),
    method(p(), "sub", ["x"]),
  ]);
});

function builtinName(name: string): Expression {
  return attribute(module("builtins"), name);
}

test("matches", () => {
  const path = regex("(?P<y>\\d+)-(?P<m>\\d+)(-(?P<d>\\d+))?");
  const date = (): Expression => method(path, "search", ["on 2024-02."]);
  compare([
    m(),
    ...[0, 1, 2, 3, -1, "n", "q", [], 2n ** 70n, float(1.5), null, true].map((it) => method(m(), "group", [it])),
    method(m(), "group"),
    method(m(), "group", [1, "n", 0]),
    method(m(), "group", [1, 7]),
    item(m(), 0),
    item(m(), "n"),
    item(m(), 9),
    method(m(), "groups"),
    method(date(), "groups"),
    method(date(), "groups", ["x"]),
    method(date(), "groups", [], { default: 5 }),
    method(m(), "groups", [1, 2]),
    method(date(), "groupdict"),
    method(date(), "groupdict", ["none"]),
    method(date(), "start"),
    method(date(), "end", ["m"]),
    method(date(), "span", ["d"]),
    method(date(), "span", [4]),
    method(date(), "span", [9]),
    method(date(), "start", ["zz"]),
    ...["re", "string", "pos", "endpos", "lastindex", "lastgroup", "regs", "foo"].map((it) => attribute(date(), it)),
    ...["lastindex", "lastgroup"].map((it) => attribute(method(p(), "match", ["a"]), it)),
    ...["lastindex", "lastgroup"].map((it) => attribute(method(regex("a"), "match", ["a"]), it)),
    attribute(method(p(), "match", ["xab", 1, 2]), "regs"),
    attribute(method(p(), "match", ["xab", 1, 2]), "endpos"),
    method(regex(".*"), "match", ["x".repeat(80)]),
    method(regex(".*"), "match", ["é😀".repeat(40)]),
    method(regex("(😀)(.)"), "search", ["a😀b"]),
    method(method(regex("(😀)(.)"), "search", ["a😀b"]), "span", [2]),
    method(method(regex("(😀)(.)"), "search", ["a😀b"]), "groups"),
    method(method(regex(latin1("(a)|b")), "match", [bytes(latin1("b"))]), "groups"),
    method(regex(latin1("(\\w+)")), "search", [bytes(latin1("- ab\xff"))]),
    call(call("type", [m()])),
    call("type", [m()]),
    method(m(), "__copy__"),
  ]);
});

test("many matches", () => {
  const empty = regex("x*");
  const lists: Expression[] = [];
  for (const [pattern, text] of [
    ["a", "banana"],
    ["(a)", "banana"],
    ["(a)(n)?", "banana"],
    ["x*", "axxb"],
    ["", "ab"],
    ["\\b|:+", "a::bc"],
    ["😀|b", "a😀b😀c"],
    ["(,)|(;)", "a,b;c"],
    ["^", "a\nb"],
  ] as const) {
    for (const name of ["findall", "split"]) lists.push(method(regex(pattern), name, [text]));
    for (const repl of ["", "-", "[é]"]) {
      lists.push(method(regex(pattern), "sub", [repl, text]), method(regex(pattern), "subn", [repl, text]));
    }
    lists.push(method(regex(pattern), "sub", ["-", text, 1]), method(regex(pattern), "split", [text, 1]));
    lists.push(call("list", [method(regex(pattern), "finditer", [text])]));
  }
  compare(lists);
  compare([
    call("list", [method(empty, "finditer", ["axxb"])]),
    call("list", [method(empty, "finditer", ["axxb", 1, 3])]),
    method(empty, "findall", ["axxb", 1, 2]),
    method(method(empty, "scanner", ["axxb"]), "match"),
    method(method(empty, "scanner", ["axxb", 1]), "search"),
    attribute(method(p(), "scanner", [""]), "pattern"),
    call("type", [method(p(), "scanner", [""])]),
    call("type", [method(p(), "finditer", [""])]),
    method(regex("a"), "sub", ["b", "aaa"], { count: -1 }),
    method(regex("a"), "split", ["xaxa", -1]),
    method(regex("a"), "sub", ["b", "aaa", "x"]),
    method(regex("a"), "sub", [builtinName("len"), "aaa"]),
    method(regex("a"), "sub", [builtinName("repr"), "xay"]),
    method(regex("a"), "sub", [builtinName("int"), "xay"]),
    method(regex("a"), "sub", [bytes(latin1("x")), "xay"]),
    method(regex("a"), "sub", [bytes(latin1("x")), "xy"]),
    method(regex(latin1("a")), "sub", ["x", bytes(latin1("bab"))]),
    method(regex(latin1("a")), "sub", [bytes(latin1("<>")), bytes(latin1("bab"))]),
    method(regex(latin1("(a)|b")), "split", [bytes(latin1("xaybz"))]),
    method(regex(latin1("(a)|b")), "findall", [bytes(latin1("xaybz"))]),
  ]);
});

test("templates", () => {
  const cases: Case[] = [];
  for (const [pattern, template, text] of [
    ["(a)(?P<n>b)?", "<\\1>", "xaby"],
    ["(a)(?P<n>b)?", "\\g<n>-\\1\\n", "xabay"],
    ["(a)(?P<n>b)?", "\\\\", "xaby"],
    ["(a)(?P<n>b)?", "\\g<0>\\2\\2", "abab"],
    ["(\\w)(\\w)", "\\2\\1", "abcd"],
  ] as const) {
    const parts = python.json(`_template(${pyString(pattern)}, 0, ${pyString(template)})`) as (string | number)[];
    // In place of `re`, which is Python: its function that compiles templates.
    const compile = builtinFunction("(pattern, template, /)", (rt: Runtime) =>
      sre("template", [regex(pattern), parts]).make(rt),
    );
    machine = new TestMachine({ library });
    machine.rt.nativeModules.set("re", (rt) => newModule(rt, "re", { _compile_template: compile }));
    machine.evaluate(module("_sre"));
    machine.evaluate(module("re"));
    for (const expression of [
      method(regex(pattern), "sub", [template, text]),
      method(regex(pattern), "subn", [template, text]),
      method(method(regex(pattern), "search", [text]), "expand", [template]),
    ]) {
      const drop = machine.liveObjects();
      cases.push(machine.case(expression));
      expect(machine.liveObjects()).toBe(drop);
    }
  }
  agree(python, cases);
  before = machine.liveObjects();
  compare([
    sre("template", [p(), []]),
    sre("template", [p(), ["x", 1]]),
    sre("template", [p(), ["x", "y", "z"]]),
    sre("template", [p(), ["x", -1, "z"]]),
    sre("template", [p(), tuple("x")]),
    call("type", [sre("template", [p(), ["x"]])]),
  ]);
});

test("functions of the module", () => {
  compare([
    ...[65, 97, 0x130, 0x131, 0xdf, 0xe9, 0x3a3, 0x10400, -1, 0x110000, 2 ** 31, "a"].flatMap((it) =>
      ["ascii_iscased", "unicode_iscased", "ascii_tolower", "unicode_tolower"].map((name) => sre(name, [it])),
    ),
    ...["MAGIC", "CODESIZE", "copyright"].map((it) => attribute(module("_sre"), it)),
    sre("getcodesize", []),
    sre("compile", ["a", 0, [1], 0, dict(), tuple()]),
    sre("compile", [null, 0, [1], 0, dict(), tuple()]),
    sre("compile", ["a", 1024 | 32, [1], 0, dict(), tuple()]),
    sre("compile", ["a", 0, [1], 0, dict(), []]),
    sre("compile", ["a", 0, [1], 0, [], tuple()]),
    sre("compile", ["a", 0, tuple(1), 0, dict(), tuple()]),
    sre("compile", ["a", 0, [-1], 0, dict(), tuple()]),
    sre("compile", ["a", 0, ["x"], 0, dict(), tuple()]),
    sre("compile", [5, 0, [1], 0, dict(), tuple()]),
    // Programs that are none.
    ...[
      [],
      [99],
      [16, 65],
      [16],
      [17, 0, 1],
      [15, 1, 1],
      [13, 3, 16, 65, 1],
      [24, 4, 2, 1, 2, 1],
      [11, 0, 1],
      [7, 0, 1],
    ].map((code) => sre("compile", ["a", 0, code, 0, dict(), tuple()])),
  ]);
});

test("a budget stops a match, and an exception in a replacement goes through", () => {
  let left = 1e6;
  machine.rt.hooks.spend = (units) =>
    (left -= units) > 0 ? 0 : setErrorNone(machine.rt, machine.rt.types.KeyboardInterrupt) - 1;
  const slow = regex("(a+a+)+b");
  const text = "a".repeat(40);
  for (const it of [
    method(slow, "match", [text]),
    method(slow, "search", [text]),
    method(slow, "findall", [text]),
    method(slow, "split", [text]),
    method(slow, "sub", ["", text]),
    call("list", [method(slow, "finditer", [text])]),
  ]) {
    left = 1e6;
    expect(machine.evaluate(it)).toBe("KeyboardInterrupt: ");
  }
  machine.rt.hooks.spend = null;
});
