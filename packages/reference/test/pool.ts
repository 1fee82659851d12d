// A world with one value of every sort, for tests.

import { DialectIndex } from "@tjit/ir";
import { pythonDialect } from "@tjit/bytecode";
import { type Reference, type SimulatedCode, SimulatedMachine } from "../src/index.ts";

export const index: DialectIndex = new DialectIndex(pythonDialect);

export const rootCode: SimulatedCode = { id: 40, name: "main", parameterCount: 0, localCount: 4, constants: [] };
export const calleeCode: SimulatedCode = { id: 48, name: "callee", parameterCount: 1, localCount: 3, constants: [] };

export const functionVersion = 11;
export const classVersion = 12;
export const moduleVersion = 13;

/** A machine in which a function runs that was called so, and its values by name; the roots own them. */
export function makePool(owner: "call" | "initializer" | "operator" = "call"): {
  machine: SimulatedMachine;
  pool: ReadonlyMap<string, Reference>;
} {
  const machine = new SimulatedMachine();
  const { heap, roots } = machine;
  const add = (name: string, value: Reference): Reference => {
    roots.set(name, value);
    return value;
  };
  const own = (value: Reference): Reference => {
    machine.increment(value);
    return value;
  };
  add("three", machine.newInt(3n));
  add("one", machine.newInt(1n));
  add("negative", machine.newInt(-1n));
  add("big", machine.newInt(2n ** 40n));
  const float = add("float", machine.newFloat(1.5));
  add("zero", machine.newFloat(0));
  add("nan", machine.newFloat(Number.NaN));
  const text = add("text", machine.newString("ab"));
  const pair = add("pair", machine.newTuple([own(float), own(text)]));
  const list = add("list", machine.newList([machine.newInt(5n), own(float)]));
  add("empty", machine.newList([]));
  add(
    "dict",
    heap.allocate({ type: "dict", entries: new Map([["number 1", { key: machine.newInt(1n), value: own(float) }]]) }),
  );
  add("slice", heap.allocate({ type: "slice", items: [machine.none, machine.none, machine.none] }));
  add("range", heap.allocate({ type: "range_iterator", next: 0n, step: 2n, remaining: 3 }));
  add("spent", heap.allocate({ type: "range_iterator", next: 0n, step: 2n, remaining: 0 }));
  add("listIterator", heap.allocate({ type: "list_iterator", sequence: own(list), index: 1 }));
  add("spentIterator", heap.allocate({ type: "list_iterator", sequence: own(list), index: 2 }));
  add("tupleIterator", heap.allocate({ type: "tuple_iterator", sequence: own(pair), index: 0 }));
  const cell = add("cell", heap.allocate({ type: "cell", value: own(float) }));
  const callee = add(
    "function",
    heap.allocate({ type: "function", code: calleeCode, version: functionVersion, closure: [own(cell)] }),
  );
  add("method", heap.allocate({ type: "method", function: own(callee), self: own(float) }));
  for (const name of ["len", "isinstance", "print", "identity"]) {
    add(name, heap.allocate({ type: "builtin_function", name, effect: "none" }));
  }
  add("fails", heap.allocate({ type: "builtin_function", name: "fails", effect: "raise" }));
  add("append", heap.allocate({ type: "method_descriptor", name: "list.append" }));
  const type = add(
    "class",
    heap.allocate({
      type: "type",
      name: "Point",
      version: classVersion,
      attributes: [{ name: "__init__", value: own(callee) }],
      effect: "append",
    }),
  );
  add(
    "instance",
    heap.allocate({
      type: "object",
      class: own(type),
      label: "p",
      values: [
        { name: "a", value: own(float) },
        { name: "b", value: 0 },
      ],
    }),
  );
  add("module", heap.allocate({ type: "module", version: moduleVersion, entries: [{ name: "a", value: own(float) }] }));
  add("generator", machine.newGenerator(calleeCode, own(callee), [own(float)]));
  add("emptyCell", heap.allocate({ type: "cell", value: 0 }));
  const pool = new Map([
    ...roots,
    ["None", machine.none],
    ["True", machine.boolean(true)],
    ["False", machine.boolean(false)],
    ["NULL", 0],
  ]);
  machine.globals.entries.push({ name: "x", value: own(float) }, { name: "y", value: 0 });
  machine.builtins.entries.push({ name: "print", value: own(pool.get("print") ?? 0) });
  const base = machine.frames.create(rootCode, 0, [], "other");
  machine.pushFrame(base);
  machine.pushFrame(machine.createFrame(own(callee), [own(cell)], owner));
  return { machine, pool };
}
