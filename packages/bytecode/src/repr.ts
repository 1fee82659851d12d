// `repr` of constants, as disassembly, error messages and stringified annotations show them.

import { type CodeConstant, type CodeObject } from "./code-object.ts";

/** What stands for a code object's address in its `repr`; nothing by default. */
export type AddressOf = (code: CodeObject) => string;

/** `repr(constant)`. */
export function reprConstant(constant: CodeConstant, addressOf?: AddressOf): string {
  const repr = (item: CodeConstant): string => reprConstant(item, addressOf);
  switch (constant.type) {
    case "None":
    case "Ellipsis":
      return constant.type;
    case "bool":
      return constant.value ? "True" : "False";
    case "int":
      return String(constant.value);
    case "float":
      return reprFloat(constant.value, { alwaysPoint: true });
    case "complex":
      return reprComplex(constant.real, constant.imag);
    case "str":
      return reprString(constant.value);
    case "bytes":
      return reprBytes(constant.value);
    case "tuple":
      return `(${constant.items.map(repr).join(", ")}${constant.items.length === 1 ? "," : ""})`;
    case "frozenset":
      return constant.items.length === 0 ? "frozenset()" : `frozenset({${constant.items.map(repr).join(", ")}})`;
    case "slice":
      return `slice(${[constant.start, constant.stop, constant.step].map(repr).join(", ")})`;
    case "code":
      return reprCode(constant.code, addressOf);
  }
}

/** `repr(code)`. */
export function reprCode(code: CodeObject, addressOf?: AddressOf): string {
  const address = addressOf === undefined ? "" : ` at ${addressOf(code)}`;
  return `<code object ${code.name}${address}, file "${code.filename}", line ${code.firstLineNumber}>`;
}

/** From this power of ten on, and below 10**-4, floats are written with an exponent. */
const exponentFrom = 16;

function reprFloat(value: number, { alwaysPoint }: { readonly alwaysPoint: boolean }): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  const point = alwaysPoint ? ".0" : "";
  if (value === 0) return (Object.is(value, -0) ? "-0" : "0") + point;
  const [digits = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= exponentFrom) {
    return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const text = String(value);
  const plain = text.includes("e")
    ? value.toFixed(Math.max(0, digits.replace(/[-.]/g, "").length - 1 - exponent))
    : text;
  return plain.includes(".") ? plain : plain + point;
}

function reprComplex(real: number, imag: number): string {
  const imaginary = `${reprFloat(imag, { alwaysPoint: false })}j`;
  if (real === 0 && !Object.is(real, -0)) return imaginary;
  const sign = imaginary.startsWith("-") ? "" : "+";
  return `(${reprFloat(real, { alwaysPoint: false })}${sign}${imaginary})`;
}

const quoteFor = (text: string): string => (text.includes("'") && !text.includes('"') ? '"' : "'");

const namedEscapes: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/** `repr` of a str. */
export function reprString(text: string): string {
  const quote = quoteFor(text);
  let body = "";
  for (const character of text) {
    if (character === quote) body += `\\${character}`;
    else body += namedEscapes.get(character) ?? (isPrintable(character) ? character : escapeCharacter(character));
  }
  return quote + body + quote;
}

const isPrintable = (character: string): boolean => character === " " || !/[\p{C}\p{Z}]/u.test(character);

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
}

function reprBytes(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const quote = quoteFor(text);
  let body = "";
  for (const character of text) {
    if (character === quote) body += `\\${character}`;
    else body += namedEscapes.get(character) ?? (/[ -~]/.test(character) ? character : escapeCharacter(character));
  }
  return `b${quote}${body}${quote}`;
}
