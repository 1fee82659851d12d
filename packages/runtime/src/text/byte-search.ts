// Searching in bytes; `start <= end <= bytes.length` is the caller's care.

/** The first occurrence of `part` within [start, end), or -1. */
export function findFirstBytes(bytes: Uint8Array, part: Uint8Array, start: number, end: number): number {
  if (part.length === 0) return start <= end ? start : -1;
  const first = part[0] as number;
  const last = end - part.length;
  // Bytes that may be compared in vain before the search that never looks back takes over.
  let patience = 4 * (end - start) + 1000;
  for (let at = bytes.indexOf(first, start); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    let matched = 1;
    while (matched < part.length && bytes[at + matched] === part[matched]) matched++;
    if (matched === part.length) return at;
    patience -= matched;
    if (patience < 0) return findByBorders(bytes, part, at + 1, end);
  }
  return -1;
}

/**
 * {@link findFirstBytes} in linear time (Knuth, Morris and Pratt): `borders[n]` is the length of the longest proper prefix of the first `n + 1` bytes of
 * `part` that is their suffix, too.
 */
function findByBorders(bytes: Uint8Array, part: Uint8Array, start: number, end: number): number {
  const borders = new Int32Array(part.length);
  const advance = (matched: number, byte: number): number => {
    while (matched > 0 && part[matched] !== byte) matched = borders[matched - 1] as number;
    return part[matched] === byte ? matched + 1 : 0;
  };
  for (let index = 1; index < part.length; index++)
    borders[index] = advance(borders[index - 1] as number, part[index] as number);
  for (let at = start, matched = 0; at < end; at++) {
    matched = advance(matched, bytes[at] as number);
    if (matched === part.length) return at + 1 - part.length;
  }
  return -1;
}

/** The last occurrence of `part` within [start, end), or -1. */
export function findLastBytes(bytes: Uint8Array, part: Uint8Array, start: number, end: number): number {
  if (part.length === 0) return start <= end ? end : -1;
  const first = part[0] as number;
  for (let from = end - part.length; from >= start; from--) {
    const at = bytes.lastIndexOf(first, from);
    if (at < start) return -1;
    if (matchesAt(bytes, part, at)) return at;
    from = at;
  }
  return -1;
}

/** Occurrences of `part` within [start, end), without overlap; an empty part is found around every byte. */
export function countBytes(bytes: Uint8Array, part: Uint8Array, start: number, end: number): number {
  if (part.length === 0) return Math.max(0, end - start + 1);
  let count = 0;
  for (
    let at = findFirstBytes(bytes, part, start, end);
    at >= 0;
    at = findFirstBytes(bytes, part, at + part.length, end)
  ) {
    count++;
  }
  return count;
}

/** Whether `part` is at a position. */
export function matchesAt(bytes: Uint8Array, part: Uint8Array, at: number): boolean {
  if (at < 0 || at + part.length > bytes.length) return false;
  for (let index = 0; index < part.length; index++) if (bytes[at + index] !== part[index]) return false;
  return true;
}

/** Less than, equal to, or more than 0, as the bytes compare. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Some bytes after one another, with `separator` between them. */
export function joinBytes(parts: readonly Uint8Array[], separator: Uint8Array): Uint8Array {
  let total = separator.length * Math.max(0, parts.length - 1);
  for (const part of parts) total += part.length;
  const result = new Uint8Array(total);
  let at = 0;
  parts.forEach((part, index) => {
    if (index > 0) {
      result.set(separator, at);
      at += separator.length;
    }
    result.set(part, at);
    at += part.length;
  });
  return result;
}

/** `bytes` so many times. */
export function repeatBytes(bytes: Uint8Array, times: number): Uint8Array {
  const result = new Uint8Array(bytes.length * times);
  if (bytes.length === 1) return result.fill(bytes[0] as number);
  for (let index = 0; index < times; index++) result.set(bytes, index * bytes.length);
  return result;
}

/** `bytes.replace(old, new, count)`; a negative count: all of them. */
export function replaceBytes(bytes: Uint8Array, old: Uint8Array, replacement: Uint8Array, count: number): Uint8Array {
  if (old.length === 0) return interleave(bytes, replacement, count);
  const found: number[] = [];
  let at = 0;
  while (count < 0 || found.length < count) {
    at = findFirstBytes(bytes, old, at, bytes.length);
    if (at < 0) break;
    found.push(at);
    at += old.length;
  }
  const result = new Uint8Array(bytes.length + found.length * (replacement.length - old.length));
  let from = 0;
  let to = 0;
  for (const place of found) {
    while (from < place) result[to++] = bytes[from++] as number;
    for (let index = 0; index < replacement.length; index++) result[to++] = replacement[index] as number;
    from += old.length;
  }
  result.set(bytes.subarray(from), to);
  return result;
}

function interleave(bytes: Uint8Array, replacement: Uint8Array, count: number): Uint8Array {
  const limit = count < 0 ? bytes.length + 1 : Math.min(count, bytes.length + 1);
  const result = new Uint8Array(bytes.length + limit * replacement.length);
  let at = 0;
  for (let index = 0; index <= bytes.length; index++) {
    if (index < limit) {
      result.set(replacement, at);
      at += replacement.length;
    }
    if (index < bytes.length) result[at++] = bytes[index] as number;
  }
  return result;
}
