// The module `_bisect`: searching and inserting in sorted sequences.

import {
  type BuiltinSpecification,
  Compare,
  None,
  type Runtime,
  builtinFunction,
  callMethod,
  callOneArgument,
  decref,
  fail,
  getItem,
  internStr,
  lengthOf,
  newInt,
  newModule,
  newRef,
  richCompareBool,
  setError,
  sizeArgument,
  slotsOf,
  typeName,
} from "@tjit/runtime/api";

type Side = "left" | "right";

/** Where `x`, already a key, belongs between `lo` and `hi`; -1 with an exception set. */
function search(rt: Runtime, side: Side, list: number, x: number, loRef: number, hiRef: number, key: number): number {
  let lo = sizeArgument(rt, loRef, 0);
  if (lo === null) return -1;
  if (hiRef !== 0 && hiRef !== None && slotsOf(rt, hiRef).index === null)
    return fail(rt, rt.types.TypeError, `argument should be integer or None, not '${typeName(rt, hiRef)}'`);
  let hi = hiRef === None ? -1 : sizeArgument(rt, hiRef, -1);
  if (hi === null) return -1;
  if (lo < 0) {
    setError(rt, rt.types.ValueError, "lo must be non-negative");
    return -1;
  }
  if (hi === -1) {
    hi = lengthOf(rt, list);
    if (hi < 0) return -1;
  }
  while (lo < hi) {
    const middle = Math.floor((lo + hi) / 2);
    const index = newInt(rt, middle);
    let item = getItem(rt, list, index);
    decref(rt, index);
    if (item !== 0 && key !== 0 && key !== None) {
      const keyed = callOneArgument(rt, key, item);
      decref(rt, item);
      item = keyed;
    }
    if (item === 0) return -1;
    const less = side === "left" ? richCompareBool(rt, item, x, Compare.LT) : richCompareBool(rt, x, item, Compare.LT);
    decref(rt, item);
    if (less < 0) return -1;
    if (less > 0 === (side === "left")) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}

function bisect(side: Side): BuiltinSpecification {
  return builtinFunction("(a, x, lo=0, hi=None, *, key=None)", (rt, list, x, lo, hi, key) => {
    const at = search(rt, side, list, x, lo, hi, key);
    return at < 0 ? 0 : newInt(rt, at);
  });
}

function insort(side: Side): BuiltinSpecification {
  return builtinFunction("(a, x, lo=0, hi=None, *, key=None)", (rt, list, x, lo, hi, key) => {
    const keyed = key === 0 || key === None ? newRef(rt, x) : callOneArgument(rt, key, x);
    if (keyed === 0) return 0;
    const at = search(rt, side, list, keyed, lo, hi, key);
    decref(rt, keyed);
    if (at < 0) return 0;
    const name = internStr(rt, "insert");
    const index = newInt(rt, at);
    const result = callMethod(rt, list, name, index, x);
    for (const it of [name, index]) decref(rt, it);
    if (result === 0) return 0;
    decref(rt, result);
    return None;
  });
}

/** Makes the module. */
export function newBisectModule(rt: Runtime): number {
  return newModule(rt, "_bisect", {
    bisect_left: bisect("left"),
    bisect_right: bisect("right"),
    insort_left: insort("left"),
    insort_right: insort("right"),
  });
}
