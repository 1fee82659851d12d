// Runs one uop by its meaning and holds the result against the uop's record.
//
//   record  left, right -- res, left, right     meaning  pops two, pushes three
//   checked: depth; the slots that the record keeps are the very slots; inputs have the types that the record requires; results
//   and guards say the truth. So a wrong record is found as surely as a wrong trace.

import { type DialectIndex, type Trace, type Uop, type UopShape, type ValueFact, localSlot } from "@tjit/ir";
import { Fault } from "./fault.ts";
import { type Machine, type Reference, nullReference } from "./machine.ts";
import type { Departure } from "./meaning.ts";
import { meanings } from "./meanings.ts";
import type { Slot } from "./slot.ts";
import { type Activation, Step } from "./step.ts";

/** Bytes per code unit. */
const unitSize = 2;

/**
 * Runs a uop on the frame on top.
 * @returns how it departs; `undefined` when it falls through.
 * @throws Fault when the trace or the record is wrong.
 */
export function runUop(activation: Activation, trace: Trace, uop: Uop, index: DialectIndex): Departure | undefined {
  const shape = index.shape(uop.op, uop.oparg);
  const { name } = shape.definition;
  const meaning = meanings[name];
  if (meaning === undefined) throw new RangeError(`the reference interpreter does not know ${name}`);
  checkRequirements(activation, shape);
  const before = activation.stack.slice();
  const constant = (number: number): Reference => {
    const found = trace.constants[number];
    if (found === undefined) throw new Fault("unknown-constant", `${number}`);
    return activation.machine.constant(found);
  };
  const address = (trace.frames[uop.origin.frame]?.codeStart ?? 0) + unitSize * uop.origin.offset;
  const leavesBehind = trace.exits[uop.exit]?.isControlFlow === true;
  const departure = meaning(new Step(activation, uop, constant, address, leavesBehind));
  if (departure === "raise" || (departure === "leave" && !leavesBehind)) {
    // Definitions may take slots off before they know: the stack of a departure is the one from before.
    activation.stack = before;
    return departure;
  }
  if (departure === undefined) checkRecord(activation, shape, before, uop);
  return departure;
}

function checkRequirements({ machine, stack }: Activation, { definition, inputItems, inputCount }: UopShape): void {
  if (stack.length < inputCount) throw new Fault("underflow", definition.name);
  const base = stack.length - inputCount;
  inputItems.forEach((item, slot) => {
    const held = stack[base + slot];
    if (held === undefined) return;
    if (held.held !== item.representation)
      throw new Fault("wrong-representation", `${item.name} is held as ${held.held}`);
    const type = definition.requires?.[item.name];
    if (type === undefined || held.held !== "boxed") return;
    if (!hasFact(machine, held.reference, { kind: "type", type }, 0)) {
      throw new Fault("wrong-type", `${item.name} is ${describeType(machine, held.reference)}, not ${type}`);
    }
  });
}

function checkRecord(
  { machine, stack, frame }: Activation,
  shape: UopShape,
  before: readonly Slot[],
  { oparg, operand0 }: Uop,
): void {
  const { definition, inputCount, outputCount } = shape;
  const inputBase = before.length - inputCount;
  const switches = definition.frame?.kind === "push" || definition.frame?.kind === "return";
  if (!switches && stack.length !== inputBase + outputCount) {
    throw new Fault("stack-effect", `depth ${stack.length}, not ${inputBase + outputCount}`);
  }
  const outputBase = stack.length - outputCount;
  shape.keeps.forEach((input, slot) => {
    const output = stack[outputBase + slot];
    if (input >= 0 && output !== before[inputBase + input])
      throw new Fault("stack-effect", `output ${slot} is not input ${input}`);
    if (output?.held !== shape.outputItems[slot]?.representation)
      throw new Fault("stack-effect", `output ${slot} is held as ${output?.held}`);
    const result = shape.results[slot];
    if (input >= 0 || output?.held !== "boxed") return;
    if (result?.type !== undefined && !hasFact(machine, output.reference, { kind: "type", type: result.type }, 0)) {
      throw new Fault(
        "result-fact",
        `output ${slot} is ${describeType(machine, output.reference)}, not ${result.type}`,
      );
    }
    if (result?.immortal === true && machine.isCounted(output.reference))
      throw new Fault("result-fact", `output ${slot} is counted`);
    if (result?.unique === true && machine.countOf(output.reference) !== 1)
      throw new Fault("result-fact", `output ${slot} is shared`);
  });
  for (const { slot, fact } of shape.guards) {
    if (slot === localSlot) {
      if (hasFact(machine, machine.localOf(frame, oparg), fact, operand0)) continue;
      throw new Fault("result-fact", `after ${definition.name} local ${oparg} is no ${fact.kind}`);
    }
    const input = before[inputBase + slot];
    if (input?.held === "boxed" && !hasFact(machine, input.reference, fact, operand0)) {
      throw new Fault("result-fact", `after ${definition.name} input ${slot} is no ${fact.kind}`);
    }
  }
}

/** Whether a fact of the uop table holds of a value. */
export function hasFact(machine: Machine, reference: Reference, fact: ValueFact, operand0: number): boolean {
  switch (fact.kind) {
    case "type": {
      if (reference === nullReference) return false;
      const exact = machine.typeOf(reference);
      return exact === fact.type || (fact.type === "int" && exact === "smallint");
    }
    case "type-version":
      return reference !== nullReference && machine.typeVersion(reference) === operand0;
    case "function-version":
      return machine.functionVersion(reference) === operand0;
    case "constant":
      return reference === wellKnown(machine, fact.constant);
    case "not-constant":
      return reference !== wellKnown(machine, fact.constant);
    case "non-null":
      return reference !== nullReference;
    case "null":
      return reference === nullReference;
  }
}

function wellKnown(machine: Machine, name: string): Reference {
  return name === "None" ? machine.none : machine.boolean(name === "True");
}

function describeType(machine: Machine, reference: Reference): string {
  return reference === nullReference ? "NULL" : machine.typeOf(reference);
}
