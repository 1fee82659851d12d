// What a specification of a builtin type makes with the host: its slots, the definitions of its functions, the payloads of its
// descriptors. Definitions and payloads are in the order in which their objects are made, so that, of a machine that was restored
// from an image, the objects in memory find theirs by number.

import { errorOccurred } from "../exceptions/errors.ts";
import { unhashable } from "../protocols/hash.ts";
import { typeOf, typeSlots } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { callDefinition } from "./bind-arguments.ts";
import { BuiltinDefinition, type BuiltinSpecification } from "./builtin-definition.ts";
import { type GetSetPayload, type MemberPayload } from "./descriptors.ts";
import { genericSlots } from "./slot-dispatch.ts";
import { newWrapperDefinition, slotWrappers } from "./slot-table.ts";
import { Slots, type SlotName } from "./slots.ts";
import { type TypeSpecification } from "./type-specification.ts";

/** What kind of object refers to a definition. */
export type DefinitionKind = "constructor" | "slot wrapper" | "method" | "class method" | "static method";

/** A function of a type, and the name of the attribute that it is. */
export interface DefinitionPart {
  readonly kind: DefinitionKind;
  readonly attribute: string;
  readonly definition: BuiltinDefinition;
}

/** A computed attribute or a field of a type. */
export interface DescriptorPart {
  readonly kind: "getset" | "member";
  readonly attribute: string;
  readonly payload: GetSetPayload | MemberPayload;
}

/** Gives a specification its names. */
export function define(
  it: BuiltinSpecification,
  name: string,
  owner: string | null,
  module = "builtins",
): BuiltinDefinition {
  return new BuiltinDefinition(it, name, owner === null ? name : `${owner}.${name}`, { module });
}

/** The slots that a type defines itself, constructors among them. */
export function ownSlots(spec: TypeSpecification): Partial<Slots> {
  const slots: Partial<Slots> = { ...spec.slots };
  const constructor = { isConstructor: true, countName: spec.countName ?? null };
  if (spec.new !== undefined) {
    const named = new BuiltinDefinition(spec.new, spec.name, spec.name, constructor);
    slots.new = (rt, type, args, count, kwnames) =>
      callDefinition(rt, named, type, args, count, isForOther(rt, named, type, "init", kwnames) ? 0 : kwnames);
  }
  if (spec.init !== undefined) {
    const definition = new BuiltinDefinition(spec.init, spec.name, spec.name, constructor);
    slots.init = (rt, self, args, count, kwnames) => {
      const isForNew =
        spec.leavesKeywordsToNew === true && isForOther(rt, definition, typeOf(rt, self), "new", kwnames);
      const status = callDefinition(rt, definition, self, args, count, isForNew ? 0 : kwnames);
      // Arguments that do not match give NULL, which is no status.
      return status === 0 && errorOccurred(rt) !== 0 ? -1 : status;
    };
  }
  // Without a constructor of its own a final type has no instances that a program makes.
  if (spec.new === undefined && slots.new === undefined && spec.acceptsSubclasses === false && spec.base === undefined)
    slots.new = null;
  return slots;
}

/** Whether keywords are for the other half of making an instance: this one takes none, and the other is a subclass's own. */
function isForOther(
  rt: Runtime,
  definition: BuiltinDefinition,
  type: number,
  half: "new" | "init",
  kwnames: number,
): boolean {
  return kwnames !== 0 && !definition.signature.takesKeywords && typeSlots(rt, type)[half] === genericSlots[half];
}

/** A type's slots: its own, else those of its base. Comparing and hashing go together. */
export function completeSlots(own: Partial<Slots>, base: Slots | null): Slots {
  const slots = base === null ? new Slots() : Object.assign(new Slots(), base);
  const table = slots as unknown as Record<string, unknown>;
  for (const [name, fn] of Object.entries(own)) if (fn !== null || name === "new") table[name] = fn;
  if (hasSlot(own, "richcompare") && !hasSlot(own, "hash") && base !== null) slots.hash = hashNotImplemented;
  return slots;
}

/** Whether a type makes its instances unhashable. */
export function isUnhashable(own: Partial<Slots>): boolean {
  return own.hash === hashNotImplemented || (hasSlot(own, "richcompare") && !hasSlot(own, "hash"));
}

/** The hash slot of unhashable types. */
export function hashNotImplemented(rt: Runtime, self: number): number {
  return unhashable(rt, self);
}

/** The functions of a type. */
export function definitionParts(spec: TypeSpecification, own: Partial<Slots>): readonly DefinitionPart[] {
  const parts: DefinitionPart[] = [];
  if (hasSlot(own, "new"))
    parts.push({ kind: "constructor", attribute: "__new__", definition: newWrapperDefinition(spec.name) });
  const slotMethods: DefinitionPart[] = [];
  for (const [attribute, definition] of slotWrappers(own, spec.name, spec.slotMethods)) {
    if (attribute === "__hash__" && isUnhashable(own)) continue;
    if (definition.isWrapper) parts.push({ kind: "slot wrapper", attribute, definition });
    else slotMethods.push({ kind: "method", attribute, definition });
  }
  parts.push(...slotMethods);
  const add = (kind: DefinitionKind, functions: Readonly<Record<string, BuiltinSpecification>> = {}): void => {
    for (const [attribute, it] of Object.entries(functions))
      parts.push({ kind, attribute, definition: define(it, attribute, spec.name) });
  };
  add("method", spec.methods);
  add("class method", spec.classMethods);
  add("static method", spec.staticMethods);
  return parts;
}

/** The descriptors of a type that are not functions. */
export function descriptorParts(spec: TypeSpecification, type: number): readonly DescriptorPart[] {
  const parts: DescriptorPart[] = [];
  for (const [name, it] of Object.entries(spec.getset ?? {})) {
    const payload = { name, owner: type, get: it.get, set: it.set };
    parts.push({ kind: it.isField === true ? "member" : "getset", attribute: name, payload });
  }
  for (const [name, it] of Object.entries(spec.members ?? {})) {
    parts.push({ kind: "member", attribute: name, payload: { name, owner: type, ...it } });
  }
  return parts;
}

function hasSlot(own: Partial<Slots>, name: SlotName): boolean {
  return (own[name] ?? null) !== null;
}
