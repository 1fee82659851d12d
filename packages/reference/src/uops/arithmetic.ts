// Meanings of operators. A typed operation leaves its inputs on the stack above its result.

import { Fault } from "../fault.ts";
import type { Reference } from "../machine.ts";
import { callRuntime, guard, type Meaning, type Meanings } from "../meaning.ts";
import type { BoxedSlot } from "../slot.ts";
import type { Step } from "../step.ts";

const smallLimit = 2n ** 30n;

export const arithmeticMeanings: Meanings = {
  ...guardsOf({ INT: "smallint", FLOAT: "float", UNICODE: "str", LIST: "list", TUPLE: "tuple", DICT: "dict" }),
  _GUARD_TOS_BOOL: guard(1, (value, step) => step.hasType(value, "bool")),
  _GUARD_LOCAL_BOOL: guardLocal("bool"),

  _BINARY_OP: callRuntime("_BINARY_OP", 2, "above-results"),
  _BINARY_OP_ADD_INT: onInts((left, right) => left + right),
  _BINARY_OP_SUBTRACT_INT: onInts((left, right) => left - right),
  _BINARY_OP_MULTIPLY_INT: onInts((left, right) => left * right),
  _BINARY_OP_FLOOR_DIVIDE_INT: onInts((left, right) => (right === 0n ? undefined : floorDivide(left, right))),
  _BINARY_OP_REMAINDER_INT: onInts((left, right) =>
    right === 0n ? undefined : left - right * floorDivide(left, right),
  ),
  _BINARY_OP_AND_INT: onInts((left, right) => left & right),
  _BINARY_OP_OR_INT: onInts((left, right) => left | right),
  _BINARY_OP_XOR_INT: onInts((left, right) => left ^ right),
  _BINARY_OP_LSHIFT_INT: onInts((left, right) => (right < 0n || right > 30n ? undefined : left << right)),
  _BINARY_OP_RSHIFT_INT: onInts((left, right) => (right < 0n ? undefined : left >> right)),
  _BINARY_OP_TRUEDIV_INT: operate((step, left, right) => {
    const divisor = Number(step.smallInt(right));
    return divisor === 0 ? undefined : step.machine.newFloat(Number(step.smallInt(left)) / divisor);
  }),

  ...floatOperation("ADD", (left, right) => left + right),
  ...floatOperation("SUBTRACT", (left, right) => left - right),
  ...floatOperation("MULTIPLY", (left, right) => left * right),
  ...floatOperation("TRUEDIV", (left, right) => (right === 0 ? undefined : left / right)),
  _BINARY_OP_POWER_FLOAT: operate((step, left, right) => {
    const base = step.machine.floatValue(left);
    if (!(base > 0) || base === Infinity) return undefined;
    const exponent = step.machine.floatValue(right);
    const power = exponent === 0.5 ? Math.sqrt(base) : base ** exponent;
    return Number.isFinite(power) ? step.machine.newFloat(power) : undefined;
  }),
  _INT_TO_FLOAT_TOS(step) {
    const slot = step.pop();
    step.pushOwned(step.machine.newFloat(Number(step.smallInt(slot.reference))));
    return undefined;
  },
  _INT_TO_FLOAT_NOS(step) {
    const right = step.pop();
    const left = step.pop();
    step.pushOwned(step.machine.newFloat(Number(step.smallInt(left.reference))));
    step.push(right);
    return undefined;
  },

  _BINARY_OP_ADD_UNICODE: operate((step, left, right) =>
    step.machine.newString(step.string(left) + step.string(right)),
  ),
  _BINARY_OP_SUBSCR_LIST_INT: subscript("list"),
  _BINARY_OP_SUBSCR_TUPLE_INT: subscript("tuple"),
  _BINARY_OP_SUBSCR_STR_INT: operate((step, left, right) => {
    const characters = [...step.string(left)];
    const character = characters[positionOf(step.smallInt(right), characters.length)];
    return character === undefined ? undefined : step.machine.newString(character);
  }),
  _BINARY_OP_SUBSCR_DICT: callRuntime("_BINARY_OP_SUBSCR_DICT", 2, "above-results"),

  _COMPARE_OP: callRuntime("_COMPARE_OP", 2, "above-results"),
  ...comparisons("INT", (step, value) => step.smallInt(value)),
  ...comparisons("FLOAT", (step, value) => step.float(value)),
  _COMPARE_OP_STR: operate((step, left, right) => {
    const outcome = compareStrings(step.string(left), step.string(right));
    return truth(step, (outcomeMasks[step.oparg >> 5] ?? 0) & outcome);
  }),
  _CONTAINS_OP: callRuntime("_CONTAINS_OP", 2, "above-results"),
  _CONTAINS_OP_DICT: callRuntime("_CONTAINS_OP_DICT", 2, "above-results"),
  _IS_OP: operate((step, left, right) => truth(step, Number(left === right) ^ (step.oparg & 1))),

  _UNARY_NEGATIVE: callRuntime("_UNARY_NEGATIVE", 1, "above-results"),
  _UNARY_INVERT: callRuntime("_UNARY_INVERT", 1, "above-results"),
  _UNARY_NOT(step) {
    const value = step.pop();
    if (!step.hasType(value.reference, "bool")) throw new Fault("wrong-type", "not bool");
    step.pushBoolean(value.reference === step.machine.boolean(false));
    return undefined;
  },
  _TO_BOOL: callRuntime("_TO_BOOL", 1, "above-results"),
  _TO_BOOL_BOOL: guard(1, (value, step) => step.hasType(value, "bool")),
  _TO_BOOL_INT(step) {
    if (!step.hasType(step.peek(1), "smallint")) return "leave";
    return underTop(step, (value) => truth(step, Number(step.smallInt(value) !== 0n)));
  },
  _TO_BOOL_LIST: (step) => underTop(step, (value) => truth(step, step.length(value, "list"))),
  _TO_BOOL_STR: (step) => underTop(step, (value) => truth(step, step.string(value).length)),
  _TO_BOOL_NONE(step) {
    if (step.peek(1) !== step.machine.none) return "leave";
    step.pop();
    step.pushBoolean(false);
    return undefined;
  },
  _REPLACE_WITH_TRUE: (step) => underTop(step, () => truth(step, 1)),

  _BINARY_SLICE: callRuntime("_BINARY_SLICE", 3, "above-results"),
  _STORE_SLICE: callRuntime("_STORE_SLICE", 4, "above-results"),
  _STORE_SUBSCR: callRuntime("_STORE_SUBSCR", 3, "above-results"),
  _STORE_SUBSCR_LIST_INT(step) {
    const [, list, index] = step.peekMany(3);
    if (list === undefined || index === undefined) throw new Fault("underflow", "");
    const length = step.length(list, "list");
    const position = positionOf(step.smallInt(index), length);
    if (position < 0 || position >= length) return "leave";
    const [indexSlot, listSlot, value] = [step.pop(), step.pop(), step.pop()];
    step.pushOwned(step.machine.replaceItem(list, position, step.take(value)));
    step.push(listSlot);
    step.push(indexSlot);
    return undefined;
  },
  _STORE_SUBSCR_DICT: callRuntime("_STORE_SUBSCR_DICT", 3, "above-results"),
  _DELETE_SUBSCR: callRuntime("_DELETE_SUBSCR", 2, "above-results"),
};

function guardsOf(types: Readonly<Record<string, string>>): Meanings {
  return Object.fromEntries(
    Object.entries(types).flatMap(([suffix, type]) => [
      [`_GUARD_TOS_${suffix}`, guard(1, (value, step) => step.hasType(value, type))],
      [`_GUARD_NOS_${suffix}`, guard(2, (value, step) => step.hasType(value, type))],
      [`_GUARD_LOCAL_${suffix}`, guardLocal(type)],
    ]),
  );
}

function guardLocal(type: string): Meaning {
  return (step) => (step.hasType(step.machine.localOf(step.frame, step.oparg), type) ? undefined : "leave");
}

/** `left, right -- res, left, right`; leaves when there is no result. */
function operate(compute: (step: Step, left: Reference, right: Reference) => Reference | undefined): Meaning {
  return (step) => {
    const result = compute(step, step.peek(2), step.peek(1));
    if (result === undefined) return "leave";
    const [left, right] = step.popMany(2);
    step.pushOwned(result);
    pushAll(step, [left, right]);
    return undefined;
  };
}

/** `value -- res, value`. */
function underTop(step: Step, compute: (value: Reference) => Reference): undefined {
  const result = compute(step.peek(1));
  const value = step.pop();
  step.pushOwned(result);
  step.push(value);
  return undefined;
}

function pushAll(step: Step, slots: readonly (BoxedSlot | undefined)[]): void {
  for (const slot of slots) if (slot !== undefined) step.push(slot);
}

/** A new reference to a bool. */
function truth(step: Step, value: number): Reference {
  const reference = step.machine.boolean(value !== 0);
  step.machine.increment(reference);
  return reference;
}

function onInts(compute: (left: bigint, right: bigint) => bigint | undefined): Meaning {
  return operate((step, left, right) => {
    const result = compute(step.smallInt(left), step.smallInt(right));
    const isTagged = result !== undefined && result >= -smallLimit && result < smallLimit;
    return isTagged ? step.machine.newInt(result) : undefined;
  });
}

function floorDivide(left: bigint, right: bigint): bigint {
  const quotient = left / right;
  return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient;
}

function floatOperation(name: string, compute: (left: number, right: number) => number | undefined): Meanings {
  const compute2 = (step: Step): number | undefined => compute(step.float(step.peek(2)), step.float(step.peek(1)));
  return {
    [`_BINARY_OP_${name}_FLOAT`](step) {
      const value = compute2(step);
      return value === undefined ? "leave" : operate(() => step.machine.newFloat(value))(step);
    },
    // res, NULL, right: the object of `left` becomes the result's.
    [`_BINARY_OP_${name}_FLOAT_INPLACE`](step) {
      const value = compute2(step);
      if (value === undefined) return "leave";
      const [right, left] = [step.pop(), step.pop()];
      overwrite(step, left, value);
      step.push({ ...left });
      step.pushOwned(0);
      step.push(right);
      return undefined;
    },
    // res, left, NULL.
    [`_BINARY_OP_${name}_FLOAT_INPLACE_RIGHT`](step) {
      const value = compute2(step);
      if (value === undefined) return "leave";
      const [right, left] = [step.pop(), step.pop()];
      overwrite(step, right, value);
      step.push({ ...right });
      step.push(left);
      step.pushOwned(0);
      return undefined;
    },
    // left, right -- right: `left` is a borrowed load of the local, which gets the result.
    [`_BINARY_OP_${name}_FLOAT_INPLACE_LOCAL`](step) {
      const value = compute2(step);
      if (value === undefined) return "leave";
      const [right, left] = [step.pop(), step.pop()];
      const { machine, frame, oparg } = step;
      if (machine.localOf(frame, oparg) !== left.reference) throw new Fault("wrong-local", `${oparg}`);
      step.drop(left);
      if (machine.isCounted(left.reference) && machine.countOf(left.reference) === 1) {
        machine.setFloat(left.reference, value);
      } else {
        machine.setLocal(frame, oparg, machine.newFloat(value));
        machine.decrement(left.reference);
      }
      step.push(right);
      return undefined;
    },
  };
}

/** Writes into a float that nobody else may refer to. */
function overwrite(step: Step, slot: BoxedSlot, value: number): void {
  const { machine } = step;
  if (slot.ownership === "borrowed") throw new Fault("consumed-borrowed", "float");
  if (!machine.isCounted(slot.reference) || machine.countOf(slot.reference) !== 1)
    throw new Fault("not-unique", "float");
  machine.setFloat(slot.reference, value);
}

function subscript(type: "list" | "tuple"): Meaning {
  return operate((step, container, index) => {
    const length = step.length(container, type);
    const position = positionOf(step.smallInt(index), length);
    if (position < 0 || position >= length) return undefined;
    const item = step.machine.itemAt(container, position);
    step.machine.increment(item);
    return item;
  });
}

/** Negative indices count from the end; the position may still be outside. */
function positionOf(index: bigint, length: number): number {
  return Number(index < 0n ? index + BigInt(length) : index);
}

// Outcomes of a comparison, and the operators by number, as masks of outcomes that make them true.
const [unordered, less, greater, equal] = [1, 2, 4, 8] as const;
const outcomeMasks = [less, less | equal, equal, unordered | less | greater, greater, greater | equal];

function comparisons(type: "INT" | "FLOAT", read: (step: Step, value: Reference) => bigint | number): Meanings {
  const compare = (mask: (oparg: number) => number): Meaning =>
    operate((step, left, right) => {
      const [a, b] = [read(step, left), read(step, right)];
      const outcome = a < b ? less : a > b ? greater : a === b ? equal : unordered;
      return truth(step, outcome & mask(step.oparg));
    });
  return {
    [`_COMPARE_OP_${type}`]: compare((oparg) => oparg & 15),
    [`_COMPARE_OP_${type}_LT`]: compare(() => less),
    [`_COMPARE_OP_${type}_GT`]: compare(() => greater),
    [`_COMPARE_OP_${type}_EQ`]: compare(() => equal),
    [`_COMPARE_OP_${type}_LE`]: compare(() => less | equal),
    [`_COMPARE_OP_${type}_GE`]: compare(() => greater | equal),
    [`_COMPARE_OP_${type}_NE`]: compare(() => unordered | less | greater),
  };
}

/** By code points. */
function compareStrings(left: string, right: string): number {
  const [a, b] = [[...left], [...right]];
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference < 0 ? less : greater;
  }
  return a.length === b.length ? equal : a.length < b.length ? less : greater;
}
