// A world whose promises are written down: by uop name, what it would push and which guards pass.

import type { Dependency, DialectIndex, TraceConstant, World } from "@tjit/ir";

/** Promises by uop name; all come with the same dependency. */
export interface WorldTable {
  readonly values?: Readonly<Record<string, TraceConstant>>;
  readonly guards?: readonly string[];
  readonly dependency: Dependency;
}

/** The world that makes these promises. */
export function tableWorld(index: DialectIndex, table: WorldTable): World {
  const dependencies = [table.dependency];
  return {
    resolve(uop) {
      const constant = table.values?.[index.definition(uop.op).name];
      return constant === undefined ? undefined : { constant, dependencies };
    },
    holds: (uop) => (table.guards?.includes(index.definition(uop.op).name) === true ? { dependencies } : undefined),
  };
}
