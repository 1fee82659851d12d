// Names and attributes.

import { defineUop, type UopDefinition } from "@tjit/ir";

const lookup = ["arg", "error", "escapes"] as const;

export const nameUops: readonly UopDefinition[] = [
  defineUop("_LOAD_NAME", "-- value", { flags: lookup, doc: "Looks in locals, globals, builtins." }),
  defineUop("_STORE_NAME", "value -- value", { flags: lookup, doc: "Binds a name in the namespace of the frame." }),
  defineUop("_DELETE_NAME", "--", { flags: lookup, doc: "Unbinds a name in the namespace of the frame." }),
  defineUop("_LOAD_GLOBAL", "-- value", { flags: lookup, doc: "Looks in globals, then builtins." }),
  defineUop("_STORE_GLOBAL", "value -- value", { flags: lookup, doc: "Binds a global." }),
  defineUop("_DELETE_GLOBAL", "--", { flags: lookup, doc: "Unbinds a global." }),
  defineUop("_GUARD_GLOBALS_VERSION", "--", {
    flags: ["deopt"],
    operand0: "version",
    doc: "The keys of the frame's globals are those that the cache knows.",
  }),
  defineUop("_GUARD_BUILTINS_VERSION", "--", {
    flags: ["deopt"],
    operand0: "version",
    doc: "The keys of the builtins are those that the cache knows.",
  }),
  defineUop("_LOAD_GLOBAL_MODULE", "-- value", {
    flags: ["deopt"],
    operand0: "offset",
    doc: "Value of the globals at an entry index.",
  }),
  defineUop("_LOAD_GLOBAL_BUILTINS", "-- value", {
    flags: ["deopt"],
    operand0: "offset",
    doc: "Value of the builtins at an entry index.",
  }),
  defineUop("_LOAD_FROM_DICT_OR_GLOBALS", "dict -- value, dict", {
    flags: lookup,
    doc: "Looks in a mapping, then globals and builtins.",
  }),
  defineUop("_LOAD_FROM_DICT_OR_DEREF", "dict -- value, dict", {
    flags: lookup,
    doc: "Looks in a mapping, then in a cell.",
  }),
  defineUop("_LOAD_BUILD_CLASS", "-- value", { flags: ["error", "escapes"], doc: "`__build_class__`." }),
  defineUop("_LOAD_LOCALS", "-- value", { flags: ["error"], doc: "The namespace of the frame." }),
  defineUop("_SETUP_ANNOTATIONS", "--", { flags: ["error", "escapes"], doc: "Makes `__annotations__`." }),

  defineUop("_LOAD_ATTR", "owner -- attr, self_or_null[oparg&1], owner", {
    flags: lookup,
    tierOneOnly: false,
    replicas: { mask: 1, byOparg: { 0: "_LOAD_ATTR_VALUE", 1: "_LOAD_ATTR_METHOD" } },
    doc: "Attribute; with the lowest bit of oparg set, as a method to be called.",
  }),
  defineUop("_LOAD_ATTR_VALUE", "owner -- attr, owner", {
    flags: lookup,
    doc: "Attribute: `_LOAD_ATTR` with an even oparg.",
  }),
  defineUop("_LOAD_ATTR_METHOD", "owner -- attr, self_or_null, owner", {
    flags: lookup,
    doc: "Method and receiver, or attribute and NULL: `_LOAD_ATTR` with an odd oparg.",
  }),
  defineUop("_STORE_ATTR", "value, owner -- value, owner", { flags: lookup, doc: "`owner.name = value`." }),
  defineUop("_DELETE_ATTR", "owner -- owner", { flags: lookup, doc: "`del owner.name`." }),
  defineUop("_LOAD_SUPER_ATTR", "global_super, class, self -- attr, self_or_null[oparg&1], global_super, class, self", {
    flags: lookup,
    doc: "`super().name`.",
  }),
  defineUop("_GUARD_TYPE_VERSION", "owner -- owner", {
    flags: ["exit"],
    operand0: "version",
    guards: [{ input: "owner", fact: { kind: "type-version" } }],
    doc: "The version tag of the value's type.",
  }),
  defineUop("_CHECK_MANAGED_OBJECT_HAS_VALUES", "owner -- owner", {
    flags: ["deopt"],
    doc: "The instance keeps its attributes inline.",
  }),
  defineUop("_LOAD_ATTR_INSTANCE_VALUE", "owner -- attr, owner", {
    flags: ["deopt"],
    operand0: "offset",
    doc: "Attribute at a byte offset of the instance; leaves when it is not set.",
  }),
  defineUop("_CHECK_ATTR_CLASS", "owner -- owner", {
    flags: ["exit"],
    operand0: "version",
    doc: "The owner is a class with this version tag.",
  }),
  defineUop("_LOAD_ATTR_CONSTANT", "owner -- attr, owner", {
    operand0: "constant",
    results: { attr: { same: "operand0" } },
    doc: "An attribute that the type version pins: class attribute or non-data descriptor.",
  }),
  defineUop("_LOAD_ATTR_METHOD_CONSTANT", "owner -- attr, owner", {
    operand0: "constant",
    results: { attr: { same: "operand0" } },
    doc: "A method that the type version pins; the owner stays as receiver.",
  }),
  defineUop("_GUARD_MODULE_KEYS", "owner -- owner", {
    flags: ["deopt"],
    operand0: "version",
    doc: "The owner is a module whose keys are those that the cache knows.",
  }),
  defineUop("_LOAD_ATTR_MODULE", "owner -- attr, owner", {
    flags: ["deopt"],
    operand0: "offset",
    doc: "Value of a module's dict at an entry index.",
  }),
  defineUop("_STORE_ATTR_INSTANCE_VALUE", "value, owner -- old, owner", {
    flags: ["deopt"],
    operand0: "offset",
    doc: "Stores at a byte offset of the instance; the replaced value, maybe NULL, is left for a release.",
  }),
  defineUop("_STORE_ATTR_SLOT", "value, owner -- old, owner", {
    operand0: "offset",
    doc: "As _STORE_ATTR_INSTANCE_VALUE, for a field of its own: what comes before does not matter.",
  }),
];
