// What moving values costs, in units of nobody's clock: only the proportions matter.

/** Weights. */
export interface TransferWeights {
  /** One load from or store to memory. */
  readonly access: number;
  /** One copy from register to register. */
  readonly move: number;
}

/** An access is worth a few copies: most copies vanish when an engine compiles the code. */
export const defaultCost: TransferWeights = { access: 4, move: 1 };

/** What a transfer costs: the values that change sides, and the copies of the others. */
export function transferCost(from: number, to: number, { access, move }: TransferWeights): number {
  if (from === to) return 0;
  return Math.abs(from - to) * access + Math.min(from, to) * move;
}
