// What a tree that a program made must be like besides having the right classes in the right places. CPython's ast.c.

import { type Runtime, setError } from "@tjit/runtime/api";
import { type TreeNode } from "./to-object.ts";

type Context = "Load" | "Store" | "Del";

/** Fields with targets, by class: contexts other than Load. */
const targets: Readonly<Record<string, Readonly<Record<string, Context>>>> = {
  Delete: { targets: "Del" },
  Assign: { targets: "Store" },
  TypeAlias: { name: "Store" },
  AugAssign: { target: "Store" },
  AnnAssign: { target: "Store" },
  For: { target: "Store" },
  AsyncFor: { target: "Store" },
  comprehension: { target: "Store" },
  withitem: { optional_vars: "Store" },
  NamedExpr: { target: "Store" },
};

/** Lists that must have something in them, by class. */
const nonempty: Readonly<Record<string, readonly string[]>> = {
  FunctionDef: ["body"],
  AsyncFunctionDef: ["body"],
  ClassDef: ["body"],
  Delete: ["targets"],
  Assign: ["targets"],
  For: ["body"],
  AsyncFor: ["body"],
  While: ["body"],
  If: ["body"],
  With: ["items", "body"],
  AsyncWith: ["items", "body"],
  Match: ["cases"],
  Try: ["body"],
  TryStar: ["body"],
  ExceptHandler: ["body"],
  Import: ["names"],
  ImportFrom: ["names"],
  Global: ["names"],
  Nonlocal: ["names"],
  match_case: ["body"],
};

const comprehensions = ["ListComp", "SetComp", "DictComp", "GeneratorExp"];

/** Whether a tree is fine; else an exception is set. */
export function checkTree(rt: Runtime, root: unknown): boolean {
  const refuse = (message: string): false => {
    setError(rt, rt.types.ValueError, message);
    return false;
  };
  const pending: { readonly node: TreeNode; readonly context: Context }[] = [];
  const push = (value: unknown, context: Context): void => {
    if (typeof value === "object" && value !== null && "node" in value)
      pending.push({ node: value as TreeNode, context });
  };
  push(root, "Load");
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const { node, context } = item;
    const own = node["ctx"];
    if (typeof own === "string" && own !== context)
      return refuse(`expression must have ${context} context but has ${own} instead`);
    if (own === undefined && context !== "Load" && "start" in node)
      return refuse(`expression which can't be assigned to in ${context} context`);
    for (const field of nonempty[node.node] ?? [])
      if (listOf(node, field).length === 0) return refuse(`empty ${field} on ${node.node}`);
    const message = checkNode(node);
    if (message !== null) return refuse(message);
    const inner = targets[node.node] ?? {};
    const passesOn = node.node === "Tuple" || node.node === "List" || node.node === "Starred";
    for (const [field, value] of Object.entries(node)) {
      const wanted = inner[field] ?? (passesOn && (field === "elts" || field === "value") ? context : "Load");
      for (const it of Array.isArray(value) ? (value as readonly unknown[]) : [value]) push(it, wanted);
    }
  }
  return true;
}

function listOf(node: TreeNode, field: string): readonly unknown[] {
  const value = node[field];
  return Array.isArray(value) ? value : [];
}

/** What is wrong with one node. */
function checkNode(node: TreeNode): string | null {
  const count = (field: string): number => listOf(node, field).length;
  const { node: name } = node;
  if (comprehensions.includes(name) && count("generators") === 0) return "comprehension with no generators";
  switch (name) {
    case "Try":
    case "TryStar":
      if (count("handlers") === 0 && count("finalbody") === 0)
        return `${name} has neither except handlers nor finalbody`;
      return count("handlers") === 0 && count("orelse") > 0 ? `${name} has orelse but no except handlers` : null;
    case "Raise":
      return node["exc"] === null && node["cause"] !== null ? "Raise with cause but no exception" : null;
    case "ImportFrom":
      return (node["level"] as number) < 0 ? "Negative ImportFrom level" : null;
    case "BoolOp":
      return count("values") < 2 ? "BoolOp with less than 2 values" : null;
    case "Dict":
      return count("keys") === count("values") ? null : "Dict doesn't have the same number of keys as values";
    case "Compare":
      if (count("comparators") === 0) return "Compare with no comparators";
      return count("comparators") === count("ops")
        ? null
        : "Compare has a different number of comparators and operands";
    case "arguments": {
      if (count("defaults") > count("posonlyargs") + count("args"))
        return "more positional defaults than args on arguments";
      return count("kw_defaults") === count("kwonlyargs")
        ? null
        : "length of kwonlyargs is not the same as kw_defaults on arguments";
    }
    case "Name":
      return constantName(node["id"]);
    case "MatchAs":
    case "MatchStar":
      return captureName(node["name"]);
    case "MatchMapping":
      return captureName(node["rest"]);
    default:
      return null;
  }
}

/** What is wrong with a name: constants are none. */
function constantName(name: unknown): string | null {
  return name === "None" || name === "True" || name === "False"
    ? `identifier field can't represent '${name}' constant`
    : null;
}

function captureName(name: unknown): string | null {
  return name === "_" ? "can't capture name '_' in patterns" : constantName(name);
}
