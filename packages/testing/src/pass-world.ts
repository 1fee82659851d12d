// What a simulated machine can promise to passes: globals and builtins by dependency on their namespace, versions of classes and
// functions by dependency on the object.

import { type Dependency, type TraceConstant, type World } from "@tjit/ir";
import type { DialectIndex } from "@tjit/ir";
import { type Namespace, type Reference, type SimulatedMachine } from "@tjit/reference";

/** The world of a machine, as passes may ask for it when the machine is about to run the trace. */
export function passWorld(machine: SimulatedMachine, index: DialectIndex): World {
  const entry = (namespace: Namespace, at: number): Promised => {
    const reference = namespace.entries[at]?.value ?? 0;
    if (reference === 0) return undefined;
    return {
      constant: describeConstant(machine, reference),
      dependencies: [{ kind: "dict", reference: namespace.reference }],
    };
  };
  return {
    resolve(uop) {
      const { name } = index.definition(uop.op);
      if (name === "_LOAD_GLOBAL_MODULE") return entry(machine.globals, uop.operand0);
      return name === "_LOAD_GLOBAL_BUILTINS" ? entry(machine.builtins, uop.operand0) : undefined;
    },
    holds(uop) {
      const { name } = index.definition(uop.op);
      const namespace =
        name === "_GUARD_GLOBALS_VERSION"
          ? machine.globals
          : name === "_GUARD_BUILTINS_VERSION"
            ? machine.builtins
            : undefined;
      if (namespace?.version !== uop.operand0) return undefined;
      return { dependencies: [{ kind: "dict", reference: namespace.reference }] };
    },
    typeOfVersion(version) {
      const reference = findRoot(machine, (root) => machine.heap.as(root, "type")?.version === version);
      return reference === undefined ? undefined : { type: "object", reference };
    },
    functionOfVersion(version) {
      const reference = findRoot(machine, (root) => machine.heap.as(root, "function")?.version === version);
      return reference === undefined ? undefined : { reference };
    },
  };
}

type Promised = { readonly constant: TraceConstant; readonly dependencies: readonly Dependency[] } | undefined;

function describeConstant(machine: SimulatedMachine, reference: Reference): TraceConstant {
  const type = machine.typeOf(reference);
  const isImmortal = !machine.isCounted(reference);
  const constant = { type, reference, isImmortal };
  if (type === "smallint") return { ...constant, value: Number(machine.intValue(reference)) };
  if (type === "float") return { ...constant, value: machine.floatValue(reference) };
  return { ...constant, value: type === "str" ? machine.stringValue(reference) : undefined };
}

function findRoot(machine: SimulatedMachine, test: (reference: Reference) => boolean): Reference | undefined {
  return [...machine.roots.values()].find(test);
}
