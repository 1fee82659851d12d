// The gamma function on doubles.
//
// Gamma is Lanczos' approximation with the coefficients that Boost publishes as lanczos13m53.

const G = 6.024680040776729583740234375;
const G_MINUS_HALF = G - 0.5;

const NUMERATOR = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028, 1439720407.3117216,
  248874557.86205417, 31426415.585400194, 2876370.6289353725, 186056.26539522348, 8071.672002365816, 210.82427775157936,
  2.5066282746310002,
];

const DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];

function lanczosSum(x: number): number {
  let numerator = 0;
  let denominator = 0;
  if (x < 5) {
    for (let index = NUMERATOR.length - 1; index >= 0; index--) {
      numerator = numerator * x + (NUMERATOR[index] as number);
      denominator = denominator * x + (DENOMINATOR[index] as number);
    }
  } else {
    for (let index = 0; index < NUMERATOR.length; index++) {
      numerator = numerator / x + (NUMERATOR[index] as number);
      denominator = denominator / x + (DENOMINATOR[index] as number);
    }
  }
  return numerator / denominator;
}

/** sin(pi * x), exact at multiples of a half. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  const quarter = Math.round(2 * y);
  let result: number;
  if (quarter === 0) result = Math.sin(Math.PI * y);
  else if (quarter === 1) result = Math.cos(Math.PI * (y - 0.5));
  else if (quarter === 2) result = Math.sin(Math.PI * (1 - y));
  else if (quarter === 3) result = -Math.cos(Math.PI * (y - 1.5));
  else result = Math.sin(Math.PI * (y - 2));
  return x < 0 ? -result : result;
}

/** Gamma; NaN at its poles, Infinity where it is too large. */
export function gamma(x: number): number {
  if (!Number.isFinite(x)) return x === -Infinity ? NaN : x;
  if (Number.isInteger(x)) {
    if (x <= 0) return NaN;
    if (x <= 23) return factorialDouble(x - 1);
  }
  const size = Math.abs(x);
  if (size < 1e-20) return 1 / x;
  if (size > 200) return x < 0 ? 0 / sinPi(x) : Infinity;
  const y = size + G_MINUS_HALF;
  // What adding lost, times a factor that makes it a correction of the result.
  const lost = size > G_MINUS_HALF ? y - size - G_MINUS_HALF : y - G_MINUS_HALF - size;
  const correction = (lost * G) / y;
  let result: number;
  if (x < 0) {
    result = ((-Math.PI / sinPi(size) / size) * Math.exp(y)) / lanczosSum(size);
    result -= correction * result;
    if (size < 140) return result / y ** (size - 0.5);
    const root = y ** (size / 2 - 0.25);
    return result / root / root;
  }
  result = lanczosSum(size) / Math.exp(y);
  result += correction * result;
  if (size < 140) return result * y ** (size - 0.5);
  const root = y ** (size / 2 - 0.25);
  return result * root * root;
}

function factorialDouble(n: number): number {
  let result = 1;
  for (let factor = 2; factor <= n; factor++) result *= factor;
  return result;
}

/** The logarithm of the absolute value of gamma; NaN at the poles. */
export function logGamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Infinity;
  if (Number.isInteger(x) && x <= 2) return x <= 0 ? NaN : 0;
  const size = Math.abs(x);
  if (size < 1e-20) return -Math.log(size);
  let result = Math.log(lanczosSum(size)) - G;
  result += (size - 0.5) * (Math.log(size + G - 0.5) - 1);
  if (x < 0) result = Math.log(Math.PI) - Math.log(Math.abs(sinPi(size))) - Math.log(size) - result;
  return result;
}
