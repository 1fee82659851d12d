// The format specification mini-language:
//
//   [[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]
//
// Source: "Format Specification Mini-Language" in the library reference, 3.14.

import { Failure, valueError } from "../numbers/failure.ts";
import { type FormatCaches } from "./format-caches.ts";

/** A parsed specification. Widths count code points; -1 where absent. */
export interface FormatSpec {
  readonly fill: string;
  readonly align: "<" | ">" | "=" | "^";
  /** Whether fill or align were written. */
  readonly alignGiven: boolean;
  readonly sign: "" | "+" | "-" | " ";
  /** `z`: a negative zero becomes a positive one. */
  readonly coerceZero: boolean;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: "" | "," | "_";
  readonly precision: number;
  readonly fractionGrouping: "" | "," | "_";
  /** The type character, "" where absent. */
  readonly type: string;
}

/** How values of a kind are aligned unless the specification says so. */
export type DefaultAlign = "<" | ">";

const LARGEST = 0x7fffffffffffffffn;

/** Parses `text`, or finds it parsed in `caches`; `typeName` is for messages. */
export function parseFormatSpec(
  text: string,
  typeName: string,
  defaultAlign: DefaultAlign,
  caches?: FormatCaches,
): FormatSpec | Failure {
  const known = caches?.specs[defaultAlign].get(text);
  if (known !== undefined) return known;
  const spec = parseSpec(text, typeName, defaultAlign);
  if (!(spec instanceof Failure)) caches?.specs[defaultAlign].add(text, spec);
  return spec;
}

const longestWidth = 2 ** 28;

function parseSpec(text: string, typeName: string, defaultAlign: DefaultAlign): FormatSpec | Failure {
  const parser = new SpecParser(text);
  let fill = " ";
  let align: FormatSpec["align"] = defaultAlign;
  const first = String.fromCodePoint(text.codePointAt(0) ?? 32);
  let fillGiven = false;
  let alignGiven = false;
  if (isAlign(text.charAt(first.length))) {
    fill = first;
    align = text.charAt(first.length) as FormatSpec["align"];
    fillGiven = alignGiven = true;
    parser.position = first.length + 1;
  } else if (isAlign(text.charAt(0))) {
    align = text.charAt(0) as FormatSpec["align"];
    alignGiven = true;
    parser.position = 1;
  }
  const sign = parser.take("+- ") as FormatSpec["sign"];
  const coerceZero = parser.take("z") !== "";
  const alternate = parser.take("#") !== "";
  if (!fillGiven && parser.take("0") !== "") {
    fill = "0";
    if (!alignGiven && defaultAlign === ">") align = "=";
  }
  const width = parser.number();
  if (width instanceof Failure) return width;
  // Longer texts than the host's are refused by it, with an exception of its own; a fill may be two units wide.
  if (width > longestWidth) return new Failure("MemoryError", "");
  const grouping = parser.grouping();
  if (grouping instanceof Failure) return grouping;
  let precision: number | Failure = -1;
  let fractionGrouping: "" | "," | "_" = "";
  if (parser.take(".") !== "") {
    precision = parser.number();
    if (precision instanceof Failure) return precision;
    const separators = parser.grouping();
    if (separators instanceof Failure) return separators;
    fractionGrouping = separators;
    if (precision < 0 && fractionGrouping === "") return valueError("Format specifier missing precision");
  }
  const rest = [...text.slice(parser.position)];
  if (rest.length > 1) return valueError(`Invalid format specifier '${text}' for object of type '${typeName}'`);
  const type = rest[0] ?? "";
  const misplaced = misplacedGrouping(grouping, type === "" && defaultAlign === "<" ? "s" : type);
  if (misplaced !== undefined) return misplaced;
  // The type decides later whether there is a fraction at all; only the locale's own grouping excludes ours.
  if (fractionGrouping !== "" && type === "n") return valueError(`Cannot specify '${fractionGrouping}' with 'n'.`);
  return {
    fill,
    align,
    alignGiven,
    sign,
    coerceZero,
    alternate,
    width,
    grouping,
    precision,
    fractionGrouping,
    type,
  };
}

function isAlign(character: string): boolean {
  return character === "<" || character === ">" || character === "=" || character === "^";
}

function misplacedGrouping(grouping: "" | "," | "_", type: string): Failure | undefined {
  if (grouping === "" || "defgEG%F".includes(type)) return undefined;
  if (grouping === "_" && "boxX".includes(type)) return undefined;
  return valueError(`Cannot specify '${grouping}' with ${shownCode(type)}.`);
}

/** A type character in a message. */
export function shownCode(type: string): string {
  const code = type.codePointAt(0) ?? 0;
  return code > 32 && code < 128 ? `'${type}'` : `'\\x${code.toString(16)}'`;
}

/** The message for a type character that objects of `typeName` do not know. */
export function unknownFormatCode(type: string, typeName: string): Failure {
  return valueError(`Unknown format code ${shownCode(type)} for object of type '${typeName}'`);
}

class SpecParser {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next character if it is one of `choices`, else "". */
  take(choices: string): string {
    const character = this.text.charAt(this.position);
    if (character === "" || !choices.includes(character)) return "";
    this.position++;
    return character;
  }

  number(): number | Failure {
    const start = this.position;
    while (isDigit(this.text.charCodeAt(this.position))) this.position++;
    if (start === this.position) return -1;
    const digits = this.text.slice(start, this.position);
    if (digits.length > 15 && BigInt(digits) > LARGEST) return valueError("Too many decimal digits in format string");
    return Number(digits);
  }

  grouping(): "" | "," | "_" | Failure {
    const comma = this.take(",") !== "";
    const underscore = this.take("_") !== "";
    if ((comma && underscore) || (underscore && this.text.charAt(this.position) === ",")) {
      return valueError("Cannot specify both ',' and '_'.");
    }
    return comma ? "," : underscore ? "_" : "";
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
