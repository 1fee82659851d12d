// A dialect's type names as a lattice of small integers, so that passes compare and meet them without strings.
//
//            unknown
//           /       \
//        null      non-null
//                 /    |    \
//              int   float   str …      (a tree, by `parent`)
//               |
//            smallint
//
// below all of it: bottom, the type of a value that cannot exist. Cost: a meet or join is a walk of at most the tree's height.

import { elementAt } from "./element.ts";
import type { Dialect, TypeDefinition } from "./dialect.ts";

/** A code of {@link TypeTree}: `bottom`, `unknown`, `null`, `nonNull`, or a type. */
export type TypeCode = number;

/** No value at all: a contradiction. */
export const bottom: TypeCode = -1;
/** Nothing is known: perhaps not even a reference. */
export const unknown: TypeCode = 0;
/** The absence of a reference. */
export const nullType: TypeCode = 1;
/** Some reference. */
export const nonNull: TypeCode = 2;

const firstType = 3;

/** The type names of one dialect, coded. */
export class TypeTree {
  readonly #names: readonly string[];
  readonly #codes: ReadonlyMap<string, TypeCode>;
  readonly #parents: readonly TypeCode[];
  readonly #definitions: readonly (TypeDefinition | undefined)[];

  /** Codes the dialect's types, then the names that only its uops mention. */
  constructor(dialect: Dialect) {
    const definitions = new Map(dialect.types.map((type) => [type.name, type]));
    const mentioned = new Set(definitions.keys());
    addMentionedTypes(mentioned, dialect);
    const names = [...mentioned];
    this.#names = names;
    this.#codes = new Map(names.map((name, index) => [name, index + firstType]));
    this.#definitions = [undefined, undefined, undefined, ...names.map((name) => definitions.get(name))];
    this.#parents = [
      unknown,
      unknown,
      unknown,
      ...names.map((name) => this.#codes.get(definitions.get(name)?.parent ?? "") ?? nonNull),
    ];
  }

  /** How many codes there are, `bottom` not counted. */
  get size(): number {
    return this.#parents.length;
  }

  /** The code of a type name; a name that the dialect does not have is some reference. */
  code(name: string): TypeCode {
    return this.#codes.get(name) ?? nonNull;
  }

  /** The name of a code, for people. */
  name(code: TypeCode): string {
    if (code === bottom) return "bottom";
    if (code === unknown) return "unknown";
    if (code === nullType) return "null";
    if (code === nonNull) return "non-null";
    return elementAt(this.#names, code - firstType);
  }

  /** The next wider code; `unknown` is its own parent. */
  parent(code: TypeCode): TypeCode {
    return code === bottom ? bottom : elementAt(this.#parents, code);
  }

  /** Whether every value of `narrow` is one of `wide`. */
  leq(narrow: TypeCode, wide: TypeCode): boolean {
    if (narrow === bottom || wide === unknown) return true;
    for (let at = narrow; at !== unknown; at = elementAt(this.#parents, at)) if (at === wide) return true;
    return false;
  }

  /** What is known when both are. */
  meet(left: TypeCode, right: TypeCode): TypeCode {
    if (this.leq(left, right)) return left;
    return this.leq(right, left) ? right : bottom;
  }

  /** What is known when one of both is. */
  join(left: TypeCode, right: TypeCode): TypeCode {
    if (left === bottom) return right;
    for (let at = left; at !== unknown; at = elementAt(this.#parents, at)) if (this.leq(right, at)) return at;
    return unknown;
  }

  /** Values of the type carry no count. NULL carries none either. */
  isImmediate(code: TypeCode): boolean {
    return code === nullType || this.#some(code, (type) => type.immediate);
  }

  /** Releasing a value of the type does nothing. */
  isImmortal(code: TypeCode): boolean {
    return code === nullType || this.#some(code, (type) => type.immediate || type.immortal === true);
  }

  /** Releasing a value of the type runs no code of the user's. */
  releasesQuietly(code: TypeCode): boolean {
    return code === nullType || this.#some(code, (type) => type.releasesQuietly);
  }

  /** A property of a type holds of its subtypes; of values that cannot exist, anything holds. */
  #some(code: TypeCode, test: (type: TypeDefinition) => boolean): boolean {
    if (code === bottom) return true;
    for (let at = code; at >= firstType; at = elementAt(this.#parents, at)) {
      const type = this.#definitions[at];
      if (type !== undefined && test(type)) return true;
    }
    return false;
  }
}

/** Adds the type names that uops mention. It reads all uops, so it does not make a list for each. */
function addMentionedTypes(names: Set<string>, { uops }: Dialect): void {
  for (const { guards, results, requires, narrow } of uops) {
    for (const { fact } of guards) if (fact.kind === "type") names.add(fact.type);
    for (const output in results) {
      const type = results[output]?.type;
      if (type !== undefined) names.add(type);
    }
    if (requires !== undefined) for (const type of Object.values(requires)) names.add(type);
    if (narrow === undefined) continue;
    for (const { inputs } of narrow) for (const type of Object.values(inputs)) names.add(type);
  }
}
