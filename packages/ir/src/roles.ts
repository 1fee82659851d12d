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

/** Finds the roles of all uops, in the order of the table. */
export function findRoles(dialect: Dialect): UopRole[] {
  const borrowed = new Set<string>([dialect.structural.loadConstant]);
  const constantLoads = new Set<string>([dialect.structural.loadConstant]);
  const typedReleases = new Map<string, UopDefinition>();
  const nopReleases = new Map<string, UopDefinition>();
  const storesResult = new Map<string, ResultFact>();
  const overwrites = new Map<string, string>();
  for (const uop of dialect.uops) {
    if (uop.borrowed !== undefined) borrowed.add(uop.borrowed);
    if (uop.borrowed === dialect.structural.loadConstant && uop.operand0 === "constant") constantLoads.add(uop.name);
    if (uop.release !== undefined) {
      typedReleases.set(uop.name, uop);
      nopReleases.set(uop.release.none, uop);
      for (const name of Object.values(uop.release.byType)) typedReleases.set(name, uop);
    }
    for (const [input, name] of Object.entries(uop.inplace ?? {})) overwrites.set(name, input);
    if (uop.inplaceLocal !== undefined) storesResult.set(uop.inplaceLocal, firstResult(uop));
  }
  return dialect.uops.map((uop) => {
    const isCounted = typedReleases.has(uop.name);
    return {
      pushesBorrowed: borrowed.has(uop.name),
      pushesConstant: constantLoads.has(uop.name),
      releases: isCounted ? "counted" : nopReleases.has(uop.name) ? "uncounted" : undefined,
      releaseFamily: typedReleases.get(uop.name) ?? nopReleases.get(uop.name),
      overwrites: overwrites.get(uop.name),
      storesResult: storesResult.get(uop.name),
    };
  });
}

/** What holds of the first output that is not an input. */
function firstResult(uop: UopDefinition): ResultFact {
  const inputs = new Set(uop.effect.inputs.map((item) => item.name));
  const output = uop.effect.outputs.find((item) => !inputs.has(item.name));
  return (output === undefined ? undefined : uop.results[output.name]) ?? {};
}
