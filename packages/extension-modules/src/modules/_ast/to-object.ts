// From the parser's tree to objects of `_ast`.

import {
  Ellipsis,
  None,
  type ParsedTree,
  type Runtime,
  decref,
  internStr,
  listAppendStolen,
  newBigInt,
  newBytes,
  newComplex,
  newFloat,
  allocate,
  newInt,
  newList,
  newRef,
  newStr,
  pyBool,
  setAttribute,
  setError,
} from "@tjit/runtime/api";
import { type NodeClasses } from "./classes.ts";
import { type Field, type NodeClass } from "./grammar.ts";
import { hasHostStack } from "./host-stack.ts";

/** A node of the parser's tree: its class's name, its fields, where it is. */
export type TreeNode = Readonly<Record<string, unknown>> & { readonly node: string };

/** Makes objects of a whole tree: the one of its root, a new reference; 0 with an exception set. */
export function treeToObject(rt: Runtime, classes: NodeClasses, parsed: ParsedTree): number {
  return new ObjectMaker(rt, classes, parsed).make(parsed.tree as TreeNode, 0);
}

class ObjectMaker {
  readonly #rt: Runtime;
  readonly #classes: NodeClasses;
  readonly #locate: ParsedTree["locate"];
  readonly #classOf = new Map<string, NodeClass>();
  readonly #hasPlace = new Set<string>();

  constructor(rt: Runtime, classes: NodeClasses, { locate }: ParsedTree) {
    this.#rt = rt;
    this.#classes = classes;
    this.#locate = locate;
    for (const sum of classes.sums) {
      for (const it of sum.classes) {
        this.#classOf.set(it.name, it);
        if (sum.attributes.length > 0) this.#hasPlace.add(it.name);
      }
    }
  }

  make(node: TreeNode, depth: number): number {
    const rt = this.#rt;
    if (!hasHostStack(depth))
      return setError(rt, rt.types.RecursionError, "maximum recursion depth exceeded during ast construction");
    const made = allocate(rt, this.#classes.types.get(node.node) ?? 0);
    for (const field of this.#classOf.get(node.node)?.fields ?? []) {
      const value = this.#field(field, node[field.name], depth + 1);
      if (value === 0) {
        decref(rt, made);
        return 0;
      }
      this.#set(made, field.name, value);
    }
    if (this.#hasPlace.has(node.node)) {
      const start = this.#locate(node["start"] as number);
      const end = this.#locate(node["end"] as number);
      this.#set(made, "lineno", newInt(rt, start.lineno));
      this.#set(made, "col_offset", newInt(rt, start.col_offset));
      this.#set(made, "end_lineno", newInt(rt, end.lineno));
      this.#set(made, "end_col_offset", newInt(rt, end.col_offset));
    }
    return made;
  }

  /** `value` is taken over. */
  #set(object: number, name: string, value: number): void {
    const key = internStr(this.#rt, name);
    setAttribute(this.#rt, object, key, value);
    decref(this.#rt, key);
    decref(this.#rt, value);
  }

  #field(field: Field, value: unknown, depth: number): number {
    const rt = this.#rt;
    if (!Array.isArray(value)) return this.#value(field.type, value, depth);
    const list = newList(rt);
    for (const item of value as readonly unknown[]) {
      const made = this.#value(field.type, item, depth);
      if (made === 0) {
        decref(rt, list);
        return 0;
      }
      listAppendStolen(rt, list, made);
    }
    return list;
  }

  #value(type: string, value: unknown, depth: number): number {
    const rt = this.#rt;
    if (value === null || value === undefined) return newRef(rt, None);
    if (typeof value === "number") return newInt(rt, value);
    if (typeof value === "string") {
      if (type === "identifier") return internStr(rt, value);
      return type === "string" ? newStr(rt, value) : newRef(rt, this.#classes.singletons.get(value) ?? None);
    }
    return type === "constant" ? newConstant(rt, value as Constant) : this.make(value as TreeNode, depth);
  }
}

/** A constant's value as the parser has it. */
export type Constant =
  | { readonly type: "None" | "Ellipsis" }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "int"; readonly value: number | bigint }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "complex"; readonly imag: number }
  | { readonly type: "str"; readonly value: string }
  | { readonly type: "bytes"; readonly value: Uint8Array };

function newConstant(rt: Runtime, constant: Constant): number {
  switch (constant.type) {
    case "None":
      return newRef(rt, None);
    case "Ellipsis":
      return newRef(rt, Ellipsis);
    case "bool":
      return newRef(rt, pyBool(constant.value));
    case "int":
      return typeof constant.value === "bigint" ? newBigInt(rt, constant.value) : newInt(rt, constant.value);
    case "float":
      return newFloat(rt, constant.value);
    case "complex":
      return newComplex(rt, 0, constant.imag);
    case "str":
      return newStr(rt, constant.value);
    case "bytes":
      return newBytes(rt, constant.value);
  }
}
