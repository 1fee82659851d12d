// The constants that a trace can know of, numbered: the dialect's well-known ones first, then the trace's own. Constants that are
// the same value have the same code, so that comparing codes is comparing values.
//
//   code 0 … w-1      well-known constants of the dialect
//   code w + id       constant `id` of the trace, when it is none of the earlier ones
//
// Strings, floats and the like compare by type and value only for folding: equal values may still be different objects, so they
// share a code only when both are immortal or both are immediate.

import type { DialectIndex, TypedValue, WellKnownConstant } from "./dialect.ts";
import { elementAt } from "./element.ts";
import type { TraceConstant } from "./trace.ts";
import type { TypeCode } from "./type-tree.ts";
import type { ValueFact } from "./uop.ts";

/** A code of {@link ConstantTable}; -1 is no constant. */
export type ConstantCode = number;

/** Code of what is not known to be a constant. */
export const noConstant: ConstantCode = -1;

/** The constants of one trace; passes append theirs. */
export class ConstantTable {
  readonly #index: DialectIndex;
  readonly #wellKnown: readonly WellKnownConstant[];
  readonly #constants: TraceConstant[] = [];
  readonly #codes: ConstantCode[] = [];
  readonly #types: TypeCode[];

  constructor(index: DialectIndex, constants: readonly TraceConstant[]) {
    this.#index = index;
    this.#wellKnown = index.dialect.constants;
    this.#types = this.#wellKnown.map((constant) => index.types.code(constant.type));
    for (const constant of constants) this.#append(constant);
  }

  /** The code of a well-known constant; -1 when the dialect has none of this name. */
  wellKnown(name: string): ConstantCode {
    return this.#wellKnown.findIndex((constant) => constant.name === name);
  }

  /** The code of constant `id` of the trace; -1 when there is none. */
  code(id: number): ConstantCode {
    return this.#codes[id] ?? noConstant;
  }

  /** The number of this constant in the trace, which is appended when it is new. */
  intern(constant: TraceConstant): number {
    const known = this.#constants.findIndex(
      (other) =>
        other.type === constant.type &&
        Object.is(other.value, constant.value) &&
        other.reference === constant.reference &&
        other.isImmortal === constant.isImmortal,
    );
    return known >= 0 ? known : this.#append(constant);
  }

  /** The number of the constant with this value, made by a pass if the trace has none yet. */
  internValue(value: TypedValue): number {
    const known = this.#constants.findIndex(
      (other) => other.type === value.type && Object.is(other.value, value.value),
    );
    if (known >= 0) return known;
    const { types } = this.#index;
    const made = { ...value, reference: 0, isImmortal: false };
    const isImmortal =
      types.isImmortal(types.code(value.type)) || this.#wellKnown.some((constant) => isThis(constant, made));
    return this.#append({ ...made, isImmortal });
  }

  /** Whether the constant never dies. */
  isImmortal(code: ConstantCode): boolean {
    return this.#wellKnown[code] !== undefined || this.traceConstant(code)?.isImmortal === true;
  }

  /** The number of a constant of the trace with this code; a well-known one that the trace lacks is appended if it has a value. */
  idOf(code: ConstantCode): number | undefined {
    const id = this.#codes.indexOf(code);
    if (id >= 0) return id;
    const wellKnown = this.#wellKnown[code];
    if (wellKnown?.value === undefined) return undefined;
    return this.internValue({ type: wellKnown.type, value: wellKnown.value });
  }

  /** Constant `id` of the trace. */
  at(id: number): TraceConstant {
    return elementAt(this.#constants, id);
  }

  /** The trace's constants from number `first` on. */
  from(first: number): readonly TraceConstant[] {
    return this.#constants.slice(first);
  }

  type(code: ConstantCode): TypeCode {
    return elementAt(this.#types, code);
  }

  /** A constant of the trace with this code, if one is there. */
  traceConstant(code: ConstantCode): TraceConstant | undefined {
    const id = this.#codes.indexOf(code);
    return id < 0 ? undefined : this.#constants[id];
  }

  /** The value that folding may compute with, if the constant has one. */
  typedValue(code: ConstantCode): TypedValue | undefined {
    const wellKnown = this.#wellKnown[code];
    const constant = this.traceConstant(code);
    if (constant?.value !== undefined) return { type: constant.type, value: constant.value };
    if (wellKnown === undefined) return undefined;
    return wellKnown.value === undefined ? undefined : { type: wellKnown.type, value: wellKnown.value };
  }

  /** Whether two different codes are known to be different objects. */
  differ(left: ConstantCode, right: ConstantCode): boolean {
    if (left === right) return false;
    const [one, other] = [this.#wellKnown[left], this.#wellKnown[right]];
    if (one !== undefined && other !== undefined) return true;
    const [type, otherType] = [this.type(left), this.type(right)];
    const { types } = this.#index;
    if (!types.leq(type, otherType) && !types.leq(otherType, type)) return true;
    // A trace constant that was not recognised as a well-known one of its type could still be it, unless values tell.
    const value = this.typedValue(left)?.value;
    const otherValue = this.typedValue(right)?.value;
    return value !== undefined && otherValue !== undefined && !Object.is(value, otherValue);
  }

  #append(constant: TraceConstant): number {
    const id = this.#constants.push(constant) - 1;
    this.#types.push(this.#index.types.code(constant.type));
    const wellKnown = this.#wellKnown.findIndex((known) => isThis(known, constant));
    const isShared = (other: TraceConstant): boolean =>
      other.type === constant.type &&
      (constant.reference !== 0 && other.reference === constant.reference
        ? true
        : constant.value !== undefined &&
          Object.is(other.value, constant.value) &&
          this.#index.types.isImmediate(this.#index.types.code(constant.type)));
    const same = this.#constants.findIndex(isShared);
    this.#codes.push(
      wellKnown >= 0 ? wellKnown : same >= 0 && same < id ? elementAt(this.#codes, same) : this.#wellKnown.length + id,
    );
    return id;
  }
}

/** Whether a constant of this type has this fact; `undefined` when nobody can say. Version facts are never said. */
export function constantSatisfies(
  table: ConstantTable,
  index: DialectIndex,
  code: ConstantCode,
  fact: ValueFact,
): boolean | undefined {
  if (fact.kind === "non-null") return true;
  if (fact.kind === "null") return false;
  if (fact.kind === "type") {
    const wanted = index.types.code(fact.type);
    const type = table.type(code);
    if (index.types.leq(type, wanted)) return true;
    return index.types.leq(wanted, type) ? undefined : false;
  }
  if (fact.kind === "constant" || fact.kind === "not-constant") {
    const other = table.wellKnown(fact.constant);
    if (other < 0) return undefined;
    if (other === code) return fact.kind === "constant";
    return table.differ(code, other) ? fact.kind === "not-constant" : undefined;
  }
  return undefined;
}

function isThis(known: WellKnownConstant, constant: TraceConstant): boolean {
  if (known.type !== constant.type || constant.value === undefined) return false;
  if (known.value !== undefined) return Object.is(known.value, constant.value);
  // Without a value its truth tells: a boolean by its own, null as what is false.
  return typeof constant.value === "boolean"
    ? known.truth === constant.value
    : constant.value === null && known.truth === false;
}
