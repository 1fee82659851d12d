// Displays, unpacking, formatting.

import { defineUop, type UopDefinition } from "@tjit/ir";

const fromItems = ["arg", "syncs", "error"] as const;

export const containerUops: readonly UopDefinition[] = [
  defineUop("_BUILD_TUPLE", "values[oparg] -- tuple", {
    flags: fromItems,
    results: { tuple: { type: "tuple", unique: true } },
    doc: "A tuple of the top oparg values.",
  }),
  defineUop("_BUILD_LIST", "values[oparg] -- list", {
    flags: fromItems,
    results: { list: { type: "list", unique: true } },
    doc: "A list of the top oparg values.",
  }),
  defineUop("_BUILD_SET", "values[oparg] -- set", {
    flags: [...fromItems, "escapes"],
    doc: "A set of the top oparg values.",
  }),
  defineUop("_BUILD_MAP", "values[oparg*2] -- map", {
    flags: [...fromItems, "escapes"],
    results: { map: { type: "dict", unique: true } },
    doc: "A dict of the top oparg pairs.",
  }),
  defineUop("_BUILD_STRING", "pieces[oparg] -- str", {
    flags: fromItems,
    results: { str: { type: "str" } },
    doc: "Concatenates str values.",
  }),
  defineUop("_BUILD_TEMPLATE", "strings, interpolations -- template, strings, interpolations", {
    flags: ["error"],
    results: { template: { nonNull: true } },
    doc: "A template string of its parts.",
  }),
  defineUop("_BUILD_INTERPOLATION", "value, expression, format[oparg&1] -- interpolation", {
    flags: fromItems,
    results: { interpolation: { nonNull: true } },
    doc: "A value in a template string, with its expression, conversion and format.",
  }),
  defineUop("_BUILD_SLICE", "args[oparg] -- slice", {
    flags: fromItems,
    results: { slice: { type: "slice", unique: true } },
    doc: "A slice object.",
  }),
  defineUop("_LIST_APPEND", "list, unused[oparg-1], value -- list, unused[oparg-1]", {
    flags: fromItems,
    doc: "Appends to the list of a comprehension.",
  }),
  defineUop("_SET_ADD", "set, unused[oparg-1], value -- set, unused[oparg-1], value", {
    flags: [...fromItems, "escapes"],
    doc: "Adds to the set of a comprehension.",
  }),
  defineUop("_MAP_ADD", "dict, unused[oparg-1], key, value -- dict, unused[oparg-1]", {
    flags: [...fromItems, "escapes"],
    doc: "Adds to the dict of a comprehension.",
  }),
  defineUop("_LIST_EXTEND", "list, unused[oparg-1], iterable -- list, unused[oparg-1], iterable", {
    flags: [...fromItems, "escapes"],
    doc: "Extends the list of a display.",
  }),
  defineUop("_SET_UPDATE", "set, unused[oparg-1], iterable -- set, unused[oparg-1], iterable", {
    flags: [...fromItems, "escapes"],
    doc: "Extends the set of a display.",
  }),
  defineUop("_DICT_UPDATE", "dict, unused[oparg-1], update -- dict, unused[oparg-1], update", {
    flags: [...fromItems, "escapes"],
    doc: "Extends the dict of a display.",
  }),
  defineUop(
    "_DICT_MERGE",
    "callable, unused[2], dict, between[oparg-1], update -- callable, unused[2], dict, between[oparg-1], update",
    {
      flags: [...fromItems, "escapes"],
      doc: "Adds keyword arguments of a call; a repeated one is an error.",
    },
  ),
  defineUop("_UNPACK_SEQUENCE_TWO_TUPLE", "sequence -- second, first, sequence", {
    flags: ["exit"],
    requires: { sequence: "tuple" },
    doc: "Unpacks a tuple of two items; leaves when it has another length.",
  }),
  defineUop("_UNPACK_SEQUENCE_TUPLE", "sequence -- values[oparg]", {
    flags: ["arg", "syncs", "exit"],
    requires: { sequence: "tuple" },
    doc: "Unpacks a tuple of oparg items and releases it; leaves when it has another length.",
  }),
  defineUop("_UNPACK_SEQUENCE_LIST", "sequence -- values[oparg]", {
    flags: ["arg", "syncs", "exit"],
    requires: { sequence: "list" },
    doc: "Unpacks a list of oparg items and releases it; leaves when it has another length.",
  }),
  defineUop("_UNPACK_SEQUENCE_GENERIC", "sequence -- values[oparg]", {
    flags: [...fromItems, "escapes"],
    doc: "Unpacks anything iterable and releases it.",
  }),
  defineUop("_FORMAT_SIMPLE", "value -- res, value", { flags: ["error", "escapes"], doc: "`format(value, '')`." }),
  defineUop("_FORMAT_WITH_SPEC", "value, spec -- res, value, spec", {
    flags: ["error", "escapes"],
    doc: "`format(value, spec)`.",
  }),
  defineUop("_CONVERT_VALUE", "value -- res, value", {
    flags: ["arg", "error", "escapes"],
    results: { res: { type: "str" } },
    doc: "str, repr or ascii.",
  }),
];
