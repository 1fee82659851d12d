// CPython's library as a corpus: which share of its code objects is identical.
//
//   node --conditions=@tjit/source packages/compiler/test/corpus.ts [part of a file's name]

import { pathToFileURL } from "node:url";
import { compareAll } from "./compare.ts";
import { type LibraryFile, readLibrary } from "./library.ts";
import { type Oracle, loadOracle } from "./oracle.ts";

/** What came of a corpus. */
export interface CorpusReport {
  readonly files: number;
  readonly identical: number;
  readonly differences: readonly string[];
}

const batchSize = 20;

/** Compiles files here and there. */
export function compareFiles(oracle: Oracle, files: readonly LibraryFile[]): CorpusReport {
  const differences: string[] = [];
  let identical = 0;
  for (let start = 0; start < files.length; start += batchSize) {
    const batch = files.slice(start, start + batchSize);
    const requests = batch.map(({ source }) => ({ source: source.replace(/^\ufeff/, "") }));
    compareAll(oracle, requests).forEach((found, index) => {
      if (found.length === 0) identical++;
      for (const difference of found) differences.push(`${batch[index]?.name ?? ""}: ${difference}`);
    });
  }
  return { files: files.length, identical, differences };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const oracle = await loadOracle();
  const part = process.argv[2] ?? "";
  const report = compareFiles(
    oracle,
    readLibrary(oracle).filter(({ name }) => name.includes(part)),
  );
  for (const difference of report.differences.slice(0, 50)) console.log(difference.slice(0, 2000));
  console.log(`${report.identical} of ${report.files} files identical in all code objects`);
  process.exit(report.identical === report.files ? 0 : 1);
}
