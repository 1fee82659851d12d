// "Did you mean": the closest of some names by CPython's edit distance, in which a change of case costs half.

const maxItems = 750;
const maxLength = 40;
const moveCost = 2;
const caseCost = 1;

/** The best suggestion for a name that does not exist; null if none is near. */
export function suggestName(candidates: readonly string[], wrong: string): string | null {
  if (candidates.length >= maxItems) return null;
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    if (candidate === wrong) continue;
    let most = Math.floor(((candidate.length + wrong.length + 3) * moveCost) / 6);
    most = Math.min(most, bestDistance - 1);
    const distance = editDistance(wrong, candidate, most);
    if (distance > most) continue;
    if (best === null || distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The message for a keyword that a function does not have, of those that it has. */
export function unexpectedKeyword(name: string, keyword: string, possible: readonly string[]): string {
  const meant = suggestName(possible, keyword);
  return `${name}() got an unexpected keyword argument '${keyword}'${meant === null ? "" : `. Did you mean '${meant}'?`}`;
}

function substitutionCost(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? caseCost : moveCost;
}

/** Levenshtein distance with costs; something above `most` when it is above `most`. */
export function editDistance(left: string, right: string, most: number): number {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let leftEnd = left.length;
  let rightEnd = right.length;
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--;
    rightEnd--;
  }
  let a = left.slice(start, leftEnd);
  let b = right.slice(start, rightEnd);
  if (a.length === 0 || b.length === 0) return (a.length + b.length) * moveCost;
  if (a.length > maxLength || b.length > maxLength) return most + 1;
  if (b.length < a.length) [a, b] = [b, a];
  if ((b.length - a.length) * moveCost > most) return most + 1;
  const row = Array.from({ length: a.length }, (_, index) => (index + 1) * moveCost);
  let result = 0;
  for (let bIndex = 0; bIndex < b.length; bIndex++) {
    const code = b[bIndex] as string;
    let distance = bIndex * moveCost;
    result = distance;
    let minimum = Infinity;
    for (let index = 0; index < a.length; index++) {
      const substitute = distance + substitutionCost(code, a[index] as string);
      distance = row[index] as number;
      const insertOrDelete = Math.min(result, distance) + moveCost;
      result = Math.min(insertOrDelete, substitute);
      row[index] = result;
      if (result < minimum) minimum = result;
    }
    if (minimum > most) return most + 1;
  }
  return result;
}
