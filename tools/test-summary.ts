// Sums the vitest reports of all packages into a last line `N passed, N failed`; fails unless all passed.
// Reports are outputs of the Nx target, so a cached run has them too. With the argument `after-failure`, something
// else has failed before, and the line says so even when every test that ran has passed.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const afterFailure = process.argv.includes("after-failure");
const counts = globSync(["packages/*/package.json", "examples/*/package.json"])
  .sort()
  .filter(hasTests)
  .map((manifest) => countOf(join(dirname(manifest), ".results/vitest.json")));
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failures = counts.reduce((sum, count) => sum + count.failed, 0);
const failed = failures === 0 && afterFailure ? 1 : failures;

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function hasTests(manifest: string): boolean {
  return globSync("test/**/*.test.ts", { cwd: dirname(manifest) }).length > 0;
}

/** A package whose tests left no report counts as one failure, and so does a test file that could not be loaded. */
function countOf(path: string): Count {
  if (!existsSync(path)) {
    if (!afterFailure) console.error(`no test report: ${path}`);
    return { passed: 0, failed: afterFailure ? 0 : 1 };
  }
  const report = JSON.parse(readFileSync(path, "utf8")) as Report;
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}
