// Filters of warnings from outside the program: what `-W` and PYTHONWARNINGS come to.

import { inflateRawSync } from "node:zlib";
import { openLibrary } from "@tjit/stdlib";
import { expect, test } from "vitest";
import { VM } from "../src/index.ts";
import { interpreterColumn } from "./support/columns.ts";
import { runCase } from "./support/run-case.ts";

const library = openLibrary(inflateRawSync);

const program = `
import sys, _warnings
for category in (UserWarning, DeprecationWarning):
    try:
        _warnings.warn("text", category)
        print("went on")
    except Warning as error:
        print("raised", repr(error))
try:
    compile("1 is 1", "f.py", "exec")
except SyntaxError as error:
    print(error)
print(sys.warnoptions)
`;

function run(warnOptions: readonly string[]): { readonly stdout: string } {
  const host = { library, env: {}, warnOptions };
  return runCase(program, interpreterColumn, { heap: "plain", leaks: "ignored", host }).outcome;
}

test("the last filter is the first that is asked", () => {
  expect(run(["error", "ignore::DeprecationWarning"]).stdout).toBe(
    `raised UserWarning('text')\nwent on\n"is" with 'int' literal. Did you mean "=="? (f.py, line 1)\n['error', 'ignore::DeprecationWarning']\n`,
  );
});

test("a filter that is none is told of before the program starts", () => {
  let stderr = "";
  new VM({ library, warnOptions: ["nonsense"], stderr: (text) => void (stderr += text) }).run("import sys");
  expect(stderr).toBe("Invalid -W option ignored: invalid action: 'nonsense'\n");
});
