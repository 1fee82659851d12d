// Arbitraries: flat records all the way down, so that a counterexample shrinks to a short program in a small world.

import fc from "fast-check";
import type { BytecodeRecord, Ending } from "./decode.ts";
import { effects, localSorts, rootLocals, type WorldRecipe } from "./world-recipe.ts";

/** A trace and the worlds to run it in: the one that it was recorded in, and others in which some guards fail. */
export interface TraceCase {
  readonly records: readonly BytecodeRecord[];
  readonly ending: Ending;
  readonly recorded: WorldRecipe;
  readonly others: readonly WorldRecipe[];
}

/** Bytecodes. */
export function bytecodeRecordArbitrary(): fc.Arbitrary<BytecodeRecord> {
  return fc.record({ snippet: fc.nat(200), local: fc.nat(rootLocals - 1), number: fc.nat(20), aim: fc.nat(7) });
}

/** Worlds. */
export function worldRecipeArbitrary(): fc.Arbitrary<WorldRecipe> {
  return fc.record({
    locals: fc.array(fc.record({ sort: fc.nat(localSorts.length - 1), number: fc.nat(20) }), {
      minLength: 1,
      maxLength: rootLocals,
    }),
    stack: fc.array(fc.record({ sort: fc.nat(20), number: fc.nat(20) }), { maxLength: 2 }),
    builtinEffect: fc.nat(effects.length - 1),
    finalizerEffect: fc.nat(effects.length - 1),
    breaker: fc.integer({ min: 1, max: 5 }),
  });
}

/** A change to a world: some locals are filled in another way. */
function changeArbitrary(): fc.Arbitrary<(recipe: WorldRecipe) => WorldRecipe> {
  const change = fc.record({
    at: fc.nat(rootLocals - 1),
    sort: fc.nat(localSorts.length - 1),
    number: fc.nat(20),
    keepsSort: fc.boolean(),
  });
  return fc
    .tuple(fc.array(change, { maxLength: 3 }), fc.nat(effects.length - 1), fc.nat(20))
    .map(([changes, builtinEffect, other]) => (recipe) => {
      const locals = Array.from(
        { length: rootLocals },
        (_, index) => recipe.locals[index % recipe.locals.length] ?? { sort: 0, number: 0 },
      );
      for (const { at, sort, number, keepsSort } of changes)
        locals[at] = { sort: keepsSort ? (locals[at]?.sort ?? 0) : sort, number };
      // The same depth, with other values.
      const stack = (recipe.stack ?? []).map(({ sort, number }, at) => ({
        sort: sort + (other % 4 === 0 ? at : 0),
        number: number + other,
      }));
      return { ...recipe, locals, stack, builtinEffect };
    });
}

/** A trace with its worlds. */
export function traceCaseArbitrary(maximumLength = 25): fc.Arbitrary<TraceCase> {
  return fc
    .record({
      records: fc.array(bytecodeRecordArbitrary(), { maxLength: maximumLength, size: "max" }),
      ending: fc.constantFrom<Ending>("loop", "exit"),
      recorded: worldRecipeArbitrary(),
      changes: fc.array(changeArbitrary(), { minLength: 1, maxLength: 2 }),
    })
    .map(({ records, ending, recorded, changes }) => ({
      records,
      ending,
      recorded,
      others: changes.map((change) => change(recorded)),
    }));
}
