// The functions of `operator` that work on sequences and iterables.

import {
  BinaryOperator,
  Compare,
  FixedType,
  NotImplemented,
  type Runtime,
  binaryOperation,
  callSpecial0,
  clearIf,
  decref,
  fail,
  hasBuffer,
  forEach,
  hasSpecial,
  indexNumber,
  inplaceOperation,
  internStr,
  isAscii,
  isInt,
  isIterable,
  isStr,
  lengthOf,
  newInt,
  payStep,
  pyBool,
  readBytes,
  richCompareBool,
  setError,
  slotsOf,
  strValue,
  typeName,
  typeOf,
} from "@tjit/runtime/api";

function isSequence(rt: Runtime, ref: number): boolean {
  return slotsOf(rt, ref).getitem !== null && typeOf(rt, ref) !== FixedType.dict;
}

/** `left + right` for sequences. */
export function concatenate(rt: Runtime, left: number, right: number): number {
  const { concat } = slotsOf(rt, left);
  if (concat !== null) return concat(rt, left, right);
  return isSequence(rt, left) && isSequence(rt, right)
    ? binaryOperation(rt, left, right, BinaryOperator.ADD)
    : setError(rt, rt.types.TypeError, `'${typeName(rt, left)}' object can't be concatenated`);
}

/** `left += right` for sequences. */
export function concatenateInPlace(rt: Runtime, left: number, right: number): number {
  const { inplaceConcat, concat } = slotsOf(rt, left);
  if (inplaceConcat !== null) return inplaceConcat(rt, left, right);
  if (concat !== null) return concat(rt, left, right);
  return isSequence(rt, left) && isSequence(rt, right)
    ? inplaceOperation(rt, left, right, BinaryOperator.ADD)
    : setError(rt, rt.types.TypeError, `'${typeName(rt, left)}' object can't be concatenated`);
}

/** Goes through an iterable for items equal to `value`; `found` gets positions and may end it with 1. Status, or 1. */
function search(rt: Runtime, iterable: number, value: number, found: (position: number) => number): number {
  if (!isIterable(rt, iterable)) {
    return fail(rt, rt.types.TypeError, `argument of type '${typeName(rt, iterable)}' is not iterable`);
  }
  let position = 0;
  return forEach(rt, iterable, (item) => {
    if (payStep(rt, position) < 0) return -1;
    const equal = richCompareBool(rt, item, value, Compare.EQ);
    return equal < 0 ? -1 : equal > 0 ? found(position++) : (position++, 0);
  });
}

/** `countOf(a, b)`. */
export function countOf(rt: Runtime, iterable: number, value: number): number {
  let count = 0;
  return search(rt, iterable, value, () => (count++, 0)) < 0 ? 0 : newInt(rt, count);
}

/** `indexOf(a, b)`. */
export function indexOf(rt: Runtime, iterable: number, value: number): number {
  let index = -1;
  const status = search(rt, iterable, value, (position) => {
    index = position;
    return 1;
  });
  if (status < 0) return 0;
  return status > 0 ? newInt(rt, index) : setError(rt, rt.types.ValueError, "sequence.index(x): x not in sequence");
}

/** `length_hint(obj, default)`. */
export function lengthHint(rt: Runtime, object: number, fallback: number): number {
  let missing = 0;
  if (fallback !== 0) {
    if (!isInt(rt, fallback)) {
      const message = `'${typeName(rt, fallback)}' object cannot be interpreted as an integer`;
      return setError(rt, rt.types.TypeError, message);
    }
    const value = indexNumber(rt, fallback, rt.types.OverflowError);
    if (value === null) return 0;
    missing = value;
  }
  if (slotsOf(rt, object).length !== null) {
    const length = lengthOf(rt, object);
    if (length >= 0) return newInt(rt, length);
    if (!clearIf(rt, rt.types.TypeError)) return 0;
  }
  const name = internStr(rt, "__length_hint__");
  const hint = hasSpecial(rt, object, name) ? callSpecial0(rt, object, name) : NotImplemented;
  decref(rt, name);
  if (hint === 0) return clearIf(rt, rt.types.TypeError) ? newInt(rt, missing) : 0;
  if (hint === NotImplemented) return newInt(rt, missing);
  if (!isInt(rt, hint)) {
    const message = `__length_hint__ must be an integer, not ${typeName(rt, hint)}`;
    decref(rt, hint);
    return setError(rt, rt.types.TypeError, message);
  }
  const value = indexNumber(rt, hint);
  if (value !== null && value < 0) {
    decref(rt, hint);
    return setError(rt, rt.types.ValueError, "__length_hint__() should return >= 0");
  }
  return hint;
}

/** `_compare_digest(a, b)`: equality of two ASCII strings or two bytes-like objects, in time that does not depend on where they differ. */
export function compareDigest(rt: Runtime, left: number, right: number): number {
  const bytes: Uint8Array[] = [];
  const areTexts = isStr(rt, left) && isStr(rt, right);
  if (!areTexts && !hasBuffer(rt, left) && !hasBuffer(rt, right))
    return setError(
      rt,
      rt.types.TypeError,
      `unsupported operand types(s) or combination of types: '${typeName(rt, left)}' and '${typeName(rt, right)}'`,
    );
  for (const it of [left, right]) {
    if (areTexts) {
      const text = strValue(rt, it);
      if (!isAscii(text)) {
        return setError(rt, rt.types.TypeError, "comparing strings with non-ASCII characters is not supported");
      }
      bytes.push(Uint8Array.from(text, (character) => character.charCodeAt(0)));
    } else {
      const found = readBytes(rt, it);
      if (found === null) return 0;
      bytes.push(found);
    }
  }
  const [a, b] = bytes as [Uint8Array, Uint8Array];
  let difference = a.length ^ b.length;
  for (let index = 0; index < b.length; index++) difference |= (a[index] ?? 0) ^ (b[index] as number);
  return pyBool(difference === 0);
}
