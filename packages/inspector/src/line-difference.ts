// Which lines went and which came, by longest common subsequence. Cost: quadratic in what is left when equal ends are cut off.

import { elementAt } from "@tjit/ir";

/** One line of a comparison. */
export interface ComparedLine {
  readonly change: "same" | "removed" | "added";
  readonly line: string;
}

/** Compares two lists of lines. */
export function compareLines(before: readonly string[], after: readonly string[]): readonly ComparedLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (lines: readonly string[]): ComparedLine[] => lines.map((line) => ({ change: "same", line }));
  return [
    ...same(before.slice(0, start)),
    ...compareMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

function compareMiddle(before: readonly string[], after: readonly string[]): ComparedLine[] {
  // common[i][j]: length of the longest common subsequence of before from i on and after from j on.
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const [down, right] = [elementAt(common, (i + 1) * width + j), elementAt(common, i * width + j + 1)];
      common[i * width + j] =
        before[i] === after[j] ? elementAt(common, (i + 1) * width + j + 1) + 1 : Math.max(down, right);
    }
  }
  const lines: ComparedLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ change: "same", line: elementAt(before, i++) });
      j++;
    } else if (
      j === after.length ||
      (i < before.length && elementAt(common, (i + 1) * width + j) >= elementAt(common, i * width + j + 1))
    ) {
      lines.push({ change: "removed", line: elementAt(before, i++) });
    } else lines.push({ change: "added", line: elementAt(after, j++) });
  }
  return lines;
}
