// Numbers agree with CPython, by thousands of random operands in one batch per test.
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { Failure } from "../src/numbers/failure.ts";
import { doubleToHex, integerRatio, parseDouble, parseHexDouble } from "../src/numbers/float-parse.ts";
import { exponentDigits, fixedDigits, generalDigits, reprDouble } from "../src/numbers/float-text.ts";
import {
  doubleFloorDivide,
  doubleModulo,
  doublePower,
  roundInteger,
  roundToInteger,
  roundToPlaces,
  truncateToInteger,
} from "../src/numbers/float.ts";
import { hashDouble, hashInteger } from "../src/numbers/hash.ts";
import { integerFromBytes, integerToBytes } from "../src/numbers/integer-bytes.ts";
import { integerToDecimal, integerToRadix, parseInteger } from "../src/numbers/integer-text.ts";
import * as integer from "../src/numbers/integer.ts";
import { compareIntegerDouble, doubleOfInteger, roundToDouble, trueDivide } from "../src/numbers/rounding.ts";
import { reprBytes, reprString } from "../src/text/repr.ts";
import { doubles, finiteDoubles, integers, texts } from "./arbitraries.ts";
import { type CPython, loadCPython, pyBytes, pyFloat, pyInt, pyString } from "../src/testing/cpython.ts";

let python: CPython;
beforeAll(async () => {
  python = await loadCPython();
}, 60000);

/** Compares many pairs of an expression and our answer at once. */
function agree(cases: readonly (readonly [expression: string, ours: string])[]): void {
  // Pyodide's libc has other numbers and words for ERANGE than Linux.
  const theirs = python
    .evaluate(cases.map(([expression]) => expression))
    .map((text) => text.replace("(68, 'Result not representable')", "(34, 'Numerical result out of range')"));
  const differences = cases.flatMap(([expression, ours], index) =>
    ours === theirs[index]
      ? []
      : [`${expression}\n  here    ${ours.slice(0, 200)}\n  CPython ${theirs[index]?.slice(0, 200)}`],
  );
  expect(differences.slice(0, 10)).toEqual([]);
  expect(cases.length).toBeGreaterThan(0);
}

type Answer = integer.Integer | Failure;
const shown = (answer: Answer): string =>
  answer instanceof Failure ? `${answer.type}: ${answer.message}` : answer.toString();
const shownDouble = (answer: number | Failure): string =>
  answer instanceof Failure ? `${answer.type}: ${answer.message}` : reprDouble(answer);
const shownText = (answer: string | Failure): string =>
  answer instanceof Failure ? `${answer.type}: ${answer.message}` : reprString(answer);

const reprOfHex = (answer: Answer): string =>
  answer instanceof Failure ? shown(answer) : `'${integerToRadix(answer, 16, "0x")}'`;

describe("int", () => {
  test("operators", () => {
    const cases = fc.sample(fc.tuple(integers, integers), 3000).flatMap(([a, b]) => {
      const [x, y] = [pyInt(a), pyInt(b)];
      const rows: [string, string][] = [
        [`${x} + ${y}`, shown(integer.add(a, b))],
        [`${x} - ${y}`, shown(integer.subtract(a, b))],
        [`${x} * ${y}`, shown(integer.multiply(a, b))],
        [`${x} // ${y}`, shown(integer.floorDivide(a, b))],
        [`${x} % ${y}`, shown(integer.modulo(a, b))],
        [`${x} & ${y}`, shown(integer.bitAnd(a, b))],
        [`${x} | ${y}`, shown(integer.bitOr(a, b))],
        [`${x} ^ ${y}`, shown(integer.bitXor(a, b))],
        [`~${x}`, shown(integer.bitInvert(a))],
        [`-${x}`, shown(integer.negate(a))],
        [`${x} / ${y}`, shownDouble(trueDivide(a, b))],
        [`(${x} > ${y}) - (${x} < ${y})`, shown(integer.compare(a, b))],
        [`${x}.bit_length()`, shown(integer.bitLength(a))],
        [`${x}.bit_count()`, shown(integer.bitCount(a))],
        [`float(${x})`, shownDouble(doubleOfInteger(a))],
      ];
      return rows;
    });
    agree(cases);
  });

  test("shifts and powers", () => {
    const small = fc.integer({ min: -2, max: 130 });
    agree(
      fc.sample(fc.tuple(integers, small, integers), 1500).flatMap(([a, n, m]) => {
        const rows: [string, string][] = [
          [`${pyInt(a)} << ${pyInt(n)}`, shown(integer.shiftLeft(a, n))],
          [`${pyInt(a)} >> ${pyInt(n)}`, shown(integer.shiftRight(a, n))],
          [`pow(${pyInt(a)}, ${pyInt(n)}, ${pyInt(m)})`, shown(integer.powerModulo(a, n, m))],
          [`pow(${pyInt(n)}, ${pyInt(a)}, ${pyInt(m)})`, shown(integer.powerModulo(n, a, m))],
          [`round(${pyInt(a)}, ${pyInt(n - 40)})`, shown(roundInteger(a, n - 40))],
        ];
        if (n >= 0) rows.push([`hex(${pyInt(a)} ** ${n})`, reprOfHex(integer.power(a, n))]);
        return rows;
      }),
    );
  });

  test("division of huge ints, also where the result is subnormal or too large", () => {
    const huge = fc
      .tuple(fc.integer({ min: 0, max: 1200 }), fc.bigInt({ min: 1n, max: 1n << 70n }), fc.constantFrom(0n, 1n, -1n))
      .map(([bits, head, tail]) => integer.normalize((head << BigInt(bits)) + tail));
    agree(
      fc
        .sample(fc.tuple(huge, huge), 2000)
        .map(([a, b]) => [`${pyInt(a)} / ${pyInt(b)}`, shownDouble(trueDivide(a, b))]),
    );
  });

  test("int() of text", () => {
    const digit = fc.constantFrom(..."0011_2789azAZxXbBoO+- ٣६𝟗._");
    const literals = fc.array(digit, { maxLength: 8 }).map((parts) => parts.join(""));
    const bases = fc.constantFrom(0, 2, 3, 8, 10, 16, 36, 1, 37);
    agree(
      fc
        .sample(fc.tuple(fc.oneof(literals, texts, integers.map(String)), bases), 4000)
        .map(([text, base]) => [`int(${pyString(text)}, ${base})`, shown(parseInteger(text, base, 4300))]),
    );
  });

  test("text of ints and the digit limit", () => {
    agree(
      fc
        .sample(integers, 500)
        .flatMap((a) => [
          [`str(${pyInt(a)})`, shownText(integerToDecimal(a, 4300))] as const,
          [`hex(${pyInt(a)})`, shownText(integerToRadix(a, 16, "0x"))] as const,
          [`oct(${pyInt(a)})`, shownText(integerToRadix(a, 8, "0o"))] as const,
          [`bin(${pyInt(a)})`, shownText(integerToRadix(a, 2, "0b"))] as const,
        ]),
    );
    agree([
      ["str(10 ** 4299) == '1' + 4299 * '0'", "True"],
      ["str(10 ** 4300)", shownText(integerToDecimal(10n ** 4300n, 4300))],
      ["str(-10 ** 4300)", shownText(integerToDecimal(-(10n ** 4300n), 4300))],
      ["int('1' * 4301)", shown(parseInteger("1".repeat(4301), 10, 4300))],
      ["int('1' * 4301 + 'x')", shown(parseInteger(`${"1".repeat(4301)}x`, 10, 4300))],
      ["int('1_' * 4300 + '1', 7)", shown(parseInteger(`${"1_".repeat(4300)}1`, 7, 4300))],
      [
        "int('f' * 4301, 16) == 16 ** 4301 - 1",
        String(parseInteger("f".repeat(4301), 16, 4300) === 16n ** 4301n - 1n).replace("t", "T"),
      ],
      [
        "hash(int('z' * 3000, 36)) == hash(36 ** 3000 - 1)",
        String(parseInteger("z".repeat(3000), 36, 4300) === 36n ** 3000n - 1n).replace("t", "T"),
      ],
    ]);
  });

  test("bytes", () => {
    const orders = fc.constantFrom("big" as const, "little" as const);
    const signs = fc.constantFrom("signed" as const, "unsigned" as const);
    agree(
      fc
        .sample(
          fc.tuple(integers, fc.integer({ min: 0, max: 20 }), orders, signs, fc.uint8Array({ maxLength: 12 })),
          1500,
        )
        .flatMap(([a, length, order, sign, bytes]) => {
          const signed = sign === "signed" ? "True" : "False";
          const encoded = integerToBytes(a, length, order, sign);
          return [
            [
              `${pyInt(a)}.to_bytes(${length}, '${order}', signed=${signed})`,
              encoded instanceof Failure ? shown(encoded) : reprBytes(encoded),
            ] as const,
            [
              `int.from_bytes(${pyBytes(bytes)}, '${order}', signed=${signed})`,
              shown(integerFromBytes(bytes, order, sign)),
            ] as const,
          ];
        }),
    );
  });

  test("results are in normal form", () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        for (const result of [
          integer.add(a, b),
          integer.subtract(a, b),
          integer.multiply(a, b),
          integer.bitXor(a, b),
          integer.modulo(a, b),
          integer.floorDivide(a, b),
        ]) {
          if (result instanceof Failure) continue;
          expect(typeof result === "number").toBe(Number.isSafeInteger(Number(result)));
          expect(Object.is(result, -0)).toBe(false);
        }
      }),
    );
  });
});

describe("float", () => {
  test("repr, hex and ratios", () => {
    agree(
      fc.sample(doubles, 4000).flatMap((value) => {
        const rows: [string, string][] = [
          [`repr(${pyFloat(value)})`, reprString(reprDouble(value))],
          [`${pyFloat(value)}.hex()`, reprString(doubleToHex(value))],
          [`round(${pyFloat(value)})`, shown(roundToInteger(value))],
          [`int(${pyFloat(value)})`, shown(truncateToInteger(value))],
        ];
        if (Number.isFinite(value)) {
          const { numerator, denominator } = integerRatio(value);
          rows.push([`${pyFloat(value)}.as_integer_ratio()`, `(${numerator}, ${denominator})`]);
          rows.push([`float.fromhex('${doubleToHex(value)}')`, shownDouble(parseHexDouble(doubleToHex(value)))]);
        }
        return rows;
      }),
    );
  });

  test("operators", () => {
    agree(
      fc.sample(fc.tuple(doubles, doubles, integers), 4000).flatMap(([a, b, n]) => {
        const rows: [string, string][] = [];
        if (b !== 0) {
          rows.push([`${pyFloat(a)} % ${pyFloat(b)}`, shownDouble(doubleModulo(a, b))]);
          rows.push([`${pyFloat(a)} // ${pyFloat(b)}`, shownDouble(doubleFloorDivide(a, b))]);
        }
        const order = compareIntegerDouble(n, a);
        rows.push([`(${pyInt(n)} > ${pyFloat(a)}) - (${pyInt(n)} < ${pyFloat(a)})`, String(order ?? 0)]);
        rows.push([`${pyInt(n)} == ${pyFloat(a)}`, order === 0 ? "True" : "False"]);
        return rows;
      }),
    );
  });

  test("powers: the special cases, and within one unit elsewhere", () => {
    const special = [
      0,
      -0,
      1,
      -1,
      2,
      -2,
      3,
      -3,
      0.5,
      -0.5,
      Infinity,
      -Infinity,
      NaN,
      1e308,
      -1e308,
      5e-324,
      1025,
      1e16 + 2,
    ];
    python.execute(`
def _power(a, b):
    r = a ** b
    return "complex" if isinstance(r, complex) else r
`);
    agree(
      special.flatMap((a) =>
        special.map((b) => {
          const result = doublePower(a, b);
          return [
            `_power(${pyFloat(a)}, ${pyFloat(b)})`,
            result === "complex" ? "'complex'" : shownDouble(result),
          ] as const;
        }),
      ),
    );
  });

  test("rounding to places", () => {
    const places = fc.oneof(fc.integer({ min: -6, max: 20 }), fc.integer({ min: -330, max: 330 }));
    agree(
      fc.sample(fc.tuple(doubles, places), 4000).map(([value, digits]) => {
        return [`round(${pyFloat(value)}, ${digits})`, shownDouble(roundToPlaces(value, digits))];
      }),
    );
    // CPython's own special cases of the two infinities come before the rounding.
    agree([
      ["round(1.7976931348623157e308, -308)", shownDouble(roundToPlaces(1.7976931348623157e308, -308))],
      ["round(2.5e-320, 320)", shownDouble(roundToPlaces(2.5e-320, 320))],
    ]);
  });

  test("digits in the presentations e, f and g", () => {
    const precisions = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 400 }));
    agree(
      fc
        .sample(fc.tuple(finiteDoubles, precisions), 4000)
        .flatMap(([value, precision]) => [
          [`'%.${precision}f' % ${pyFloat(value)}`, reprString(fixedDigits(value, precision))] as const,
          [`'%.${precision}e' % ${pyFloat(value)}`, reprString(exponentDigits(value, precision, "plain"))] as const,
          [
            `'%#.${precision}e' % ${pyFloat(value)}`,
            reprString(exponentDigits(value, precision, "alternate")),
          ] as const,
          [`'%.${precision}g' % ${pyFloat(value)}`, reprString(generalDigits(value, precision, "plain"))] as const,
          [`'%#.${precision}g' % ${pyFloat(value)}`, reprString(generalDigits(value, precision, "alternate"))] as const,
          [`format(${pyFloat(value)}, '.${precision}')`, reprString(generalDigits(value, precision, "float"))] as const,
        ]),
    );
  });

  test("float() and fromhex of text", () => {
    const pieces = fc.constantFrom(..."0123_456.789eE+-naifty ٣", "inf", "nan", "1e5", "0x", "p", "1_0", "Infinity");
    const literals = fc.array(pieces, { maxLength: 7 }).map((parts) => parts.join(""));
    const hexadecimal = fc
      .array(fc.constantFrom(..."01fF.p+- x", "0x", "p-1074", "p1023", "0x1."), { maxLength: 8 })
      .map((parts) => parts.join(""));
    agree(
      fc
        .sample(fc.tuple(fc.oneof(literals, texts, doubles.map(String)), hexadecimal), 4000)
        .flatMap(([text, hex]) => [
          [`float(${pyString(text)})`, shownDouble(parseDouble(text))] as const,
          [`float.fromhex(${pyString(hex)})`, shownDouble(parseHexDouble(hex))] as const,
        ]),
    );
  });

  test("rounding once, whatever the exponent", () => {
    fc.assert(
      fc.property(finiteDoubles, fc.integer({ min: 0, max: 80 }), (value, zeros) => {
        const { numerator, denominator } = integerRatio(value);
        const exponent = -(denominator.toString(2).length - 1);
        const rounded = roundToDouble(numerator << BigInt(zeros), exponent - zeros, false);
        expect(rounded + 0).toBe(value + 0);
      }),
    );
  });
});

describe("hash", () => {
  test("follows the documented rule for 64-bit builds", () => {
    python.execute(`
from fractions import Fraction
_P = 2**61 - 1
def _hash(x):
    if x != x: return 0
    if x in (float('inf'), float('-inf')): return 314159 if x > 0 else -314159
    f = Fraction(x)
    m, n = f.numerator, f.denominator
    while m % _P == n % _P == 0: m, n = m // _P, n // _P
    h = 314159 if n % _P == 0 else (abs(m) % _P) * pow(n, _P - 2, _P) % _P
    if m < 0: h = -h
    return -2 if h == -1 else h
`);
    agree(
      fc
        .sample(fc.tuple(doubles, integers), 2000)
        .flatMap(([value, n]) => [
          [`_hash(${pyFloat(value)})`, Number.isNaN(value) ? "0" : shown(hashDouble(value))] as const,
          [`_hash(${pyInt(n)})`, shown(hashInteger(n))] as const,
        ]),
    );
    expect(hashDouble(1.5)).toBe(1152921504606846977n);
  });
});

test("repr of str and bytes", () => {
  agree([
    ...fc.sample(texts, 1500).map((text) => [pyString(text), reprString(text)] as const),
    ...fc.sample(fc.uint8Array({ maxLength: 8 }), 300).map((bytes) => [pyBytes(bytes), reprBytes(bytes)] as const),
  ]);
});
