// Checks of the workspace itself that no other tool makes. Prints every problem, fails if there is one.
import process from "node:process";

const problems: readonly string[] = [];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
