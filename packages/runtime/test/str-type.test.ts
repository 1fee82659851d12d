// str and bytes as objects: methods with all kinds of arguments, formatting, and CPython's messages.
import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { agree, type Case } from "../src/testing/agree.ts";
import { doubles, integers, texts } from "./arbitraries.ts";
import { type CPython, loadCPython } from "../src/testing/cpython.ts";
import {
  attribute,
  binary,
  builtin,
  bytes,
  call,
  complex,
  dict,
  type Expression,
  float,
  item,
  method,
  of,
  type Operand,
  slice,
  TestMachine,
  tuple,
} from "../src/testing/expressions.ts";

let python: CPython;
let machine: TestMachine;
let before: number;
beforeAll(async () => {
  python = await loadCPython();
}, 60000);
beforeEach(() => {
  machine = new TestMachine();
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

const parts = fc.oneof(fc.constantFrom("", "a", "b", " ", "ab", "😀", "\n"), texts);
const indices: fc.Arbitrary<Operand> = fc.oneof(
  fc.integer({ min: -14, max: 14 }),
  fc.constantFrom<Operand>(null, 10n ** 30n, -(10n ** 30n), true),
);

test("indices, slices, operators", () => {
  compare(
    fc
      .sample(
        fc.tuple(texts, parts, indices, indices, fc.oneof(fc.constant(null), fc.integer({ min: -3, max: 3 }))),
        2500,
      )
      .flatMap(([text, other, i, j, step]) => [
        item(text, i),
        item(text, slice(i, j, step)),
        binary(text, "+", other),
        binary(other, "<", text),
        binary(text, "==", other),
        binary(text, ">=", other),
        method(text, "__contains__", [other]),
        call("len", [text]),
        call("repr", [text]),
        call("ascii", [text]),
        call("list", [text]),
      ]),
  );
  compare(
    [
      item("abc", "x"),
      item("abc", float(1)),
      binary("a", "+", 1),
      binary("a", "*", -1),
      binary("ab", "*", 3),
      binary(3, "*", "ab"),
      binary("a", "*", float(2)),
      method("a", "__contains__", [1]),
      binary("a", "<", 1),
      method("a", "__lt__", [1]),
      item("", 0),
      binary("😀", "<", "\uffff"),
      call("max", [["😀", "\uffff"]]),
      call("sorted", [["b", "😀", "\uffff", "a"]]),
      call("hash", [""]),
    ].filter((it) => !it.python.startsWith("hash")),
  );
});

test("searching methods", () => {
  const names = fc.constantFrom("find", "rfind", "index", "rindex", "count", "startswith", "endswith");
  compare(
    fc
      .sample(fc.tuple(texts, names, parts, indices, indices, fc.integer({ min: 1, max: 3 })), 3000)
      .map(([text, name, part, i, j, count]) => method(text, name, [part, i, j].slice(0, count))),
  );
  compare([
    method("abc", "find", [1]),
    method("abc", "find", [null]),
    method("abc", "count", [1]),
    method("abc", "startswith", [1]),
    method("abc", "startswith", [tuple("x", "ab")]),
    method("abc", "endswith", [tuple("x", 1)]),
    method("abc", "startswith", [of(["a"])]),
    method("abc", "find", ["a", "x"]),
    method("abc", "find"),
    method("abc", "index", ["z"]),
    method("abc", "endswith", [tuple()]),
  ]);
});

test("transforming methods and their messages", () => {
  const widths = fc.integer({ min: -2, max: 20 });
  compare(
    fc
      .sample(fc.tuple(texts, parts, parts, widths), 1200)
      .flatMap(([text, part, other, n]) => [
        method(text, "split"),
        method(text, "split", [part]),
        method(text, "split", [part, n]),
        method(text, "rsplit", [null, n]),
        method(text, "rsplit", [], { sep: part, maxsplit: n }),
        method(text, "splitlines", [n > 3]),
        method(text, "partition", [part]),
        method(text, "rpartition", [part]),
        method(text, "strip", [part]),
        method(text, "lstrip", [null]),
        method(text, "rstrip"),
        method(text, "replace", [part, other]),
        method(text, "replace", [part, other, n]),
        method(text, "replace", [part, other], { count: 1 }),
        method(text, "center", [n]),
        method(text, "ljust", [n, "*"]),
        method(text, "rjust", [n, "😀"]),
        method(text, "zfill", [n]),
        method(text, "expandtabs", [n]),
        method(text, "removeprefix", [part]),
        method(text, "removesuffix", [part]),
        method(part, "join", [[text, other]]),
        method(text, "upper"),
        method(text, "title"),
        method(text, "isalpha"),
        method(text, "isidentifier"),
        method(text, "encode"),
        method(text, "encode", ["utf-16-le"]),
        method(text, "encode", ["ascii", "backslashreplace"]),
        method(text, "encode", ["latin-1", "xmlcharrefreplace"]),
        method(text, "encode", ["ascii"]),
        method(text, "encode", ["ascii", "ignore"]),
        method(text, "encode", ["utf-32"]),
      ]),
  );
  compare([
    method("a", "split", [""]),
    method("a", "split", [1]),
    method("a", "partition", [""]),
    method("a", "partition", [1]),
    method("a", "strip", [1]),
    method("a", "replace", [1, "b"]),
    method("a", "replace", ["a", 1]),
    method("a", "center", [5, "xx"]),
    method("a", "center", [5, 1]),
    method("a", "center", ["x"]),
    method(",", "join", [["a", 1]]),
    method(",", "join", [1]),
    method(",", "join", [tuple("a", "b")]),
    method(",", "join", ["abc"]),
    method(",", "join", [[]]),
    method("a", "removeprefix", [1]),
    method("a", "removeprefix", [null]),
    method("a", "encode", ["nope"]),
    method("a", "encode", [1]),
    method("é", "encode", ["ascii", "nope"]),
    method("\ud800", "encode"),
    method("\ud800x", "encode", ["utf-8", "surrogatepass"]),
    method("\udc80", "encode", ["utf-8", "surrogateescape"]),
    method("abc", "translate", [dict([97, "X"], [98, null], [99, 100])]),
    method("abc", "translate", [dict([97, float(1)])]),
    method(builtin("str"), "maketrans", ["ab", "xy", "c"]),
    method(builtin("str"), "maketrans", ["ab", "x"]),
    method(builtin("str"), "maketrans", [dict(["a", 1], [5, "x"])]),
    method(builtin("str"), "maketrans", [1]),
    method(builtin("str"), "maketrans", [dict(["ab", 1])]),
    method("a", "nope"),
    method("a", "upper", [1]),
    method("abc", "translate", [["x"]]),
    call("str"),
    call("str", [5]),
    call("str", [bytes(Uint8Array.of(65, 200))]),
    call("str", [bytes(Uint8Array.of(65, 200)), "latin-1"]),
    call("str", [bytes(Uint8Array.of(65, 200)), "utf-8"]),
    call("str", [bytes(Uint8Array.of(65, 200)), "utf-8", "replace"]),
    call("str", ["a", "utf-8"]),
    call("str", [1, "utf-8"]),
    call("str", [], { object: 3 }),
    call("ord", ["a"]),
    call("ord", ["😀"]),
    call("ord", ["ab"]),
    call("ord", [1]),
    call("chr", [128512]),
    call("chr", [-1]),
    call("chr", [0x110000]),
    call("chr", ["a"]),
    call("ascii", ["é😀\n"]),
  ]);
});

test("str.format", () => {
  const fields = fc.constantFrom(
    "{}",
    "{0}",
    "{1!r:>10}",
    "{x}",
    "{x.real}",
    "{0[1]}",
    "{l[0]}",
    "{d[k]}",
    "{:{w}}",
    "{:>{0}}",
    "{{",
    "}}",
    "{",
    "}",
    "{!z}",
    "{!r",
    "{0.",
    "{0[",
    "{0[1]x}",
    "{0!rr}",
    "{:{:{}}}",
    "text",
    "{x!s:*^{w}}",
    "{y}",
    "{9}",
    "{0.nope}",
    "{:,}",
    "{0]}",
    "{a{b}}",
    "{!}",
    "{0[x]}",
    "é{}",
  );
  const templates = fc.array(fields, { minLength: 1, maxLength: 4 }).map((it) => it.join(""));
  compare(
    fc
      .sample(templates, 2500)
      .map((template) =>
        method(template, "format", ["first", 42, [1, 2]], { x: 7, w: 12, l: [9, 8], d: dict(["k", "v"]) }),
      ),
  );
  compare([
    method("{a} {b}", "format_map", [dict(["a", 1], ["b", "x"])]),
    method("{}", "format_map", [dict()]),
    method("{a}", "format_map", [[1]]),
    method("{0}", "format"),
    method("{:5}|{:<5}|{:^5}", "format", ["a", "b", "c"]),
    method("{:d}", "format", ["a"]),
    method("{:%}", "format", [float(0.25)]),
    method("{0!a}", "format", ["é"]),
    method("{:{}}", "format", [1, 5]),
    method("{:s}", "format", [[1]]),
  ]);
});

test("printf-style formatting", () => {
  const conversions = fc
    .tuple(
      fc.constantFrom("", "-", "+", " ", "0", "#", "-0", "+#", "0#"),
      fc.constantFrom("", "5", "12", "*"),
      fc.constantFrom("", ".", ".0", ".3", ".*", ".12"),
      fc.constantFrom("", "l", "h"),
      fc.constantFrom(..."diouxXeEfFgGcrsa%", "q", "", "é"),
    )
    .map((it) => `%${it.join("")}`);
  const values: fc.Arbitrary<Operand> = fc.oneof(
    integers,
    doubles.map(float),
    fc.constantFrom<Operand>("a", "xyz", "", null, true, of([1]), 65, 0x1f600, -1, "é", float(2.5)),
  );
  compare(
    fc
      .sample(fc.tuple(conversions, values, values, fc.integer({ min: -3, max: 14 })), 6000)
      .map(([conversion, value, other, n]) => {
        const stars = conversion.split("*").length - 1;
        return binary(
          `<${conversion}>`,
          "%",
          stars === 0 ? tuple(value) : tuple(...(stars === 1 ? [n] : [n, 2]), stars === 0 ? other : value),
        );
      }),
  );
  compare([
    binary("%s", "%", "a"),
    binary("%s %s", "%", "a"),
    binary("%s", "%", tuple("a", "b")),
    binary("x", "%", "a"),
    binary("x", "%", tuple()),
    binary("x", "%", dict()),
    binary("%(a)s", "%", dict(["a", 1])),
    binary("%(a)s", "%", 1),
    binary("%(a", "%", dict()),
    binary("%(a)", "%", dict(["a", 1])),
    binary("%(b)s", "%", dict(["a", 1])),
    binary("%(a)s %s", "%", dict(["a", 1])),
    binary("%", "%", 1),
    binary("%*d", "%", tuple("a", 1)),
    binary("%%", "%", tuple()),
    binary("%5%", "%", tuple()),
    binary("%s", "%", [1, 2]),
    binary("%r", "%", tuple(tuple(1))),
    binary("%((x))s", "%", dict(["(x)", 3])),
    binary("%d", "%", "x"),
    binary("%x", "%", float(1)),
    binary("%f", "%", "x"),
    binary("%c", "%", "xy"),
    binary("%c", "%", float(1)),
    binary("%c", "%", -1),
    binary("%d", "%", float(1e100)),
    binary("%d", "%", float(Infinity)),
    binary("%y", "%", 1),
    binary("%s%s", "%", tuple(1)),
    binary("%d", "%", complex(1, 2)),
    binary("%.0f", "%", float(0.5)),
    binary("%g", "%", 10n ** 400n),
  ]);
});

test("bytes", () => {
  const data = bytes(Uint8Array.from([97, 44, 98, 32, 0, 255, 97]));
  const b = (text: string): Expression => bytes(Uint8Array.from(text, (it) => it.charCodeAt(0)));
  compare(
    [
      data,
      call("len", [data]),
      item(data, 0),
      item(data, -1),
      item(data, 9),
      item(data, slice(1, 4)),
      item(data, slice(null, null, -2)),
      item(data, "a"),
      binary(data, "+", b("x")),
      binary(data, "+", "x"),
      binary(data, "*", 2),
      binary(data, "==", data),
      binary(b("a"), "<", b("b")),
      binary(b("a"), "==", "a"),
      binary(b("a"), "<", "a"),
      method(data, "__contains__", [97]),
      method(data, "__contains__", [b("b ")]),
      method(data, "__contains__", ["a"]),
      method(data, "__contains__", [300]),
      call("list", [data]),
      method(data, "hex"),
      method(data, "hex", [":"]),
      method(data, "hex", [":", 2]),
      method(data, "hex", ["-", -3]),
      method(builtin("bytes"), "fromhex", ["61 62 ff"]),
      method(builtin("bytes"), "fromhex", ["6"]),
      method(builtin("bytes"), "fromhex", ["zz"]),
      method(data, "decode"),
      method(data, "decode", ["latin-1"]),
      method(data, "decode", ["ascii"]),
      method(data, "decode", ["utf-8", "replace"]),
      method(data, "decode", ["utf-8", "ignore"]),
      method(data, "decode", ["utf-8", "backslashreplace"]),
      method(data, "decode", ["utf-8", "surrogateescape"]),
      method(b("\xe2\x82"), "decode"),
      method(b("\xe2\x28\xa1"), "decode"),
      method(b("\xff\xfea\x00"), "decode", ["utf-16"]),
      method(b("a\x00b"), "decode", ["utf-16-le"]),
      method(b("\xed\xa0\x80"), "decode"),
      method(b("\xed\xa0\x80"), "decode", ["utf-8", "surrogatepass"]),
      method(b(","), "join", [[b("a"), b("b")]]),
      method(b(","), "join", [["a"]]),
      method(data, "find", [b("b")]),
      method(data, "index", [b("zz")]),
      method(data, "startswith", [b("a,")]),
      method(data, "endswith", [tuple(b("x"), b("a"))]),
      method(data, "split", [b(",")]),
      method(b(" a  b "), "split"),
      method(b(" a  b c "), "split", [null, 1]),
      method(b("xxaxx"), "strip", [b("x")]),
      method(b(" a "), "strip"),
      method(data, "replace", [b("a"), b("zz")]),
      method(data, "replace", [b(""), b("-")]),
      method(data, "upper"),
      call("bytes"),
      call("bytes", [3]),
      call("bytes", [[1, 2]]),
      call("bytes", [[1, 300]]),
      call("bytes", ["a"]),
      call("bytes", ["é", "utf-8"]),
      call("bytes", [-1]),
      call("bytes", [float(1)]),
      call("bytes", [data]),
      call("bytes", [null]),
      call("hash", [b("")]),
      call("str", [data]),
      call("bool", [b("")]),
      attribute(b(""), "nope"),
    ].filter((it) => !it.python.startsWith("hash(")),
  );
});
