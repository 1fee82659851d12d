// Operators: generic ones call the runtime; the typed ones follow guards. Consumed inputs stay on the stack above the
// result, for separate releases.

import { defineUop, type UopDefinition, type UopRow } from "@tjit/ir";

function guardTop(name: string, type: string, doc: string): UopDefinition {
  return defineUop(name, "value -- value", {
    flags: ["exit"],
    guards: [{ input: "value", fact: { kind: "type", type } }],
    doc,
  });
}

function guardNext(name: string, type: string, doc: string): UopDefinition {
  return defineUop(name, "value, top -- value, top", {
    flags: ["exit"],
    guards: [{ input: "value", fact: { kind: "type", type } }],
    doc,
  });
}

/** Of a local; NULL is of no type. The recorder never makes one: passes put them in front of loops. */
function guardLocal(name: string, type: string): UopDefinition {
  return defineUop(name, "--", {
    flags: ["arg", "reads-local", "exit"],
    guards: [{ input: "local", fact: { kind: "type", type } }],
    doc: `A local is bound to a ${type}. Only in optimized traces.`,
  });
}

const smallInts = { left: "smallint", right: "smallint" } as const;
const floats = { left: "float", right: "float" } as const;

function intOperation(
  name: string,
  flags: NonNullable<UopRow["flags"]>,
  doc: string,
  requires: Readonly<Record<string, string>> = smallInts,
): UopDefinition {
  return defineUop(name, "left, right -- res, left, right", {
    flags,
    requires,
    results: { res: { type: "smallint", immortal: true } },
    doc,
  });
}

function floatOperation(operation: string, sign: string): UopDefinition[] {
  const name = `_BINARY_OP_${operation}_FLOAT`;
  const result = { res: { type: "float", unique: true } };
  return [
    defineUop(name, "left, right -- res, left, right", {
      flags: operation === "TRUEDIV" ? ["exit"] : ["pure"],
      requires: floats,
      results: result,
      inplace: { left: `${name}_INPLACE`, right: `${name}_INPLACE_RIGHT` },
      inplaceLocal: `${name}_INPLACE_LOCAL`,
      doc: `\`left ${sign} right\` of two floats.`,
    }),
    defineUop(`${name}_INPLACE`, "left, right -- res, NULL, right", {
      flags: operation === "TRUEDIV" ? ["exit"] : [],
      requires: floats,
      results: { res: { type: "float", unique: true, same: "left" } },
      doc: `\`${name}\` into the object of \`left\`, which nobody else refers to.`,
    }),
    defineUop(`${name}_INPLACE_RIGHT`, "left, right -- res, left, NULL", {
      flags: operation === "TRUEDIV" ? ["exit"] : [],
      requires: floats,
      results: { res: { type: "float", unique: true, same: "right" } },
      doc: `\`${name}\` into the object of \`right\`, which nobody else refers to.`,
    }),
    defineUop(`${name}_INPLACE_LOCAL`, "left, right -- right", {
      flags:
        operation === "TRUEDIV"
          ? ["arg", "reads-local", "writes-local", "exit"]
          : ["arg", "reads-local", "writes-local"],
      requires: floats,
      doc: `\`${name}\`, the result stored in local oparg, whose old value is \`left\` (borrowed): over its object when the local holds the only reference.`,
    }),
  ];
}

function comparison(type: "INT" | "FLOAT"): UopDefinition[] {
  const requires = type === "INT" ? smallInts : floats;
  const outcomes = { 2: "LT", 4: "GT", 8: "EQ", 10: "LE", 12: "GE", 7: "NE" } as const;
  const bool = { res: { type: "bool", immortal: true } };
  return [
    defineUop(`_COMPARE_OP_${type}`, "left, right -- res, left, right", {
      flags: ["arg", "pure"],
      requires,
      results: bool,
      replicas: {
        mask: 15,
        byOparg: Object.fromEntries(
          Object.entries(outcomes).map(([mask, suffix]) => [Number(mask), `_COMPARE_OP_${type}_${suffix}`]),
        ),
      },
      doc: "Compares; the low bits of oparg say which outcomes are true: 1 unordered, 2 less, 4 greater, 8 equal.",
    }),
    ...Object.values(outcomes).map((suffix) =>
      defineUop(`_COMPARE_OP_${type}_${suffix}`, "left, right -- res, left, right", {
        flags: ["pure"],
        requires,
        results: bool,
        doc: `\`_COMPARE_OP_${type}\` for one operator.`,
      }),
    ),
  ];
}

const generic = ["arg", "error", "escapes"] as const;

export const arithmeticUops: readonly UopDefinition[] = [
  guardTop("_GUARD_TOS_INT", "smallint", "The top of the stack is an int of the tagged range."),
  guardNext("_GUARD_NOS_INT", "smallint", "The value below the top is an int of the tagged range."),
  guardTop("_GUARD_TOS_FLOAT", "float", "The top of the stack is a float."),
  guardNext("_GUARD_NOS_FLOAT", "float", "The value below the top is a float."),
  guardTop("_GUARD_TOS_UNICODE", "str", "The top of the stack is a str."),
  guardNext("_GUARD_NOS_UNICODE", "str", "The value below the top is a str."),
  guardTop("_GUARD_TOS_LIST", "list", "The top of the stack is a list."),
  guardNext("_GUARD_NOS_LIST", "list", "The value below the top is a list."),
  guardTop("_GUARD_TOS_TUPLE", "tuple", "The top of the stack is a tuple."),
  guardNext("_GUARD_NOS_TUPLE", "tuple", "The value below the top is a tuple."),
  guardTop("_GUARD_TOS_DICT", "dict", "The top of the stack is a dict."),
  guardNext("_GUARD_NOS_DICT", "dict", "The value below the top is a dict."),
  guardTop("_GUARD_TOS_BOOL", "bool", "The top of the stack is a bool."),
  guardLocal("_GUARD_LOCAL_INT", "smallint"),
  guardLocal("_GUARD_LOCAL_FLOAT", "float"),
  guardLocal("_GUARD_LOCAL_UNICODE", "str"),
  guardLocal("_GUARD_LOCAL_LIST", "list"),
  guardLocal("_GUARD_LOCAL_TUPLE", "tuple"),
  guardLocal("_GUARD_LOCAL_DICT", "dict"),
  guardLocal("_GUARD_LOCAL_BOOL", "bool"),

  defineUop("_BINARY_OP", "left, right -- res, left, right", {
    flags: generic,
    doc: "Any operator; oparg is its number.",
  }),
  intOperation("_BINARY_OP_ADD_INT", ["exit"], "Sum; leaves when it is not in the tagged range."),
  intOperation("_BINARY_OP_SUBTRACT_INT", ["exit"], "Difference; leaves when it is not in the tagged range."),
  intOperation("_BINARY_OP_MULTIPLY_INT", ["exit"], "Product; leaves when it is not in the tagged range."),
  intOperation(
    "_BINARY_OP_FLOOR_DIVIDE_INT",
    ["exit"],
    "Quotient rounded down; leaves when the divisor is zero or the quotient too large.",
  ),
  intOperation(
    "_BINARY_OP_REMAINDER_INT",
    ["exit"],
    "Remainder with the divisor's sign; leaves when the divisor is zero.",
  ),
  intOperation("_BINARY_OP_AND_INT", ["pure"], "Bitwise and."),
  intOperation("_BINARY_OP_OR_INT", ["pure"], "Bitwise or."),
  intOperation("_BINARY_OP_XOR_INT", ["pure"], "Bitwise exclusive or."),
  intOperation(
    "_BINARY_OP_LSHIFT_INT",
    ["exit"],
    "Left shift; leaves when the result is not in the tagged range or the count not in 0..30.",
  ),
  intOperation("_BINARY_OP_RSHIFT_INT", ["exit"], "Right shift; leaves when the count is negative."),
  defineUop("_BINARY_OP_TRUEDIV_INT", "left, right -- res, left, right", {
    flags: ["exit"],
    requires: smallInts,
    results: { res: { type: "float", unique: true } },
    doc: "Quotient of two ints as a float; leaves when the divisor is zero.",
  }),
  ...floatOperation("ADD", "+"),
  ...floatOperation("SUBTRACT", "-"),
  ...floatOperation("MULTIPLY", "*"),
  ...floatOperation("TRUEDIV", "/"),
  defineUop("_BINARY_OP_POWER_FLOAT", "left, right -- res, left, right", {
    flags: ["exit"],
    requires: floats,
    results: { res: { type: "float", unique: true } },
    doc: "Power of a positive finite float; leaves for other bases, and when the result is not finite.",
  }),
  defineUop("_INT_TO_FLOAT_TOS", "left, right -- left, res", {
    flags: [],
    requires: { right: "smallint" },
    results: { res: { type: "float", unique: true } },
    doc: "Turns a tagged int on top of the stack into a float, for mixed arithmetic.",
  }),
  defineUop("_INT_TO_FLOAT_NOS", "left, right -- res, right", {
    flags: [],
    requires: { left: "smallint" },
    results: { res: { type: "float", unique: true } },
    doc: "Turns a tagged int below the top of the stack into a float, for mixed arithmetic.",
  }),
  defineUop("_BINARY_OP_ADD_UNICODE", "left, right -- res, left, right", {
    flags: ["error"],
    requires: { left: "str", right: "str" },
    results: { res: { type: "str" } },
    doc: "Concatenation.",
  }),
  defineUop("_BINARY_OP_SUBSCR_LIST_INT", "list, index -- res, list, index", {
    flags: ["exit"],
    requires: { list: "list", index: "smallint" },
    doc: "Item of a list; leaves when out of range. Negative indices count from the end.",
  }),
  defineUop("_BINARY_OP_SUBSCR_TUPLE_INT", "tuple, index -- res, tuple, index", {
    flags: ["exit"],
    requires: { tuple: "tuple", index: "smallint" },
    doc: "Item of a tuple; leaves when out of range.",
  }),
  defineUop("_BINARY_OP_SUBSCR_STR_INT", "string, index -- res, string, index", {
    flags: ["exit", "error"],
    requires: { string: "str", index: "smallint" },
    results: { res: { type: "str" } },
    doc: "Character of a str; leaves when out of range.",
  }),
  defineUop("_BINARY_OP_SUBSCR_DICT", "dict, key -- res, dict, key", {
    flags: ["error", "escapes"],
    requires: { dict: "dict" },
    doc: "Value of a dict, or KeyError.",
  }),

  defineUop("_COMPARE_OP", "left, right -- res, left, right", {
    flags: generic,
    doc: "Any comparison: `oparg >> 5` is the operator.",
  }),
  ...comparison("INT"),
  ...comparison("FLOAT"),
  defineUop("_COMPARE_OP_STR", "left, right -- res, left, right", {
    flags: ["arg", "pure"],
    requires: { left: "str", right: "str" },
    results: { res: { type: "bool", immortal: true } },
    doc: "Equality or inequality of two str, or any other comparison of them.",
  }),
  defineUop("_CONTAINS_OP", "left, right -- res, left, right", {
    flags: generic,
    results: { res: { type: "bool", immortal: true } },
    doc: "`left in right`, inverted when oparg is 1.",
  }),
  defineUop("_CONTAINS_OP_DICT", "key, dict -- res, key, dict", {
    flags: generic,
    requires: { dict: "dict" },
    results: { res: { type: "bool", immortal: true } },
    doc: "Whether a dict has a key, inverted when oparg is 1.",
  }),
  defineUop("_IS_OP", "left, right -- res, left, right", {
    flags: ["arg", "pure"],
    results: { res: { type: "bool", immortal: true } },
    doc: "Identity, inverted when oparg is 1.",
  }),

  defineUop("_UNARY_NEGATIVE", "value -- res, value", { flags: ["error", "escapes"], doc: "`-value`." }),
  defineUop("_UNARY_INVERT", "value -- res, value", { flags: ["error", "escapes"], doc: "`~value`." }),
  defineUop("_UNARY_NOT", "value -- res", {
    flags: ["pure"],
    requires: { value: "bool" },
    results: { res: { type: "bool", immortal: true } },
    doc: "The other bool.",
  }),
  defineUop("_TO_BOOL", "value -- res, value", {
    flags: ["error", "escapes"],
    results: { res: { type: "bool", immortal: true } },
    doc: "Truth value.",
  }),
  defineUop("_TO_BOOL_BOOL", "value -- value", {
    flags: ["exit"],
    guards: [{ input: "value", fact: { kind: "type", type: "bool" } }],
    doc: "The value is a bool already.",
  }),
  defineUop("_TO_BOOL_INT", "value -- res, value", {
    flags: ["exit"],
    guards: [{ input: "value", fact: { kind: "type", type: "smallint" } }],
    results: { res: { type: "bool", immortal: true } },
    doc: "Truth of a tagged int.",
  }),
  defineUop("_TO_BOOL_LIST", "value -- res, value", {
    flags: ["pure"],
    requires: { value: "list" },
    results: { res: { type: "bool", immortal: true } },
    doc: "Truth of a list.",
  }),
  defineUop("_TO_BOOL_STR", "value -- res, value", {
    flags: ["pure"],
    requires: { value: "str" },
    results: { res: { type: "bool", immortal: true } },
    doc: "Truth of a str.",
  }),
  defineUop("_TO_BOOL_NONE", "value -- res", {
    flags: ["exit"],
    guards: [{ input: "value", fact: { kind: "constant", constant: "None" } }],
    results: { res: { type: "bool", immortal: true } },
    doc: "Truth of None.",
  }),
  defineUop("_REPLACE_WITH_TRUE", "value -- res, value", {
    flags: ["pure"],
    results: { res: { type: "bool", immortal: true } },
    doc: "Truth of an object whose type (guarded before) makes every instance true.",
  }),

  defineUop("_BINARY_SLICE", "container, start, stop -- res, container, start, stop", {
    flags: ["error", "escapes"],
    doc: "`container[start:stop]`.",
  }),
  defineUop("_STORE_SLICE", "value, container, start, stop -- value, container, start, stop", {
    flags: ["error", "escapes"],
    doc: "`container[start:stop] = value`.",
  }),
  defineUop("_STORE_SUBSCR", "value, container, subscript -- value, container, subscript", {
    flags: ["error", "escapes"],
    doc: "`container[subscript] = value`.",
  }),
  defineUop("_STORE_SUBSCR_LIST_INT", "value, list, index -- old, list, index", {
    flags: ["exit"],
    requires: { list: "list", index: "smallint" },
    doc: "Stores in a list; leaves when out of range. The replaced item is left for a release.",
  }),
  defineUop("_STORE_SUBSCR_DICT", "value, dict, key -- value, dict, key", {
    flags: ["error", "escapes"],
    requires: { dict: "dict" },
    doc: "Stores in a dict.",
  }),
  defineUop("_DELETE_SUBSCR", "container, subscript -- container, subscript", {
    flags: ["error", "escapes"],
    doc: "`del container[subscript]`.",
  }),
];
