// The worlds that decoded traces run in, as plain data: the same recipe makes the same machine, reference by reference.
//
//   fixed part (same references in every world)      class, functions, builtins, constants, globals
//   varying part                                     locals 0 … 7 of the root frame, what user code does, when the breaker trips
//
// Locals alias on purpose: a local may be another name of an earlier one's object, and containers share their items.

import { type Binding, type Effect, type Reference, type SimulatedCode, SimulatedMachine } from "@tjit/reference";

/** How a local is filled: any numbers will do. */
export interface LocalRecipe {
  readonly sort: number;
  readonly number: number;
}

/** A world. */
export interface WorldRecipe {
  readonly locals: readonly LocalRecipe[];
  /** What is on the root frame's stack when the trace is entered: at most two are used. Loops over iterators keep theirs there. */
  readonly stack?: readonly LocalRecipe[];
  /** What a called builtin does, and what a finalizer does: indices into {@link effects}. */
  readonly builtinEffect: number;
  readonly finalizerEffect: number;
  /** Periodic checks until the eval breaker trips. */
  readonly breaker: number;
}

/** What user code may do. */
export const effects: readonly Effect[] = ["none", "append", "clear", "rebind", "retype", "raise"];

/** Locals of the root frame. */
export const rootLocals = 8;
/** Locals of a called function. */
export const calleeLocals = 3;
export const rootCode: SimulatedCode = {
  id: 40,
  name: "main",
  parameterCount: 0,
  localCount: rootLocals,
  constants: [],
};
export const calleeCode: SimulatedCode = {
  id: 48,
  name: "callee",
  parameterCount: 1,
  localCount: calleeLocals,
  constants: [],
};
const calleeVersion = 11;
const classVersion = 12;

/** Sorts of locals, as the type that a recorder would have seen. `alias` repeats an earlier local. */
export const localSorts = [
  "smallint", "float", "float", "str", "bool", "NoneType", "tuple", "list", "object", "range_iterator", "list_iterator", "int", "alias",
] as const; // prettier-ignore

/** The sort of each local, aliases followed. */
export function localTypes(recipe: WorldRecipe): readonly string[] {
  const types: string[] = [];
  for (let index = 0; index < rootLocals; index++) {
    const { sort, number } = recipe.locals[index % Math.max(1, recipe.locals.length)] ?? { sort: 0, number: 0 };
    const type = localSorts[(sort + index) % localSorts.length] ?? "smallint";
    types.push(type === "alias" ? (types[number % Math.max(1, index)] ?? "smallint") : type);
  }
  return types;
}

/** The sort of each value on the root frame's stack. */
export function stackTypes(recipe: WorldRecipe): readonly string[] {
  return (recipe.stack ?? []).slice(0, deepestEntry).map(({ sort }) => stackSorts[sort % stackSorts.length] ?? "float");
}

const stackSorts = ["range_iterator", "list_iterator", "float", "list", "range_iterator"] as const;
const deepestEntry = 2;

/** References of the fixed part, by name. */
type FixedReferences = ReadonlyMap<string, Reference>;

/** A machine, about to run the trace in its root frame. */
export interface MadeWorld {
  readonly machine: SimulatedMachine;
  readonly fixed: FixedReferences;
}

/** Makes a world. */
export function makeWorld(recipe: WorldRecipe): MadeWorld {
  const machine = new SimulatedMachine();
  const fixed = makeFixed(machine, recipe);
  machine.breaker = recipe.breaker;
  const locals: Reference[] = [];
  const types = localTypes(recipe);
  for (let index = 0; index < rootLocals; index++) {
    const { sort, number } = recipe.locals[index % Math.max(1, recipe.locals.length)] ?? { sort: 0, number: 0 };
    const isAlias = localSorts[(sort + index) % localSorts.length] === "alias" && index > 0;
    const value = isAlias
      ? counted(machine, locals[number % index] ?? machine.none)
      : makeLocal(machine, fixed, types[index] ?? "", number, locals);
    locals.push(value);
  }
  const stack = stackTypes(recipe).map((type, at) =>
    makeLocal(machine, fixed, type, recipe.stack?.[at]?.number ?? 0, locals),
  );
  machine.enterRoot(rootCode, locals, stack);
  return { machine, fixed };
}

function makeFixed(machine: SimulatedMachine, recipe: WorldRecipe): FixedReferences {
  const { heap, roots } = machine;
  const effectOf = (number: number): Effect => effects[number % effects.length] ?? "none";
  roots.set("list", machine.newList([machine.newInt(1n)]));
  const callee = heap.allocate({ type: "function", code: calleeCode, version: calleeVersion, closure: [] });
  roots.set("callee", callee);
  const attributes: Binding[] = [{ name: "__init__", value: counted(machine, callee) }];
  const effect = effectOf(recipe.finalizerEffect);
  roots.set(
    "class",
    heap.allocate({
      type: "type",
      name: "Point",
      version: classVersion,
      attributes,
      effect: effect === "raise" ? "append" : effect,
    }),
  );
  for (const [name, does] of [
    ["len", "none"],
    ["print", "none"],
    ["act", effectOf(recipe.builtinEffect)],
  ] as const) {
    const builtin = heap.allocate({ type: "builtin_function", name, effect: does });
    roots.set(name, builtin);
    machine.builtins.entries.push({ name, value: counted(machine, builtin) });
  }
  roots.set("float", machine.newFloat(2.5));
  roots.set("str", machine.newString("k"));
  const float = roots.get("float") ?? machine.none;
  roots.set("tuple", machine.newTuple([counted(machine, float), machine.newInt(4n)]));
  machine.globals.entries.push(
    { name: "x", value: machine.newInt(900n) },
    { name: "f", value: counted(machine, callee) },
    { name: "c", value: counted(machine, float) },
  );
  return new Map(roots);
}

function makeLocal(
  machine: SimulatedMachine,
  fixed: FixedReferences,
  type: string,
  number: number,
  locals: readonly Reference[],
): Reference {
  const { heap } = machine;
  const other = (): Reference => counted(machine, locals[number % Math.max(1, locals.length)] ?? machine.none);
  switch (type) {
    case "smallint":
      return machine.newInt(number % 7 === 6 ? 2n ** 30n - 1n : BigInt((number % 5) - 1));
    case "int":
      return machine.newInt(2n ** 40n + BigInt(number % 3));
    case "float":
      return machine.newFloat([0, 1.5, -2, 1e308, 0.1][number % 5] ?? 0);
    case "str":
      return machine.newString(["", "a", "ab"][number % 3] ?? "");
    case "bool":
      return machine.boolean(number % 2 === 0);
    case "tuple":
      return machine.newTuple([other(), ...(number % 4 === 3 ? [] : [machine.newInt(BigInt(number % 4))])]);
    case "list":
      return machine.newList([other(), ...(number % 3 === 0 ? [] : [machine.newFloat(0.5), machine.newInt(2n)])]);
    case "object": {
      const type_ = counted(machine, fixed.get("class") ?? machine.none);
      const values: Binding[] = [
        { name: "a", value: machine.newFloat(3) },
        { name: "b", value: number % 3 === 2 ? 0 : other() },
      ];
      return heap.allocate({ type: "object", class: type_, label: `object ${locals.length}`, values });
    }
    case "range_iterator":
      return heap.allocate({ type: "range_iterator", next: BigInt(number % 3), step: 2n, remaining: number % 6 });
    case "list_iterator":
      return heap.allocate({
        type: "list_iterator",
        // Half of them have their list alone: it dies with the iterator's end.
        sequence: number % 2 === 0 ? counted(machine, fixed.get("list") ?? machine.none) : machine.newList([other()]),
        index: number % 3 === 0 ? 1 : 0,
      });
    default:
      return machine.none;
  }
}

function counted(machine: SimulatedMachine, reference: Reference): Reference {
  machine.increment(reference);
  return reference;
}
