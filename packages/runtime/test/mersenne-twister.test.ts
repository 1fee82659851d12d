// The generator's sequences are CPython's.
import { beforeAll, test } from "vitest";

import { reprDouble } from "../src/numbers/float-text.ts";
import { MersenneTwister, wordsOf } from "../src/numbers/mersenne-twister.ts";
import { agree } from "./agree.ts";
import { type CPython, loadCPython } from "./cpython.ts";

let python: CPython;
beforeAll(async () => {
  python = await loadCPython();
}, 60000);

test("random() and getrandbits() after seeds of any size", () => {
  python.execute("import _random");
  python.execute(`
def _sequence(seed):
    r = _random.Random(seed)
    return [r.random() for _ in range(700)] + [r.getrandbits(k) for k in (0, 1, 31, 32, 33, 64, 100)]
`);
  agree(
    python,
    [0n, 1n, 42n, 2n ** 32n, 2n ** 31n - 1n, 10n ** 40n, 2n ** 20000n + 17n].map((seed) => {
      const twister = new MersenneTwister();
      twister.seed(wordsOf(seed));
      const numbers = Array.from({ length: 700 }, () => reprDouble(twister.random()));
      const bits = [0, 1, 31, 32, 33, 64, 100].map((count) => String(twister.bits(count)));
      return [`_sequence(0x${seed.toString(16)})`, `[${[...numbers, ...bits].join(", ")}]`];
    }),
  );
});
