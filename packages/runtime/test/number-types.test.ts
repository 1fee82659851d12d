// int, bool, float and complex as objects: operators over all mixes of types, constructors, methods and messages.
import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { agree, type Case } from "../src/testing/agree.ts";
import { doubles, finiteDoubles, integers } from "./arbitraries.ts";
import { type CPython, loadCPython } from "../src/testing/cpython.ts";
import {
  attribute,
  binary,
  builtin,
  bytes,
  call,
  complex,
  type Expression,
  float,
  method,
  of,
  type Operand,
  TestMachine,
  tuple,
  unary,
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

/** Ints that fit one machine word, so that a power of them stays small, and all kinds of others. */
const operands: fc.Arbitrary<Operand> = fc.oneof(
  { weight: 4, arbitrary: integers },
  { weight: 3, arbitrary: doubles.map(float) },
  { weight: 1, arbitrary: fc.boolean() },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 }))
      .map(([a, b]) => complex(a, b)),
  },
  { weight: 1, arbitrary: fc.constantFrom<Operand>("a", null, of([1])) },
);

const isNumber = (value: Operand): boolean =>
  value !== null && value !== "a" && !(typeof value === "object" && "python" in value && value.python.startsWith("["));

test("operators over mixed operands", () => {
  const operators = fc.constantFrom("+", "-", "*", "/", "//", "%", "&", "|", "^", "<", "<=", "==", "!=", ">", ">=");
  compare(
    fc
      .sample(fc.tuple(operands, operators, operands), 6000)
      // A sequence times an int may be as long as memory.
      .filter(([a, operator, b]) => operator !== "*" || (isNumber(a) && isNumber(b)))
      .map(([a, operator, b]) => binary(a, operator, b)),
  );
});

test("shifts and powers", () => {
  const small = fc.oneof(fc.integer({ min: -3, max: 70 }), fc.boolean());
  compare(
    fc
      .sample(fc.tuple(integers, small, fc.constantFrom("<<", ">>")), 800)
      .map(([a, b, operator]) => binary(a, operator, b)),
  );
  const exponents = fc.integer({ min: -3, max: 12 });
  compare(fc.sample(fc.tuple(fc.oneof(integers, fc.boolean()), exponents), 500).map(([a, b]) => binary(a, "**", b)));
  compare(
    [float(2), float(-8), 0, 2, true, complex(1, 2), "a"]
      .flatMap((a) =>
        [float(0.5), float(-1), -2, 3, complex(2, 0), null].flatMap((b) => [
          binary(a, "**", b),
          call("pow", [a, b, 7]),
        ]),
      )
      .filter((it) => !/\(\(-8\.0\)\) \*\* \(\(0\.5/.test(it.python)),
  );
  compare([
    call("pow", [2, 10]),
    call("pow", [2, 10, 1000]),
    call("pow", [3, -1, 11]),
    call("pow", [2, -1, 4]),
    call("pow", [2, 1, 0]),
    call("pow", [float(2), 3, 5]),
  ]);
});

test("unary operators and conversions", () => {
  const converters = [
    "int",
    "float",
    "bool",
    "abs",
    "hash32",
    "repr",
    "str",
    "round",
    "bin",
    "oct",
    "hex",
    "complex",
    "divmod",
  ] as const;
  compare(
    fc
      .sample(operands, 600)
      .flatMap((a) => [
        unary("-", a),
        unary("~", a),
        ...converters.filter((name) => name !== "hash32" && name !== "divmod").map((name) => call(name, [a])),
        call("divmod", [a, 7]),
        call("divmod", [a, float(-0.25)]),
        call("round", [a, 2]),
        call("round", [a, -2]),
      ])
      .filter((it) => !it.python.startsWith("~(True") && !it.python.startsWith("~(False")),
  );
});

test("constructors and their messages", () => {
  const arguments_: Operand[][] = [
    [],
    ["12"],
    [" 1_0 "],
    ["x"],
    ["10", 2],
    ["zz", 36],
    [10, 2],
    ["10", "2"],
    ["10", 1],
    [float(1.9)],
    [null],
    [[1]],
    [bytes(Uint8Array.of(49, 50))],
    [float(Infinity)],
    [float(NaN)],
    ["inf"],
    ["nan"],
    ["1e3"],
    ["", 0],
    ["0x1f", 0],
    ["0x1f", 16],
    [complex(1, 2)],
    ["1+2j"],
    [1, 2],
    [float(1), "a"],
    [true],
    [10n ** 30n],
    ["9".repeat(400)],
  ];
  compare(["int", "float", "bool", "complex"].flatMap((name) => arguments_.map((args) => call(name, args))));
  compare([
    call("int", ["12"], { base: 8 }),
    call("int", [], { base: 8 }),
    call("complex", [], { imag: 2 }),
    call("complex", [], { real: 1, imag: float(-0) }),
    call("float", [], { x: 1 }),
  ]);
});

test("methods and attributes", () => {
  compare(
    fc
      .sample(integers, 200)
      .flatMap((n) => [
        method(n, "bit_length"),
        method(n, "bit_count"),
        method(n, "conjugate"),
        method(n, "as_integer_ratio"),
        method(n, "is_integer"),
        method(n, "to_bytes", [40, "big"], { signed: true }),
        method(n, "to_bytes", [2]),
        method(n, "__trunc__"),
        method(n, "__floor__"),
        method(n, "__round__", [-2]),
        method(n, "__add__", [1]),
        method(n, "__radd__", [float(1)]),
        method(n, "__eq__", [n]),
        method(n, "__lt__", ["a"]),
        method(n, "__index__"),
        method(n, "__bool__"),
        attribute(n, "real"),
        attribute(n, "imag"),
        attribute(n, "numerator"),
        attribute(n, "denominator"),
        call("format", [n, ",d"]),
        call("format", [n, ">30x"]),
        call("format", [n, ".3e"]),
      ]),
  );
  compare(
    fc
      .sample(finiteDoubles, 200)
      .flatMap((x) => [
        method(float(x), "is_integer"),
        method(float(x), "as_integer_ratio"),
        method(float(x), "hex"),
        method(float(x), "__trunc__"),
        method(float(x), "__floor__"),
        method(float(x), "__ceil__"),
        method(float(x), "__round__", [3]),
        method(float(x), "conjugate"),
        attribute(float(x), "real"),
        call("format", [float(x), ".3f"]),
        call("format", [float(x), ""]),
        method(builtin("float"), "fromhex", [" 0x1.8p3 "]),
        method(builtin("float"), "from_number", [3]),
        method(builtin("float"), "from_number", ["3"]),
      ]),
  );
  compare([
    method(complex(1, -2), "conjugate"),
    attribute(complex(1, -2), "real"),
    attribute(complex(1, -2), "imag"),
    call("abs", [complex(3, 4)]),
    call("bool", [complex(0, 0)]),
    call("format", [complex(1, 2), ".2f"]),
    method(builtin("complex"), "from_number", [3]),
    binary(complex(1, 2), "==", complex(1, 2)),
    binary(complex(1, 0), "==", 1),
    binary(complex(1, 2), "<", 1),
    method(builtin("int"), "from_bytes", [bytes(Uint8Array.of(1, 2)), "little"]),
    method(builtin("int"), "from_bytes", [[1, 2, 300]]),
    method(builtin("int"), "from_bytes", [bytes(Uint8Array.of(255)), "middle"]),
    method(builtin("int"), "from_bytes", [bytes(Uint8Array.of(255))], { signed: true }),
    method(5, "to_bytes", [-1, "big"]),
    method(-5, "to_bytes", [1, "big"]),
    binary(true, "+", true),
    binary(true, "&", false),
    binary(true, "|", 2),
    binary(true, "^", true),
    method(true, "__and__", [float(1)]),
    call("bool", [of([])]),
    call("format", ["a", 3]),
    call("format", [1, "q"]),
    call("format", [tuple(1), "5"]),
  ]);
});

test("equal numbers have equal hashes", () => {
  fc.assert(
    fc.property(integers, (n) => {
      const x = Number(n);
      if (!Number.isFinite(x) || BigInt(x) !== BigInt(n)) return;
      const results = [of(n), float(x), complex(x, 0)].map((it) => machine.evaluate(call("hash", [it])));
      expect(new Set(results).size).toBe(1);
    }),
  );
  expect(machine.evaluate(call("hash", [-1]))).toBe("-2");
  expect(machine.evaluate(call("hash", [2n ** 61n]))).toBe("1");
  expect(machine.evaluate(call("hash", [float(0.5)]))).toBe("1152921504606846976");
  expect(machine.evaluate(call("hash", [float(Infinity)]))).toBe("314159");
  expect(machine.evaluate(binary(call("hash", [true]), "==", call("hash", [1])))).toBe("True");
});
