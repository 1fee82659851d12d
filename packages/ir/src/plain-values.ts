// Values that traces are made of and that mean something to a dialect only.

declare const uopIdBrand: unique symbol;
/** Index of a uop in its dialect's table. */
export type UopId = number & { readonly [uopIdBrand]: true };

/** What can be folded at optimization time: plain data that the folding rules understand. */
export type FoldableValue = number | bigint | string | boolean | null;
