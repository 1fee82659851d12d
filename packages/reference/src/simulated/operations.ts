// The runtime operations of the simulated world: the common part of what Python does, on its small set of types. What is not
// here raises TypeError, which is as good a result as any for comparing two traces.

import { binaryOperators, compareOperators } from "@tjit/bytecode";
import { type FrameHandle, type Operands, type Performed, type Reference, nullReference } from "../machine.ts";
import { isTagged } from "./heap.ts";
import type { SimulatedMachine } from "./simulated-machine.ts";

/** One operation; inputs are borrowed, outputs are new references. */
export type Operation = (
  machine: SimulatedMachine,
  inputs: readonly Reference[],
  operands: Operands,
  frame: FrameHandle,
) => Performed;

/** Operations by the name of the uop that calls them. */
export const operations: Readonly<Record<string, Operation>> = {
  _BINARY_OP: (machine, [left = 0, right = 0], { oparg }) => binary(machine, binaryOperators[oparg] ?? "", left, right),
  _BINARY_OP_SUBSCR_DICT: (machine, [dict = 0, key = 0]) => subscript(machine, dict, key),
  _COMPARE_OP: (machine, [left = 0, right = 0], { oparg }) =>
    compare(machine, compareOperators[oparg >> 5] ?? "==", left, right),
  _CONTAINS_OP: membership,
  _CONTAINS_OP_DICT: membership,
  _UNARY_NEGATIVE(machine, [value = 0]) {
    const number = numberOf(machine, value);
    if (number === undefined) return notSupported(machine);
    return [typeof number === "bigint" ? machine.newInt(-number) : machine.newFloat(-number)];
  },
  _UNARY_INVERT(machine, [value = 0]) {
    const number = numberOf(machine, value);
    return typeof number === "bigint" ? [machine.newInt(~number)] : notSupported(machine);
  },
  _TO_BOOL: (machine, [value = 0]) => [machine.boolean(truthOf(machine, value))],
  _STORE_SUBSCR: storeSubscript,
  _STORE_SUBSCR_DICT: storeSubscript,
  _DELETE_SUBSCR(machine, [container = 0, key = 0]) {
    const dict = machine.heap.as(container, "dict");
    const text = keyText(machine, key);
    const entry = text === undefined ? undefined : dict?.entries.get(text);
    if (dict === undefined || entry === undefined || text === undefined) return machine.raise("KeyError", text ?? "");
    dict.entries.delete(text);
    machine.decrement(entry.key);
    machine.decrement(entry.value);
    return [];
  },

  _LOAD_GLOBAL(machine, _inputs, { oparg }) {
    const names = [...machine.globals.entries, ...machine.builtins.entries];
    const value = names[oparg >> 1]?.value ?? nullReference;
    return value === nullReference ? machine.raise("NameError", `name ${oparg >> 1}`) : counted(machine, value);
  },
  _LOAD_ATTR_VALUE: loadAttribute,
  _LOAD_ATTR_METHOD(machine, inputs, operands) {
    const loaded = loadAttribute(machine, inputs, operands);
    return typeof loaded === "string" ? loaded : [...loaded, nullReference];
  },
  _STORE_ATTR(machine, [value = 0, owner = 0], { oparg }) {
    const instance = machine.heap.as(owner, "object");
    const binding = instance?.values[(oparg >> 1) % Math.max(1, instance.values.length)];
    if (binding === undefined) return machine.raise("AttributeError", "no such attribute");
    const former = binding.value;
    machine.increment(value);
    binding.value = value;
    machine.decrement(former);
    return [];
  },

  _GET_ITER: getIterator,
  _FOR_ITER(machine, [iterator = 0]) {
    if (!machine.typeOf(iterator).endsWith("_iterator")) return machine.raise("TypeError", "not an iterator");
    if (machine.hasNext(iterator)) return [machine.next(iterator)];
    machine.exhaust(iterator);
    return [nullReference];
  },
  _BUILD_MAP(machine, inputs) {
    const dict = machine.heap.allocate({ type: "dict", entries: new Map() });
    for (let at = 0; at + 1 < inputs.length; at += 2) {
      const stored = setItem(machine, dict, inputs[at] ?? 0, inputs[at + 1] ?? 0);
      if (stored === "raised") {
        machine.decrement(dict);
        return stored;
      }
    }
    return [dict];
  },
  _BUILD_SLICE: (machine, items) => {
    items.forEach((item) => {
      machine.increment(item);
    });
    return [machine.heap.allocate({ type: "slice", items: [...items] })];
  },
  _BUILD_STRING: (machine, pieces) =>
    pieces.every((piece) => machine.heap.as(piece, "str") !== undefined)
      ? [machine.newString(pieces.map((piece) => machine.stringValue(piece)).join(""))]
      : notSupported(machine),
  _MAP_ADD: (machine, [dict = 0, key = 0, value = 0]) => setItem(machine, dict, key, value),
  _LIST_EXTEND(machine, [list = 0, iterable = 0]) {
    const items = sequenceItems(machine, iterable);
    if (items === undefined || machine.heap.as(list, "list") === undefined) return notSupported(machine);
    for (const item of [...items]) {
      machine.increment(item);
      machine.appendItem(list, item);
    }
    return [];
  },
  _UNPACK_SEQUENCE_GENERIC(machine, [sequence = 0], { oparg }) {
    const items = sequenceItems(machine, sequence);
    if (items === undefined) return notSupported(machine);
    if (items.length !== oparg) return machine.raise("ValueError", `${items.length} values to unpack`);
    items.forEach((item) => {
      machine.increment(item);
    });
    return [...items].reverse();
  },
  _FORMAT_SIMPLE: (machine, [value = 0]) => [machine.newString(textOf(machine, value))],
  _CONVERT_VALUE: (machine, [value = 0]) => [machine.newString(textOf(machine, value))],
  _GET_LEN: length,
  _CALL_LEN: length,
  _CALL_ISINSTANCE: (machine, [instance = 0, type = 0]) =>
    machine.heap.as(type, "type") === undefined
      ? notSupported(machine)
      : [machine.boolean(machine.heap.as(instance, "object")?.class === type)],
  _CALL_BUILTIN_O: (machine, [callable = 0, self = 0, argument = 0]) => call(machine, callable, self, [argument]),
  _CALL: (machine, [callable = 0, self = 0, ...rest]) => call(machine, callable, self, rest),
  _MATCH_SEQUENCE: (machine, [subject = 0]) => [machine.boolean(["list", "tuple"].includes(machine.typeOf(subject)))],
  _MATCH_MAPPING: (machine, [subject = 0]) => [machine.boolean(machine.typeOf(subject) === "dict")],
  _RESUME_CHECK: () => [],
  _PERIODIC: () => [],
};

function notSupported(machine: SimulatedMachine): "raised" {
  return machine.raise("TypeError", "not supported");
}

function counted(machine: SimulatedMachine, value: Reference): readonly Reference[] {
  machine.increment(value);
  return [value];
}

/** The number of an int, bool or float. */
function numberOf(machine: SimulatedMachine, value: Reference): bigint | number | undefined {
  if (isTagged(value)) return machine.intValue(value);
  if (value === nullReference) return undefined;
  const content = machine.heap.content(value);
  if (content.type === "bool") return content.value ? 1n : 0n;
  return content.type === "int" || content.type === "float" ? content.value : undefined;
}

function binary(machine: SimulatedMachine, operator: string, left: Reference, right: Reference): Performed {
  if (operator === "[]") return subscript(machine, left, right);
  const [a, b] = [numberOf(machine, left), numberOf(machine, right)];
  const plain = operator.endsWith("=") ? operator.slice(0, -1) : operator;
  if (a !== undefined && b !== undefined) return arithmetic(machine, plain, a, b);
  if (plain !== "+") return notSupported(machine);
  const [text, otherText] = [machine.heap.as(left, "str"), machine.heap.as(right, "str")];
  if (text !== undefined && otherText !== undefined) return [machine.newString(text.value + otherText.value)];
  const type = machine.typeOf(left);
  if (type !== machine.typeOf(right) || (type !== "list" && type !== "tuple")) return notSupported(machine);
  const items = [...machine.itemsOf(left), ...machine.itemsOf(right)];
  items.forEach((item) => {
    machine.increment(item);
  });
  return [type === "list" ? machine.newList(items) : machine.newTuple(items)];
}

function arithmetic(
  machine: SimulatedMachine,
  operator: string,
  left: bigint | number,
  right: bigint | number,
): Performed {
  if (typeof left === "bigint" && typeof right === "bigint" && operator !== "/") {
    if ((operator === "//" || operator === "%") && right === 0n) return machine.raise("ZeroDivisionError", "");
    if ((operator === "<<" || operator === ">>" || operator === "**") && (right < 0n || right > 64n))
      return notSupported(machine);
    const result = integerOperators[operator]?.(left, right);
    return result === undefined ? notSupported(machine) : [machine.newInt(result)];
  }
  const [a, b] = [Number(left), Number(right)];
  if ((operator === "/" || operator === "//" || operator === "%") && b === 0)
    return machine.raise("ZeroDivisionError", "");
  const result = floatOperators[operator]?.(a, b);
  return result === undefined ? notSupported(machine) : [machine.newFloat(result)];
}

const integerOperators: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "//": (left, right) => (left - modulo(left, right)) / right,
  "%": modulo,
  "&": (left, right) => left & right,
  "|": (left, right) => left | right,
  "^": (left, right) => left ^ right,
  "<<": (left, right) => left << right,
  ">>": (left, right) => left >> right,
  "**": (left, right) => left ** right,
};

const floatOperators: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
};

function modulo(left: bigint, right: bigint): bigint {
  const rest = left % right;
  return rest !== 0n && rest < 0n !== right < 0n ? rest + right : rest;
}

function compare(machine: SimulatedMachine, operator: string, left: Reference, right: Reference): Performed {
  const [a, b] = [comparable(machine, left), comparable(machine, right)];
  const isText = typeof a === "string" && typeof b === "string";
  const isNumber = a !== undefined && b !== undefined && typeof a !== "string" && typeof b !== "string";
  if (!isText && !isNumber) {
    if (operator === "==") return [machine.boolean(left === right)];
    return operator === "!=" ? [machine.boolean(left !== right)] : notSupported(machine);
  }
  // Mixed comparisons of bigint and number are exact in JavaScript, as they are in Python.
  const equal = a == b; // eslint-disable-line eqeqeq
  const outcomes: Readonly<Record<string, boolean>> = {
    "<": a < b,
    "<=": a <= b,
    "==": equal,
    "!=": !equal,
    ">": a > b,
    ">=": a >= b,
  };
  return [machine.boolean(outcomes[operator] === true)];
}

function comparable(machine: SimulatedMachine, value: Reference): bigint | number | string | undefined {
  return machine.heap.as(value, "str")?.value ?? numberOf(machine, value);
}

function membership(
  machine: SimulatedMachine,
  [value = 0, container = 0]: readonly Reference[],
  { oparg }: Operands,
): Performed {
  const found = contains(machine, value, container);
  return found === undefined ? notSupported(machine) : [machine.boolean(found !== (oparg === 1))];
}

function contains(machine: SimulatedMachine, value: Reference, container: Reference): boolean | undefined {
  const text = keyText(machine, value);
  const dict = machine.heap.as(container, "dict");
  if (dict !== undefined) return text !== undefined && dict.entries.has(text);
  const items = sequenceItems(machine, container);
  return items?.some((item) => item === value || (text !== undefined && keyText(machine, item) === text));
}

/** Equal keys have equal texts; `undefined` for what cannot be a key. */
function keyText(machine: SimulatedMachine, key: Reference): string | undefined {
  const number = numberOf(machine, key);
  if (number !== undefined) return `number ${Number.isInteger(number) ? BigInt(number) : number}`;
  const type = machine.typeOf(key);
  if (type === "str") return `str ${machine.stringValue(key)}`;
  return ["list", "dict", "set"].includes(type) ? undefined : `object ${key}`;
}

function truthOf(machine: SimulatedMachine, value: Reference): boolean {
  if (value === machine.none) return false;
  const number = numberOf(machine, value);
  if (number !== undefined) return number !== 0n && number !== 0;
  const size = sizeOf(machine, value);
  return size === undefined || size > 0;
}

function sizeOf(machine: SimulatedMachine, value: Reference): number | undefined {
  if (isTagged(value) || value === nullReference) return undefined;
  const content = machine.heap.content(value);
  if (content.type === "str") return [...content.value].length;
  if (content.type === "dict") return content.entries.size;
  return content.type === "list" || content.type === "tuple" ? content.items.length : undefined;
}

function length(machine: SimulatedMachine, [value = 0]: readonly Reference[]): Performed {
  const size = sizeOf(machine, value);
  return size === undefined ? notSupported(machine) : [machine.newInt(BigInt(size))];
}

function sequenceItems(machine: SimulatedMachine, value: Reference): readonly Reference[] | undefined {
  return machine.heap.as(value, "list")?.items ?? machine.heap.as(value, "tuple")?.items;
}

function subscript(machine: SimulatedMachine, container: Reference, key: Reference): Performed {
  const items = sequenceItems(machine, container);
  if (items !== undefined && isTagged(key)) {
    const index = Number(machine.intValue(key));
    const item = items[index < 0 ? index + items.length : index];
    return item === undefined ? machine.raise("IndexError", `${index}`) : counted(machine, item);
  }
  const text = keyText(machine, key);
  const dict = machine.heap.as(container, "dict");
  if (dict === undefined || text === undefined) return notSupported(machine);
  const entry = dict.entries.get(text);
  return entry === undefined ? machine.raise("KeyError", text) : counted(machine, entry.value);
}

function storeSubscript(
  machine: SimulatedMachine,
  [value = 0, container = 0, key = 0]: readonly Reference[],
): Performed {
  const list = machine.heap.as(container, "list");
  if (list === undefined) return setItem(machine, container, key, value);
  if (!isTagged(key)) return notSupported(machine);
  const index = Number(machine.intValue(key));
  const position = index < 0 ? index + list.items.length : index;
  if (position < 0 || position >= list.items.length) return machine.raise("IndexError", `${index}`);
  machine.increment(value);
  machine.decrement(machine.replaceItem(container, position, value));
  return [];
}

function setItem(machine: SimulatedMachine, container: Reference, key: Reference, value: Reference): Performed {
  const dict = machine.heap.as(container, "dict");
  const text = keyText(machine, key);
  if (dict === undefined || text === undefined) return notSupported(machine);
  machine.increment(value);
  const entry = dict.entries.get(text);
  if (entry === undefined) {
    machine.increment(key);
    dict.entries.set(text, { key, value });
    return [];
  }
  const former = entry.value;
  entry.value = value;
  machine.decrement(former);
  return [];
}

function loadAttribute(machine: SimulatedMachine, [owner = 0]: readonly Reference[], { oparg }: Operands): Performed {
  const instance = machine.heap.as(owner, "object");
  const value = instance?.values[(oparg >> 1) % Math.max(1, instance.values.length)]?.value ?? nullReference;
  return value === nullReference ? machine.raise("AttributeError", "no such attribute") : counted(machine, value);
}

function getIterator(machine: SimulatedMachine, [iterable = 0]: readonly Reference[]): Performed {
  const type = machine.typeOf(iterable);
  if (type.endsWith("_iterator")) return counted(machine, iterable);
  if (type !== "list" && type !== "tuple") return notSupported(machine);
  machine.increment(iterable);
  return [machine.heap.allocate({ type: `${type}_iterator`, sequence: iterable, index: 0 })];
}

function textOf(machine: SimulatedMachine, value: Reference): string {
  return machine.heap.as(value, "str")?.value ?? String(numberOf(machine, value) ?? machine.typeOf(value));
}

/** Calls what needs no frame. Functions written in the language answer None: nobody here can run their bytecode. */
function call(machine: SimulatedMachine, callable: Reference, self: Reference, rest: readonly Reference[]): Performed {
  const values = self === nullReference ? rest : [self, ...rest];
  const builtin = machine.heap.as(callable, "builtin_function");
  if (builtin?.name === "len") return values.length === 1 ? length(machine, values) : notSupported(machine);
  if (builtin?.name === "print") machine.log.push(values.map((value) => textOf(machine, value)).join(" "));
  if (builtin?.name === "identity") return counted(machine, values[0] ?? machine.none);
  if (machine.isBuiltin(callable, "list.append")) {
    const [list = 0, item = 0] = values;
    if (values.length !== 2 || machine.heap.as(list, "list") === undefined) return notSupported(machine);
    machine.increment(item);
    machine.appendItem(list, item);
  } else if (builtin === undefined && machine.heap.as(callable, "function") === undefined) return notSupported(machine);
  return machine.run(builtin?.effect ?? "none") ?? [machine.none];
}
