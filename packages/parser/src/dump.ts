/** The tree as text, in the format of CPython's `ast.dump`. */
import type { ConstantValue, Node } from "./ast.ts";
import { fieldsOf } from "./fields.ts";
import { LineIndex } from "./positions.ts";
import { isNode } from "./walk.ts";

export interface DumpOptions {
  /** The source text: with it, `lineno`, `col_offset`, `end_lineno` and `end_col_offset` are shown. */
  readonly attributes?: string;
}

/**
 * `ast.dump(node)` of CPython 3.14: one line, fields that hold `None` or an empty list left out.
 *
 * Iterative; the depth of the tree does not matter.
 *
 * @example
 * dump(parsed.ast); // "Module(body=[Expr(value=Name(id='x', ctx=Load()))])"
 */
export function dump(root: Node, options: DumpOptions = {}): string {
  const lines = options.attributes === undefined ? null : new LineIndex(options.attributes);
  let text = "";
  const pending: (string | Node)[] = [root];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (typeof item === "string") text += item;
    else {
      const parts = nodeParts(item, lines);
      for (let index = parts.length - 1; index >= 0; index--) pending.push(parts[index] ?? "");
    }
  }
  return text;
}

/** A node's text with its child nodes left as nodes. */
function nodeParts(node: Node, lines: LineIndex | null): (string | Node)[] {
  const parts: (string | Node)[] = [`${node.node}(`];
  const record = node as unknown as Readonly<Record<string, unknown>>;
  let separator = "";
  for (const { name, form } of fieldsOf(node.node)) {
    const value = record[name];
    if (form === "optional" && value === null) continue;
    if (form === "list" && Array.isArray(value) && value.length === 0) continue;
    parts.push(`${separator}${name}=`);
    separator = ", ";
    if (Array.isArray(value)) {
      value.forEach((item: unknown, index) => {
        parts.push(index === 0 ? "[" : ", ");
        parts.push(isNode(item) ? item : scalar(name, item));
      });
      parts.push("]");
    } else parts.push(isNode(value) ? value : scalar(name, value));
  }
  if (lines !== null && "start" in node) {
    const start = lines.locate(node.start);
    const end = lines.locate(node.end);
    parts.push(
      `${separator}lineno=${start.lineno}, col_offset=${start.col_offset}, ` +
        `end_lineno=${end.lineno}, end_col_offset=${end.col_offset}`,
    );
  }
  parts.push(")");
  return parts;
}

function scalar(field: string, value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") {
    return field === "op" || field === "ops" || field === "ctx" ? `${value}()` : reprText(value);
  }
  return reprConstant(value as ConstantValue);
}

function reprConstant(value: ConstantValue): string {
  switch (value.type) {
    case "None":
      return "None";
    case "Ellipsis":
      return "Ellipsis";
    case "bool":
      return value.value ? "True" : "False";
    case "int":
      return String(value.value);
    case "float":
      return reprFloat(value.value, ".0");
    case "complex":
      return `${reprFloat(value.imag, "")}j`;
    case "str":
      return reprText(value.value);
    case "bytes":
      return reprBytes(value.value);
  }
}

function reprFloat(value: number, suffix: string): string {
  if (value === Infinity) return suffix === "" ? "inf" : "inf";
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const shortest = value.toExponential();
  const power = Number(shortest.slice(shortest.indexOf("e") + 1));
  if (value !== 0 && (power < -4 || power >= 16)) {
    const mantissa = shortest.slice(0, shortest.indexOf("e"));
    return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const text = Math.abs(exponent) > 20 ? value.toFixed(0) : String(value);
  return text.includes(".") ? text : text + suffix;
}

function reprBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(39) && !bytes.includes(34) ? 34 : 39;
  let text = "";
  for (const byte of bytes) {
    if (byte === quote || byte === 92) text += `\\${String.fromCharCode(byte)}`;
    else if (byte === 9) text += "\\t";
    else if (byte === 10) text += "\\n";
    else if (byte === 13) text += "\\r";
    else if (byte < 32 || byte > 126) text += `\\x${byte.toString(16).padStart(2, "0")}`;
    else text += String.fromCharCode(byte);
  }
  const mark = String.fromCharCode(quote);
  return `b${mark}${text}${mark}`;
}

const UNPRINTABLE = /[\p{C}\p{Z}]/u;

function reprText(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let text = "";
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (character === quote || character === "\\") text += `\\${character}`;
    else if (character === "\t") text += "\\t";
    else if (character === "\n") text += "\\n";
    else if (character === "\r") text += "\\r";
    else if (character === " " || (code > 32 && code < 127)) text += character;
    else if (code < 128 || UNPRINTABLE.test(character)) text += escapeCode(code);
    else text += character;
  }
  return quote + text + quote;
}

function escapeCode(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}
