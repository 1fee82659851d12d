// The module `cmath`.

import {
  type BuiltinSpecification,
  type Runtime,
  builtinFunction,
  complexFrom,
  doubleFrom,
  newComplex,
  newFloat,
  newModule,
  pyBool,
  setError,
  tupleOf,
} from "@tjit/runtime/api";
import * as functions from "./functions.ts";
import type { Complex, Result } from "./functions.ts";

const unary: Readonly<Record<string, (z: Complex) => Result>> = {
  acos: functions.acos,
  acosh: functions.acosh,
  asin: functions.asin,
  asinh: functions.asinh,
  atan: functions.atan,
  atanh: functions.atanh,
  cos: functions.cos,
  cosh: functions.cosh,
  exp: functions.exp,
  log10: functions.log10,
  sin: functions.sin,
  sinh: functions.sinh,
  sqrt: functions.sqrt,
  tan: functions.tan,
  tanh: functions.tanh,
};

const questions: Readonly<Record<string, (z: Complex) => boolean>> = {
  isfinite: ({ real, imaginary }) => Number.isFinite(real) && Number.isFinite(imaginary),
  isinf: ({ real, imaginary }) => Math.abs(real) === Infinity || Math.abs(imaginary) === Infinity,
  isnan: ({ real, imaginary }) => Number.isNaN(real) || Number.isNaN(imaginary),
};

function newResult(rt: Runtime, result: Result): number {
  if (result === "domain") return setError(rt, rt.types.ValueError, "math domain error");
  if (result === "range") return setError(rt, rt.types.OverflowError, "math range error");
  return newComplex(rt, result.real, result.imaginary);
}

/** `log(z, base)`. */
function logarithm(rt: Runtime, argument: number, baseRef: number): number {
  const z = complexFrom(rt, argument);
  if (z === null) return 0;
  const result = functions.log(z);
  if (baseRef === 0 || typeof result === "string") return newResult(rt, result);
  const base = complexFrom(rt, baseRef);
  if (base === null) return 0;
  const divisor = functions.log(base);
  if (typeof divisor === "string") return newResult(rt, divisor);
  return newResult(rt, quotient(result, divisor));
}

/** Division by Smith's method, as complex numbers divide. */
function quotient(a: Complex, b: Complex): Result {
  if (b.real === 0 && b.imaginary === 0) return "domain";
  if (Math.abs(b.real) >= Math.abs(b.imaginary)) {
    const ratio = b.imaginary / b.real;
    const denominator = b.real + b.imaginary * ratio;
    return {
      real: (a.real + a.imaginary * ratio) / denominator,
      imaginary: (a.imaginary - a.real * ratio) / denominator,
    };
  }
  const ratio = b.real / b.imaginary;
  const denominator = b.real * ratio + b.imaginary;
  return {
    real: (a.real * ratio + a.imaginary) / denominator,
    imaginary: (a.imaginary * ratio - a.real) / denominator,
  };
}

/** The numbers that arguments are; null with an exception set. */
function doublesFrom(rt: Runtime, refs: readonly (readonly [ref: number, missing: number])[]): number[] | null {
  const numbers: number[] = [];
  for (const [ref, missing] of refs) {
    const number = ref === 0 ? missing : doubleFrom(rt, ref);
    if (number === null) return null;
    numbers.push(number);
  }
  return numbers;
}

function others(): Record<string, BuiltinSpecification> {
  return {
    log: builtinFunction("(z, base=NULL, /)", logarithm),
    phase: builtinFunction("(z, /)", (rt, argument) => {
      const z = complexFrom(rt, argument);
      return z === null ? 0 : newFloat(rt, Math.atan2(z.imaginary, z.real));
    }),
    polar: builtinFunction("(z, /)", (rt, argument) => {
      const z = complexFrom(rt, argument);
      if (z === null) return 0;
      const size = Math.hypot(z.real, z.imaginary);
      if (size === Infinity && Number.isFinite(z.real) && Number.isFinite(z.imaginary)) return newResult(rt, "range");
      return tupleOf(rt, newFloat(rt, size), newFloat(rt, Math.atan2(z.imaginary, z.real)));
    }),
    rect: builtinFunction("(r, phi, /)", (rt, size, angle) => {
      const numbers = doublesFrom(rt, [
        [size, 0],
        [angle, 0],
      ]);
      return numbers === null ? 0 : newResult(rt, functions.rect(numbers[0] ?? 0, numbers[1] ?? 0));
    }),
    isclose: builtinFunction("(a, b, *, rel_tol=1e-09, abs_tol=0.0)", (rt, left, right, relative, absolute) => {
      const a = complexFrom(rt, left);
      const b = a === null ? null : complexFrom(rt, right);
      if (a === null || b === null) return 0;
      const tolerances = doublesFrom(rt, [
        [relative, 1e-9],
        [absolute, 0],
      ]);
      if (tolerances === null) return 0;
      const [r = 0, t = 0] = tolerances;
      if (r < 0 || t < 0) return setError(rt, rt.types.ValueError, "tolerances must be non-negative");
      return pyBool(functions.isClose(a, b, r, t));
    }),
  };
}

/** Makes the module. */
export function newCmathModule(rt: Runtime): number {
  const all = others();
  for (const [name, compute] of Object.entries(unary)) {
    all[name] = builtinFunction("(z, /)", (rt_, argument) => {
      const z = complexFrom(rt_, argument);
      return z === null ? 0 : newResult(rt_, compute(z));
    });
  }
  for (const [name, ask] of Object.entries(questions)) {
    all[name] = builtinFunction("(z, /)", (rt_, argument) => {
      const z = complexFrom(rt_, argument);
      return z === null ? 0 : pyBool(ask(z));
    });
  }
  return newModule(rt, "cmath", all, {
    pi: newFloat(rt, Math.PI),
    e: newFloat(rt, Math.E),
    tau: newFloat(rt, 2 * Math.PI),
    inf: newFloat(rt, Infinity),
    nan: newFloat(rt, NaN),
    infj: newComplex(rt, 0, Infinity),
    nanj: newComplex(rt, 0, NaN),
  });
}
