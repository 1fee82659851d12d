// Lattices: the values that analyses compute with, and how to build one from others. The laws are in `@tjit/ir/testing`.

/** A bounded lattice. `leq(a, b)` reads: a says at least as much as b. `top` says nothing, `bottom` is a contradiction. */
export interface Lattice<T> {
  readonly bottom: T;
  readonly top: T;
  /** The strongest element that both imply. */
  join(left: T, right: T): T;
  /** The weakest element that implies both. */
  meet(left: T, right: T): T;
  leq(left: T, right: T): boolean;
}

/** An element of {@link flatLattice}. */
export type Flat<T> =
  { readonly kind: "bottom" } | { readonly kind: "top" } | { readonly kind: "value"; readonly value: T };

/** Any value, exactly one, or none. Values are equal by `Object.is`. */
export function flatLattice<T>(): Lattice<Flat<T>> {
  const bottom: Flat<T> = { kind: "bottom" };
  const top: Flat<T> = { kind: "top" };
  const leq = (left: Flat<T>, right: Flat<T>): boolean =>
    left.kind === "bottom" ||
    right.kind === "top" ||
    (left.kind === "value" && right.kind === "value" && Object.is(left.value, right.value));
  return {
    bottom,
    top,
    leq,
    join: (left, right) => (leq(left, right) ? right : leq(right, left) ? left : top),
    meet: (left, right) => (leq(left, right) ? left : leq(right, left) ? right : bottom),
  };
}

/** Several lattices side by side. A contradiction in one part is not one in the others; ask the parts. */
export function productLattice<T extends object>(parts: { readonly [Key in keyof T]: Lattice<T[Key]> }): Lattice<T> {
  const keys = Object.keys(parts) as (keyof T)[];
  const build = (element: <Key extends keyof T>(key: Key) => T[Key]): T => {
    const made: Partial<T> = {};
    for (const key of keys) made[key] = element(key);
    return made as T;
  };
  return {
    bottom: build((key) => parts[key].bottom),
    top: build((key) => parts[key].top),
    join: (left, right) => build((key) => parts[key].join(left[key], right[key])),
    meet: (left, right) => build((key) => parts[key].meet(left[key], right[key])),
    leq: (left, right) => keys.every((key) => parts[key].leq(left[key], right[key])),
  };
}

/** Facts by key; a key that is absent says nothing. `bottom` is one element, whatever the keys. */
export type FactMap<K, T> = ReadonlyMap<K, T> | "bottom";

/** Finite maps into a lattice, absent keys being its top. */
export function mapLattice<K, T>(values: Lattice<T>): Lattice<FactMap<K, T>> {
  const isTop = (value: T): boolean => values.leq(values.top, value);
  const isBottom = (value: T): boolean => values.leq(value, values.bottom);
  const leq = (left: FactMap<K, T>, right: FactMap<K, T>): boolean => {
    if (left === "bottom") return true;
    if (right === "bottom") return false;
    return [...right].every(([key, value]) => values.leq(left.get(key) ?? values.top, value));
  };
  return {
    bottom: "bottom",
    top: new Map(),
    leq,
    join(left, right) {
      if (left === "bottom") return right;
      if (right === "bottom") return left;
      const joined = new Map<K, T>();
      for (const [key, value] of left) {
        const other = right.get(key);
        const both = other === undefined ? values.top : values.join(value, other);
        if (!isTop(both)) joined.set(key, both);
      }
      return joined;
    },
    meet(left, right) {
      if (left === "bottom" || right === "bottom") return "bottom";
      const met = new Map([...left].filter(([, value]) => !isTop(value)));
      for (const [key, value] of right) {
        if (isTop(value)) continue;
        const before = met.get(key);
        met.set(key, before === undefined ? value : values.meet(before, value));
      }
      return [...met.values()].some(isBottom) ? "bottom" : met;
    },
  };
}
