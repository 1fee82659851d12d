/**
 * What the second pass says: the forms of complaint that `grammar.ts` names after `=>`.
 *
 * | form | place |
 * |---|---|
 * | `at a` | the extent of `a` |
 * | `range a b` | from the start of `a` to the end of `b` |
 * | `from a` | from `a` to where the tokenizer stood |
 * | `last` | the last token read |
 * | `next` | the token after the match |
 * | `indent` | the last token read, as an IndentationError |
 *
 * In a message `%s` names the kind of expression `a` is, `%t` is its text and `%l` its line.
 */
import { decodeText, normalizeLineEnds } from "../escapes.ts";
import { isRefusal, stringValue } from "../strings.ts";
import { MAXIMUM_DECIMAL_DIGITS } from "../literals.ts";
import * as K from "../tokenizer/kinds.ts";
import { type Machine, Raised, type TokenPlace, type Value, flatten, placeOfToken } from "./machine.ts";
import type { Complaint } from "./notation.ts";

/** Names of expressions by their kind, for messages. */
const EXPRESSION_NAMES: Readonly<Record<string, string>> = {
  Attribute: "attribute",
  Subscript: "subscript",
  Starred: "starred",
  Name: "name",
  List: "list",
  Tuple: "tuple",
  Lambda: "lambda",
  Call: "function call",
  BoolOp: "expression",
  BinOp: "expression",
  UnaryOp: "expression",
  GeneratorExp: "generator expression",
  Yield: "yield expression",
  YieldFrom: "yield expression",
  Await: "await expression",
  ListComp: "list comprehension",
  SetComp: "set comprehension",
  DictComp: "dict comprehension",
  Dict: "dict literal",
  Set: "set display",
  JoinedStr: "f-string expression",
  TemplateStr: "t-string expression",
  Constant: "literal",
  True: "True",
  False: "False",
  None: "None",
  Ellipsis: "ellipsis",
  Compare: "comparison",
  IfExp: "conditional expression",
  NamedExpr: "named expression",
};

/** Throws the complaint, or returns whether the alternative stands: `false` makes its whole rule fail. */
export function complain(machine: Machine, complaint: Complaint, bound: Readonly<Record<string, Value>>): boolean {
  const a = bound["a"] ?? nothing(machine);
  const b = bound["b"] ?? a;
  switch (complaint.form) {
    case "at":
      return raise(machine, complaint.message, a, a.start, a.end);
    case "range":
      return raise(machine, complaint.message, a, a.start, b.end);
    case "from":
      return raise(machine, complaint.message, a, a.start, "current");
    case "next":
      return raiseAtToken(machine, complaint.message, machine.mark);
    case "last":
      return raiseAtLast(machine, complaint.message);
    case "indent":
      throw new Raised({
        ...lastPlace(machine),
        type: "IndentationError",
        message: words(machine, complaint.message, a),
      });
    case "target":
      return invalidTarget(machine, a, complaint.message);
    case "items": {
      const last = flatten([b]).at(-1) ?? b;
      return raise(machine, complaint.message, a, a.start, last.end);
    }
    case "inside": {
      const parts = flatten([a]);
      return raise(machine, complaint.message, a, parts[0]?.start ?? a.start, parts.at(-1)?.end ?? a.end);
    }
    case "mixed": {
      const last = a.parts.at(-1) ?? a;
      return raise(machine, complaint.message, a, last.start, b.end);
    }
    case "comma": {
      const level = machine.stream.levels[machine.mark - 1] ?? 0;
      if (isLegacy(machine, a) || level === 0) return false;
      return raise(machine, complaint.message, a, a.start, b.end);
    }
    case "legacy":
      return isLegacy(machine, a) && raise(machine, complaint.message, a, a.start, b.end);
    case "bound": {
      const what = b.kind === "Tuple" ? "constraints" : "bound";
      return raise(machine, `cannot use ${what} with ${complaint.message}`, a, a.start, "current");
    }
    case "colon":
      throw new Raised({
        type: "SyntaxError",
        message: complaint.message,
        start: a.end - 1,
        end: null,
        shift: 0,
      });
    case "genexp": {
      const positional = a.parts.filter((part) => part.kind !== "Keyword" && part.kind !== "Unpacking");
      const last = positional.at(-1);
      if (positional.length <= 1 || last === undefined) return false;
      return raise(machine, complaint.message, a, last.start, b.end);
    }
    case "arguments": {
      const unpacking = a.parts.some((part) => part.kind === "Unpacking");
      return raiseAtLast(machine, `positional argument follows keyword argument${unpacking ? " unpacking" : ""}`);
    }
    case "conversion":
      return checkConversion(machine, a, b);
    case "string":
      return checkString(machine, a);
    case "middle":
      return checkMiddle(machine, a);
    case "middles":
      return a.parts.every((part) => part.kind !== "token" || checkMiddle(machine, part));
    case "concatenate":
      return checkConcatenation(machine, a);
    case "real":
      return isImaginary(machine, a)
        ? raise(machine, "real number required in complex literal", a, a.start, a.end)
        : true;
    case "imaginary":
      if (isImaginary(machine, a)) return true;
      return raise(machine, "imaginary number required in complex literal", a, a.start, a.end);
    default:
      return true;
  }
}

function nothing(machine: Machine): Value {
  return { kind: "list", start: 0, end: 0, token: machine.mark, parts: [] };
}

function raise(machine: Machine, message: string, a: Value, start: number, end: number | "current"): never {
  throw new Raised({ type: "SyntaxError", message: words(machine, message, a), start, end, shift: 0 });
}

function raiseAtToken(machine: Machine, message: string, token: number): never {
  const start = machine.stream.starts[token] ?? 0;
  throw new Raised({ type: "SyntaxError", message, start, end: machine.stream.ends[token] ?? start, shift: 0 });
}

function raiseAtLast(machine: Machine, message: string): never {
  throw new Raised({ ...lastPlace(machine), type: "SyntaxError", message });
}

function lastPlace(machine: Machine): TokenPlace {
  return placeOfToken(machine.source, machine.stream, machine.fill - 1);
}

function words(machine: Machine, message: string, a: Value): string {
  return message.replace(/%[stl]/g, (mark) => {
    if (mark === "%s") return EXPRESSION_NAMES[a.kind] ?? "expression";
    if (mark === "%t") return machine.source.slice(a.start, a.end);
    return String(machine.source.slice(0, a.start).split(/\r\n|[\r\n]/).length);
  });
}

function isLegacy(machine: Machine, a: Value): boolean {
  if (a.kind !== "Name") return false;
  const name = machine.source.slice(a.start, a.end);
  return name === "print" || name === "exec";
}

/** Complains of the first part of a target that cannot be one; without such a part the rule just fails. */
function invalidTarget(machine: Machine, a: Value, targets: string): boolean {
  const invalid = firstInvalid(machine, a, targets);
  if (invalid === null) return false;
  const message = targets === "del" ? "cannot delete %s" : "cannot assign to %s";
  return raise(machine, message, invalid, invalid.start, invalid.end);
}

function firstInvalid(machine: Machine, value: Value, targets: string): Value | null {
  switch (value.kind) {
    case "List":
    case "Tuple":
      for (const part of value.parts) {
        const invalid = firstInvalid(machine, part, targets);
        if (invalid !== null) return invalid;
      }
      return null;
    case "Starred":
      return targets === "del" ? value : firstInvalid(machine, value.parts[0] ?? value, targets);
    case "Compare": {
      if (targets !== "for") return value;
      const [left, rest] = value.parts;
      const operator = rest?.parts[0]?.token ?? 0;
      if (machine.stream.kinds[operator] !== K.IN || left === undefined) return null;
      return firstInvalid(machine, left, targets);
    }
    case "Name":
    case "Subscript":
    case "Attribute":
      return null;
    default:
      return value;
  }
}

function checkConversion(machine: Machine, mark: Value, name: Value): boolean {
  const letter =
    machine.stream.kinds.subarray(0, mark.token).lastIndexOf(K.TSTRING_START) >
    machine.stream.kinds.subarray(0, mark.token).lastIndexOf(K.FSTRING_START)
      ? "t"
      : "f";
  if (mark.end !== name.start) {
    const message = `${letter}-string: conversion type must come right after the exclamation mark`;
    return raise(machine, message, mark, mark.start, name.end);
  }
  const text = machine.source.slice(name.start, name.end);
  if (text === "s" || text === "r" || text === "a") return true;
  const message = `${letter}-string: invalid conversion character '${text}': expected 's', 'r', or 'a'`;
  return raise(machine, message, name, name.start, name.end);
}

function checkString(machine: Machine, token: Value): boolean {
  const value = stringValue(machine.text(token.token), token.start, {
    resolveCharacterName: machine.resolveCharacterName,
    warnings: [],
  });
  if (!isRefusal(value)) return true;
  if (value.message.startsWith("bytes can only")) {
    return raise(machine, value.message, token, token.start, token.end);
  }
  return raiseAtLast(machine, value.message);
}

/** The text of an f- or t-string between its fields. */
function checkMiddle(machine: Machine, middle: Value): boolean {
  if (isRawString(machine, middle.token)) return true;
  const context = { resolveCharacterName: machine.resolveCharacterName, warnings: [] };
  const text = decodeText(normalizeLineEnds(machine.text(middle.token)), middle.start, context);
  return typeof text === "string" || raiseAtLast(machine, text.message);
}

/** Whether the f- or t-string around a token is raw. */
function isRawString(machine: Machine, inside: number): boolean {
  let depth = 0;
  for (let token = inside; token >= 0; token--) {
    const kind = machine.stream.kinds[token];
    if (kind === K.FSTRING_END || kind === K.TSTRING_END) depth++;
    if ((kind === K.FSTRING_START || kind === K.TSTRING_START) && depth-- === 0) return /r/i.test(machine.text(token));
  }
  return false;
}

function checkConcatenation(machine: Machine, strings: Value): boolean {
  let bytes = false;
  let text = false;
  for (const part of strings.parts) {
    if (part.kind === "Constant" && /^(?:b|r?b)/i.test(machine.text(part.token))) bytes = true;
    else text = true;
  }
  if (!bytes || !text) return true;
  return raiseAtLast(machine, "cannot mix bytes and nonbytes literals");
}

function isImaginary(machine: Machine, a: Value): boolean {
  return /[jJ]$/.test(machine.text(a.token));
}

/** Complains of an integer literal with too many digits. */
export function checkNumber(machine: Machine, token: number): void {
  const digits = machine.text(token).replaceAll("_", "");
  if (digits.length <= MAXIMUM_DECIMAL_DIGITS || !/^\d+$/.test(digits)) return;
  throw new Raised({
    type: "SyntaxError",
    message: `Exceeds the limit (${MAXIMUM_DECIMAL_DIGITS} digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.`,
    start: machine.stream.starts[token] ?? 0,
    end: null,
    shift: 0,
    noColumn: true,
  });
}
