// The module `math`.

import { budgetOf, spendWork } from "../../builtins/work.ts";
import { errorOccurred, setError } from "../../exceptions/errors.ts";
import { newModule } from "../../kinds/module.ts";
import { FixedType } from "../../layout/memory-map.ts";
import { Failure } from "../../numbers/failure.ts";
import { truncateToInteger } from "../../numbers/float.ts";
import { reprDouble } from "../../numbers/float-text.ts";
import { doubleFrom, indexInteger } from "../../numbers/int-new.ts";
import { absolute, bitLength, floorDivide, type Integer, multiply } from "../../numbers/integer.ts";
import { newInteger, newIntegerOr, readInteger } from "../../numbers/integer-object.ts";
import { raiseFailure } from "../../numbers/raise.ts";
import { floatValue, newFloat } from "../../object/float.ts";
import { newInt } from "../../object/int.ts";
import { None, decref, isFloat, isInt, newRef, pyBool, typeName, typeOf } from "../../object/reference.ts";
import { tupleItem, tupleLength, tupleOf } from "../../object/tuple.ts";
import { forEach } from "../../protocols/iterate.ts";
import { BinaryOperator, binaryOperation } from "../../protocols/number.ts";
import { callSpecial, hasSpecial } from "../../protocols/special.ts";
import { type Identifier } from "../../object/identifiers.ts";
import { type Runtime } from "../../runtime.ts";
import { type BuiltinSpecification, builtinFunction, rawFunction } from "../../types/builtin-definition.ts";
import { elementaryFunctions } from "./elementary.ts";
import {
  ExactSum,
  fusedMultiplyAdd,
  ieeeRemainder,
  nextAfter,
  scaleByPower,
  splitDouble,
  ulp,
  vectorNorm,
} from "../../numbers/exact.ts";
import { combinations, factorial, gcd, gcdOfNumbers, integerSquareRoot, permutations } from "./integers.ts";
import { sumProducts } from "./sumprod.ts";

function newFloatOr(rt: Runtime, value: number | Failure): number {
  return typeof value === "number" ? newFloat(rt, value) : raiseFailure(rt, value);
}

function domainError(rt: Runtime): 0 {
  return setError(rt, rt.types.ValueError, "math domain error");
}

/** A function of two doubles. */
function binary(compute: (x: number, y: number) => number | "domain" | "range"): BuiltinSpecification {
  return builtinFunction("(x, y, /)", (rt, left, right) => {
    const x = doubleFrom(rt, left);
    if (x === null) return 0;
    const y = doubleFrom(rt, right);
    if (y === null) return 0;
    const result = compute(x, y);
    if (result === "domain") return domainError(rt);
    return result === "range" ? setError(rt, rt.types.OverflowError, "math range error") : newFloat(rt, result);
  });
}

function power(x: number, y: number): number | "domain" | "range" {
  if (x === 1 || y === 0) return 1;
  if (!Number.isFinite(x) || !Number.isFinite(y)) {
    if (Math.abs(x) === 1 && !Number.isNaN(y)) return 1;
    return x ** y;
  }
  if (x === 0 && y < 0) return "domain";
  const result = x ** y;
  return Number.isNaN(result) ? "domain" : Number.isFinite(result) ? result : "range";
}

function fmod(x: number, y: number): number | "domain" {
  const result = x % y;
  return Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y) ? "domain" : result;
}

/** `log` in base e, 2 or 10 of any real number, ints beyond the doubles too; null with an exception set. */
function logarithm(rt: Runtime, ref: number, compute: (x: number) => number): number | null {
  if (isInt(rt, ref)) {
    const value = readInteger(rt, ref);
    if (value <= 0) {
      setError(rt, rt.types.ValueError, "expected a positive input");
      return null;
    }
    const double = Number(value);
    if (Number.isFinite(double)) return compute(double);
    const shift = bitLength(value) - 64;
    return compute(Number(BigInt(value) >> BigInt(shift)) / 2 ** 64) + compute(2) * (shift + 64);
  }
  const x = doubleFrom(rt, ref);
  if (x === null) return null;
  if (x > 0 || Number.isNaN(x)) return compute(x);
  setError(rt, rt.types.ValueError, `expected a positive input, got ${reprDouble(x)}`);
  return null;
}

function log(rt: Runtime, x: number, base: number): number {
  const numerator = logarithm(rt, x, Math.log);
  if (numerator === null) return 0;
  if (base === 0) return newFloat(rt, numerator);
  const denominator = logarithm(rt, base, Math.log);
  if (denominator === null) return 0;
  if (denominator === 0) return setError(rt, rt.types.ZeroDivisionError, "division by zero");
  return newFloat(rt, numerator / denominator);
}

function logIn(compute: (x: number) => number): BuiltinSpecification {
  return builtinFunction("(x, /)", (rt, x) => {
    const value = logarithm(rt, x, compute);
    return value === null ? 0 : newFloat(rt, value);
  });
}

/** floor and ceil: `__floor__`, or of the double. */
function rounding(method: Identifier, round: (x: number) => number): BuiltinSpecification {
  return builtinFunction("(x, /)", (rt, ref) => {
    const x = ref;
    if (typeOf(rt, x) !== FixedType.float && hasSpecial(rt, x, rt.names[method]))
      return callSpecial(rt, x, rt.names[method]);
    const value = doubleFrom(rt, x);
    return value === null ? 0 : newIntegerOr(rt, truncateToInteger(round(value)));
  });
}

function trunc(rt: Runtime, x: number): number {
  if (typeOf(rt, x) === FixedType.float) return newIntegerOr(rt, truncateToInteger(floatValue(rt, x)));
  if (hasSpecial(rt, x, rt.names.__trunc__)) return callSpecial(rt, x, rt.names.__trunc__);
  return setError(rt, rt.types.TypeError, `type ${typeName(rt, x)} doesn't define __trunc__ method`);
}

/** `gcd` and `lcm`: any number of ints folded together. */
function folding(
  name: string,
  start: Integer,
  combine: (rt: Runtime, a: Integer, b: Integer) => Integer | Failure,
): BuiltinSpecification {
  return rawFunction("(*integers)", (rt, _self, args, count, kwnames) => {
    if (kwnames !== 0 && tupleLength(rt, kwnames) > 0) {
      return setError(rt, rt.types.TypeError, `math.${name}() takes no keyword arguments`);
    }
    let result: Integer = start;
    for (let index = 0; index < count; index++) {
      const value = indexInteger(rt, rt.heap.load(args + 4 * index));
      if (value === null) return 0;
      const next = index === 0 ? absolute(value) : combine(rt, result, value);
      if (next instanceof Failure) return raiseFailure(rt, next);
      result = next;
    }
    return newInteger(rt, result);
  });
}

function lcm(rt: Runtime, a: Integer, b: Integer): Integer | Failure {
  if (a === 0 || b === 0) return 0;
  const divisor = gcd(a, b, budgetOf(rt));
  if (divisor instanceof Failure) return divisor;
  const quotient = floorDivide(absolute(a), divisor);
  return quotient instanceof Failure ? quotient : multiply(quotient, absolute(b));
}

const factorialLimit = 0x7fffffffffffffffn;

function mathFactorial(rt: Runtime, ref: number): number {
  const n = indexInteger(rt, ref);
  if (n === null) return 0;
  if (n < 0) return setError(rt, rt.types.ValueError, "factorial() not defined for negative values");
  if (n > factorialLimit) {
    return setError(rt, rt.types.OverflowError, `factorial() argument should not exceed ${factorialLimit}`);
  }
  return newIntegerOr(rt, factorial(Number(n), budgetOf(rt)));
}

/** The arguments of comb and perm; null with an exception set. */
function selection(rt: Runtime, nRef: number, kRef: number): { readonly n: Integer; readonly k: Integer } | null {
  const n = indexInteger(rt, nRef);
  if (n === null) return null;
  const k = kRef === 0 || kRef === None ? n : indexInteger(rt, kRef);
  if (k === null) return null;
  if (n < 0 || k < 0) {
    setError(rt, rt.types.ValueError, `${n < 0 ? "n" : "k"} must be a non-negative integer`);
    return null;
  }
  return { n, k };
}

function comb(rt: Runtime, nRef: number, kRef: number): number {
  const chosen = selection(rt, nRef, kRef);
  if (chosen === null) return 0;
  const { n, k } = chosen;
  if (k > n) return newInt(rt, 0);
  const rest = BigInt(n) - BigInt(k);
  const fewer = rest < BigInt(k) ? rest : BigInt(k);
  if (fewer > factorialLimit) {
    return setError(rt, rt.types.OverflowError, `min(n - k, k) must not exceed ${factorialLimit}`);
  }
  return newIntegerOr(rt, combinations(n, Number(fewer), budgetOf(rt)));
}

function perm(rt: Runtime, nRef: number, kRef: number): number {
  if (kRef === 0 || kRef === None) return mathFactorial(rt, nRef);
  const chosen = selection(rt, nRef, kRef);
  if (chosen === null) return 0;
  const { n, k } = chosen;
  if (k > n) return newInt(rt, 0);
  if (k > factorialLimit) return setError(rt, rt.types.OverflowError, `k must not exceed ${factorialLimit}`);
  return newIntegerOr(rt, permutations(n, Number(k), budgetOf(rt)));
}

function isqrt(rt: Runtime, ref: number): number {
  const n = indexInteger(rt, ref);
  if (n === null) return 0;
  if (n < 0) return setError(rt, rt.types.ValueError, "isqrt() argument must be nonnegative");
  return newIntegerOr(rt, integerSquareRoot(n, budgetOf(rt)));
}

function fsum(rt: Runtime, iterable: number): number {
  const sum = new ExactSum();
  let count = 0;
  const status = forEach(rt, iterable, (item) => {
    if (++count % 1024 === 0 && spendWork(rt, 50000) < 0) return -1;
    const value = doubleFrom(rt, item);
    if (value === null) return -1;
    const failure = sum.add(value);
    if (failure === undefined) return 0;
    raiseFailure(rt, failure);
    return -1;
  });
  return status < 0 ? 0 : newFloatOr(rt, sum.result());
}

/** A product without asking `*` while there are only ints, or only floats and ints. */
function prod(rt: Runtime, iterable: number, start: number): number {
  let result = start === 0 ? newInt(rt, 1) : newRef(rt, start);
  let count = 0;
  const status = forEach(rt, iterable, (item) => {
    if (++count % 1024 === 0 && spendWork(rt, 50000) < 0) return -1;
    const next = binaryOperation(rt, result, item, BinaryOperator.MULTIPLY);
    if (next === 0) return -1;
    decref(rt, result);
    result = next;
    return 0;
  });
  if (status === 0 && errorOccurred(rt) === 0) return result;
  decref(rt, result);
  return 0;
}

function hypot(rt: Runtime, coordinates: number): number {
  const values: number[] = [];
  for (let index = 0; index < tupleLength(rt, coordinates); index++) {
    const value = doubleFrom(rt, tupleItem(rt, coordinates, index));
    if (value === null) return 0;
    values.push(value);
  }
  return newFloat(rt, vectorNorm(values));
}

/** The doubles of an iterable; null with an exception set. */
function doublesOf(rt: Runtime, iterable: number): number[] | null {
  const values: number[] = [];
  const status = forEach(rt, iterable, (item) => {
    const value = doubleFrom(rt, item);
    if (value === null) return -1;
    values.push(value);
    return 0;
  });
  return status < 0 ? null : values;
}

function dist(rt: Runtime, p: number, q: number): number {
  const from = doublesOf(rt, p);
  const to = from === null ? null : doublesOf(rt, q);
  if (from === null || to === null) return 0;
  if (from.length !== to.length) {
    return setError(rt, rt.types.ValueError, "both points must have the same number of dimensions");
  }
  return newFloat(rt, vectorNorm(from.map((value, index) => Math.abs(value - (to[index] as number)))));
}

function isClose(rt: Runtime, a: number, b: number, relative: number, absolute: number): number {
  const values: number[] = [];
  for (const [ref, missing] of [
    [a, 0],
    [b, 0],
    [relative, 1e-9],
    [absolute, 0],
  ] as const) {
    const value = ref === 0 ? missing : doubleFrom(rt, ref);
    if (value === null) return 0;
    values.push(value);
  }
  const [x, y, rel, abs] = values as [number, number, number, number];
  if (rel < 0 || abs < 0) return setError(rt, rt.types.ValueError, "tolerances must be non-negative");
  if (x === y) return pyBool(true);
  if (Math.abs(x) === Infinity || Math.abs(y) === Infinity) return pyBool(false);
  const difference = Math.abs(y - x);
  return pyBool(difference <= Math.abs(rel * y) || difference <= Math.abs(rel * x) || difference <= abs);
}

function mathNextAfter(rt: Runtime, xRef: number, yRef: number, stepsRef: number): number {
  const x = doubleFrom(rt, xRef);
  if (x === null) return 0;
  const y = doubleFrom(rt, yRef);
  if (y === null) return 0;
  if (stepsRef === 0 || stepsRef === None) return newFloat(rt, nextAfter(x, y, 1n));
  const steps = indexInteger(rt, stepsRef);
  if (steps === null) return 0;
  if (steps < 0) return setError(rt, rt.types.ValueError, "steps must be a non-negative integer");
  return newFloat(rt, nextAfter(x, y, BigInt(steps)));
}

function fma(rt: Runtime, x: number, y: number, z: number): number {
  const a = doubleFrom(rt, x);
  const b = a === null ? null : doubleFrom(rt, y);
  const c = b === null ? null : doubleFrom(rt, z);
  return a === null || b === null || c === null ? 0 : newFloatOr(rt, fusedMultiplyAdd(a, b, c));
}

function ldexp(rt: Runtime, xRef: number, exponentRef: number): number {
  const x = doubleFrom(rt, xRef);
  if (x === null) return 0;
  if (!isInt(rt, exponentRef)) return setError(rt, rt.types.TypeError, "Expected an int as second argument to ldexp.");
  const exponent = Math.min(Math.max(Number(readInteger(rt, exponentRef)), -5000), 5000);
  const result = scaleByPower(x, exponent);
  if (Number.isFinite(x) && !Number.isFinite(result)) return setError(rt, rt.types.OverflowError, "math range error");
  return newFloat(rt, result);
}

/** A predicate on doubles; ints are taken without converting, as none is special. */
function predicate(test: (x: number) => boolean): BuiltinSpecification {
  return builtinFunction("(x, /)", (rt, ref) => {
    const x = doubleFrom(rt, ref);
    return x === null ? 0 : pyBool(test(x));
  });
}

function unary(compute: (rt: Runtime, x: number) => number): BuiltinSpecification {
  return builtinFunction("(x, /)", (rt, ref) => {
    const x = isFloat(rt, ref) ? floatValue(rt, ref) : doubleFrom(rt, ref);
    return x === null ? 0 : compute(rt, x);
  });
}

function frexp(rt: Runtime, x: number): number {
  const { mantissa, exponent } = splitDouble(x);
  return tupleOf(rt, newFloat(rt, mantissa), newInt(rt, exponent));
}

function modf(rt: Runtime, x: number): number {
  const negative = x < 0 || Object.is(x, -0);
  const fraction = Math.abs(x) === Infinity ? 0 : Math.abs(x % 1);
  const whole = Math.trunc(x);
  return tupleOf(rt, newFloat(rt, Number.isNaN(x) ? x : negative ? -fraction : fraction), newFloat(rt, whole));
}

function functions(): Readonly<Record<string, BuiltinSpecification>> {
  return {
    ...elementaryFunctions(),
    atan2: binary(Math.atan2),
    copysign: binary((x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
    fmod: binary(fmod),
    pow: binary(power),
    remainder: binary((x, y) => ieeeRemainder(x, y) ?? "domain"),
    log: builtinFunction("(x, base=NULL, /)", log),
    log2: logIn(Math.log2),
    log10: logIn(Math.log10),
    ceil: rounding("__ceil__", Math.ceil),
    floor: rounding("__floor__", Math.floor),
    trunc: builtinFunction("(x, /)", trunc),
    gcd: folding("gcd", 0, (rt, a, b) =>
      typeof a === "number" && typeof b === "number" ? gcdOfNumbers(a, b) : gcd(a, b, budgetOf(rt)),
    ),
    lcm: folding("lcm", 1, lcm),
    factorial: builtinFunction("(n, /)", mathFactorial),
    comb: builtinFunction("(n, k, /)", comb),
    perm: builtinFunction("(n, k=None, /)", perm),
    isqrt: builtinFunction("(n, /)", isqrt),
    fsum: builtinFunction("(seq, /)", fsum),
    prod: builtinFunction("(iterable, /, *, start=1)", prod),
    sumprod: builtinFunction("(p, q, /)", sumProducts),
    hypot: builtinFunction("(*coordinates)", hypot),
    dist: builtinFunction("(p, q, /)", dist),
    isclose: builtinFunction("(a, b, *, rel_tol=1e-09, abs_tol=0.0)", isClose),
    nextafter: builtinFunction("(x, y, /, *, steps=None)", mathNextAfter),
    fma: builtinFunction("(x, y, z, /)", fma),
    ldexp: builtinFunction("(x, i, /)", ldexp),
    degrees: unary((rt, x) => newFloat(rt, x * (180 / Math.PI))),
    radians: unary((rt, x) => newFloat(rt, x * (Math.PI / 180))),
    ulp: unary((rt, x) => newFloat(rt, ulp(x))),
    frexp: unary(frexp),
    modf: unary(modf),
    isfinite: predicate(Number.isFinite),
    isinf: predicate((x) => Math.abs(x) === Infinity),
    isnan: predicate(Number.isNaN),
  };
}

/** Makes the module. */
export function newMathModule(rt: Runtime): number {
  return newModule(rt, "math", functions(), {
    pi: newFloat(rt, Math.PI),
    e: newFloat(rt, Math.E),
    tau: newFloat(rt, 2 * Math.PI),
    inf: newFloat(rt, Infinity),
    nan: newFloat(rt, NaN),
  });
}
