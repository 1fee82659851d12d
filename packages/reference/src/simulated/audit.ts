// Two questions about a simulated machine after a run: do the counts agree with the references that exist, and what would a
// program see of the heap?
//
// The audit is what makes reference counting testable without running on: after every exit, the count of each object must be the
// number of references to it in frames, roots and objects. A leak and a missing count both show at once.

import type { Reference } from "../machine.ts";
import { isTagged } from "./heap.ts";
import { type Content, ownedBy } from "./objects.ts";
import type { SimulatedMachine } from "./simulated-machine.ts";

/** Objects whose count is not the number of references to them, one line each; empty when all is well. */
export function auditCounts(machine: SimulatedMachine): readonly string[] {
  const found = new Map<Reference, number>();
  const note = (reference: Reference): void => void found.set(reference, (found.get(reference) ?? 0) + 1);
  for (const frame of machine.frames.running()) [frame.callable, ...frame.locals, ...frame.stack].forEach(note);
  for (const reference of machine.roots.values()) note(reference);
  for (const { entries } of [machine.globals, machine.builtins])
    entries.forEach(({ value }) => {
      note(value);
    });
  note(machine.handled);
  for (const content of machine.heap.contents()) ownedBy(content).forEach(note);
  const problems = machine.heap
    .counted()
    .filter(({ reference, count }) => (found.get(reference) ?? 0) !== count)
    .map(
      ({ reference, count, content }) =>
        `${content.type} ${reference}: count ${count}, ${found.get(reference) ?? 0} references`,
    );
  const dead = [...found.keys()].filter((reference) => !machine.isAlive(reference));
  return [...problems, ...dead.map((reference) => `${reference} is dead, ${found.get(reference)} references`)];
}

/**
 * Everything that a program can see, as text: equal texts mean equal worlds. Objects are named by the order in which they are
 * reached, so addresses do not matter. Ints, floats and str are shown by value: which of two equal ones it is, no program may ask.
 */
export function describeWorld(machine: SimulatedMachine): string {
  const names = new Map<Reference, string>();
  const lines: string[] = [];
  const show = (reference: Reference): string => {
    if (reference === 0) return "NULL";
    if (isTagged(reference)) return String((reference - 1) / 2);
    if (!machine.isAlive(reference)) return "dead";
    const content = machine.heap.content(reference);
    const literal = literalOf(content);
    if (literal !== undefined) return literal;
    const known = names.get(reference);
    if (known !== undefined) return known;
    const name = `${content.type}#${names.size}`;
    names.set(reference, name);
    const parts = ownedBy(content).map(show);
    lines.push(`${name} ${detailOf(content)}[${parts.join(", ")}]`);
    return name;
  };
  const showAll = (references: readonly Reference[]): string => references.map(show).join(", ");
  machine.frames.running().forEach((frame, depth, all) => {
    // The frame on top goes on where the exit says; the others where they are.
    const place = depth === all.length - 1 ? "" : ` at ${frame.instructionPointer}+${frame.returnOffset}`;
    lines.push(
      `frame ${depth} ${frame.code.name}${place} locals [${showAll(frame.locals)}] stack [${showAll(frame.stack)}]`,
    );
  });
  for (const [name, reference] of machine.roots)
    if (!name.startsWith("constant ")) lines.push(`root ${name} ${show(reference)}`);
  const { exception, globals, log } = machine;
  lines.push(`globals ${globals.version} [${showAll(globals.entries.map(({ value }) => value))}]`);
  lines.push(`handled ${show(machine.handled)}`);
  if (exception !== undefined)
    lines.push(`exception ${exception.type} ${exception.message} at ${exception.instructionPointer}`);
  lines.push(...log.map((line) => `log ${line}`));
  return lines.join("\n");
}

function literalOf(content: Content): string | undefined {
  switch (content.type) {
    case "NoneType":
    case "NotImplementedType":
      return "None";
    case "bool":
      return content.value ? "True" : "False";
    case "int":
      return String(content.value);
    case "float":
      return Object.is(content.value, -0) ? "-0.0" : `${content.value}f`;
    case "str":
      return JSON.stringify(content.value);
    default:
      return undefined;
  }
}

function detailOf(content: Content): string {
  switch (content.type) {
    case "range_iterator":
      return `${content.next}+${content.step}*${content.remaining} `;
    case "list_iterator":
    case "tuple_iterator":
      return `at ${content.index} `;
    case "function":
      return `${content.code.name} version ${content.version} `;
    case "type":
      return `${content.name} version ${content.version} `;
    case "object":
      return `${content.label} `;
    case "builtin_function":
    case "method_descriptor":
      return `${content.name} `;
    case "dict":
      return `${[...content.entries.keys()].join(", ")} `;
    default:
      return "";
  }
}
