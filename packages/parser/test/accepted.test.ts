import { expect, test } from "vitest";
import { dump, parse } from "../src/index.ts";
import { caseFiles, readCases } from "./cases.ts";
import { loadOracle } from "./oracle.ts";

const files = caseFiles("accepted/*.txt");

test.each(files)("%s: the tree, its positions and the warnings are CPython's", async (file) => {
  const oracle = await loadOracle();
  for (const { name, program } of readCases(file)) {
    const result = parse(program, { resolveCharacterName: oracle.character });
    const answer = oracle.dump(program);
    const tree = "dump" in answer ? answer.dump : `refused: ${answer.error.message}`;
    expect(result.ok ? dump(result.ast, { attributes: program }) : `refused: ${result.error.message}`, name).toBe(tree);
    if (!result.ok) continue;
    const warnings = result.warnings.map(({ category, message, lineno }) => ({ category, message, lineno }));
    expect(warnings, name).toEqual(oracle.warnings(program));
  }
});
