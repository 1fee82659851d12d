// Constants of code objects: making them from the tree's, telling them apart, their truth.

import { type CodeConstant, type CodeObject } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";

/** `None`. */
export const NONE: CodeConstant = { type: "None" };
/** `True`. */
export const TRUE: CodeConstant = { type: "bool", value: true };
/** `False`. */
export const FALSE: CodeConstant = { type: "bool", value: false };

/** A str constant. */
export const stringConstant = (value: string): CodeConstant => ({ type: "str", value });

/** A tuple of str constants. */
export const stringTuple = (values: readonly string[]): CodeConstant => ({
  type: "tuple",
  items: values.map(stringConstant),
});

/** An int constant; a bigint only beyond what a number holds exactly. */
export function intConstant(value: number | bigint): CodeConstant {
  if (typeof value === "bigint" && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) {
    return { type: "int", value: Number(value) };
  }
  return { type: "int", value };
}

/** The constant of a tree's literal. */
export function fromLiteral(value: ast.ConstantValue): CodeConstant {
  if (value.type === "complex") return { type: "complex", real: 0, imag: value.imag };
  return value.type === "int" ? intConstant(value.value) : value;
}

/**
 * A text that is equal for two constants exactly when CPython would share them: of the same types throughout, with
 * `0.0` and `-0.0` apart. Code objects are told apart by {@link sameCode} within equal texts.
 */
export function constantKey(constant: CodeConstant): string {
  switch (constant.type) {
    case "None":
    case "Ellipsis":
      return constant.type;
    case "bool":
      return constant.value ? "True" : "False";
    case "int":
      return `i${constant.value}`;
    case "float":
      return `f${floatKey(constant.value)}`;
    case "complex":
      return `c${floatKey(constant.real)},${floatKey(constant.imag)}`;
    case "str":
      return `s${constant.value.length}:${constant.value}`;
    case "bytes":
      return `b${constant.value.join(",")}`;
    case "tuple":
      return `(${constant.items.map(constantKey).join(" ")})`;
    case "frozenset":
      return `{${constant.items.map(constantKey).sort().join(" ")}}`;
    case "slice":
      return `[${constantKey(constant.start)} ${constantKey(constant.stop)} ${constantKey(constant.step)}]`;
    case "code":
      return `@${constant.code.name}:${constant.code.firstLineNumber}:${constant.code.code.length}`;
  }
}

const floatKey = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

/** Whether two constants with equal {@link constantKey} are the same. */
function sameConstant(first: CodeConstant, second: CodeConstant): boolean {
  return first.type !== "code" || (second.type === "code" && sameCode(first.code, second.code));
}

/** Code objects are equal when they do the same at the same place, as a `finally` body that is compiled twice does. */
function sameCode(first: CodeObject, second: CodeObject): boolean {
  return (
    first.flags === second.flags &&
    first.argcount === second.argcount &&
    first.posonlyargcount === second.posonlyargcount &&
    first.kwonlyargcount === second.kwonlyargcount &&
    first.code.every((unit, index) => unit === second.code[index]) &&
    sameData(first.names, second.names) &&
    sameData(first.localsplus, second.localsplus) &&
    sameData(first.exceptionTable, second.exceptionTable) &&
    sameData(first.positions, second.positions) &&
    first.consts.length === second.consts.length &&
    first.consts.every((constant, index) => {
      const other = second.consts[index];
      return other !== undefined && constantKey(constant) === constantKey(other) && sameConstant(constant, other);
    })
  );
}

const sameData = (first: unknown, second: unknown): boolean => JSON.stringify(first) === JSON.stringify(second);

/** `bool(constant)`. */
export function isTrue(constant: CodeConstant): boolean {
  switch (constant.type) {
    case "None":
      return false;
    case "bool":
      return constant.value;
    case "int":
      return constant.value !== 0 && constant.value !== 0n;
    case "float":
      return constant.value !== 0;
    case "complex":
      return constant.real !== 0 || constant.imag !== 0;
    case "str":
    case "bytes":
      return constant.value.length > 0;
    case "tuple":
    case "frozenset":
      return constant.items.length > 0;
    case "Ellipsis":
    case "slice":
    case "code":
      return true;
  }
}

/** The constants of one code object in order of first use. */
export class ConstantTable {
  readonly items: CodeConstant[] = [];
  /** Strings, most of all constants, need no key. */
  private readonly strings = new Map<string, number>();
  private readonly indexes = new Map<string, number[]>();

  /** Index of a constant, which is added when it is new. */
  add(constant: CodeConstant): number {
    if (constant.type === "str") {
      const known = this.strings.get(constant.value);
      if (known !== undefined) return known;
      const index = this.items.push(constant) - 1;
      this.strings.set(constant.value, index);
      return index;
    }
    const key = constantKey(constant);
    const known = this.indexes.get(key);
    for (const index of known ?? []) {
      const item = this.items[index];
      if (item !== undefined && sameConstant(item, constant)) return index;
    }
    const index = this.items.push(constant) - 1;
    if (known === undefined) this.indexes.set(key, [index]);
    else known.push(index);
    return index;
  }
}
