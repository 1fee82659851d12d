// What an abacus computes with, and how it is held in 32 bits.
//
//   odd      an int: (n << 1) | 1, with n in [-2^30, 2^30)
//   even     the address of an object: a float, or one of the two flags
//
// An int that would leave its range becomes a float, so that a sum never fails.

/** A value as the host sees it; the type names are the dialect's. */
export type AbacusValue =
  | { readonly type: "int"; readonly value: number }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "flag"; readonly value: boolean };

const intLimit = 2 ** 30;

/** Whether a number can be an int. */
export function fitsInt(value: number): boolean {
  return Number.isInteger(value) && value >= -intLimit && value < intLimit;
}

/** The reference of an int. */
export function intReference(value: number): number {
  return (value << 1) | 1;
}

/** Whether a reference is an int. */
export function isInt(reference: number): boolean {
  return (reference & 1) === 1;
}

/** The number of an int's reference. */
export function intValue(reference: number): number {
  return reference >> 1;
}
