// The laws of a lattice, as a property.

import fc from "fast-check";
import type { Lattice } from "../lattice.ts";

/**
 * Checks the laws on drawn elements; equality is `leq` both ways.
 * @throws Error from fast-check with a counterexample.
 */
export function checkLatticeLaws<T>(lattice: Lattice<T>, elements: fc.Arbitrary<T>): void {
  const { bottom, top } = lattice;
  const join = (left: T, right: T): T => lattice.join(left, right);
  const meet = (left: T, right: T): T => lattice.meet(left, right);
  const leq = (left: T, right: T): boolean => lattice.leq(left, right);
  const equal = (left: T, right: T): boolean => leq(left, right) && leq(right, left);
  const laws: Record<string, (a: T, b: T, c: T) => boolean> = {
    reflexive: (a) => leq(a, a),
    transitive: (a, b, c) => !(leq(a, b) && leq(b, c)) || leq(a, c),
    "bottom is least": (a) => leq(bottom, a),
    "top is greatest": (a) => leq(a, top),
    "join is an upper bound": (a, b) => leq(a, join(a, b)) && leq(b, join(a, b)),
    "join is the least one": (a, b, c) => !(leq(a, c) && leq(b, c)) || leq(join(a, b), c),
    "meet is a lower bound": (a, b) => leq(meet(a, b), a) && leq(meet(a, b), b),
    "meet is the greatest one": (a, b, c) => !(leq(c, a) && leq(c, b)) || leq(c, meet(a, b)),
    "join is commutative": (a, b) => equal(join(a, b), join(b, a)),
    "meet is commutative": (a, b) => equal(meet(a, b), meet(b, a)),
    "join is associative": (a, b, c) => equal(join(a, join(b, c)), join(join(a, b), c)),
    "meet is associative": (a, b, c) => equal(meet(a, meet(b, c)), meet(meet(a, b), c)),
    absorption: (a, b) => equal(join(a, meet(a, b)), a) && equal(meet(a, join(a, b)), a),
  };
  for (const [name, law] of Object.entries(laws)) {
    fc.assert(
      fc.property(elements, elements, elements, (a, b, c) => {
        if (!law(a, b, c)) throw new Error(`not a lattice: ${name}`);
      }),
    );
  }
}
