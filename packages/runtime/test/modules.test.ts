// The native modules: math against CPython, time and sys as far as they do not depend on the machine.
import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { setErrorNone } from "../src/exceptions/errors.ts";
import { agree, type Case } from "../src/testing/agree.ts";
import { doubles, finiteDoubles, integers } from "./arbitraries.ts";
import { type CPython, loadCPython } from "../src/testing/cpython.ts";
import {
  attribute,
  binary,
  call,
  type Expression,
  float,
  method,
  module,
  type Operand,
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
  for (const name of ["math", "sys", "time"]) machine.evaluate(module(name));
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
const math = (name: string, args: readonly Operand[], keywords: Readonly<Record<string, Operand>> = {}): Expression =>
  call(attribute(module("math"), name), args, keywords);
const edges: readonly Operand[] = [
  -1,
  2,
  0,
  float(-0),
  float(0.5),
  float(-0.5),
  float(Infinity),
  float(-Infinity),
  float(NaN),
  1000,
  "a",
  float(1e308),
  float(-2),
  float(-2.5),
  10n ** 400n,
  -(10n ** 400n),
  true,
  float(1e-300),
];

function interrupt({ rt }: TestMachine): -1 {
  setErrorNone(rt, rt.types.KeyboardInterrupt);
  return -1;
}

/** Functions of the C library may differ by a unit in the last place: only 13 digits are compared. */
const shortened = (expression: Expression): Expression => call("format", [expression, ".13g"]);

test("functions of one double: values, domains, ranges", () => {
  const names = [
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atanh",
    "cbrt",
    "cos",
    "cosh",
    "erf",
    "erfc",
    "exp",
    "exp2",
    "expm1",
    "fabs",
    "gamma",
    "lgamma",
    "log",
    "log10",
    "log1p",
    "log2",
    "sin",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
    "degrees",
    "radians",
  ];
  // Both libraries give up precision for arguments of this size.
  const values = fc.oneof(
    fc.double({ min: -30, max: 30, noNaN: true }),
    fc.double({ min: -0.01, max: 0.01, noNaN: true }),
    fc.integer({ min: -200, max: 200 }),
  );
  compare(
    names
      .flatMap((name) => edges.map((value) => math(name, [value])))
      .filter(
        (it) =>
          !/(sin|cos|tan)\(\(1e\+308|(gamma|log1p|exp2?|cosh?|sinh?|tanh?|erfc?|expm1|cbrt|atan|asinh|acosh|degrees|radians)\(/.test(
            it.python,
          ),
      ),
  );
  compare(
    names
      .flatMap((name) => edges.filter((value) => value !== null).map((value) => math(name, [value])))
      .filter((it) => !/(sin|cos|tan)\(\(1e\+308/.test(it.python))
      .map((it) => shortened(it)),
  );
  compare(fc.sample(values, 150).flatMap((x) => names.map((name) => shortened(math(name, [float(x)])))));
});

test("exact functions of doubles", () => {
  compare(
    fc
      .sample(fc.tuple(doubles, doubles, doubles), 1500)
      .flatMap(([x, y, z]) => [
        math("fmod", [float(x), float(y)]),
        math("remainder", [float(x), float(y)]),
        math("copysign", [float(x), float(y)]),
        math("nextafter", [float(x), float(y)]),
        math("fma", [float(x), float(y), float(z)]),
        math("floor", [float(x)]),
        math("ceil", [float(x)]),
        math("trunc", [float(x)]),
        math("frexp", [float(x)]),
        math("modf", [float(x)]),
        math("ulp", [float(x)]),
        math("isnan", [float(x)]),
        math("isinf", [float(x)]),
        math("isfinite", [float(x)]),
        math("isclose", [float(x), float(y)]),
        math("fsum", [[float(x), float(y), float(z), float(-x)]]),
      ]),
  );
  compare(
    fc
      .sample(fc.tuple(finiteDoubles, fc.integer({ min: -2200, max: 2200 })), 500)
      .map(([x, n]) => math("ldexp", [float(x), n])),
  );
  compare(
    fc
      .sample(fc.tuple(doubles, doubles, fc.bigInt({ min: 0n, max: 1n << 65n })), 300)
      .map(([x, y, steps]) => math("nextafter", [float(x), float(y)], { steps })),
  );
  const moderate = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  compare(
    fc
      .sample(fc.array(moderate, { maxLength: 6 }), 500)
      .flatMap((values) => [
        math("hypot", values.map(float)),
        math("fsum", [values.map(float)]),
        math("dist", [values.map(float), [...values].reverse().map(float)]),
        math("sumprod", [values.map(float), [...values].reverse().map(float)]),
      ]),
  );
});

test("integer functions", () => {
  const small = fc.integer({ min: -3, max: 60 });
  compare(
    fc
      .sample(fc.tuple(integers, integers, small, small), 800)
      .flatMap(([a, b, m, n]) => [
        math("gcd", [a, b]),
        math("lcm", [a, b]),
        math("gcd", [a, b, m]),
        math("isqrt", [a]),
        math("factorial", [n]),
        math("comb", [m, n]),
        math("perm", [m, n]),
        math("perm", [m]),
        math("log", [a]),
        math("log2", [a]),
        math("log10", [a]),
        math("prod", [[a, b, m]]),
        math("sumprod", [
          [a, m],
          [b, n],
        ]),
      ])
      .map((it) => (/math'\)\)\.log/.test(it.python) ? shortened(it) : it)),
  );
  compare([
    math("comb", [500, 250]),
    math("comb", [10n ** 20n, 3]),
    math("perm", [10n ** 20n, 3]),
    math("comb", [5, 10n ** 30n]),
    math("isqrt", [10n ** 400n + 12345n]),
    math("factorial", [500]),
  ]);
});

test("messages", () => {
  compare([
    math("log", [10, 0]),
    math("log", [10, 1]),
    math("log", [8, 2]),
    math("log", [10n ** 400n, 10]),
    math("log", []),
    math("log", [1, 2, 3]),
    math("log2", [2n ** 2000n]),
    math("log10", [10n ** 400n]),
    math("fmod", [1, 0]),
    math("fmod", [float(Infinity), 1]),
    math("fmod", [1, float(Infinity)]),
    math("remainder", [1, 0]),
    math("pow", [0, -1]),
    math("pow", [-1, float(0.5)]),
    math("pow", [10, 400]),
    math("pow", [float(-Infinity), 3]),
    math("pow", [1, float(NaN)]),
    math("pow", [2, 10]),
    math("pow", [-1, float(Infinity)]),
    math("pow", [float(0.5), float(-Infinity)]),
    math("atan2", [0, -1]),
    math("atan2", [float(-0), -1]),
    math("atan2", [1]),
    math("ldexp", [1, 10n ** 100n]),
    math("ldexp", [1, -(10n ** 100n)]),
    math("ldexp", [float(1), float(1.5)]),
    math("hypot", []),
    math("hypot", [float(Infinity), float(NaN)]),
    math("hypot", ["a"]),
    math("hypot", [float(1e300), float(1e300)]),
    math("hypot", [float(1e-320), float(1e-320)]),
    math("dist", [tuple(1, 2), tuple(3)]),
    math("dist", [
      [1, 2],
      [3, 4],
    ]),
    math("comb", [float(5), 2]),
    math("comb", [-1, 2]),
    math("comb", [5, -2]),
    math("perm", [-5, 2]),
    math("perm", [5, -2]),
    math("gcd", []),
    math("lcm", []),
    math("gcd", [float(1.5), 2]),
    math("lcm", [0, 3]),
    math("gcd", [-4]),
    math("fsum", [[float(1e308), float(1e308)]]),
    math("fsum", [[float(Infinity), float(-Infinity)]]),
    math("fsum", [[float(Infinity), 1]]),
    math("fsum", [["a"]]),
    math("fsum", [Array.from({ length: 10 }, () => float(0.1))]),
    math("prod", [[float(1.5), 2]], { start: 3 }),
    math("prod", [["a", 2]]),
    math("prod", [[]]),
    math("prod", [5]),
    math("isclose", [1, 2], { rel_tol: -1 }),
    math("isclose", [1, 1], { rel_tol: 0 }),
    math("isclose", [float(Infinity), float(Infinity)]),
    math("isclose", [1, "a"]),
    math("nextafter", [1, 2], { steps: -5 }),
    math("nextafter", [1, 2], { steps: null }),
    math("fma", [float(Infinity), 0, 1]),
    math("fma", [float(1e308), 10, 0]),
    math("sumprod", [[1], [3, 4]]),
    math("sumprod", [Array.from({ length: 10 }, () => float(0.1)), Array.from({ length: 10 }, () => 1)]),
    math("sumprod", [["a"], [2]]),
    math("sumprod", [5, [1]]),
    math("sumprod", [[], []]),
    math("factorial", [float(5)]),
    math("factorial", [-1]),
    math("isqrt", [-1]),
    math("isqrt", [float(2.5)]),
    math("floor", ["a"]),
    math("trunc", ["a"]),
    math("ceil", ["a"]),
    math("floor", [float(Infinity)]),
    math("floor", [float(NaN)]),
    math("floor", [5]),
    math("isnan", ["a"]),
    math("isfinite", [10n ** 400n]),
    attribute(module("math"), "pi"),
    attribute(module("math"), "e"),
    attribute(module("math"), "tau"),
    attribute(module("math"), "inf"),
    attribute(module("math"), "nan"),
  ]);
});

test("sys", () => {
  const sys = (name: string): Expression => attribute(module("sys"), name);
  const same = ["maxunicode", "byteorder", "float_info", "int_info", "float_repr_style", "version_info", "hexversion"];
  compare(same.map(sys));
  compare(
    [
      attribute(sys("float_info"), "max"),
      attribute(sys("version_info"), "major"),
      binary(sys("version_info"), ">=", tuple(3, 14)),
      call("len", [sys("version_info")]),
      call(sys("getrecursionlimit")),
      call(sys("set_int_max_str_digits"), [10]),
      call(sys("get_int_max_str_digits")),
      call(sys("setrecursionlimit"), [0]),
      call(sys("getdefaultencoding")),
      call(sys("intern"), ["abc"]),
      call(sys("intern"), [5]),
      call(sys("exit"), [3]),
      call(sys("exit")),
    ].filter((it) => !it.python.includes("exit")),
  );
  expect(machine.evaluate(call(sys("exit"), [3]))).toBe("SystemExit: 3");
  expect(machine.evaluate(sys("maxsize"))).toBe("9223372036854775807");
  expect(machine.evaluate(attribute(sys("hash_info"), "modulus"))).toBe("2305843009213693951");
  expect(machine.evaluate(attribute(sys("implementation"), "name"))).toBe("'tjit'");
  expect(machine.evaluate(call(sys("exc_info")))).toBe("(None, None, None)");
  expect(machine.evaluate(method(sys("stdout"), "write", ["héllo"]))).toBe("5");
  expect(machine.output).toBe("héllo");
  expect(machine.evaluate(method(sys("stdout"), "write", [5]))).toBe(
    "TypeError: write() argument must be str, not int",
  );
  expect(machine.evaluate(call(sys("set_int_max_str_digits"), [1000]))).toBe("None");
  expect(machine.evaluate(call("str", [10n ** 1000n]))).toContain("Exceeds the limit (1000 digits)");
  expect(machine.evaluate(call("len", [call("str", [10n ** 998n])]))).toBe("999");
});

test("time", () => {
  const time = (name: string, ...args: Operand[]): Expression => call(attribute(module("time"), name), args);
  expect(machine.evaluate(time("time"))).toBe("1000000000.0");
  expect(machine.evaluate(time("time_ns"))).toBe("1000000000000000000");
  expect(machine.evaluate(time("perf_counter"))).toBe("1.0");
  expect(machine.evaluate(time("sleep", 0))).toBe("None");
  expect(machine.evaluate(time("sleep", -1))).toBe("ValueError: sleep length must be non-negative");
  expect(machine.evaluate(time("sleep", "a"))).toContain("TypeError");
});

test("a budget stops long builtins", () => {
  let spent = 0;
  machine.rt.hooks.spend = (units) => {
    spent += units;
    return spent < 1e6 ? 0 : interrupt(machine);
  };
  for (const long of [
    call("sum", [call("range", [10n ** 12n])]),
    call("max", [call("range", [10n ** 12n])]),
    call("all", [call("range", [1, 10n ** 12n])]),
    math("factorial", [10n ** 7n]),
    call("pow", [3, 10n ** 9n]),
    math("fsum", [call("range", [10n ** 12n])]),
    call("pow", [3n ** 2000n, 3n ** 2000n, 7n ** 2000n]),
  ]) {
    spent = 0;
    expect(machine.evaluate(long)).toBe("KeyboardInterrupt: ");
  }
  machine.rt.hooks.spend = null;
  machine.rt.hooks.reserve = (bytes) => (bytes < 1e6 ? 0 : interrupt(machine));
  for (const large of [
    binary("x", "*", 10 ** 8),
    method("x", "ljust", [10 ** 8]),
    call("bytes", [10 ** 8]),
    binary(1, "<<", 10 ** 8),
    method("a".repeat(10000), "replace", ["a", "b".repeat(10000)]),
  ]) {
    expect(machine.evaluate(large)).toBe("KeyboardInterrupt: ");
  }
  machine.rt.hooks.reserve = null;
  expect(machine.evaluate(binary("x", "*", 10n ** 10n))).toMatch(/MemoryError|OverflowError/);
  expect(machine.evaluate(binary(1, "<<", 10n ** 15n))).toMatch(/MemoryError|OverflowError/);
});
