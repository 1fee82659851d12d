// Places on the evaluation stack relative to the stack pointer at the instruction's start, in slots. Instructions that take `oparg`
// values make the depth depend on oparg, but always linearly: `constant + Σ scale * (oparg & mask)`.

import type { StackItem } from "@tjit/ir";

/** `scale * (oparg & mask)`; mask -1 is all of oparg. */
interface OpargTerm {
  readonly mask: number;
  readonly scale: number;
}

/** A place, or a distance. Terms are sorted by mask, none has scale 0. */
export interface Position {
  readonly constant: number;
  readonly terms: readonly OpargTerm[];
}

export const origin: Position = { constant: 0, terms: [] };

export function addPositions(left: Position, right: Position, sign: 1 | -1 = 1): Position {
  const scales = new Map(left.terms.map(({ mask, scale }) => [mask, scale]));
  for (const { mask, scale } of right.terms) scales.set(mask, (scales.get(mask) ?? 0) + sign * scale);
  const terms = [...scales]
    .map(([mask, scale]) => ({ mask, scale }))
    .filter(({ scale }) => scale !== 0)
    .sort((a, b) => a.mask - b.mask);
  return { constant: left.constant + sign * right.constant, terms };
}

export function subtractPositions(left: Position, right: Position): Position {
  return addPositions(left, right, -1);
}

export function slotsBelow(position: Position, slots: number): Position {
  return { constant: position.constant - slots, terms: position.terms };
}

export function samePosition(left: Position, right: Position): boolean {
  const { constant, terms } = subtractPositions(left, right);
  return constant === 0 && terms.length === 0;
}

/** How many slots an item takes when oparg is not known yet. */
export function extentOf({ array }: StackItem): Position {
  if (array === undefined) return { constant: 1, terms: [] };
  const terms = array.perOparg === 0 ? [] : [{ mask: array.mask ?? -1, scale: array.perOparg }];
  return { constant: array.plus, terms };
}
