// The generator's sequences are CPython's.
import { test } from "vitest";

import { MersenneTwister, wordsOf } from "../src/modules/_random/mersenne-twister.ts";
import {
  type Expression,
  type Operand,
  agree,
  attribute,
  binary,
  call,
  dict,
  method,
  module,
  of,
  reprDouble,
  tuple,
} from "@tjit/runtime/testing";
import { useModule } from "./module-fixture.ts";

const fixture = useModule("_random");
const { compare } = fixture;

test("random() and getrandbits() after seeds of any size", () => {
  fixture.python.execute("import _random");
  fixture.python.execute(`
def _sequence(seed):
    r = _random.Random(seed)
    return [r.random() for _ in range(700)] + [r.getrandbits(k) for k in (0, 1, 31, 32, 33, 64, 100)]
`);
  agree(
    fixture.python,
    [0n, 1n, 42n, 2n ** 32n, 2n ** 31n - 1n, 10n ** 40n, 2n ** 20000n + 17n].map((seed) => {
      const twister = new MersenneTwister();
      twister.seed(wordsOf(seed));
      const numbers = Array.from({ length: 700 }, () => reprDouble(twister.random()));
      const bits = [0, 1, 31, 32, 33, 64, 100].map((count) => String(twister.bits(count)));
      return [`_sequence(0x${seed.toString(16)})`, `[${[...numbers, ...bits].join(", ")}]`];
    }),
  );
});

test("_random", () => {
  const random = (seed: Operand): Expression => call(attribute(module("_random"), "Random"), [seed]);
  compare(
    [0, 42, -42, 10n ** 50n].flatMap((seed) => [
      method(random(seed), "random"),
      method(random(seed), "getrandbits", [100]),
      method(random(seed), "getrandbits", [0]),
      call("len", [method(random(seed), "getstate")]),
      binary(method(random(seed), "getstate"), "==", method(random(seed), "getstate")),
    ]),
  );
  compare([
    method(random(1), "getrandbits", [-1]),
    method(random(1), "setstate", [5]),
    method(random(1), "setstate", [tuple(1)]),
    method(random(of([])), "random"),
    method(random(1), "setstate", [method(random(2), "getstate")]),
    call("type", [dict()]),
  ]);
});
