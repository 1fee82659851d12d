// The format mini-language agrees with CPython for random specifications, right and wrong ones.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { formatComplex, formatDouble, formatInteger, reprComplex } from "../src/text/format-number.ts";
import { codePointLength } from "../src/text/format-layout.ts";
import { parseFormatSpec } from "../src/text/format-spec.ts";
import { formatString } from "../src/text/format-string.ts";
import { agree, shownText } from "../src/testing/agree.ts";
import { doubles, integers, texts } from "./arbitraries.ts";
import { type CPython, loadCPython, pyFloat, pyInt, pyString } from "../src/testing/cpython.ts";

let python: CPython;
beforeAll(async () => {
  python = await loadCPython();
}, 60000);

const optional = (...choices: string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant("") }, { weight: 2, arbitrary: fc.constantFrom(...choices) });

const specs = (types: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      optional("<", ">", "=", "^", "*<", "0>", "😀^", "_="),
      optional("+", "-", " "),
      optional("z"),
      optional("#"),
      optional("0"),
      fc.oneof(fc.constant(""), fc.integer({ min: 0, max: 40 }).map(String)),
      optional(",", "_", ",_"),
      fc.oneof(
        fc.constant(""),
        fc.constant(""),
        fc.integer({ min: 0, max: 20 }).map((n) => `.${n}`),
        fc.constantFrom(".", "._", ".4_", ".8,"),
      ),
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom("", ...types) },
        { weight: 1, arbitrary: fc.constantFrom("q", "dd", "\u00e9", "\n", "s", "d") },
      ),
    )
    .map((parts) => parts.join(""))
    .filter((text) => text !== "");

test("int", () => {
  agree(
    python,
    fc
      .sample(fc.tuple(integers, specs("dbBoxXcneEfFgG%")), 6000)
      .map(([value, spec]) => [
        `format(${pyInt(value)}, ${pyString(spec)})`,
        shownText(formatInteger(value, spec, "int", 4300)),
      ]),
  );
});

test("float", () => {
  agree(
    python,
    fc
      .sample(fc.tuple(doubles, specs("eEfFgGn%")), 8000)
      .map(([value, spec]) => [
        `format(${pyFloat(value)}, ${pyString(spec)})`,
        shownText(formatDouble(value, spec, "float")),
      ]),
  );
});

test("complex", () => {
  agree(
    python,
    fc.sample(fc.tuple(doubles, doubles, specs("eEfFgGn")), 4000).flatMap(([real, imaginary, spec]) => {
      const value = `complex(${pyFloat(real)}, ${pyFloat(imaginary)})`;
      return [
        [`format(${value}, ${pyString(spec)})`, shownText(formatComplex(real, imaginary, spec, "complex"))] as const,
        [`repr(${value})`, shownText(reprComplex(real, imaginary))] as const,
      ];
    }),
  );
});

test("str", () => {
  agree(
    python,
    fc
      .sample(fc.tuple(texts, specs("s")), 3000)
      .map(([value, spec]) => [
        `format(${pyString(value)}, ${pyString(spec)})`,
        shownText(formatString(value, codePointLength(value), spec, "str")),
      ]),
  );
});

test("a width beyond the host's longest string is a MemoryError, a precision is none", () => {
  expect(parseFormatSpec("2000000000", "int", ">")).toMatchObject({ type: "MemoryError" });
  expect(parseFormatSpec("*^2000000000", "str", "<")).toMatchObject({ type: "MemoryError" });
  expect(parseFormatSpec(".2000000000", "str", "<")).toMatchObject({ precision: 2e9 });
});
