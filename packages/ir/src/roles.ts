// What a uop is for other uops' records: the borrowed form of a load, a release variant, the in-place store of an operation.
// Such things are said once, on the uop that has the variant; here they are turned around.

import type { Dialect } from "./dialect.ts";
import type { ResultFact, UopDefinition } from "./uop.ts";

/** A uop's part in the records of others. */
export interface UopRole {
  /** The reference that it pushes carries no count. */
  readonly pushesBorrowed: boolean;
  /** What it pushes is constant operand0. */
  readonly pushesConstant: boolean;
  /** It only takes a reference off the stack: giving its count back, or knowing that it has none. */
  readonly releases: "counted" | "uncounted" | undefined;
  /** The uop whose `release` record lists this one, or itself. */
  readonly releaseFamily: UopDefinition | undefined;
  /** The input, by name, whose object it writes over: nobody else may refer to it. */
  readonly overwrites: string | undefined;
  /** It replaces the local by its own result, of which this holds. */
  readonly storesResult: ResultFact | undefined;
}

/** Finds roles: turns the records around once, and answers for one uop at a time. */
export class RoleFinder {
  /** The uop that pushes constant operand0 with a count, if there is one. */
  readonly countedConstantLoad: string | undefined;
  readonly #borrowed = new Set<string>();
  readonly #constantLoads = new Set<string>();
  readonly #countedReleases = new Map<string, UopDefinition>();
  readonly #uncountedReleases = new Map<string, UopDefinition>();
  readonly #storesResult = new Map<string, ResultFact>();
  readonly #overwrites = new Map<string, string>();

  constructor(dialect: Dialect) {
    const { loadConstant } = dialect.structural;
    this.#borrowed.add(loadConstant);
    this.#constantLoads.add(loadConstant);
    let countedConstantLoad: string | undefined;
    for (const uop of dialect.uops) {
      const { borrowed, release, inplace, inplaceLocal } = uop;
      if (borrowed !== undefined) {
        this.#borrowed.add(borrowed);
        if (borrowed === loadConstant && uop.operand0 === "constant") {
          this.#constantLoads.add(uop.name);
          countedConstantLoad ??= uop.name;
        }
      }
      if (release !== undefined) {
        this.#countedReleases.set(uop.name, uop);
        this.#uncountedReleases.set(release.none, uop);
        for (const name of Object.values(release.byType)) this.#countedReleases.set(name, uop);
      }
      if (inplace !== undefined) for (const [input, name] of Object.entries(inplace)) this.#overwrites.set(name, input);
      if (inplaceLocal !== undefined) this.#storesResult.set(inplaceLocal, firstResult(uop));
    }
    this.countedConstantLoad = countedConstantLoad;
  }

  roleOf({ name }: UopDefinition): UopRole {
    const counted = this.#countedReleases.get(name);
    const uncounted = this.#uncountedReleases.get(name);
    return {
      pushesBorrowed: this.#borrowed.has(name),
      pushesConstant: this.#constantLoads.has(name),
      releases: counted !== undefined ? "counted" : uncounted !== undefined ? "uncounted" : undefined,
      releaseFamily: counted ?? uncounted,
      overwrites: this.#overwrites.get(name),
      storesResult: this.#storesResult.get(name),
    };
  }
}

/** What holds of the first output that is not an input. */
function firstResult(uop: UopDefinition): ResultFact {
  const inputs = new Set(uop.effect.inputs.map((item) => item.name));
  const output = uop.effect.outputs.find((item) => !inputs.has(item.name));
  return (output === undefined ? undefined : uop.results[output.name]) ?? {};
}
