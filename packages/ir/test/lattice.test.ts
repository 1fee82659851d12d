import fc from "fast-check";
import { test } from "vitest";
import {
  type FactMap,
  type Flat,
  type Lattice,
  type TypeCode,
  bottom,
  flatLattice,
  mapLattice,
  productLattice,
  unknown,
} from "../src/index.ts";
import { calcIndex, checkLatticeLaws } from "../src/testing.ts";

const flat = flatLattice<number>();
const flats: fc.Arbitrary<Flat<number>> = fc.oneof(
  fc.constantFrom(flat.bottom, flat.top),
  fc.nat({ max: 3 }).map((value): Flat<number> => ({ kind: "value", value })),
);
const { types } = calcIndex();
const typeLattice: Lattice<TypeCode> = {
  bottom,
  top: unknown,
  join: (left, right) => types.join(left, right),
  meet: (left, right) => types.meet(left, right),
  leq: (left, right) => types.leq(left, right),
};
const typeCodes = fc.integer({ min: bottom, max: types.size - 1 });

test("flat", () => checkLatticeLaws(flat, flats));
test("types", () => checkLatticeLaws(typeLattice, typeCodes));
test("product", () =>
  checkLatticeLaws(productLattice({ number: flat, type: typeLattice }), fc.record({ number: flats, type: typeCodes })));
test("map", () => {
  const maps: fc.Arbitrary<FactMap<number, TypeCode>> = fc.oneof(
    fc.constant("bottom" as const),
    fc
      .array(fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: unknown, max: types.size - 1 })), { maxLength: 3 })
      .map((entries) => new Map(entries)),
  );
  checkLatticeLaws(mapLattice<number, TypeCode>(typeLattice), maps);
});
