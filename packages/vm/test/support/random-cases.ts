// Random functions without arguments, by area: arithmetic at the edges, formatting, slicing, methods of str, pattern matching. A program calls
// each so many times and prints what comes of it.

import { pyString } from "@tjit/runtime/testing";
import fc from "fast-check";

/** The body of a function, line by line. */
export type CaseBody = readonly string[];

const expression = (text: fc.Arbitrary<string>): fc.Arbitrary<CaseBody> => text.map((it) => [`return ${it}`]);
const oneOf = (...choices: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...choices);

/** A text with `$0`, `$1` … replaced. */
function fill(template: string, parts: readonly string[]): string {
  return template.replace(/\$(\d)/g, (_, index: string) => parts[Number(index)] ?? "");
}

const edgeInt = oneOf(
  ..."0 1 -1 2 7 -13 True 32767 -32768 (2**29-1) (2**29) (-2**29) (2**30-1) (2**30) (-2**30) (-2**30-1) (2**31) (2**53) (2**53+1) (-2**53-1)".split(
    " ",
  ),
  ..."(2**62) (2**63-1) (-2**63) (2**63) (2**64) (10**18) (-10**19) (10**40) (3**100) (-7**60)".split(" "),
);
const edgeFloat = oneOf(
  ..."0.0 -0.0 0.5 -2.5 0.1 1.5 3.0 -7.25 1e16 1e22 -1e23 1e308 5e-324 2.2250738585072014e-308 9007199254740993.0".split(
    " ",
  ),
  "float('inf')",
  "float('-inf')",
  "float('nan')",
);
const edgeNumber = fc.oneof({ weight: 3, arbitrary: edgeInt }, { weight: 2, arbitrary: edgeFloat });
const small = oneOf("0", "1", "2", "3", "5", "-1", "-2", "31", "64", "0.5", "-0.5");

const operation: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(edgeNumber, oneOf("+", "-", "*", "/", "//", "%", "<", "<=", "==", "!=", ">", ">="), edgeNumber)
    .map((parts) => parts.join(" ")),
  fc.tuple(edgeInt, oneOf("&", "|", "^"), edgeInt).map((parts) => parts.join(" ")),
  fc.tuple(edgeInt, oneOf("**", "<<", ">>"), small).map((parts) => parts.join(" ")),
  // Powers of floats that overflow are left out: the error has the C library's number.
  fc.tuple(edgeFloat, oneOf("0", "1", "0.5", "-0.5")).map(([a, b]) => `${a} ** ${b}`),
);
const numberCall = fc
  .tuple(
    oneOf(
      "divmod($0, $1)",
      "pow($0, $2, $1)",
      "round($0, $2)",
      "round($0)",
      "int($0)",
      "float($0)",
      "complex($0, $1)",
      "abs($0)",
      "-$0",
      "~$0",
      "($0).bit_length()",
      "($0).is_integer()",
      "($0).as_integer_ratio()",
      "hex($0)",
      "oct($0)",
      "hash($0) == hash(float($0)) if abs($0) < 2**50 else 0",
      "repr($0)",
      "float($0).hex()",
      "max($0, $1), min($0, $1)",
      "sum([$0, $1, $2])",
      "($0).bit_count()",
      "$0 < $1 <= $2",
      "str($0), ascii($1)",
      "int.to_bytes($0, 9, 'little', signed=True)",
    ),
    edgeNumber,
    edgeNumber,
    small,
  )
  .map(([template, ...parts]) => fill(template, parts));
const arithmetic = expression(
  fc.oneof(
    operation,
    numberCall,
    fc.tuple(operation, oneOf("+", "-", "*", "//", "%"), operation).map(([a, op, b]) => `(${a}) ${op} (${b})`),
  ),
);

const formatSpec = fc
  .tuple(
    oneOf("", "", "*<", ">", "^", "=", "0=", "é^"),
    oneOf("", "", "+", "-", " "),
    oneOf("", "", "z", "#"),
    oneOf("", "", "0"),
    oneOf("", "5", "12", "30"),
    oneOf("", "", ",", "_"),
    oneOf("", "", ".0", ".3", ".17"),
    oneOf("", "", ..."bcdeEfFgGnosxX%"),
  )
  .map((parts) => parts.join(""));
const formatted = fc.oneof(edgeNumber, oneOf("'abc'", "'é😀'", "''", "1.5+2j", "None", "[1]", "True", "65"));
const formatting = expression(
  fc.oneof(
    fc.tuple(formatted, formatSpec).map(([value, spec]) => `format(${value}, ${pyString(spec)})`),
    fc
      .tuple(formatted, oneOf("", "!r", "!s", "!a"), formatSpec)
      .map(([value, conversion, spec]) => `f"<{(${value})${conversion}:${spec}}>"`),
    fc.tuple(formatted, oneOf("5", "12", "-3"), oneOf("d", "s", "g")).map(([v, w, t]) => `f"{(${v})=:{${w}}{'${t}'}}"`),
    fc
      .tuple(
        oneOf("", "-", "+", " ", "0", "#", "-0"),
        oneOf("", "8", "*"),
        oneOf("", ".2", ".*", ".0"),
        oneOf(..."diouxXeEfFgGcrsa%"),
        formatted,
      )
      .map(([flag, width, precision, type, value]) => {
        const stars = [width, precision].filter((it) => it.includes("*")).map(() => "6, ");
        return `"[%${flag}${width}${precision}${type}]" % (${stars.join("")}${value},)`;
      }),
    fc
      .tuple(
        oneOf(
          "{}",
          "{0}{0}",
          "{1:>{0:.0e}}",
          "{1:>{2}}",
          "{a[0]}",
          "{0.real}",
          "{a!r:_^9}",
          "{",
          "}}",
          "{0:d}{1!s}",
          "{0}{}",
        ),
        formatted,
        edgeInt,
      )
      .map(([text, value, other]) => `${pyString(text)}.format(${other}, ${value}, 12, a="xy")`),
  ),
);

const bound = oneOf("", "", "0", "1", "2", "3", "-1", "-2", "-4", "5", "9", "-9", "2**40", "-2**40", "True", "None");
const step = oneOf("", "", "1", "2", "3", "-1", "-2", "-3", "7", "0", "-2**40");
const slice = fc
  .tuple(bound, bound, step)
  .map(([from, to, by]) => (by === "" ? `${from}:${to}` : `${from}:${to}:${by}`));
const mutable = oneOf("[0, 1, 2, 3, 4, 5, 6]", "[]", "['a']", "bytearray(b'abcdefg')");
const slicing: fc.Arbitrary<CaseBody> = fc.oneof(
  expression(
    fc
      .tuple(
        oneOf(
          "list(range(8))",
          "'aé😀bcde\\u0301'",
          "'abcdefgh'",
          "b'abcdefgh'",
          "(1, 2, 3, 4, 5)",
          "range(3, 40, 4)",
          "memoryview(b'abcdefg').tolist()",
          "bytearray(b'xyz')",
        ),
        slice,
        oneOf("$0[$1]", "list($0[$1])", "len($0[$1])", "$0[$1] == $0"),
      )
      .map(([sequence, at, template]) => fill(template, [sequence, at])),
  ),
  fc
    .tuple(mutable, slice, oneOf("[9, 8]", "[]", "(7,)", "b'zz'", "range(4)", "'q'", "5", "s", "iter([1, 2, 3])"))
    .map(([sequence, at, value]) => [`s = ${sequence}`, `s[${at}] = ${value}`, "return s"]),
  fc.tuple(mutable, slice).map(([sequence, at]) => [`s = ${sequence}`, `del s[${at}]`, "return s"]),
  fc.tuple(bound, bound, step, fc.integer({ min: 0, max: 9 })).map(([...parts]) => [
    `return slice(${parts
      .slice(0, 3)
      .map((it) => it || "None")
      .join(", ")}).indices(${parts[3]})`,
  ]),
);

const text = fc
  .string({
    unit: oneOf(
      ..."aAbB zZß1.,-_",
      "ı",
      "İ",
      "ǆ",
      "é",
      "É",
      "😀",
      "́",
      "\n",
      "\t",
      "\x1c",
      "²",
      "Ⅷ",
      "٣",
      "ς",
      "Σ",
      "ﬁ",
      " ",
      "\u2028",
    ),
    maxLength: 9,
  })
  .map(pyString);
const part = fc.oneof(text, oneOf("'a'", "''", "' '", "'aA'", "None", "('a', 'z')", "5", "'\\U0001f600'"));
const count = oneOf("-1", "0", "1", "2", "7", "None", "2**30");
const strMethods = expression(
  fc
    .tuple(
      oneOf(
        ..."upper lower title capitalize casefold swapcase isalpha isdigit isdecimal isnumeric isalnum isspace isupper islower istitle isidentifier isprintable isascii splitlines split strip"
          .split(" ")
          .map((name) => `$0.${name}()`),
        ..."strip lstrip rstrip find rfind index rindex count startswith endswith partition rpartition split rsplit removeprefix removesuffix join __contains__ __add__ __eq__ __lt__ __mod__"
          .split(" ")
          .map((name) => `$0.${name}($1)`),
        ..."find rfind count startswith endswith index".split(" ").map((name) => `$0.${name}($1, $2, $3)`),
        ..."split rsplit replace".split(" ").map((name) => `$0.${name}($1, ${name === "replace" ? "$1, " : ""}$2)`),
        "$0.replace($1, 'é')",
        "$0.center($2, 'é')",
        "$0.ljust($2) + $0.rjust($3, '-')",
        "$0.zfill($2)",
        "$0.expandtabs($2)",
        "$0 * $2",
        "$0[$2]",
        "$0.encode()",
        "$0.encode('ascii', 'backslashreplace')",
        "$0.encode('latin-1', 'xmlcharrefreplace')",
        "$0.encode('utf-16-le').decode('utf-16-le') == $0",
        "$0.splitlines(True)",
        "$0.translate({97: 'x', 65: None, 233: 0x1F600})",
        "sorted($0), len($0), $0 < $1",
        "repr($0), ascii($0)",
        "[ord(c) for c in $0]",
        "$0 in $1, $1 in $0",
        "int($0), float($0)",
      ),
      text,
      part,
      count,
      count,
    )
    // A width of 2**30 asks for memory; how much there is differs.
    .filter(
      ([template, , , ...counts]) => !/center|just|zfill|expandtabs|\* \$2/.test(template) || !counts.includes("2**30"),
    )
    .map(([template, ...parts]) => fill(template, parts)),
);

const subject = fc.letrec<{ readonly value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: "subject" },
    oneOf("0", "1", "-1", "2.5", "'a'", "'xy'", "b'a'", "None", "True", "1j", "Color.RED", "range(3)", "object"),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => `(${items.map((it) => `${it}, `).join("")})`),
    fc
      .array(fc.tuple(oneOf("'k'", "'j'", "1"), tie("value")), { maxLength: 3 })
      .map((items) => `{${items.map((it) => it.join(": ")).join(", ")}}`),
    fc.tuple(tie("value"), tie("value")).map(([x, y]) => `Point(${x}, ${y})`),
  ),
})).value;

/** Patterns that bind nothing, which may be alternatives, and patterns whose names are still `@`. */
const pattern = fc.letrec<{ readonly plain: string; readonly any: string }>((tie) => {
  const literal = oneOf(
    "0",
    "1",
    "-1",
    "2.5",
    "'a'",
    "'xy'",
    "b'a'",
    "None",
    "True",
    "1j",
    "-1 + 2j",
    "Color.RED",
    "int()",
    "str()",
    "list()",
    "bool()",
    "Point()",
    "float()",
  );
  const shapes = (inner: fc.Arbitrary<string>): readonly fc.Arbitrary<string>[] => [
    fc.array(inner, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    fc.tuple(inner, inner).map(([a, b]) => `(${a}, *_, ${b})`),
    fc.tuple(inner, inner).map(([a, b]) => `Point(${a}, y=${b})`),
    fc.tuple(inner, inner).map(([a, b]) => `Point(${a}, ${b})`),
    fc.tuple(inner).map(([a]) => `{'k': ${a}}`),
    fc.tuple(inner, inner).map(([a, b]) => `{'k': ${a}, 1: ${b}}`),
    fc.tuple(inner).map(([a]) => `int(${a})`),
  ];
  return {
    plain: fc.oneof({ maxDepth: 3, depthIdentifier: "pattern" }, literal, oneOf("_"), ...shapes(tie("plain"))),
    any: fc.oneof(
      { maxDepth: 3, depthIdentifier: "pattern" },
      literal,
      oneOf("@", "_"),
      ...shapes(tie("any")),
      fc.array(literal, { minLength: 2, maxLength: 3 }).map((items) => `(${items.join(" | ")})`),
      fc.tuple(literal, tie("plain")).map(([a, b]) => (b === "_" ? a : `(${a} | ${b}) as @`)),
      fc.tuple(tie("any")).map(([a]) => `[${a}, *@]`),
      fc.tuple(tie("any")).map(([a]) => `{'j': ${a}, **@}`),
    ),
  };
}).any;

const patterns: fc.Arbitrary<CaseBody> = fc
  .tuple(subject, fc.array(pattern, { minLength: 1, maxLength: 4 }))
  .map(([value, cases]) => {
    let names = 0;
    const clauses = cases.flatMap((it, at) => {
      const named = it.replace(/@/g, () => `n${names++}`);
      // With a guard what matches anything may come before other cases.
      return [`    case ${named} if ${at % 2 === 0 ? "yes" : "len(repr(value)) > 4"}: return ${at}, locals()`];
    });
    return [`value, yes = ${value}, True`, "match value:", ...clauses, "return 'no case'"];
  });

/** The areas. */
export const caseArbitraries = {
  "arithmetic at the edges": arithmetic,
  formatting,
  slicing,
  "methods of str": strMethods,
  "pattern matching": patterns,
} as const satisfies Readonly<Record<string, fc.Arbitrary<CaseBody>>>;

/** A program of such functions: for each a line, and another one if the outcome changes. */
export function printCases(cases: readonly CaseBody[], times: number): string {
  return `import enum
class Color:
    RED = "red"
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f"Point({self.x!r}, {self.y!r})"
def outcome(f):
    try: return ascii(f())
    except Exception as error: return ascii(type(error).__name__ + ": " + str(error))
cases = []
${cases.map((body) => ["def case():", ...body.map((line) => `    ${line}`), "cases.append(case)"].join("\n")).join("\n")}
for number, f in enumerate(cases):
    first = outcome(f)
    print(number, first)
    for _ in range(${times - 1}):
        again = outcome(f)
        if again != first:
            print("then", again)
            break
`.replace("import enum\n", "");
}
