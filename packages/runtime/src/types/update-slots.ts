// Fills the slots of a class defined in Python from what lookup finds under the names of special methods.
//
// A wrapper of a builtin base (`int.__add__`) gives that base's function back; anything else gives the function that calls the method.

import { FixedType } from "../layout/memory-map.ts";
import { BuiltinFunctionObject, MethodDescriptorObject, TypeObject } from "../layout/objects.ts";
import { None, decref, typeInfo, typeOf, typeSlots } from "../object/reference.ts";
import { internStr } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { updateBehaviourFlags } from "./define-type.ts";
import { lookupType } from "./lookup.ts";
import { genericSlots, getattrHookSlot } from "./slot-dispatch.ts";
import { slotTable } from "./slot-table.ts";
import { isSubtype } from "./subtype.ts";
import { type CallSlot, type SlotName, type Slots } from "./slots.ts";
import { hashNotImplemented } from "./type-parts.ts";

const namesBySlot: ReadonlyMap<SlotName, readonly string[]> = groupNames();

function groupNames(): ReadonlyMap<SlotName, readonly string[]> {
  const groups = new Map<SlotName, string[]>();
  for (const [name, slot] of slotTable) {
    const group = groups.get(slot);
    if (group === undefined) groups.set(slot, [name]);
    else group.push(name);
  }
  return groups;
}

/** Slots that no special method fills: taken from the base. */
const inheritedSlots: readonly SlotName[] = ["clear", "traverse"];

/** Whether setting this attribute of a class may change a slot. */
export function isSpecialName(name: string): boolean {
  return name.startsWith("__") && name.endsWith("__");
}

/** Recomputes all slots of a class and of its subclasses. */
export function updateSlots(rt: Runtime, type: number): void {
  const slots = typeSlots(rt, type);
  const table = slots as unknown as Record<SlotName, unknown>;
  const base = typeSlots(rt, rt.heap.load(type + TypeObject.base.offset)) as unknown as Record<SlotName, unknown>;
  for (const slot of inheritedSlots) table[slot] = base[slot];
  for (const [slot, names] of namesBySlot) table[slot] = slotFor(rt, type, slot, names);
  slots.new = newSlot(rt, type);
  if (lookupType(rt, type, rt.names.__getattr__) !== 0) slots.getattro = getattrHookSlot;
  slots.visibleHash = visibleHashFor(rt, type, slots);
  updateBehaviourFlags(rt, type);
  for (const subclass of typeInfo(rt, type).subclasses) updateSlots(rt, subclass);
}

function slotFor(rt: Runtime, type: number, slot: SlotName, names: readonly string[]): unknown {
  let native: unknown = null;
  let isGeneric = false;
  for (const text of names) {
    if (text === "__getattr__") continue;
    const name = internStr(rt, text);
    const found = lookupType(rt, type, name);
    decref(rt, name);
    if (found === 0) continue;
    if (slot === "hash" && found === None) return hashNotImplemented;
    if (typeOf(rt, found) === rt.types.wrapperDescriptor) {
      const definition = rt.definitions.get(rt.heap.load(found + MethodDescriptorObject.handle.offset));
      const isOwn = isSubtype(rt, type, rt.heap.load(found + MethodDescriptorObject.owner.offset));
      if (definition.slot === slot && isOwn) {
        if (native !== null && native !== definition.slotFunction) isGeneric = true;
        native = definition.slotFunction;
        continue;
      }
      // `__add__` of a sequence is its concatenation, not its addition.
      if (isOwn && names.includes(definition.name)) continue;
    }
    isGeneric = true;
  }
  return isGeneric ? genericSlots[slot] : native;
}

function newSlot(rt: Runtime, type: number): CallSlot | null {
  const found = lookupType(rt, type, rt.names.__new__);
  if (found === 0) return null;
  if (typeOf(rt, found) === FixedType.builtin_function_or_method) {
    const owner = rt.heap.load(found + BuiltinFunctionObject.self.offset);
    if (owner !== 0 && typeOf(rt, owner) === FixedType.type) return typeSlots(rt, owner).new;
  }
  return genericSlots.new;
}

function visibleHashFor(rt: Runtime, type: number, slots: Slots): Slots["visibleHash"] {
  if (slots.hash === genericSlots.hash) return genericSlots.visibleHash;
  const base = typeSlots(rt, rt.heap.load(type + TypeObject.base.offset));
  return slots.hash === base.hash ? base.visibleHash : null;
}
