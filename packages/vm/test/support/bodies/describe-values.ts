// Values of a VM as text, so that those of two VMs can be compared: objects are named in the order in which they are reached, with
// their counts.

import type { Machine, Reference } from "@tjit/reference";
import { type Runtime, dictNext, dictPosition, entryKey, entryValue, typeName } from "@tjit/runtime";
import {
  CellObject,
  ExceptionObject,
  FunctionObject,
  InstanceObject,
  MethodObject,
  RangeIterator,
  SequenceIterator,
  SliceObject,
} from "@tjit/runtime/layout";

/** Describes values and all that they refer to, one line for each object. */
export function describeValues(rt: Runtime, machine: Machine, roots: ReadonlyMap<string, Reference>): string {
  const names = new Map<Reference, string>();
  const lines: string[] = [];
  const show = (reference: Reference): string => {
    if (reference === 0) return "NULL";
    if (!machine.isAlive(reference)) return "dead";
    const type = machine.typeOf(reference);
    if (type === "smallint") return String(machine.intValue(reference));
    const known = names.get(reference);
    if (known !== undefined) return known;
    const name = `${type === "object" ? typeName(rt, reference) : type}#${names.size}`;
    names.set(reference, name);
    const count = machine.isCounted(reference) ? ` count ${machine.countOf(reference)}` : "";
    lines.push(`${name}${count} ${contentOf(rt, machine, reference, type, show)}`);
    return name;
  };
  for (const [name, reference] of roots) lines.push(`${name} = ${show(reference)}`);
  return lines.join("\n");
}

function contentOf(
  rt: Runtime,
  machine: Machine,
  reference: Reference,
  type: string,
  show: (reference: Reference) => string,
): string {
  const { heap } = rt;
  const field = (offset: number): string => show(heap.load(reference + offset));
  const number = (offset: number): number => heap.load(reference + offset);
  switch (type) {
    case "int":
      return String(machine.intValue(reference));
    case "float": {
      const value = machine.floatValue(reference);
      return Object.is(value, -0) ? "-0.0" : String(value);
    }
    case "str":
      return JSON.stringify(machine.stringValue(reference));
    case "tuple":
    case "list":
      return `[${machine.itemsOf(reference).map(show).join(", ")}]`;
    case "dict": {
      const entries: string[] = [];
      for (
        let at = dictNext(rt, reference, 0);
        at !== 0;
        at = dictNext(rt, reference, dictPosition(rt, reference, at) + 1)
      )
        entries.push(`${show(entryKey(rt, at))}: ${show(entryValue(rt, at))}`);
      return `{${entries.join(", ")}}`;
    }
    case "cell":
      return field(CellObject.value.offset);
    case "method":
      return `${field(MethodObject.function.offset)} of ${field(MethodObject.self.offset)}`;
    case "function":
      return field(FunctionObject.closure.offset);
    case "range_iterator":
      return `${number(RangeIterator.next.offset)}+${number(RangeIterator.step.offset)}*${number(RangeIterator.remaining.offset)}`;
    case "list_iterator":
    case "tuple_iterator":
      return `${number(SequenceIterator.index.offset)} of ${field(SequenceIterator.sequence.offset)}`;
    case "slice":
      return [SliceObject.start, SliceObject.stop, SliceObject.step].map(({ offset }) => field(offset)).join(":");
    default:
      return otherContent(rt, reference, show);
  }
}

/** Of what is not the machine's business: attributes of instances, arguments of exceptions. */
function otherContent(rt: Runtime, reference: Reference, show: (reference: Reference) => string): string {
  const { heap } = rt;
  switch (typeName(rt, reference)) {
    case "C": {
      const values = Array.from({ length: heap.load(reference + InstanceObject.valueCount.offset) }, (_, index) =>
        show(heap.load(reference + InstanceObject.size + 4 * index)),
      );
      return `(${values.join(", ")}) ${show(heap.load(reference + InstanceObject.dict.offset))}`;
    }
    case "E":
    case "TypeError":
    case "ValueError":
    case "KeyError":
    case "NameError":
    case "UnboundLocalError":
    case "AttributeError":
    case "ZeroDivisionError":
      return show(heap.load(reference + ExceptionObject.arguments.offset));
    default:
      return "";
  }
}
