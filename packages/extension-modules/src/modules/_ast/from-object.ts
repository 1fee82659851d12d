// From objects of `_ast`, which programs make and change, to a tree that can be compiled.
//
// Places become numbers, as the parser's offsets are: each place of an object is a row of a table. Eight numbers belong to a row, since
// the compiler may point a few columns behind a node's start.

import {
  Ellipsis,
  FixedType,
  None,
  type ParsedTree,
  type Runtime,
  bytesOf,
  complexValue,
  decref,
  errorOccurred,
  floatValue,
  getOptionalAttribute,
  indexNumber,
  intValue,
  internStr,
  isInt,
  isList,
  isSubtype,
  listItem,
  listLength,
  reprText,
  setError,
  strValue,
  typeInfo,
  typeOf,
  xdecref,
} from "@tjit/runtime/api";
import { type NodeClasses } from "./classes.ts";
import { type Field, type NodeClass } from "./grammar.ts";
import { hasHostStack } from "./host-stack.ts";
import { type Constant } from "./to-object.ts";

interface Place {
  readonly lineno: number;
  readonly col_offset: number;
}

/** Numbers of offsets for each place. */
const stride = 8;

/** The tree of an object of the sum `mod`; null with an exception set. */
export function objectToTree(rt: Runtime, classes: NodeClasses, object: number): ParsedTree | null {
  const reader = new TreeReader(rt, classes);
  const tree = reader.node("mod", object, 0);
  return tree === undefined ? null : { tree, locate: (offset) => reader.locate(offset) };
}

/** A failed conversion; an exception is set. */
type Failed = undefined;
const failed: Failed = undefined;

class TreeReader {
  readonly #rt: Runtime;
  readonly #classes: NodeClasses;
  readonly #places: Place[] = [];
  readonly #attributes: ReadonlyMap<string, readonly Field[]>;

  constructor(rt: Runtime, classes: NodeClasses) {
    this.#rt = rt;
    this.#classes = classes;
    this.#attributes = new Map(classes.sums.map(({ name, attributes }) => [name, attributes]));
  }

  locate(offset: number): Place {
    const { lineno, col_offset } = this.#places[Math.floor(offset / stride)] ?? { lineno: 1, col_offset: 0 };
    return { lineno, col_offset: col_offset + (offset % stride) };
  }

  #fail(message: string, type = this.#rt.types.TypeError): Failed {
    setError(this.#rt, type, message);
    return failed;
  }

  /** An object of a sum. Operators and contexts are their names. */
  node(sum: string, object: number, depth: number): unknown {
    const rt = this.#rt;
    if (!hasHostStack(depth))
      return this.#fail("maximum recursion depth exceeded during compilation", rt.types.RecursionError);
    // Where it is is asked first, whatever it is.
    const tree: Record<string, unknown> = { node: "" };
    const attributes = this.#attributes.get(sum) ?? [];
    if (attributes.length > 0 && !this.#place(sum, attributes, object, tree)) return failed;
    const found = this.#classOf(object, sum);
    if (found === undefined) return this.#fail(`expected some sort of ${sum}, but got ${reprText(rt, object) ?? ""}`);
    if (found.fields.length === 0 && attributes.length === 0) return found.name;
    tree["node"] = found.name;
    for (const field of found.fields) {
      const value = this.#field(found.name, field, object, depth + 1);
      if (value === failed) return failed;
      tree[field.name] = value;
    }
    return tree;
  }

  #classOf(object: number, sum: string): NodeClass | undefined {
    if ((object & 1) !== 0) return undefined;
    const type = typeOf(this.#rt, object);
    const exact = this.#classes.nodes.get(type);
    if (exact !== undefined) return exact.sum === sum ? exact : undefined;
    for (const [known, it] of this.#classes.nodes) if (it.sum === sum && isSubtype(this.#rt, type, known)) return it;
    return undefined;
  }

  /** New reference; 0 without it, or with an exception set. */
  #attribute(object: number, name: string): number {
    const key = internStr(this.#rt, name);
    const value = getOptionalAttribute(this.#rt, object, key);
    decref(this.#rt, key);
    return value;
  }

  #place(sum: string, attributes: readonly Field[], object: number, tree: Record<string, unknown>): boolean {
    const numbers: Record<string, number> = {};
    for (const { name, form } of attributes) {
      const value = this.#attribute(object, name);
      if (value === 0 && errorOccurred(this.#rt) !== 0) return false;
      if ((value === 0 || value === None) && form === "optional") continue;
      if (value === 0) {
        this.#fail(`required field "${name}" missing from ${sum}`);
        return false;
      }
      const number = this.#integer(value);
      decref(this.#rt, value);
      if (number === failed) return false;
      numbers[name] = number;
    }
    const { lineno = 0, col_offset = 0, end_lineno = lineno, end_col_offset = col_offset } = numbers;
    const { ValueError } = this.#rt.types;
    if (lineno > end_lineno) this.#fail(`AST node line range (${lineno}, ${end_lineno}) is not valid`, ValueError);
    else if ((lineno < 0 && end_lineno !== lineno) || (col_offset < 0 && end_col_offset !== col_offset))
      this.#fail(
        `AST node column range (${col_offset}, ${end_col_offset}) for line range (${lineno}, ${end_lineno}) is not valid`,
        ValueError,
      );
    else if (lineno === end_lineno && col_offset > end_col_offset)
      this.#fail(`line ${lineno}, column ${col_offset}-${end_col_offset} is not a valid range`, ValueError);
    else {
      tree["start"] = stride * (this.#places.push({ lineno, col_offset }) - 1);
      tree["end"] = stride * (this.#places.push({ lineno: end_lineno, col_offset: end_col_offset }) - 1);
      return true;
    }
    return false;
  }

  #field(owner: string, field: Field, object: number, depth: number): unknown {
    const rt = this.#rt;
    const { name, form, type } = field;
    const value = this.#attribute(object, name);
    if (value === 0 && errorOccurred(rt) !== 0) return failed;
    let result: unknown;
    if (form === "list" || form === "gaps") {
      if (value === 0) result = [];
      else if (!isList(rt, value)) {
        const shown = typeInfo(rt, typeOf(rt, value)).name;
        result = this.#fail(`${owner} field "${name}" must be a list, not a ${shown}`);
      } else result = this.#list(field, value, depth);
    } else if (value === 0) {
      if (form === "optional") result = type === "int" ? 0 : null;
      else result = this.#fail(`required field "${name}" missing from ${owner}`);
    } else if (value === None && type !== "constant") {
      if (form === "optional") result = type === "int" ? 0 : null;
      else result = this.#fail(`field '${name}' is required for ${owner}`, rt.types.ValueError);
    } else result = this.#value(type, value, depth);
    xdecref(rt, value);
    return result;
  }

  #list({ type, form }: Field, list: number, depth: number): readonly unknown[] | Failed {
    const items: unknown[] = [];
    for (let index = 0; index < listLength(this.#rt, list); index++) {
      const item = listItem(this.#rt, list, index);
      const isGap = item === None && form === "gaps";
      if (item === None && !isGap && type === "expr")
        return this.#fail("None disallowed in expression list", this.#rt.types.ValueError);
      if (item === None && !isGap && type === "stmt")
        return this.#fail("None disallowed in statement list", this.#rt.types.ValueError);
      const value = isGap ? null : this.#value(type, item, depth);
      if (value === failed) return failed;
      items.push(value);
    }
    return items;
  }

  #value(type: string, value: number, depth: number): unknown {
    const rt = this.#rt;
    switch (type) {
      case "identifier":
        return typeOf(rt, value) === FixedType.str
          ? strValue(rt, value)
          : this.#fail("AST identifier must be of type str");
      case "string":
        return typeOf(rt, value) === FixedType.str || typeOf(rt, value) === FixedType.bytes
          ? strValue(rt, value)
          : this.#fail("AST string must be of type str");
      case "int":
        return this.#integer(value);
      case "constant":
        return this.#constant(value);
      default:
        return this.node(type, value, depth);
    }
  }

  #integer(value: number): number | Failed {
    if (isInt(this.#rt, value)) return indexNumber(this.#rt, value) ?? failed;
    return this.#fail(`invalid integer value: ${reprText(this.#rt, value) ?? ""}`, this.#rt.types.ValueError);
  }

  #constant(value: number): Constant | Failed {
    const rt = this.#rt;
    if (value === None) return { type: "None" };
    if (value === Ellipsis) return { type: "Ellipsis" };
    switch (typeOf(rt, value)) {
      case FixedType.bool:
        return { type: "bool", value: intValue(rt, value) !== 0n };
      case FixedType.int:
        return { type: "int", value: hostInteger(intValue(rt, value)) };
      case FixedType.float:
        return { type: "float", value: floatValue(rt, value) };
      case FixedType.str:
        return { type: "str", value: strValue(rt, value) };
      case FixedType.bytes:
        return { type: "bytes", value: Uint8Array.from(bytesOf(rt, value) ?? []) };
      case FixedType.complex: {
        const { real, imaginary: imag } = complexValue(rt, value);
        if (real === 0) return { type: "complex", imag };
      }
    }
    const shown = typeInfo(rt, typeOf(rt, value)).name;
    return this.#fail(`got an invalid type in Constant: ${shown}`);
  }
}

function hostInteger(value: bigint): number | bigint {
  return BigInt.asIntN(53, value) === value ? Number(value) : value;
}
