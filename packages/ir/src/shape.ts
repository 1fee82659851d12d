// A uop's record, flattened for one oparg: items become slots, names become positions, flags become bits.
//
//   _BINARY_OP_ADD_INT   left, right -- res, left, right
//   inputs                0     1
//   outputs               new   0     1        `keeps` = [-1, 0, 1]
//
// Passes read shapes in their inner loops; the record stays the only place where a uop is described.

import { elementAt } from "./element.ts";
import type { UopRole } from "./roles.ts";
import {
  type ResultFact,
  type StackItem,
  type UopDefinition,
  type UopFlag,
  type ValueFact,
  sizeOfItem,
} from "./uop.ts";

/** One bit per flag. */
export const flagBit: Readonly<Record<UopFlag, number>> = {
  arg: 1,
  "reads-local": 2,
  "writes-local": 4,
  pure: 8,
  exit: 16,
  deopt: 32,
  error: 64,
  escapes: 128,
  syncs: 256,
  periodic: 512,
  records: 1024,
  terminal: 2048,
  "binds-locals": 4096,
};

/** Flags of uops that name an exit. */
export const exitBits: number = flagBit.exit | flagBit.deopt | flagBit.periodic;

/** The slot of a guard that is about the local that `oparg` names. */
export const localSlot = -1;

/** A uop's stack effect, slot by slot, deepest first. */
export interface UopShape {
  readonly definition: UopDefinition;
  readonly role: UopRole;
  /** The uop's flags as {@link flagBit}s. */
  readonly flags: number;
  readonly inputCount: number;
  readonly outputCount: number;
  /** Item of each input slot. */
  readonly inputItems: readonly StackItem[];
  readonly outputItems: readonly StackItem[];
  /** For each output slot the input slot that it is, or -1 for a new reference. */
  readonly keeps: readonly number[];
  /** For each output slot the input slot whose value a new reference repeats, or -1. */
  readonly repeats: readonly number[];
  /** For each input slot whether the uop takes its reference over. */
  readonly consumes: readonly boolean[];
  /** What holds of each output slot. */
  readonly results: readonly (ResultFact | undefined)[];
  /** What holds of input slots after the uop, and of the local: {@link localSlot}. */
  readonly guards: readonly { readonly slot: number; readonly fact: ValueFact }[];
  /** Input slots that are not NULL when the uop falls through. */
  readonly provesNonNull: readonly number[];
  /** For each output slot whether what is new there is never NULL. */
  readonly isNonNull: readonly boolean[];
  /** Output slot that gets the former value of the local, or -1. */
  readonly localOutput: number;
  /** Whether the uop replaces the local, and by what: an input slot, NULL, or something unknown. */
  readonly localInput: number | "null" | "unknown" | "kept";
  /** All inputs stay where they are, and one new reference comes on top. */
  readonly pushesOne: boolean;
  /** The stack is afterwards what it was before, reference by reference. */
  readonly isNeutral: boolean;
  /** Output slot that is constant operand0, or -1. */
  readonly constantOutput: number;
  /** Which operand names a frame, if one does. */
  readonly frameOperand: 0 | 1 | undefined;
}

/** Whether the uop's effect has items whose size `oparg` says. */
export function variesWithOparg(definition: UopDefinition): boolean {
  const varies = (item: StackItem): boolean => item.array !== undefined && item.array.perOparg !== 0;
  return definition.effect.inputs.some(varies) || definition.effect.outputs.some(varies);
}

/** The first input slot of the item with this name, or -1. */
export function inputSlot(shape: UopShape, name: string): number {
  return slotNamed(shape.inputItems, name);
}

/** Flattens a record for one oparg. */
export function shapeUop(definition: UopDefinition, role: UopRole, oparg: number): UopShape {
  const inputItems = spread(definition.effect.inputs, oparg);
  const outputItems = spread(definition.effect.outputs, oparg);
  const keeps: number[] = [];
  const repeats: number[] = [];
  const results: (ResultFact | undefined)[] = [];
  const consumes = inputItems.map(() => true);
  for (let slot = 0; slot < outputItems.length; slot++) {
    const kept = keptInput(inputItems, outputItems, slot);
    const result = definition.results[elementAt(outputItems, slot).name];
    keeps.push(kept);
    results.push(result);
    if (kept >= 0) consumes[kept] = false;
    repeats.push(kept >= 0 || result?.same === undefined ? -1 : slotNamed(inputItems, result.same));
  }
  let flags = 0;
  for (const flag of definition.flags) flags |= flagBit[flag];
  const provesNonNull: number[] = [];
  const guards: { readonly slot: number; readonly fact: ValueFact }[] = [];
  for (const { input, fact } of definition.guards) {
    const slot = slotNamed(inputItems, input);
    if (slot < 0) {
      if (input === "local" && definition.flags.has("reads-local")) guards.push({ slot: localSlot, fact });
      continue;
    }
    guards.push({ slot, fact });
    if (fact.kind !== "not-constant" && fact.kind !== "null") provesNonNull.push(slot);
  }
  return {
    definition,
    role,
    flags,
    inputCount: inputItems.length,
    outputCount: outputItems.length,
    inputItems,
    outputItems,
    keeps,
    repeats,
    consumes,
    results,
    guards,
    provesNonNull,
    isNonNull: results.map(
      (result) => result?.type !== undefined || result?.unique === true || result?.nonNull === true,
    ),
    localOutput: findLocalOutput(definition, role, keeps, consumes, results),
    localInput: findLocalInput(definition, role, keeps, consumes),
    constantOutput: findConstantOutput(definition, role, results),
    pushesOne: keeps.length === inputItems.length + 1 && keepsAll(keeps, inputItems.length) && keeps.at(-1) === -1,
    isNeutral: keeps.length === inputItems.length && keepsAll(keeps, inputItems.length),
    frameOperand: definition.operand0 === "frame" ? 0 : definition.operand1 === "frame" ? 1 : undefined,
  };
}

/** Whether the first `count` outputs are the inputs in their places. */
function keepsAll(keeps: readonly number[], count: number): boolean {
  for (let slot = 0; slot < count; slot++) if (keeps[slot] !== slot) return false;
  return true;
}

/** The input slot that output `slot` is, or -1. Slots of an array are matched one by one. */
function keptInput(inputs: readonly StackItem[], outputs: readonly StackItem[], slot: number): number {
  const item = elementAt(outputs, slot);
  if (item.isNull) return -1;
  const first = slotNamed(inputs, item.name);
  if (first < 0) return -1;
  const kept = first + slot - outputs.indexOf(item);
  return inputs[kept]?.name === item.name ? kept : -1;
}

function slotNamed(items: readonly StackItem[], name: string): number {
  for (let slot = 0; slot < items.length; slot++) if (items[slot]?.name === name) return slot;
  return -1;
}

function spread(items: readonly StackItem[], oparg: number): readonly StackItem[] {
  const slots: StackItem[] = [];
  for (const item of items) {
    if (item.array === undefined) slots.push(item);
    else for (let count = sizeOfItem(item, oparg); count > 0; count--) slots.push(item);
  }
  return slots;
}

function findLocalOutput(
  definition: UopDefinition,
  role: UopRole,
  keeps: readonly number[],
  consumes: readonly boolean[],
  results: readonly (ResultFact | undefined)[],
): number {
  const named = results.findIndex((result) => result?.same === "local");
  if (named >= 0 || keeps.length !== 1 || keeps[0] !== -1) return named;
  if (definition.flags.has("writes-local")) return consumes.length <= 1 ? 0 : -1;
  const isLoad = definition.flags.has("reads-local") && consumes.length === 0;
  return isLoad && (role.pushesBorrowed || definition.borrowed !== undefined) ? 0 : -1;
}

function findLocalInput(
  definition: UopDefinition,
  role: UopRole,
  keeps: readonly number[],
  consumes: readonly boolean[],
): UopShape["localInput"] {
  if (!definition.flags.has("writes-local")) return "kept";
  const count = consumes.filter(Boolean).length;
  if (role.storesResult !== undefined || count > 1) return "unknown";
  if (count === 1) return consumes.indexOf(true);
  // Taking the former value and giving none leaves NULL; what gives none and takes none makes something of its own.
  return keeps.length === 1 && keeps[0] === -1 ? "null" : "unknown";
}

function findConstantOutput(
  definition: UopDefinition,
  role: UopRole,
  results: readonly (ResultFact | undefined)[],
): number {
  if (definition.operand0 !== "constant") return -1;
  return role.pushesConstant ? 0 : results.findIndex((result) => result?.same === "operand0");
}
