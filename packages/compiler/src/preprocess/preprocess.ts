// What 3.14 still does to the tree before it makes symbol tables: `__debug__` becomes a constant, `"%s" % (x,)` an f-string,
// docstrings go at optimization level 2, and `return`, `break` and `continue` that leave a `finally` give a warning.
// Everything else is folded in the flow graph.
//
// The input tree is not changed; the result shares all that is the same. Cost: one walk.

import { CodeFlag } from "@tjit/bytecode";
import { type ast, fieldsOf } from "@tjit/parser";
import { getDocstring } from "./docstring.ts";
import { formatToJoinedString } from "./format.ts";

/** What the walk needs to know. */
export interface PreprocessOptions {
  readonly optimize: number;
  /** Bits of `CodeFlag`: with future annotations, annotations stay as they are. */
  readonly flags: number;
  readonly warn: (message: string, node: ast.Span) => void;
}

type Surroundings = "finally" | "function" | "loop";

/** The tree that symbol tables and code are made of. */
export function preprocess<Module extends ast.ModuleNode>(module: Module, options: PreprocessOptions): Module {
  return new Preprocessor(options).transform(module);
}

class Preprocessor {
  private readonly options: PreprocessOptions;
  private readonly keepsAnnotations: boolean;
  /** What the statement is in, innermost last. */
  private readonly surroundings: Surroundings[] = [];

  constructor(options: PreprocessOptions) {
    this.options = options;
    this.keepsAnnotations = (options.flags & CodeFlag.FUTURE_ANNOTATIONS) !== 0;
  }

  transform<Node extends ast.Node>(node: Node): Node {
    return this.transformNode(node) as Node;
  }

  private transformNode(node: ast.Node): ast.Node {
    switch (node.node) {
      case "Module":
      case "ClassDef":
        return this.withBody(this.rebuild(node, bodyOnly), node.body);
      case "FunctionDef":
      case "AsyncFunctionDef": {
        const rebuilt = this.rebuild(node, this.keepsAnnotations ? bodyAndReturns : bodyOnly);
        return this.within("function", () => this.withBody(rebuilt, node.body));
      }
      case "For":
      case "AsyncFor":
      case "While": {
        const rebuilt = this.rebuild(node, bodyOnly);
        const body = this.within("loop", () => this.transformList(node.body));
        return body === node.body ? rebuilt : { ...rebuilt, body };
      }
      case "Try":
      case "TryStar": {
        const rebuilt = this.rebuild(node, finallyOnly);
        const finalbody = this.within("finally", () => this.transformList(node.finalbody));
        return finalbody === node.finalbody ? rebuilt : { ...rebuilt, finalbody };
      }
      case "Return":
        if (this.surroundings.at(-1) === "finally") this.warn("return", node);
        return this.rebuild(node);
      case "Break":
        if (this.leavesFinally()) this.warn("break", node);
        return node;
      case "Continue":
        if (this.leavesFinally()) this.warn("continue", node);
        return node;
      case "arg":
        return this.keepsAnnotations ? node : this.rebuild(node);
      case "AnnAssign":
        return this.rebuild(node, this.keepsAnnotations ? annotationOnly : undefined);
      case "NamedExpr":
        return this.rebuild(node, targetOnly);
      case "MatchValue":
        return node;
      case "BinOp":
        return this.transformBinOp(node);
      case "If":
        return this.transformIf(node);
      case "Name":
        return node.ctx === "Load" && node.id === "__debug__" ? this.debugConstant(node) : node;
      case "Constant":
        return node;
      default:
        return this.rebuild(node);
    }
  }

  /** Walks down the left operands in a loop: a sum of thousands of terms is legal. */
  private transformBinOp(node: ast.BinOp): ast.Expression {
    const spine: ast.BinOp[] = [];
    let left: ast.Expression = node;
    for (; left.node === "BinOp"; left = left.left) spine.push(left);
    let result: ast.Expression = this.transform(left);
    for (let each = spine.pop(); each !== undefined; each = spine.pop()) {
      const right = this.transform(each.right);
      const changed = result !== each.left || right !== each.right;
      result = foldFormat(changed ? { ...each, left: result, right } : each);
    }
    return result;
  }

  /** Walks down `elif`s in a loop, as they may be many. */
  private transformIf(node: ast.If): ast.If {
    const chain: ast.If[] = [];
    for (let each: ast.If | null = node; each !== null; each = elifOf(each)) chain.push(each);
    const rebuilt = chain.map((each) => this.rebuild(each, orelseOnly));
    let next: ast.If | null = null;
    for (let index = chain.length - 1; index >= 0; index--) {
      const own = rebuilt[index] ?? node;
      const orelse: readonly ast.Statement[] = next === null ? this.transformList(own.orelse) : [next];
      const isSame: boolean = next === null ? orelse === own.orelse : next === own.orelse[0];
      next = isSame ? own : { ...own, orelse };
    }
    return next ?? node;
  }

  private debugConstant({ start, end }: ast.Name): ast.Constant {
    return { node: "Constant", value: { type: "bool", value: this.options.optimize === 0 }, kind: null, start, end };
  }

  /** A body, whose docstring is removed or kept one; no other string may become one. */
  private withBody<Node extends ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef>(
    node: Node,
    statements: readonly ast.Statement[],
  ): Node {
    const hasDocstring = getDocstring(statements) !== null;
    const kept = hasDocstring && this.options.optimize >= 2 ? withoutDocstring(statements) : statements;
    let body = this.transformList(kept);
    const first = body[0];
    if ((!hasDocstring || kept !== statements) && first?.node === "Expr" && getDocstring(body) !== null) {
      const value: ast.JoinedStr = { node: "JoinedStr", values: [first.value], start: first.start, end: first.end };
      body = [{ ...first, value }, ...body.slice(1)];
    }
    return body === node.body ? node : { ...node, body };
  }

  private rebuild<Node extends ast.Node>(node: Node, skip: ReadonlySet<string> = nothing): Node {
    const record = node as unknown as Readonly<Record<string, unknown>>;
    let copy: Record<string, unknown> | null = null;
    for (const { name } of fieldsOf(node.node)) {
      const value = record[name];
      if (typeof value !== "object" || value === null || skip.has(name)) continue;
      const transformed = Array.isArray(value)
        ? this.transformList(value as readonly unknown[])
        : this.transformValue(value);
      if (transformed !== value) (copy ??= { ...record })[name] = transformed;
    }
    return copy === null ? node : (copy as unknown as Node);
  }

  private transformList<Item>(items: readonly Item[]): readonly Item[] {
    let copy: Item[] | null = null;
    items.forEach((item, index) => {
      const transformed = this.transformValue(item);
      if (transformed !== item) (copy ??= [...items])[index] = transformed;
    });
    return copy ?? items;
  }

  private transformValue<Value>(value: Value): Value {
    const isNode = typeof value === "object" && value !== null && "node" in value;
    return isNode ? (this.transformNode(value as unknown as ast.Node) as unknown as Value) : value;
  }

  private within<Result>(surroundings: Surroundings, action: () => Result): Result {
    this.surroundings.push(surroundings);
    const result = action();
    this.surroundings.pop();
    return result;
  }

  private leavesFinally(): boolean {
    return this.surroundings.at(-1) === "finally";
  }

  private warn(keyword: string, node: ast.Span): void {
    this.options.warn(`'${keyword}' in a 'finally' block`, node);
  }
}

/** A body of nothing else becomes `pass`, where the docstring began. */
function withoutDocstring(statements: readonly ast.Statement[]): readonly ast.Statement[] {
  const [docstring, ...rest] = statements;
  if (docstring === undefined || rest.length > 0) return rest;
  return [{ node: "Pass", start: docstring.start, end: docstring.start + "pass".length }];
}

/** The `if` that is all of an `else`. */
function elifOf({ orelse }: ast.If): ast.If | null {
  const [only, second] = orelse;
  return only?.node === "If" && second === undefined ? only : null;
}

const nothing: ReadonlySet<string> = new Set();
const orelseOnly: ReadonlySet<string> = new Set(["orelse"]);
const bodyOnly: ReadonlySet<string> = new Set(["body"]);
const bodyAndReturns: ReadonlySet<string> = new Set(["body", "returns"]);
const finallyOnly: ReadonlySet<string> = new Set(["finalbody"]);
const annotationOnly: ReadonlySet<string> = new Set(["annotation"]);
const targetOnly: ReadonlySet<string> = new Set(["target"]);

function foldFormat(node: ast.BinOp): ast.Expression {
  const { left, op, right } = node;
  if (op !== "Mod" || right.node !== "Tuple" || left.node !== "Constant" || left.value.type !== "str") return node;
  return formatToJoinedString(node, left.value.value, right.elts) ?? node;
}
