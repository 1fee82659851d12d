// What an instruction's argument means, as `dis` writes it in parentheses.

import { type CodeObject } from "./code-object.ts";
import { type Instruction } from "./instructions.ts";
import {
  binaryOperators,
  commonConstants,
  compareOperators,
  intrinsics1,
  intrinsics2,
  opcodeAt,
  specialMethods,
} from "./opcodes.ts";
import { type AddressOf, reprConstant } from "./repr.ts";

/** Looks up what arguments refer to. */
export interface ArgumentContext {
  readonly code: CodeObject;
  /** Number of the label at an offset. */
  readonly labels: ReadonlyMap<number, number>;
  readonly addressOf?: AddressOf | undefined;
}

type Describe = (oparg: number, context: ArgumentContext) => string;

const local: Describe = (oparg, { code }) => code.localsplus[oparg]?.name ?? "";
const twoLocals: Describe = (oparg, context) => `${local(oparg >> 4, context)}, ${local(oparg & 15, context)}`;
const name: Describe = (oparg, { code }) => code.names[oparg] ?? "";
const shiftedName =
  (shift: number, suffix: string): Describe =>
  (oparg, context) =>
    name(oparg >> shift, context) + ((oparg & 1) === 1 ? suffix : "");
const from =
  (list: readonly string[]): Describe =>
  (oparg) =>
    list[oparg] ?? "";

const functionAttributes = ["defaults", "kwdefaults", "annotations", "closure", "annotate"];
/** Common constants that are functions, not types. */
const builtinFunctions: ReadonlySet<string> = new Set(["all", "any"]);

const descriptions: Readonly<Record<string, Describe>> = {
  LOAD_CONST: (oparg, { code, addressOf }) => {
    const constant = code.consts[oparg];
    return constant === undefined ? "" : reprConstant(constant, addressOf);
  },
  LOAD_GLOBAL: shiftedName(1, " + NULL"),
  LOAD_ATTR: shiftedName(1, " + NULL|self"),
  LOAD_SUPER_ATTR: shiftedName(2, " + NULL|self"),
  LOAD_FAST_LOAD_FAST: twoLocals,
  LOAD_FAST_BORROW_LOAD_FAST_BORROW: twoLocals,
  STORE_FAST_LOAD_FAST: twoLocals,
  STORE_FAST_STORE_FAST: twoLocals,
  COMPARE_OP: (oparg) => {
    const operator = compareOperators[oparg >> 5] ?? "";
    return (oparg & 16) === 0 ? operator : `bool(${operator})`;
  },
  CONVERT_VALUE: from(["", "str", "repr", "ascii"]),
  SET_FUNCTION_ATTRIBUTE: (oparg) => functionAttributes.filter((_, bit) => (oparg & (1 << bit)) !== 0).join(", "),
  BINARY_OP: from(binaryOperators),
  CALL_INTRINSIC_1: from(intrinsics1),
  CALL_INTRINSIC_2: from(intrinsics2),
  LOAD_COMMON_CONSTANT: (oparg) => {
    const constant = commonConstants[oparg] ?? "";
    return builtinFunctions.has(constant) ? `<built-in function ${constant}>` : constant;
  },
  LOAD_SPECIAL: from(specialMethods),
  IS_OP: from(["is", "is not"]),
  CONTAINS_OP: from(["in", "not in"]),
  ...Object.fromEntries(
    [
      "LOAD_FAST",
      "LOAD_FAST_BORROW",
      "LOAD_FAST_CHECK",
      "LOAD_FAST_AND_CLEAR",
      "STORE_FAST",
      "DELETE_FAST",
      "MAKE_CELL",
      "LOAD_DEREF",
      "STORE_DEREF",
      "DELETE_DEREF",
      "LOAD_FROM_DICT_OR_DEREF",
    ].map((opcode) => [opcode, local]),
  ),
  ...Object.fromEntries(
    [
      "LOAD_NAME",
      "STORE_NAME",
      "DELETE_NAME",
      "STORE_ATTR",
      "DELETE_ATTR",
      "STORE_GLOBAL",
      "DELETE_GLOBAL",
      "IMPORT_NAME",
      "IMPORT_FROM",
      "LOAD_FROM_DICT_OR_GLOBALS",
    ].map((opcode) => [opcode, name]),
  ),
};

/** The explanation of an instruction's argument; empty when there is none. */
export function argumentText(instruction: Instruction, context: ArgumentContext): string {
  const { definition, oparg, target } = instruction;
  const generic = opcodeAt(definition.generic)?.name ?? "";
  if (target !== null) {
    const label = context.labels.get(target);
    return label === undefined ? "" : `${generic === "END_ASYNC_FOR" ? "from" : "to"} L${label}`;
  }
  return descriptions[generic]?.(oparg, context) ?? "";
}
