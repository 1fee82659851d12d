// The classes of `_ast`, made from the grammar when the module is imported: ordinary classes, whose fields are attributes of instances.

import {
  BinaryOperator,
  FixedType,
  None,
  type Runtime,
  binaryOperation,
  callWith,
  decref,
  define,
  dictSet,
  emptyTuple,
  internStr,
  newDict,
  newGenericAlias,
  newMethodDescriptor,
  newRef,
  newStr,
  setAttribute,
  tupleOf,
  xdecref,
} from "@tjit/runtime/api";
import { type Field, type NodeClass, type Sum, grammarSums } from "./grammar.ts";
import { nodeMethods } from "./node-methods.ts";

/** The classes in one machine. All are owned. */
export interface NodeClasses {
  /** `AST`. */
  readonly root: number;
  readonly sums: readonly Sum[];
  /** Classes by name, those of sums among them. */
  readonly types: ReadonlyMap<string, number>;
  /** What a class is, by its address. */
  readonly nodes: ReadonlyMap<number, NodeClass>;
  /** `Load()`, `Add()`, …: the one instance of each class of operators and contexts, by name. */
  readonly singletons: ReadonlyMap<string, number>;
}

/** Makes the classes; null with an exception set. */
export function makeNodeClasses(rt: Runtime): NodeClasses | null {
  const sums = grammarSums();
  const types = new Map<string, number>();
  const nodes = new Map<number, NodeClass>();
  const singletons = new Map<string, number>();
  const make = (name: string, base: number, attributes: Attributes): number => makeClass(rt, name, base, attributes);
  const root = make("AST", FixedType.object, {
    _fields: emptyTuple,
    _attributes: emptyTuple,
    __match_args__: emptyTuple,
    _field_types: newDict(rt),
    __doc__: newRef(rt, None),
  });
  if (root === 0) return null;
  const classes = { root, sums, types, nodes, singletons };
  addMethods(rt, classes);
  for (const sum of sums) {
    const own = sum.isAlone ? (sum.classes[0]?.fields ?? []) : [];
    const type = make(sum.name, root, {
      ...fieldAttributes(rt, own),
      _attributes: nameTuple(rt, sum.attributes),
      ...optionals(rt, [...own, ...sum.attributes]),
      __doc__: newStr(rt, sum.doc),
    });
    if (type === 0) return null;
    types.set(sum.name, type);
    if (sum.isAlone && sum.classes[0] !== undefined) nodes.set(type, sum.classes[0]);
    for (const it of sum.isAlone ? [] : sum.classes) {
      const attributes = {
        ...fieldAttributes(rt, it.fields),
        ...optionals(rt, it.fields),
        __doc__: newStr(rt, it.doc),
      };
      const node = make(it.name, type, attributes);
      if (node === 0) return null;
      types.set(it.name, node);
      nodes.set(node, it);
      if (it.fields.length === 0 && sum.attributes.length === 0) singletons.set(it.name, callWith(rt, node));
    }
  }
  // Types of fields, now that there are all classes.
  for (const [type, { fields }] of nodes) if (setFieldTypes(rt, types, type, fields) < 0) return null;
  for (const { name, isAlone } of sums) {
    const type = types.get(name) ?? 0;
    if (!isAlone && setFieldTypes(rt, types, type, []) < 0) return null;
  }
  return classes;
}

type Attributes = Readonly<Record<string, number>>;

/** `type(name, (base,), attributes)`; attributes are stolen. */
function makeClass(rt: Runtime, name: string, base: number, attributes: Attributes): number {
  const namespace = newDict(rt);
  const put = (key: string, value: number): void => {
    const text = internStr(rt, key);
    dictSet(rt, namespace, text, value);
    decref(rt, text);
    decref(rt, value);
  };
  put("__module__", internStr(rt, "ast"));
  for (const [key, value] of Object.entries(attributes)) put(key, value);
  const text = newStr(rt, name);
  const bases = tupleOf(rt, newRef(rt, base));
  const type = callWith(rt, FixedType.type, text, bases, namespace);
  for (const it of [text, bases, namespace]) decref(rt, it);
  return type;
}

function nameTuple(rt: Runtime, fields: readonly Field[]): number {
  return tupleOf(rt, ...fields.map(({ name }) => internStr(rt, name)));
}

function fieldAttributes(rt: Runtime, fields: readonly Field[]): Attributes {
  const names = nameTuple(rt, fields);
  return { _fields: names, __match_args__: newRef(rt, names) };
}

/** Optional fields are None unless an instance has them. */
function optionals(rt: Runtime, fields: readonly Field[]): Attributes {
  return Object.fromEntries(
    fields.filter(({ form }) => form === "optional").map(({ name }) => [name, newRef(rt, None)]),
  );
}

function setFieldTypes(
  rt: Runtime,
  types: ReadonlyMap<string, number>,
  type: number,
  fields: readonly Field[],
): number {
  const dict = newDict(rt);
  for (const { name, type: text, form } of fields) {
    const plain = builtinTypes[text] ?? types.get(text) ?? 0;
    const value =
      form === "list" || form === "gaps"
        ? newGenericAlias(rt, FixedType.list, plain)
        : form === "optional"
          ? binaryOperation(rt, plain, None, BinaryOperator.OR)
          : newRef(rt, plain);
    const key = internStr(rt, name);
    if (value !== 0) dictSet(rt, dict, key, value);
    decref(rt, key);
    xdecref(rt, value);
  }
  const key = internStr(rt, "_field_types");
  const status = setAttribute(rt, type, key, dict);
  decref(rt, key);
  decref(rt, dict);
  return status;
}

const builtinTypes: Readonly<Record<string, number>> = {
  identifier: FixedType.str,
  string: FixedType.str,
  int: FixedType.int,
  constant: FixedType.object,
};

/** `__init__` and the like are functions of the machine: descriptors of the class, which lives as long as it. */
function addMethods(rt: Runtime, classes: NodeClasses): void {
  const { root } = classes;
  newRef(rt, root);
  for (const [name, specification] of Object.entries(nodeMethods(classes))) {
    const descriptor = newMethodDescriptor(rt, FixedType.method_descriptor, define(specification, name, "AST"), root);
    const key = internStr(rt, name);
    setAttribute(rt, root, key, descriptor);
    decref(rt, key);
    decref(rt, descriptor);
  }
}
