// Modules whose native parts are `@tjit/extension-modules`, on random input: the same results and exceptions as CPython. A counterexample
// shrinks to the call that differs.

import { inflateRawSync } from "node:zlib";
import { openLibrary } from "@tjit/stdlib";
import { pyString } from "@tjit/runtime/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { specializerColumn } from "./support/columns.ts";
import { type Oracle, loadOracle } from "./support/oracle.ts";
import { printOutcome } from "./support/outcome.ts";
import { runCase } from "./support/run-case.ts";

const library = openLibrary(inflateRawSync);

/** Calls, as Python expressions, after which a prelude comes first. */
function agrees(oracle: Oracle, prelude: string, calls: readonly string[]): void {
  const source = `${prelude}
def show(f):
    try: print(ascii(f()))
    except Exception as error: print(type(error).__name__, ascii(str(error)))
${calls.map((call) => `show(lambda: ${call})`).join("\n")}
`;
  const [outcome] = oracle.run([source]);
  const run = runCase(source, specializerColumn, { heap: "plain", leaks: "ignored", host: { library, env: {} } });
  expect(printOutcome(run.outcome)).toBe(outcome === undefined ? "" : printOutcome(outcome));
}

function itAgrees(name: string, prelude: string, call: fc.Arbitrary<string>): void {
  it(name, { timeout: 120_000 }, async () => {
    const oracle = await loadOracle();
    const calls = fc.array(call, { minLength: 1, maxLength: 120, size: "max" });
    fc.assert(
      fc.property(calls, (list) => {
        agrees(oracle, prelude, list);
      }),
      { numRuns: 6, endOnFailure: false },
    );
  });
}

/** Arguments by keyword, each of them perhaps left out. */
function keywords(record: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<string> {
  const each = Object.entries(record).map(([name, values]) =>
    fc.constantFrom("", ...values.map((value) => `, ${name}=${value}`)),
  );
  return fc.tuple(...each).map((texts) => texts.join(""));
}

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom("\\", '"', "/", "\n", "\t", "\0", "\x1f", "u", "é", "😀", "\ud800", "a"),
    maxLength: 12,
  }),
);

/** A Python literal of a value that JSON has. */
function literal(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return pyString(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0.0" : String(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return `{${Object.entries(value as object)
    .map(([key, item]) => `${pyString(key)}: ${literal(item)}`)
    .join(", ")}}`;
}

const jsonValue = fc.jsonValue({ maxDepth: 4 });
/** JSON with a mistake, perhaps. */
const jsonText = fc
  .tuple(
    jsonValue,
    fc.nat(),
    fc.nat(3),
    fc.constantFrom("", "", ",", "]", "}", '"', "\\", "\\u12", "1", " ", "\n", "x", "-", "."),
  )
  .map(([value, at, count, inserted]) => {
    const valid = JSON.stringify(value, null, at % 3);
    const start = at % (valid.length + 1);
    return valid.slice(0, start) + inserted + valid.slice(start + (inserted === "" ? 0 : count));
  });

itAgrees(
  "json",
  "import json",
  fc.oneof(
    fc
      .tuple(
        jsonValue,
        keywords({
          indent: ["0", "2", "'\\t'"],
          ensure_ascii: ["False"],
          sort_keys: ["True"],
          separators: ["(',', ':')"],
        }),
      )
      .map(([value, options]) => `json.dumps(${literal(value)}${options})`),
    jsonText.map((it) => `json.loads(${pyString(it)})`),
    text.map((it) => `(json.dumps(${pyString(it)}), json.loads(json.dumps(${pyString(it)}, ensure_ascii=False)))`),
  ),
);

const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 32 });
const decimal = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom("", "-"), digits, fc.integer({ min: -40, max: 20 }))
      .map(([s, d, e]) => `${s}${d}E${e}`),
  },
  { weight: 2, arbitrary: fc.integer({ min: -20, max: 20 }).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("Infinity", "-Infinity", "NaN", "sNaN12", "-NaN7", "0", "-0E5", "1", "9999999999E3"),
  },
);
const unaryOperations =
  "exp ln log10 sqrt normalize next_plus next_minus logb to_integral_exact abs minus plus number_class to_eng_string".split(
    " ",
  );
const binaryOperations =
  "add subtract multiply divide divide_int remainder remainder_near divmod quantize compare compare_total max min max_mag next_toward scaleb shift rotate power same_quantum".split(
    " ",
  );
const specification = fc
  .tuple(
    fc.constantFrom("", "<", "*^", "=", "0"),
    fc.constantFrom("", "5", "12", "30"),
    fc.constantFrom("", ","),
    fc.constantFrom("", ".0", ".3", ".10"),
    fc.constantFrom("", "e", "E", "f", "g", "%"),
  )
  .map(
    ([align, width, comma, precision, type]) =>
      (align === "0" ? `0${width}` : align + width) + comma + precision + type,
  );

itAgrees(
  "decimal",
  `
from decimal import *
def run(prec, rounding, limit, clamp, name, *args):
    context = Context(prec=prec, rounding=rounding, Emin=-limit, Emax=limit, clamp=clamp, traps=[])
    result = getattr(context, name)(*map(Decimal, args))
    return result, [flag.__name__ for flag in context.flags if context.flags[flag]]
def shown(spec, text):
    with localcontext(traps=[]): return format(Decimal(text), spec)
`,
  fc.oneof(
    fc
      .tuple(
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom("UP", "DOWN", "CEILING", "FLOOR", "HALF_UP", "HALF_DOWN", "HALF_EVEN", "05UP"),
        fc.constantFrom(30, 999, 999999),
        fc.nat(1),
        fc.oneof(
          fc.tuple(fc.constantFrom(...unaryOperations), decimal),
          fc.tuple(fc.constantFrom(...binaryOperations), decimal, decimal),
          fc.tuple(fc.constant("fma"), decimal, decimal, decimal),
        ),
      )
      .map(
        ([precision, rounding, limit, clamp, [name, ...args]]) =>
          `run(${precision}, ROUND_${rounding}, ${limit}, ${clamp}, "${name}", ${args.map((it) => `"${it}"`).join(", ")})`,
      ),
    fc.tuple(specification, decimal).map(([spec, it]) => `shown("${spec}", "${it}")`),
    fc
      .tuple(decimal, decimal)
      .map(
        ([a, b]) =>
          `(Decimal("${a}").compare(Decimal("${b}"), Context(traps=[])), Decimal("${a}").as_tuple(), str(Decimal("${b}")))`,
      ),
  ),
);

const cell = fc.string({ unit: fc.constantFrom(..."ab,;\"'\\ \n\r\t1.😀"), maxLength: 6 });
const dialect = keywords({
  delimiter: ["';'", "' '", "'😀'"],
  quotechar: ['"\'"', "None"],
  escapechar: ["'\\\\'"],
  doublequote: ["False"],
  skipinitialspace: ["True"],
  strict: ["True"],
  quoting: ["csv.QUOTE_ALL", "csv.QUOTE_NONE", "csv.QUOTE_NONNUMERIC", "csv.QUOTE_NOTNULL", "csv.QUOTE_STRINGS"],
  lineterminator: ["'\\n'", "'!'"],
});
itAgrees(
  "csv",
  `
import csv, io
def write(rows, **options):
    out = io.StringIO(newline="")
    csv.writer(out, **options).writerows(rows)
    return out.getvalue()
`,
  fc.oneof(
    fc
      .tuple(fc.array(cell, { maxLength: 4 }), dialect)
      .map(([lines, options]) => `list(csv.reader(${pyString(lines.join(","))}.splitlines(True)${options}))`),
    fc
      .tuple(
        fc.array(fc.oneof(cell.map(pyString), fc.constantFrom("None", "5", "2.5", '""')), { maxLength: 4 }),
        dialect,
      )
      .map(([row, options]) => `write([[${row.join(", ")}]]${options})`),
  ),
);

const index = fc.integer({ min: -9, max: 9 });
const steps = fc.oneof(
  fc.integer({ min: -40000, max: 70000 }).map((value) => `a.append(${value})`),
  fc.tuple(index, fc.nat(300)).map(([at, value]) => `a.insert(${at}, ${value})`),
  index.map((at) => `a.pop(${at})`),
  fc.tuple(index, fc.integer({ min: -200, max: 300 })).map(([at, value]) => `a.__setitem__(${at}, ${value})`),
  fc.tuple(index, index, fc.constantFrom("", ":2", ":-1", ":-3")).map(([from, to, step]) => `a[${from}:${to}${step}]`),
  fc
    .tuple(index, index, fc.constantFrom("", ":2", ":-2"), fc.nat(4))
    .map(
      ([from, to, step, count]) =>
        `a.__setitem__(slice(${from}, ${to}, ${step === "" ? "None" : step.slice(1)}), array(a.typecode, range(${count})))`,
    ),
  fc.tuple(index, index).map(([from, to]) => `a.__delitem__(slice(${from}, ${to}, 2))`),
  fc.nat(300).map((value) => `(a.count(${value}), a.index(${value}))`),
  fc.constantFrom(
    "a.reverse()",
    "a.byteswap()",
    "a.tobytes()",
    "a * 2",
    "a + a",
    "a.extend([1, 2])",
    "a < a[::-1]",
    "a.__imul__(len(a) < 20)",
    "memoryview(a).tolist()",
    "list(a)",
  ),
);
itAgrees(
  "array",
  `
from array import array
arrays = {code: array(code, range(5)) for code in "bBhHiIqQ"}
def step(code, source):
    a = arrays[code]
    result = eval(source, {"a": a, "array": array})
    return result, a
`,
  fc.tuple(fc.constantFrom(..."bBhHiIqQ"), steps).map(([code, source]) => `step("${code}", "${source}")`),
);

/** Characters that normal forms change, and others. */
const character = fc.oneof(
  fc.constantFrom(
    "é",
    "e\u0301",
    "\u0323",
    "\u0307",
    "ﬁ",
    "①",
    "½",
    "가",
    "\u1100",
    "\u1161",
    "\u11a8",
    "Å",
    "Ω",
    "ǆ",
    "豈",
    "\u0344",
    "\ufb1d",
  ),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
);
itAgrees(
  "unicodedata",
  `
import unicodedata
forms = "NFC", "NFD", "NFKC", "NFKD"
def about(character):
    name = unicodedata.name(character, None)
    return (name, name and unicodedata.lookup(name) == character, unicodedata.category(character), unicodedata.bidirectional(character),
        unicodedata.combining(character), unicodedata.east_asian_width(character), unicodedata.mirrored(character),
        unicodedata.decomposition(character), unicodedata.numeric(character, None), unicodedata.ucd_3_2_0.category(character))
`,
  fc.oneof(
    fc.array(character, { maxLength: 8 }).map((all) => {
      const joined = pyString(all.join(""));
      return `[(unicodedata.normalize(form, ${joined}), unicodedata.is_normalized(form, ${joined})) for form in forms]`;
    }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }).map((it) => `about(${pyString(it)})`),
  ),
);
