// Numbers and strings as tests of numbers and text like them: mostly near the edges.
import fc from "fast-check";

import { type Integer, normalize } from "../src/numbers/integer.ts";

/** Ints of every size, most near powers of two. */
export const integers: fc.Arbitrary<Integer> = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc
    .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: -3, max: 3 }), fc.boolean())
    .map(([bits, offset, negative]) => normalize((negative ? -1n : 1n) * ((1n << BigInt(bits)) + BigInt(offset)))),
  fc.bigInt({ min: -(1n << 300n), max: 1n << 300n }).map(normalize),
);

/** Floats: decimal-looking ones, ties, integers, powers of two and any bit pattern. */
export const doubles: fc.Arbitrary<number> = fc.oneof(
  fc.double(),
  fc
    .tuple(fc.integer({ min: -99999, max: 99999 }), fc.integer({ min: -8, max: 25 }))
    .map(([n, e]) => Number(`${n}e${e}`)),
  fc.tuple(fc.integer({ min: -999999, max: 999999 }), fc.integer({ min: 0, max: 12 })).map(([n, e]) => n / 2 ** e),
  fc.integer({ min: -1074, max: 1023 }).map((e) => 2 ** e),
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    0.5,
    1.5,
    2.5,
    1e16,
    1e15,
    1e-4,
    1e-5,
    9007199254740992,
    Infinity,
    -Infinity,
    NaN,
    5e-324,
    1.7976931348623157e308,
  ),
);

export const finiteDoubles: fc.Arbitrary<number> = doubles.map((value) => (Number.isFinite(value) ? value : 0.1));

const characters: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."abcABC ab01  \t\n\r_'\"\\-+.") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(..."ßéÉİıſΣσςǅǆŉﬁ\u0085\u00a0\u2028\u3000\x1c\x00\x7f中٣²½Ⅷ\u0301\u00ad😀𝟘𐐀𐐨"),
  },
  {
    weight: 1,
    // Among these are no characters that later Unicode versions than CPython's assign.
    arbitrary: fc.integer({ min: 0, max: 0x5ff }).map((code) => String.fromCodePoint(code)),
  },
);

/** Strings of few different characters, so that searches find something. */
export const texts: fc.Arbitrary<string> = fc.array(characters, { maxLength: 12 }).map((parts) => parts.join(""));
