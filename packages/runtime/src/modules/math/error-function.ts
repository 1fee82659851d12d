// The error function and its complement on doubles: quotients of polynomials with the coefficients that Sun published in fdlibm, which C libraries
// use, so that the last digits are those of CPython.
//
//   |x|   0 .. 0.84375   erf(x) = x + x P/Q (x^2)
//         .. 1.25        erf(x) = c + P/Q (|x| - 1), c = erf(1) in short
//         .. 28          erfc(x) = exp(-x^2 - 0.5625 + R/S (1 / x^2)) / x

type Polynomial = readonly number[];
/** Numerator and denominator, lowest power first. */
type Quotient = readonly [Polynomial, Polynomial];

const erfOfOne = 0.845062911510467529297;

const nearZero: Quotient = [
  [
    0.128379167095512558561, -0.32504210724700149937, -0.0284817495755985104766, -5.77027029648944159157e-3,
    -2.37630166566501626084e-5,
  ],
  [
    1, 0.397917223959155352819, 0.0650222499887672944485, 5.08130628187576562776e-3, 1.32494738004321644526e-4,
    -3.9602282787753681232e-6,
  ],
];
const nearOne: Quotient = [
  [
    -2.36211856075265944077e-3, 0.414856118683748331666, -0.372207876035701323847, 0.318346619901161753674,
    -0.110894694282396677476, 0.0354783043256182359371, -2.166375594868790843e-3,
  ],
  [
    1, 0.106420880400844228286, 0.540397917702171048937, 0.0718286544141962662868, 0.126171219808761642112,
    0.0136370839120290507362, 0.011984499846799107417,
  ],
];
const middle: Quotient = [
  [
    -9.86494403484714822705e-3, -0.693858572707181764372, -10.5586262253232909814, -62.3753324503260060396,
    -162.396669462573470355, -184.605092906711035994, -81.2874355063065934246, -9.81432934416914548592,
  ],
  [
    1, 19.6512716674392571292, 137.6577541435190426, 434.565877475229228821, 645.387271733267880336,
    429.008140027567833386, 108.635005541779435134, 6.57024977031928170135, -0.0604244152148580987438,
  ],
];
const far: Quotient = [
  [
    -9.86494292470009928597e-3, -0.799283237680523006574, -17.7579549177547519889, -160.636384855821916062,
    -637.566443368389627722, -1025.09513161107724954, -483.519191608651397019,
  ],
  [
    1, 30.3380607434824582924, 325.792512996573918826, 1536.72958608443695994, 3199.85821950859553908,
    2553.05040643316442583, 474.528541206955367215, -22.4409524465858183362,
  ],
];

/** Where `middle` ends. */
const middleEnd = 1 / 0.35;

function polynomial(coefficients: Polynomial, x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

function quotient([numerator, denominator]: Quotient, x: number): number {
  return polynomial(numerator, x) / polynomial(denominator, x);
}

/** `erfc(x)` for `x >= 0.84375`. */
function complement(x: number): number {
  if (x < 1.25) return 1 - erfOfOne - quotient(nearOne, x - 1);
  if (x >= 28) return 0;
  const upper = upperHalf(x);
  const rest = quotient(x < middleEnd ? middle : far, 1 / (x * x));
  return (Math.exp(-upper * upper - 0.5625) * Math.exp((upper - x) * (upper + x) + rest)) / x;
}

/** A double without the lower 32 bits, whose square is exact. */
function upperHalf(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setInt32(4, 0);
  return view.getFloat64(0);
}

/** The error function. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 0.84375) return x + x * quotient(nearZero, x * x);
  return Math.sign(x) * (1 - complement(size));
}

/** `1 - erf(x)`, exact where that is small. */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (size < 0.84375) {
    const rest = x * quotient(nearZero, x * x);
    return x < 0.25 ? 1 - (x + rest) : 0.5 - (x - 0.5 + rest);
  }
  return x > 0 ? complement(x) : 2 - complement(size);
}
