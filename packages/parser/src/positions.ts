/** Offsets to CPython's positions, on demand. */

/** A place as CPython counts: line from 1, column from 0 in UTF-8 bytes. */
export interface LineColumn {
  readonly lineno: number;
  readonly col_offset: number;
}

/**
 * The line starts of a text. Line ends are `\n`, `\r\n` and `\r`.
 *
 * Cost: one pass to build; a lookup is a binary search, plus the length of the line where it is not all ASCII.
 *
 * @example
 * const lines = new LineIndex("x = 1\né = 2\n");
 * lines.locate(8); // { lineno: 2, col_offset: 3 }: "é " is three bytes
 */
export class LineIndex {
  readonly source: string;
  private readonly lineStarts: Int32Array;
  /** 1 per line with a character beyond ASCII. */
  private readonly wide: Uint8Array;

  constructor(source: string) {
    this.source = source;
    const starts: number[] = [0];
    const wide: number[] = [0];
    for (let index = 0; index < source.length; index++) {
      const code = source.charCodeAt(index);
      if (code === 10 || (code === 13 && source.charCodeAt(index + 1) !== 10)) {
        starts.push(index + 1);
        wide.push(0);
      } else if (code > 127) wide[wide.length - 1] = 1;
    }
    this.lineStarts = Int32Array.from(starts);
    this.wide = Uint8Array.from(wide);
  }

  /** Number of lines, counting an empty one after a final line end. */
  get lineCount(): number {
    return this.lineStarts.length;
  }

  /** 1-based line of an offset. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Offset where a 1-based line begins. */
  lineStart(line: number): number {
    return this.lineStarts[line - 1] ?? this.source.length;
  }

  /** A line's text without its line end. */
  lineText(line: number): string {
    const text = this.source.slice(this.lineStart(line), this.lineStart(line + 1));
    return text.replace(/\r\n$|[\r\n]$/, "");
  }

  /** CPython's line and byte column of an offset. */
  locate(offset: number): LineColumn {
    const lineno = this.lineOf(offset);
    const start = this.lineStart(lineno);
    if (this.wide[lineno - 1] !== 1) return { lineno, col_offset: offset - start };
    return { lineno, col_offset: utf8Length(this.source, start, offset) };
  }

  /** Number of characters (code points) from the start of an offset's line up to it. */
  characterColumn(offset: number): number {
    let count = 0;
    for (let index = this.lineStart(this.lineOf(offset)); index < offset; index++, count++) {
      if (isSurrogatePair(this.source, index)) index++;
    }
    return count;
  }
}

function isSurrogatePair(source: string, index: number): boolean {
  return (source.charCodeAt(index) & 0xfc00) === 0xd800 && (source.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}

function utf8Length(source: string, start: number, end: number): number {
  let length = 0;
  for (let index = start; index < end; index++) {
    const code = source.charCodeAt(index);
    if (code < 0x80) length += 1;
    else if (code < 0x800) length += 2;
    else if (isSurrogatePair(source, index)) {
      length += 4;
      index++;
    } else length += 3;
  }
  return length;
}
