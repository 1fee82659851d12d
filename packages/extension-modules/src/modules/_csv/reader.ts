// `_csv.Reader`: lines to rows, a character at a time.

import {
  FixedType,
  HostObject,
  type IteratorState,
  LayoutKind,
  None,
  type Runtime,
  callOneArgument,
  clearIterator,
  decref,
  defineType,
  errorOccurred,
  getIter,
  getset,
  isStr,
  iterNext,
  iteratorState,
  listAppendStolen,
  newHostObject,
  newInt,
  newList,
  newRef,
  newStr,
  notConstructible,
  spendWork,
  strValue,
  traverseIterator,
  typeName,
} from "@tjit/runtime/api";
import { type Dialect, dialectOf } from "./dialect.ts";
import { type CsvModule, Quoting } from "./state.ts";

type State =
  | "start of record"
  | "start of field"
  | "escaped"
  | "in field"
  | "in quotes"
  | "escaped in quotes"
  | "quote in quotes"
  | "line end"
  | "after escaped line end";

/** References: the iterator and the dialect; `count`: lines read. */
interface ReaderState extends IteratorState {
  readonly module: CsvModule;
}

/** Stands for the end of a line. */
const lineEnd = "";

/** One row as it is read. Methods that may fail give a status. */
class RowReader {
  readonly #rt: Runtime;
  readonly #module: CsvModule;
  readonly #dialect: Dialect;
  /** The row: a list, owned by the caller. */
  readonly fields: number;
  state: State = "start of record";
  field = "";
  /** Code points in `field`. */
  #length = 0;
  #isQuoted = false;

  constructor(rt: Runtime, module: CsvModule, dialect: Dialect) {
    this.#rt = rt;
    this.#module = module;
    this.#dialect = dialect;
    this.fields = newList(rt);
  }

  save(): number {
    const rt = this.#rt;
    const { quoting } = this.#dialect;
    const text = this.field;
    const isBare = !this.#isQuoted;
    this.field = "";
    this.#length = 0;
    this.#isQuoted = false;
    if (isBare && text === "" && (quoting === Quoting.NOTNULL || quoting === Quoting.STRINGS)) {
      listAppendStolen(rt, this.fields, None);
      return 0;
    }
    let value = newStr(rt, text);
    if (isBare && (quoting === Quoting.STRINGS || (quoting === Quoting.NONNUMERIC && text !== ""))) {
      const string = value;
      value = callOneArgument(rt, FixedType.float, string);
      decref(rt, string);
      if (value === 0) return -1;
    }
    listAppendStolen(rt, this.fields, value);
    return 0;
  }

  #add(character: string): number {
    const limit = this.#module.fieldLimit;
    if (this.#length >= limit) return this.#module.fail(this.#rt, `field larger than field limit (${limit})`);
    this.#length++;
    this.field += character;
    return 0;
  }

  #endOfField(character: string): number {
    if (this.save() < 0) return -1;
    this.state = character === lineEnd ? "start of record" : "line end";
    return 0;
  }

  /** Takes the next character, or the end of the line. */
  take(character: string): number {
    const { delimiter, doublequote, escapechar, quotechar, quoting, skipinitialspace, strict } = this.#dialect;
    const isEnd = character === lineEnd || character === "\n" || character === "\r";
    const isEscape = !isEnd && character === escapechar;
    const isQuote = !isEnd && character === quotechar && quoting !== Quoting.NONE;
    switch (this.state) {
      case "start of record":
        if (character === lineEnd) return 0;
        this.state = isEnd ? "line end" : "start of field";
        return isEnd ? 0 : this.take(character);
      case "start of field":
        if (isEnd) return this.#endOfField(character);
        if (isQuote) {
          this.#isQuoted = true;
          this.state = "in quotes";
          return 0;
        }
        if (isEscape) {
          this.state = "escaped";
          return 0;
        }
        if (character === " " && skipinitialspace) return 0;
        if (character === delimiter) return this.save();
        this.state = "in field";
        return this.#add(character);
      case "escaped":
        this.state = character !== lineEnd && isEnd ? "after escaped line end" : "in field";
        return this.#add(character === lineEnd ? "\n" : character);
      case "after escaped line end":
      case "in field":
        // The line goes on behind an escaped line end, whatever follows it.
        if (character === lineEnd && this.state === "after escaped line end") return 0;
        if (isEnd) return this.#endOfField(character);
        if (isEscape) {
          this.state = "escaped";
          return 0;
        }
        if (character !== delimiter) return this.#add(character);
        this.state = "start of field";
        return this.save();
      case "in quotes":
        if (character === lineEnd) return 0;
        if (isEscape) {
          this.state = "escaped in quotes";
          return 0;
        }
        if (!isQuote) return this.#add(character);
        this.state = doublequote ? "quote in quotes" : "in field";
        return 0;
      case "escaped in quotes":
        this.state = "in quotes";
        return this.#add(character === lineEnd ? "\n" : character);
      case "quote in quotes":
        if (isQuote) {
          this.state = "in quotes";
          return this.#add(character);
        }
        if (isEnd) return this.#endOfField(character);
        if (character === delimiter) {
          this.state = "start of field";
          return this.save();
        }
        if (strict) return this.#module.fail(this.#rt, `'${delimiter}' expected after '${quotechar}'`);
        this.state = "in field";
        return this.#add(character);
      case "line end":
        if (character === lineEnd) this.state = "start of record";
        if (isEnd) return 0;
        return this.#module.fail(
          this.#rt,
          "new-line character seen in unquoted field - do you need to open the file with newline=''?",
        );
    }
  }
}

function nextRow(rt: Runtime, self: number): number {
  const state = iteratorState(rt, self) as ReaderState;
  const [iterator = 0, dialectObject = 0] = state.references;
  if (iterator === 0) return 0;
  const dialect = dialectOf(rt, dialectObject);
  const reader = new RowReader(rt, state.module, dialect);
  do {
    const line = iterNext(rt, iterator);
    const status = line === 0 ? endOfLines(rt, state.module, dialect, reader) : takeLine(rt, state, reader, line);
    if (status === 0) continue;
    if (status > 0) return reader.fields;
    decref(rt, reader.fields);
    return 0;
  } while (reader.state !== "start of record");
  return reader.fields;
}

/** There are no more lines: 1 when the row is complete, else -1, perhaps with an exception set. */
function endOfLines(rt: Runtime, module: CsvModule, { strict }: Dialect, reader: RowReader): number {
  if (errorOccurred(rt) !== 0 || (reader.field === "" && reader.state !== "in quotes")) return -1;
  if (strict) return module.fail(rt, "unexpected end of data");
  return reader.save() < 0 ? -1 : 1;
}

/** Reads a line, which it releases. Status. */
function takeLine(rt: Runtime, state: ReaderState, reader: RowReader, line: number): number {
  const text = isStr(rt, line) ? strValue(rt, line) : null;
  if (text === null) {
    const message = `iterator should return strings, not ${typeName(rt, line)} (the file should be opened in text mode)`;
    state.module.fail(rt, message);
  }
  decref(rt, line);
  if (text === null || spendWork(rt, 10 * text.length) < 0) return -1;
  state.count++;
  for (const character of text) if (reader.take(character) < 0) return -1;
  return reader.take(lineEnd);
}

/** `reader(iterable, …)` with a dialect, which it takes over. */
export function newReader(rt: Runtime, module: CsvModule, iterable: number, dialect: number): number {
  const iterator = getIter(rt, iterable);
  if (iterator === 0) {
    decref(rt, dialect);
    return 0;
  }
  const state: ReaderState = { references: [iterator, dialect], count: 0, module };
  return newHostObject(rt, module.readerType, state);
}

/** Defines the type. */
export function defineReader(rt: Runtime, module: CsvModule): void {
  module.readerType = defineType(rt, {
    name: "reader",
    module: "_csv",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: notConstructible("_csv.reader"),
    getset: {
      dialect: getset((rt_, self) => newRef(rt_, iteratorState(rt_, self).references[1] as number)),
      line_num: getset((rt_, self) => newInt(rt_, iteratorState(rt_, self).count)),
    },
    slots: { iter: newRef, iternext: nextRow, clear: clearIterator, traverse: traverseIterator },
  });
}
