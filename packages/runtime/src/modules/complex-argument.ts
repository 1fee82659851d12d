// Arguments that stand for complex numbers: complex ones, those with `__complex__`, and real numbers.

import { setError } from "../exceptions/errors.ts";
import { type Complex } from "../numbers/complex.ts";
import { complexValue, isComplex } from "../numbers/complex-object.ts";
import { doubleFrom } from "../numbers/int-new.ts";
import { decref, typeName } from "../object/reference.ts";
import { callSpecial0, hasSpecial } from "../protocols/special.ts";
import { type Runtime } from "../runtime.ts";

/** The value of an argument; null with an exception set. */
export function complexFrom(rt: Runtime, ref: number): Complex | null {
  if (isComplex(rt, ref)) return complexValue(rt, ref);
  if (!hasSpecial(rt, ref, rt.names.__complex__)) {
    const real = doubleFrom(rt, ref);
    return real === null ? null : { real, imaginary: 0 };
  }
  const result = callSpecial0(rt, ref, rt.names.__complex__);
  if (result === 0) return null;
  const value = isComplex(rt, result) ? complexValue(rt, result) : null;
  if (value === null) {
    const name = typeName(rt, ref);
    setError(rt, rt.types.TypeError, `${name}.__complex__() must return a complex, not ${typeName(rt, result)}`);
  }
  decref(rt, result);
  return value;
}
