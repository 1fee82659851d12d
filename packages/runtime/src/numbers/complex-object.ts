// `complex` objects: a host value behind a handle.

import { FixedType } from "../layout/memory-map.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { typeOf } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";
import { type Complex } from "./complex.ts";

/** A new complex number, of `complex` or a class derived from it. */
export function newComplex(rt: Runtime, real: number, imaginary: number, type: number = FixedType.complex): number {
  const value: Complex = { real, imaginary };
  return newHostObject(rt, type, value);
}

/** Whether this is a complex number. */
export function isComplex(rt: Runtime, ref: number): boolean {
  return (ref & 1) === 0 && isSubtype(rt, typeOf(rt, ref), FixedType.complex);
}

/** The value of a complex number. */
export function complexValue(rt: Runtime, ref: number): Complex {
  return hostPayload(rt, ref) as Complex;
}
