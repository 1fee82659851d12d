// Holds the executors of a table against each other: what must be true between any two calls.

import type { Executor } from "../executor.ts";
import type { ExecutorTable } from "../executor-table.ts";

/** Everything that contradicts the invariants of executor tables, as sentences. */
export function checkExecutorTable<Artifact>(table: ExecutorTable<Artifact>): readonly string[] {
  const { executors } = table;
  return [...executors.flatMap((executor) => checkExecutor(table, executor)), ...checkDependencies(table)];
}

function checkExecutor<Artifact>(table: ExecutorTable<Artifact>, executor: Executor<Artifact>): readonly string[] {
  const problems: string[] = [];
  const note = (problem: string): void => void problems.push(`executor ${executor.id}: ${problem}`);
  if (!executor.isValid) note("is listed and invalid");
  if (executor.entries.length === 0 && executor.parent === undefined) note("cannot be entered");
  for (const { code, pc, index } of executor.entries) {
    if (table.at(code, index) !== executor) note(`is not at index ${index} of code ${code}`);
    if (table.entryAt(pc)?.executor !== executor) note(`is not entered at ${pc}`);
  }
  const { parent } = executor;
  if (parent !== undefined) {
    const state = parent.executor.exits[parent.exit];
    if (!parent.executor.isValid) note("hangs off an invalid executor");
    if (state?.kind !== "linked" || state.to !== executor) note("is not linked to the exit that it hangs off");
  }
  if (executor.exits.length !== executor.trace.exits.length) note("has another number of exits than its trace");
  const end = executor.trace.uops.at(-1)?.exit ?? -1;
  executor.exits.forEach((state, exit) => {
    if (state.kind !== "linked") return;
    if (!state.to.isValid) note(`exit ${exit} is linked to an invalid executor`);
    const isChild = state.to.parent?.executor === executor && state.to.parent.exit === exit;
    const destination = table.destinationOf(executor, exit);
    const isInRoot = executor.trace.exits[exit]?.frame === 0;
    if (!isChild && exit !== end && isInRoot && destination === executor.start)
      note(`exit ${exit} is linked to its own start`);
    if (!isChild && destination !== state.to.start) note(`exit ${exit} is linked to a trace of another place`);
  });
  return problems;
}

function checkDependencies<Artifact>(table: ExecutorTable<Artifact>): readonly string[] {
  return table.executors.flatMap(({ id, trace }) =>
    trace.dependencies
      .filter(({ kind, reference }) => !table.hasDependents(kind, reference))
      .map(({ kind, reference }) => `executor ${id}: nothing watches ${kind} ${reference}`),
  );
}
