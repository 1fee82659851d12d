// Expressions back to text, for annotations under `from __future__ import annotations`. Parentheses only where precedence needs
// them; strings in the form of `repr`.

import { reprConstant, reprString } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { fromLiteral } from "../constants/constant.ts";

/** Precedences, loosest first. */
const Level = {
  TUPLE: 0,
  TEST: 1,
  OR: 2,
  AND: 3,
  NOT: 4,
  COMPARE: 5,
  EXPRESSION: 6,
  XOR: 7,
  AND_BITS: 8,
  SHIFT: 9,
  ARITHMETIC: 10,
  TERM: 11,
  FACTOR: 12,
  POWER: 13,
  AWAIT: 14,
  ATOM: 15,
} as const;

const binary = {
  Add: ["+", Level.ARITHMETIC],
  Sub: ["-", Level.ARITHMETIC],
  Mult: ["*", Level.TERM],
  MatMult: ["@", Level.TERM],
  Div: ["/", Level.TERM],
  Mod: ["%", Level.TERM],
  LShift: ["<<", Level.SHIFT],
  RShift: [">>", Level.SHIFT],
  BitOr: ["|", Level.EXPRESSION],
  BitXor: ["^", Level.XOR],
  BitAnd: ["&", Level.AND_BITS],
  FloorDiv: ["//", Level.TERM],
  Pow: ["**", Level.POWER],
} as const;

const unary = { Invert: "~", Not: "not ", UAdd: "+", USub: "-" } as const;

// prettier-ignore
const comparisons = {
  Eq: "==", NotEq: "!=", Lt: "<", LtE: "<=", Gt: ">", GtE: ">=", Is: "is", IsNot: "is not", In: "in", NotIn: "not in",
} as const;

/** The text of an expression. */
export function unparse(node: ast.Expression): string {
  return text(node, Level.TEST);
}

const parenthesized = (needed: boolean, inner: string): string => (needed ? `(${inner})` : inner);

const list = (nodes: readonly ast.Expression[]): string => nodes.map((each) => text(each, Level.TEST)).join(", ");

function text(node: ast.Expression, level: number): string {
  switch (node.node) {
    case "BoolOp": {
      const own = node.op === "And" ? Level.AND : Level.OR;
      const word = node.op === "And" ? " and " : " or ";
      return parenthesized(level > own, node.values.map((value) => text(value, own + 1)).join(word));
    }
    case "BinOp": {
      const [operator, own] = binary[node.op];
      const isRight = node.op === "Pow";
      const left = text(node.left, own + (isRight ? 1 : 0));
      const right = text(node.right, own + (isRight ? 0 : 1));
      return parenthesized(level > own, `${left} ${operator} ${right}`);
    }
    case "UnaryOp": {
      const own = node.op === "Not" ? Level.NOT : Level.FACTOR;
      return parenthesized(level > own, unary[node.op] + text(node.operand, own));
    }
    case "Lambda": {
      const head = node.args.args.length > 0 ? "lambda " : "lambda";
      return parenthesized(level > Level.TEST, `${head}${argumentsText(node.args)}: ${text(node.body, Level.TEST)}`);
    }
    case "IfExp": {
      const [body, test] = [text(node.body, Level.TEST + 1), text(node.test, Level.TEST + 1)];
      return parenthesized(level > Level.TEST, `${body} if ${test} else ${text(node.orelse, Level.TEST)}`);
    }
    case "Compare": {
      const rest = node.comparators.map((each, index) => {
        const operator = comparisons[node.ops[index] ?? "Eq"];
        return ` ${operator} ${text(each, Level.COMPARE + 1)}`;
      });
      return parenthesized(level > Level.COMPARE, text(node.left, Level.COMPARE + 1) + rest.join(""));
    }
    case "Await":
      return parenthesized(level > Level.AWAIT, `await ${text(node.value, Level.ATOM)}`);
    case "NamedExpr":
      return parenthesized(level > Level.TUPLE, `${text(node.target, Level.ATOM)} := ${text(node.value, Level.ATOM)}`);
    case "Yield":
      return node.value === null ? "(yield)" : `(yield ${text(node.value, Level.TEST)})`;
    case "YieldFrom":
      return `(yield from ${text(node.value, Level.TEST)})`;
    case "Starred":
      return `*${text(node.value, Level.EXPRESSION)}`;
    case "Name":
      return node.id;
    case "Constant":
      return constantText(node);
    case "Attribute": {
      const isInt = node.value.node === "Constant" && node.value.value.type === "int";
      return `${text(node.value, Level.ATOM)}${isInt ? " ." : "."}${node.attr}`;
    }
    case "Subscript":
      return `${text(node.value, Level.ATOM)}[${text(node.slice, Level.TUPLE)}]`;
    case "Slice": {
      const part = (bound: ast.Expression | null): string => (bound === null ? "" : text(bound, Level.TEST));
      return `${part(node.lower)}:${part(node.upper)}${node.step === null ? "" : `:${part(node.step)}`}`;
    }
    case "Call":
      return callText(node);
    default:
      return displayText(node, level);
  }
}

type Display = Extract<
  ast.Expression,
  {
    readonly node:
      | "Dict"
      | "Set"
      | "List"
      | "Tuple"
      | "ListComp"
      | "SetComp"
      | "DictComp"
      | "GeneratorExp"
      | "JoinedStr"
      | "TemplateStr"
      | "FormattedValue"
      | "Interpolation";
  }
>;

function displayText(node: Display, level: number): string {
  switch (node.node) {
    case "Dict": {
      const items = node.values.map((value, index) => {
        const key = node.keys[index] ?? null;
        if (key === null) return `**${text(value, Level.EXPRESSION)}`;
        return `${text(key, Level.TEST)}: ${text(value, Level.TEST)}`;
      });
      return `{${items.join(", ")}}`;
    }
    case "Set":
      return `{${list(node.elts)}}`;
    case "List":
      return `[${list(node.elts)}]`;
    case "Tuple":
      if (node.elts.length === 0) return "()";
      return parenthesized(level > Level.TUPLE, list(node.elts) + (node.elts.length === 1 ? "," : ""));
    case "ListComp":
      return `[${text(node.elt, Level.TEST)}${generatorsText(node.generators)}]`;
    case "SetComp":
      return `{${text(node.elt, Level.TEST)}${generatorsText(node.generators)}}`;
    case "GeneratorExp":
      return `(${text(node.elt, Level.TEST)}${generatorsText(node.generators)})`;
    case "DictComp": {
      const [key, value] = [text(node.key, Level.TEST), text(node.value, Level.TEST)];
      return `{${key}: ${value}${generatorsText(node.generators)}}`;
    }
    case "JoinedStr":
      return `f${reprString(node.values.map(partText).join(""))}`;
    case "TemplateStr":
      return `t${reprString(node.values.map(partText).join(""))}`;
    case "FormattedValue":
    case "Interpolation":
      return `f${reprString(partText(node))}`;
  }
}

function generatorsText(generators: readonly ast.Comprehension[]): string {
  return generators
    .map(({ target, iter, ifs, is_async }) => {
      const head = `${is_async === 1 ? " async for " : " for "}${text(target, Level.TUPLE)} in ${text(iter, Level.TEST + 1)}`;
      return head + ifs.map((condition) => ` if ${text(condition, Level.TEST + 1)}`).join("");
    })
    .join("");
}

function callText({ func, args, keywords }: ast.Call): string {
  const [only, second] = args;
  const head = text(func, Level.ATOM);
  if (only?.node === "GeneratorExp" && second === undefined && keywords.length === 0)
    return head + text(only, Level.TEST);
  const named = keywords.map(({ arg, value }) => `${arg === null ? "**" : `${arg}=`}${text(value, Level.TEST)}`);
  return `${head}(${[...args.map((each) => text(each, Level.TEST)), ...named].join(", ")})`;
}

function argumentsText(args: ast.Arguments): string {
  const parts: string[] = [];
  const withDefault = (name: string, value: ast.Expression | null | undefined): string =>
    value === null || value === undefined ? name : `${name}=${text(value, Level.TEST)}`;
  const positional = [...args.posonlyargs, ...args.args];
  positional.forEach(({ arg }, index) => {
    parts.push(withDefault(arg, args.defaults[index - positional.length + args.defaults.length]));
    if (index + 1 === args.posonlyargs.length) parts.push("/");
  });
  if (args.vararg !== null) parts.push(`*${args.vararg.arg}`);
  else if (args.kwonlyargs.length > 0) parts.push("*");
  args.kwonlyargs.forEach(({ arg }, index) => parts.push(withDefault(arg, args.kw_defaults[index])));
  if (args.kwarg !== null) parts.push(`**${args.kwarg.arg}`);
  return parts.join(", ");
}

function constantText({ value, kind }: ast.Constant): string {
  if (value.type === "Ellipsis") return "...";
  // What a literal too large for a float means.
  return (kind ?? "") + reprConstant(fromLiteral(value)).replaceAll("inf", infinity(value));
}

const infinity = (value: ast.ConstantValue): string =>
  value.type === "float" || value.type === "complex" ? "1e309" : "inf";

/** A part of an f-string, inside the quotes. */
function partText(node: ast.Expression): string {
  if (node.node === "Constant" && node.value.type === "str") {
    return node.value.value.replaceAll("{", "{{").replaceAll("}", "}}");
  }
  if (node.node === "JoinedStr") return node.values.map(partText).join("");
  if (node.node !== "FormattedValue" && node.node !== "Interpolation") return text(node, Level.TEST);
  const inner =
    node.node === "Interpolation" && node.str.type === "str" ? node.str.value : text(node.value, Level.TEST + 1);
  const conversion = node.conversion >= 0 ? `!${String.fromCharCode(node.conversion)}` : "";
  const spec = node.format_spec === null ? "" : `:${partText(node.format_spec)}`;
  return `{${inner.startsWith("{") ? " " : ""}${inner}${conversion}${spec}}`;
}
