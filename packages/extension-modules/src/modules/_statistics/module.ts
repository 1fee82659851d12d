// The module `_statistics`: the inverse of the normal distribution's cumulative function, by Wichura's algorithm AS 241 (PPND16).

import { type Runtime, builtinFunction, doubleFrom, newFloat, newModule, setError } from "@tjit/runtime/api";

/** A quotient of polynomials, coefficients of the highest power first. */
interface Quotient {
  readonly over: readonly number[];
  readonly under: readonly number[];
}

const middle: Quotient = {
  over: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  under: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
};

const tail: Quotient = {
  over: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  under: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
};

const farTail: Quotient = {
  over: [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  under: [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
};

/** Where, in the square root of the logarithm, the far tail begins. */
const farTailFrom = 5;

/** The x below which a value is with probability `p`; null where there is none. */
function inverse(p: number, mean: number, deviation: number): number | null {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return mean + quotient(middle, 0.180625 - q * q, q) * deviation;
  const nearer = q <= 0 ? p : 1 - p;
  if (nearer <= 0 || nearer >= 1) return null;
  const r = Math.sqrt(-Math.log(nearer));
  const x = r <= farTailFrom ? quotient(tail, r - 1.6, 1) : quotient(farTail, r - farTailFrom, 1);
  return mean + (q < 0 ? -x : x) * deviation;
}

function quotient({ over, under }: Quotient, x: number, factor: number): number {
  return (polynomial(over, x) * factor) / polynomial(under, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

/** Makes the module. */
export function newStatisticsModule(rt: Runtime): number {
  return newModule(rt, "_statistics", {
    _normal_dist_inv_cdf: builtinFunction("(p, mu, sigma, /)", (rt_, ...args) => {
      const numbers: number[] = [];
      for (const arg of args) {
        const number = doubleFrom(rt_, arg);
        if (number === null) return 0;
        numbers.push(number);
      }
      const [p = 0, mean = 0, deviation = 0] = numbers;
      const result = inverse(p, mean, deviation);
      if (result !== null) return newFloat(rt_, result);
      return setError(rt_, rt_.types.ValueError, "inv_cdf undefined for these parameters");
    }),
  });
}
