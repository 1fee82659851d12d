// Rules of operators: what the operands on the stack are decides.

import { binaryOperators, opcodeAt } from "@tjit/bytecode";
import { FixedType, Singleton } from "../layout/memory-map.ts";
import { FunctionObject, TupleObject, TypeFlag } from "../layout/objects.ts";
import { codeInfo } from "../object/code.ts";
import { type Identifier } from "../object/identifiers.ts";
import { isSmallInt, smallIntValue, typeOf, typeFlagsOf } from "../object/reference.ts";
import { listLength } from "../object/list.ts";
import { strLength } from "../object/str.ts";
import { lookupType, typeVersion } from "../types/lookup.ts";
import { type Runtime } from "../runtime.ts";
import { isEnteredUnchecked } from "./calls.ts";
import { type SpecializationObservation, type SpecializationSite, become, stay } from "./site.ts";

const slot = 4;

type OperandKind = "INT" | "FLOAT" | "STR" | "OTHER";

function kindOf(rt: Runtime, reference: number): OperandKind {
  if (isSmallInt(reference)) return "INT";
  const type = typeOf(rt, reference);
  if (type === FixedType.float) return "FLOAT";
  return type === FixedType.str ? "STR" : "OTHER";
}

const names: Readonly<Record<string, string>> = {
  "+": "ADD",
  "-": "SUBTRACT",
  "*": "MULTIPLY",
  "/": "TRUEDIV",
  "//": "FLOOR_DIVIDE",
  "%": "REMAINDER",
  "&": "AND",
  "|": "OR",
  "^": "XOR",
  "<<": "LSHIFT",
  ">>": "RSHIFT",
};

const floatOperators: ReadonlySet<string> = new Set(["+", "-", "*", "/"]);
const power = "**";

/** `BINARY_OP`. */
export function specializeBinaryOp(
  rt: Runtime,
  { oparg, context: { sp } }: SpecializationSite,
): SpecializationObservation {
  const left = rt.heap.load(sp - 2 * slot);
  const right = rt.heap.load(sp - slot);
  if (!isSmallInt(left) && (typeFlagsOf(rt, left) & TypeFlag.HEAP) !== 0)
    return specializeOperator(rt, left, right, binaryOperators[oparg] ?? "");
  const operator = (binaryOperators[oparg] ?? "").replace("=", "");
  if (operator === "[]") return specializeSubscript(rt, left, right);
  if (operator === power) return isFloatPair(rt, left, right) ? become("BINARY_OP_POWER_FLOAT") : stay("operator");
  const name = names[operator];
  if (name === undefined) return stay("operator");
  const leftKind = kindOf(rt, left);
  const rightKind = kindOf(rt, right);
  if (leftKind === "STR" && rightKind === "STR")
    return operator === "+" ? become("BINARY_OP_ADD_UNICODE") : stay("str operator");
  if (leftKind === "INT" && rightKind === "INT") return become(`BINARY_OP_${name}_INT`);
  if (!floatOperators.has(operator)) return stay("operand types");
  if (leftKind === "FLOAT" && rightKind === "FLOAT") return become(`BINARY_OP_${name}_FLOAT`);
  if (leftKind === "FLOAT" && rightKind === "INT") return become(`BINARY_OP_${name}_FLOAT_INT`);
  if (leftKind === "INT" && rightKind === "FLOAT") return become(`BINARY_OP_${name}_INT_FLOAT`);
  return stay("operand types");
}

/** Special methods by operator, without their underscores. */
const methodNames: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "truediv",
  "//": "floordiv",
  "%": "mod",
  "@": "matmul",
  "&": "and",
  "|": "or",
  "^": "xor",
  "<<": "lshift",
  ">>": "rshift",
  "[]": "getitem",
};

/** The left operand's class is in Python: its method is entered as a frame if it is asked first. */
function specializeOperator(rt: Runtime, left: number, right: number, operator: string): SpecializationObservation {
  const type = typeOf(rt, left);
  const name = methodNames[operator.replace("=", "")];
  const named = (text: string): number => lookupType(rt, type, rt.names[text as Identifier]);
  if (name === undefined) return stay("operator");
  if (operator.endsWith("=") && named(`__i${name}__`) !== 0) return stay("in-place method");
  if (typeOf(rt, right) !== type && (typeFlagsOf(rt, right) & TypeFlag.HEAP) !== 0)
    return stay("right operand's class");
  const method = named(`__${name}__`);
  if (method === 0 || isSmallInt(method) || typeOf(rt, method) !== FixedType.function)
    return stay("no method in Python");
  if (!isEnteredUnchecked(rt, method, 2)) return stay("parameters of the method");
  if (operator !== "[]" && !keepsArguments(rt, method)) return stay("changes its operands");
  rt.pinnedFunctions.add(method);
  return become("BINARY_OP_PY", { version: typeVersion(rt, type), value: method });
}

/** Whether locals 0 and 1 of a function stay what they were at its start. */
function keepsArguments(rt: Runtime, fn: number): boolean {
  const { code } = codeInfo(rt, rt.heap.load(fn + FunctionObject.code.offset)).code;
  for (let at = 0; at < code.length; at++) {
    const unit = code[at] as number;
    const { name, cacheEntries } = opcodeAt(unit & 0xff) ?? { name: "", cacheEntries: 0 };
    const oparg = unit >>> 8;
    at += cacheEntries;
    const isPair = name.startsWith("STORE_FAST_");
    const isWrite = isPair || /^(?:STORE_FAST|DELETE_FAST|LOAD_FAST_AND_CLEAR|MAKE_CELL)$/.test(name);
    if (isWrite && ((isPair ? oparg >> 4 : oparg) < 2 || (name === "STORE_FAST_STORE_FAST" && (oparg & 15) < 2)))
      return false;
  }
  return true;
}

function isFloatPair(rt: Runtime, left: number, right: number): boolean {
  return kindOf(rt, left) === "FLOAT" && kindOf(rt, right) === "FLOAT";
}

function specializeSubscript(rt: Runtime, container: number, subscript: number): SpecializationObservation {
  if (isSmallInt(container)) return stay("container type");
  const type = typeOf(rt, container);
  if (type === FixedType.dict) return become("BINARY_OP_SUBSCR_DICT");
  if (!isSmallInt(subscript)) return stay("subscript type");
  const index = smallIntValue(subscript);
  if (type === FixedType.list) return inRange(index, listLength(rt, container), "BINARY_OP_SUBSCR_LIST_INT");
  if (type === FixedType.tuple) {
    return inRange(index, rt.heap.load(container + TupleObject.length.offset), "BINARY_OP_SUBSCR_TUPLE_INT");
  }
  if (type === FixedType.str) return inRange(index, strLength(rt, container), "BINARY_OP_SUBSCR_STR_INT");
  return stay("container type");
}

function inRange(index: number, length: number, member: string): SpecializationObservation {
  return index >= -length && index < length ? become(member) : stay("out of range");
}

/** `STORE_SUBSCR`: value, container, subscript. */
export function specializeStoreSubscr(rt: Runtime, { context: { sp } }: SpecializationSite): SpecializationObservation {
  const container = rt.heap.load(sp - 2 * slot);
  const subscript = rt.heap.load(sp - slot);
  const type = typeOf(rt, container);
  if (type === FixedType.dict) return become("STORE_SUBSCR_DICT");
  if (type !== FixedType.list || !isSmallInt(subscript)) return stay("container type");
  return inRange(smallIntValue(subscript), listLength(rt, container), "STORE_SUBSCR_LIST_INT");
}

/** `COMPARE_OP`. */
export function specializeCompareOp(rt: Runtime, { context: { sp } }: SpecializationSite): SpecializationObservation {
  const left = kindOf(rt, rt.heap.load(sp - 2 * slot));
  if (left === "OTHER" || left !== kindOf(rt, rt.heap.load(sp - slot))) return stay("operand types");
  return become(`COMPARE_OP_${left}`);
}

/** `CONTAINS_OP`: item, container. */
export function specializeContainsOp(rt: Runtime, { context: { sp } }: SpecializationSite): SpecializationObservation {
  return typeOf(rt, rt.heap.load(sp - slot)) === FixedType.dict ? become("CONTAINS_OP_DICT") : stay("container type");
}

/** `TO_BOOL`. */
export function specializeToBool(rt: Runtime, { context: { sp } }: SpecializationSite): SpecializationObservation {
  const value = rt.heap.load(sp - slot);
  if (isSmallInt(value)) return become("TO_BOOL_INT");
  if (value === Singleton.True || value === Singleton.False) return become("TO_BOOL_BOOL");
  if (value === Singleton.None) return become("TO_BOOL_NONE");
  const type = typeOf(rt, value);
  if (type === FixedType.list) return become("TO_BOOL_LIST");
  if (type === FixedType.str) return become("TO_BOOL_STR");
  if ((typeFlagsOf(rt, value) & TypeFlag.ALWAYS_TRUE) !== 0)
    return become("TO_BOOL_ALWAYS_TRUE", { version: typeVersion(rt, type) });
  return stay("type");
}

/** `UNPACK_SEQUENCE`. */
export function specializeUnpackSequence(
  rt: Runtime,
  { oparg, context: { sp } }: SpecializationSite,
): SpecializationObservation {
  const sequence = rt.heap.load(sp - slot);
  const type = typeOf(rt, sequence);
  if (type === FixedType.list)
    return listLength(rt, sequence) === oparg ? become("UNPACK_SEQUENCE_LIST") : stay("length");
  if (type !== FixedType.tuple) return stay("type");
  if (rt.heap.load(sequence + TupleObject.length.offset) !== oparg) return stay("length");
  return become(oparg === 2 ? "UNPACK_SEQUENCE_TWO_TUPLE" : "UNPACK_SEQUENCE_TUPLE");
}

/** Code units that fit a return offset: where a frame goes on when the generator that it resumed returns. */
const longestResumingJump = 0x7ff0;

/** `SEND`: receiver, value. */
export function specializeSend(rt: Runtime, { oparg, context: { sp } }: SpecializationSite): SpecializationObservation {
  const type = typeOf(rt, rt.heap.load(sp - 2 * slot));
  if (type !== FixedType.generator && type !== FixedType.coroutine) return stay("receiver type");
  return oparg < longestResumingJump ? become("SEND_GEN") : stay("long jump");
}

/** `FOR_ITER`. */
export function specializeForIter(
  rt: Runtime,
  { oparg, context: { sp } }: SpecializationSite,
): SpecializationObservation {
  switch (typeOf(rt, rt.heap.load(sp - slot))) {
    case FixedType.range_iterator:
      return become("FOR_ITER_RANGE");
    case FixedType.list_iterator:
      return become("FOR_ITER_LIST");
    case FixedType.tuple_iterator:
      return become("FOR_ITER_TUPLE");
    case FixedType.generator:
      return oparg < longestResumingJump ? become("FOR_ITER_GEN") : stay("long loop");
    default:
      return stay("iterator type");
  }
}
