// What is matched: characters by position. Text without surrogate pairs is read as it is; other text as its code points, bytes as bytes.

/** A text or bytes, as the engine reads it. */
export interface Subject {
  /** Used when `points` is null. */
  readonly text: string;
  readonly points: Uint8Array | Int32Array | null;
  readonly length: number;
}

/** A subject of a text whose UTF-16 units are its code points. */
export function simpleSubject(text: string): Subject {
  return { text, points: null, length: text.length };
}

/** A subject of bytes. */
export function bytesSubject(bytes: Uint8Array): Subject {
  return { text: "", points: bytes, length: bytes.length };
}

/** A subject of any text; `length` in code points. */
export function astralSubject(text: string, length: number): Subject {
  const points = new Int32Array(length);
  let at = 0;
  for (let index = 0; index < length; index++) {
    const code = text.codePointAt(at) as number;
    points[index] = code;
    at += code > 0xffff ? 2 : 1;
  }
  return { text, points, length };
}

/** The characters from `start` to `end` as a text. */
export function textBetween(subject: Subject, start: number, end: number): string {
  const { text, points } = subject;
  if (points === null) return text.slice(start, end);
  let result = "";
  for (let at = start; at < end; at += 4096) {
    result += String.fromCodePoint(...points.subarray(at, Math.min(end, at + 4096)));
  }
  return result;
}
