// The passes by name, and pipelines as text: "type-inference,cleanup". A pass may come more than once.

import { constantPropagation, deadUops } from "@tjit/constant-propagation";
import type { Pass } from "@tjit/ir";
import { refcountElimination } from "@tjit/refcount-elimination";
import { cleanup, guardHoisting, typeInference } from "@tjit/type-inference";

/** All passes, by name. */
export const passesByName: ReadonlyMap<string, Pass> = new Map(
  [guardHoisting, typeInference, constantPropagation, deadUops, refcountElimination, cleanup].map((pass) => [
    pass.name,
    pass,
  ]),
);

/**
 * The passes of a pipeline; an empty text is the empty pipeline. `passes` are the ones to choose from.
 * @throws RangeError when a name is not one of a pass.
 */
export function parsePipeline(text: string, passes: ReadonlyMap<string, Pass> = passesByName): readonly Pass[] {
  const names = text.split(",").map((name) => name.trim());
  return names
    .filter((name) => name !== "")
    .map((name) => {
      const pass = passes.get(name);
      if (pass === undefined)
        throw new RangeError(`no pass is named ${name}; there are ${[...passes.keys()].join(", ")}`);
      return pass;
    });
}
