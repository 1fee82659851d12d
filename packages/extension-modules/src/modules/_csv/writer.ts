// `_csv.Writer`: rows to lines.

import {
  FixedType,
  HostObject,
  type IteratorState,
  LayoutKind,
  None,
  type Runtime,
  callOneArgument,
  clearIf,
  clearIterator,
  decref,
  defineType,
  errorOccurred,
  forEach,
  getIter,
  getOptionalAttribute,
  getset,
  internStr,
  isStr,
  isSubtype,
  iteratorState,
  method,
  newHostObject,
  newRef,
  newStr,
  notConstructible,
  setError,
  slotsOf,
  spendWork,
  strText,
  strValue,
  traverseIterator,
  typeName,
  typeOf,
} from "@tjit/runtime/api";
import { type Dialect, dialectOf } from "./dialect.ts";
import { type CsvModule, Quoting } from "./state.ts";

/** References: the method `write` and the dialect. */
interface WriterState extends IteratorState {
  readonly module: CsvModule;
}

/** One line as it is written. */
class LineWriter {
  line = "";
  #count = 0;
  #isLastNull = false;
  readonly #rt: Runtime;
  readonly #module: CsvModule;
  readonly #dialect: Dialect;

  constructor(rt: Runtime, module: CsvModule, dialect: Dialect) {
    this.#rt = rt;
    this.#module = module;
    this.#dialect = dialect;
  }

  /** Adds a field. Status. */
  addObject(field: number): number {
    const rt = this.#rt;
    this.#isLastNull = field === None;
    const isQuoted = this.#quotes(field);
    const text = field === None ? "" : isStr(rt, field) ? strValue(rt, field) : strText(rt, field);
    return text === null ? -1 : this.#add(text, isQuoted);
  }

  #quotes(field: number): boolean {
    const rt = this.#rt;
    switch (this.#dialect.quoting) {
      case Quoting.ALL:
        return true;
      case Quoting.NONNUMERIC:
        return !isNumber(rt, field);
      case Quoting.STRINGS:
        return isStr(rt, field);
      case Quoting.NOTNULL:
        return field !== None;
      default:
        return false;
    }
  }

  /** Whether a field without text cannot be told from none. */
  #cannotQuoteEmpty(): boolean {
    const { quoting } = this.#dialect;
    if (quoting === Quoting.NONE) return true;
    return this.#isLastNull && (quoting === Quoting.STRINGS || quoting === Quoting.NOTNULL);
  }

  #add(text: string, wantsQuotes: boolean): number {
    const { delimiter, quotechar, skipinitialspace } = this.#dialect;
    let isQuoted = wantsQuotes;
    if (text === "" && delimiter === " " && skipinitialspace) {
      if (this.#cannotQuoteEmpty()) {
        const message = "empty field must be quoted if delimiter is a space and skipinitialspace is true";
        return this.#module.fail(this.#rt, message);
      }
      isQuoted = true;
    }
    const escaped = this.#escaped(text);
    if (escaped === null) return -1;
    const quote = isQuoted || escaped.needsQuotes ? quotechar : "";
    this.line += (this.#count > 0 ? delimiter : "") + quote + escaped.text + quote;
    this.#count++;
    return 0;
  }

  #escaped(text: string): { readonly text: string; readonly needsQuotes: boolean } | null {
    const { delimiter, escapechar, quotechar, lineterminator, doublequote, quoting } = this.#dialect;
    const special = delimiter + escapechar + quotechar + lineterminator + "\r\n";
    let result = "";
    let needsQuotes = false;
    for (const character of text) {
      if (special.includes(character)) {
        const isQuote = character === quotechar;
        const wantsEscape = quoting === Quoting.NONE || (isQuote ? !doublequote : character === escapechar);
        if (!wantsEscape) needsQuotes = true;
        if (wantsEscape && escapechar === "") {
          this.#module.fail(this.#rt, "need to escape, but no escapechar set");
          return null;
        }
        if (wantsEscape) result += escapechar;
        else if (isQuote) result += quotechar;
      }
      result += character;
    }
    return { text: result, needsQuotes };
  }

  /** Ends the line. Status. */
  end(): number {
    if (this.#count > 0 && this.line === "") {
      if (this.#cannotQuoteEmpty()) return this.#module.fail(this.#rt, "single empty field record must be quoted");
      const { quotechar } = this.#dialect;
      this.line = quotechar + quotechar;
    }
    this.line += this.#dialect.lineterminator;
    return 0;
  }
}

/** Whether an object has a value as a number. */
function isNumber(rt: Runtime, object: number): boolean {
  if ((object & 1) !== 0 || isSubtype(rt, typeOf(rt, object), FixedType.complex)) return true;
  const { index, int, float } = slotsOf(rt, object);
  return index !== null || int !== null || float !== null;
}

function writeRow(rt: Runtime, self: number, row: number): number {
  const { references, module } = iteratorState(rt, self) as WriterState;
  const [write = 0, dialect = 0] = references;
  const fields = getIter(rt, row);
  if (fields === 0) {
    if (clearIf(rt, rt.types.TypeError)) module.fail(rt, `iterable expected, not ${typeName(rt, row)}`);
    return 0;
  }
  const writer = new LineWriter(rt, module, dialectOf(rt, dialect));
  const status = forEach(rt, fields, (field) => writer.addObject(field));
  decref(rt, fields);
  if (status < 0 || writer.end() < 0 || spendWork(rt, 10 * writer.line.length) < 0) return 0;
  const line = newStr(rt, writer.line);
  const result = callOneArgument(rt, write, line);
  decref(rt, line);
  return result;
}

function writeRows(rt: Runtime, self: number, rows: number): number {
  const status = forEach(rt, rows, (row) => {
    const result = writeRow(rt, self, row);
    if (result === 0) return -1;
    decref(rt, result);
    return 0;
  });
  return status < 0 ? 0 : None;
}

/** `writer(fileobj, …)` with a dialect, which it takes over. */
export function newWriter(rt: Runtime, module: CsvModule, file: number, dialect: number): number {
  const name = internStr(rt, "write");
  const write = getOptionalAttribute(rt, file, name);
  decref(rt, name);
  if (write > 0 && slotsOf(rt, write).call !== null) {
    const state: WriterState = { references: [write, dialect], count: 0, module };
    return newHostObject(rt, module.writerType, state);
  }
  if (write > 0) decref(rt, write);
  decref(rt, dialect);
  return errorOccurred(rt) !== 0 ? 0 : setError(rt, rt.types.TypeError, 'argument 1 must have a "write" method');
}

/** Defines the type. */
export function defineWriter(rt: Runtime, module: CsvModule): void {
  module.writerType = defineType(rt, {
    name: "writer",
    module: "_csv",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: notConstructible("_csv.writer"),
    methods: {
      writerow: method("($self, row, /)", writeRow),
      writerows: method("($self, rows, /)", writeRows),
    },
    getset: { dialect: getset((rt_, self) => newRef(rt_, iteratorState(rt_, self).references[1] as number)) },
    slots: { clear: clearIterator, traverse: traverseIterator },
  });
}
