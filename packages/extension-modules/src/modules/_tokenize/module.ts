// The module `_tokenize`: an iterator of the tokens of lines that a function gives.

import {
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  bytesOf,
  callWith,
  clearIf,
  decode,
  decref,
  defineType,
  hostPayload,
  isBytes,
  isStr,
  isTrue,
  method,
  newHostObject,
  newInt,
  newModule,
  newRef,
  newStr,
  raise,
  setError,
  strValue,
  tupleOf,
} from "@tjit/runtime/api";
import { ScanError, Scanner, type Token } from "./scanner.ts";
import { TokenType, operatorTypes } from "./tokens.ts";

/** An iterator: the function that gives lines until its scanner is made from them all. */
interface TokenIterator {
  readonly readline: number;
  readonly encoding: string | null;
  readonly isExtra: boolean;
  scan: { readonly scanner: Scanner; readonly lines: SourceLines } | null;
}

/** The lines of a text, for the places of its tokens. */
class SourceLines {
  readonly source: string;
  readonly #starts: number[] = [0];

  constructor(source: string) {
    this.source = source;
    for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) this.#starts.push(at + 1);
    if (this.#starts.at(-1) === source.length) this.#starts.pop();
    if (this.#starts.length === 0) this.#starts.push(0);
  }

  /** How many lines have text. */
  get count(): number {
    return this.source === "" ? 0 : this.#starts.length;
  }

  /** The 1-based row of an offset. */
  row(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Characters in front of an offset in its row. */
  column(offset: number): number {
    const start = this.#starts[this.row(offset) - 1] ?? 0;
    const before = Array.from(this.source.slice(start, offset)).length;
    return before + Math.max(0, offset - this.source.length);
  }

  /** Whole rows, the last with its line end. */
  rows(first: number, last: number): string {
    return this.source.slice(this.#starts[first - 1] ?? 0, this.#starts[last] ?? this.source.length);
  }
}

/** All lines as one text; null with an exception set. */
function readAll(rt: Runtime, { readline, encoding }: TokenIterator): string | null {
  let text = "";
  for (;;) {
    const line = callWith(rt, readline);
    if (line === 0) return clearIf(rt, rt.types.StopIteration) ? text : null;
    const piece = lineText(rt, line, encoding);
    decref(rt, line);
    if (piece === null) return null;
    if (piece === "") return text;
    text += piece;
  }
}

function lineText(rt: Runtime, line: number, encoding: string | null): string | null {
  if (encoding === null) {
    if (isStr(rt, line)) return strValue(rt, line);
    setError(rt, rt.types.TypeError, "readline() returned a non-string object");
    return null;
  }
  if (!isBytes(rt, line)) {
    setError(rt, rt.types.TypeError, "readline() returned a non-bytes object");
    return null;
  }
  const name = newStr(rt, encoding);
  const text = decode(rt, Uint8Array.from(bytesOf(rt, line) ?? []), name, 0);
  decref(rt, name);
  if (text === 0) return null;
  const value = strValue(rt, text);
  decref(rt, text);
  return value;
}

function next(rt: Runtime, self: number): number {
  const state = hostPayload(rt, self) as TokenIterator;
  if (state.scan === null) {
    const source = readAll(rt, state);
    if (source === null) return 0;
    state.scan = { scanner: new Scanner(source), lines: new SourceLines(source) };
  }
  const { scanner, lines } = state.scan;
  try {
    const token = scanner.next();
    return token === undefined ? 0 : tokenTuple(rt, token, lines, state.isExtra);
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return raiseScanError(rt, error, lines);
  }
}

function tokenTuple(rt: Runtime, { type, start, end, text }: Token, lines: SourceLines, isExtra: boolean): number {
  const place = (row: number, column: number): number => tupleOf(rt, newInt(rt, row), newInt(rt, column));
  const string = text ?? lines.source.slice(start, end);
  const exact = type === TokenType.OP && !isExtra ? (operatorTypes.get(string) ?? type) : type;
  if (start < 0) {
    const row = lines.count + 1;
    return tupleOf(rt, newInt(rt, exact), newStr(rt, ""), place(row, 0), place(row, 0), newStr(rt, ""));
  }
  const first = lines.row(Math.min(start, Math.max(0, lines.source.length - 1)));
  const inside = Math.min(end, lines.source.length);
  // A line's end belongs to the line.
  const isLineEnd = type === TokenType.NEWLINE || type === TokenType.NL;
  const isText = type === TokenType.FSTRING_MIDDLE || type === TokenType.TSTRING_START + 1;
  const last = isLineEnd || end === start ? first : lines.row(isText ? inside : Math.max(start, inside - 1));
  const column = lines.column(start);
  const endColumn = isLineEnd
    ? column + Math.max(1, end - start)
    : last === first
      ? column + Array.from(lines.source.slice(start, end)).length
      : lines.column(end);
  const [startPlace, endPlace] = [place(first, column), place(last, endColumn)];
  const shown = isLineEnd && text === undefined && !isExtra ? "" : string;
  return tupleOf(rt, newInt(rt, exact), newStr(rt, shown), startPlace, endPlace, newStr(rt, lines.rows(first, last)));
}

function raiseScanError(rt: Runtime, { type, message, offset }: ScanError, lines: SourceLines): 0 {
  const at = Math.min(offset, Math.max(0, lines.source.length - 1));
  const row = lines.row(at);
  const whole = lines.rows(row, row);
  const isIndent = type !== "SyntaxError";
  const shown = isIndent ? whole.replace(/[\r\n]+$/, "") : whole;
  const isEnd = offset >= lines.source.length;
  const column = isIndent ? Array.from(shown).length + 1 : isEnd ? 0 : lines.column(at) + 1;
  const [endRow, endColumn] = isIndent ? [None, None] : [newInt(rt, row), newInt(rt, column)];
  const text = newStr(rt, message);
  const details = tupleOf(
    rt,
    newStr(rt, "<string>"),
    newInt(rt, row),
    newInt(rt, column),
    newStr(rt, shown),
    endRow,
    endColumn,
  );
  const exception = callWith(rt, rt.types[type], text, details);
  decref(rt, text);
  decref(rt, details);
  if (exception !== 0) raise(rt, exception);
  return 0;
}

/** Makes the module. */
export function newTokenizeModule(rt: Runtime): number {
  const type = defineType(rt, {
    name: "TokenizerIter",
    module: "_tokenize",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, readline, /, *, encoding=NULL, extra_tokens=False)", (rt_, cls, readline, encoding, extra) => {
      const isExtra = extra === 0 ? 0 : isTrue(rt_, extra);
      if (isExtra < 0) return 0;
      if (encoding !== 0 && encoding !== None && !isStr(rt_, encoding))
        return setError(rt_, rt_.types.TypeError, "tokenizeriter() argument 'encoding' must be str");
      const name = encoding === 0 || encoding === None ? null : strValue(rt_, encoding);
      const state: TokenIterator = {
        readline: newRef(rt_, readline),
        encoding: name,
        isExtra: isExtra > 0,
        scan: null,
      };
      return newHostObject(rt_, cls, state);
    }),
    slots: {
      iter: newRef,
      iternext: next,
      clear: (rt_, self) => decref(rt_, (hostPayload(rt_, self) as TokenIterator).readline),
      traverse: (rt_, self, visit) => visit((hostPayload(rt_, self) as TokenIterator).readline),
    },
  });
  return newModule(rt, "_tokenize", {}, { TokenizerIter: newRef(rt, type) });
}
