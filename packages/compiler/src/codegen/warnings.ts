// Warnings about expressions that cannot be meant as they stand.

import { type ast } from "@tjit/parser";
import { type CodeGenerator } from "./generator.ts";

/** Type of a constant, as Python names it. */
const constantTypes = {
  None: "NoneType",
  Ellipsis: "ellipsis",
  bool: "bool",
  int: "int",
  float: "float",
  complex: "complex",
  str: "str",
  bytes: "bytes",
} as const;

/** Name of the type of an expression's value, if that can be told. */
function inferType(node: ast.Expression): string | null {
  switch (node.node) {
    case "Tuple":
      return "tuple";
    case "List":
    case "ListComp":
      return "list";
    case "Dict":
    case "DictComp":
      return "dict";
    case "Set":
    case "SetComp":
      return "set";
    case "GeneratorExp":
      return "generator";
    case "Lambda":
      return "function";
    case "TemplateStr":
    case "Interpolation":
      return "string.templatelib.Template";
    case "JoinedStr":
    case "FormattedValue":
      return "str";
    case "Constant":
      return constantTypes[node.value.type];
    default:
      return null;
  }
}

/** `x is 1`. */
export function checkCompare(c: CodeGenerator, node: ast.Compare): void {
  let left = node.left;
  for (const [index, right] of node.comparators.entries()) {
    const operator = node.ops[index];
    if ((operator === "Is" || operator === "IsNot") && (isLiteral(left) || isLiteral(right))) {
      const [text, better] = operator === "Is" ? ["is", "=="] : ["is not", "!="];
      const type = inferType(isLiteral(left) ? left : right) ?? "";
      return c.warn(`"${text}" with '${type}' literal. Did you mean "${better}"?`, c.locate(node));
    }
    left = right;
  }
}

/** A constant that is not one of the singletons. */
function isLiteral(node: ast.Expression): boolean {
  if (node.node === "Tuple") return node.elts.every((element) => element.node === "Constant");
  if (node.node !== "Constant") return false;
  return !["None", "bool", "Ellipsis"].includes(node.value.type);
}

// prettier-ignore
const notCallable: ReadonlySet<string> = new Set([
  "Constant", "Tuple", "List", "ListComp", "Dict", "DictComp", "Set", "SetComp", "GeneratorExp", "JoinedStr",
  "TemplateStr", "FormattedValue", "Interpolation",
]);

/** `(1, 2) (3, 4)`. */
export function checkCaller(c: CodeGenerator, node: ast.Expression): void {
  if (!notCallable.has(node.node)) return;
  const type = inferType(node) ?? "";
  c.warn(`'${type}' object is not callable; perhaps you missed a comma?`, c.locate(node));
}

// prettier-ignore
const notSubscriptable: ReadonlySet<string> = new Set([
  "Set", "SetComp", "GeneratorExp", "TemplateStr", "Interpolation", "Lambda",
]);

/** `1[0]`. */
export function checkSubscripter(c: CodeGenerator, node: ast.Expression): void {
  const isScalar =
    node.node === "Constant" && ["None", "Ellipsis", "int", "bool", "float", "complex"].includes(node.value.type);
  if (!isScalar && !notSubscriptable.has(node.node)) return;
  const type = inferType(node) ?? "";
  c.warn(`'${type}' object is not subscriptable; perhaps you missed a comma?`, c.locate(node));
}

const sequences: ReadonlySet<string> = new Set(["Tuple", "List", "ListComp", "JoinedStr", "FormattedValue"]);

/** `[1, 2]["a"]`. */
export function checkIndex(c: CodeGenerator, node: ast.Expression, index: ast.Expression): void {
  const indexType = inferType(index);
  if (indexType === null || indexType === "int" || indexType === "bool") return;
  const isText = node.node === "Constant" && (node.value.type === "str" || node.value.type === "bytes");
  if (!isText && !sequences.has(node.node)) return;
  const type = inferType(node) ?? "";
  c.warn(`${type} indices must be integers or slices, not ${indexType}; perhaps you missed a comma?`, c.locate(node));
}
