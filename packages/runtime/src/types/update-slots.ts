// Fills the slots of a class defined in Python from what lookup finds under the names of special methods.
//
// A wrapper of a builtin base (`int.__add__`) gives that base's function back; anything else gives the function that calls the method.

import { FixedType } from "../layout/memory-map.ts";
import { lazily } from "../lazily.ts";
import { BuiltinFunctionObject, MethodDescriptorObject, TypeFlag, TypeObject } from "../layout/objects.ts";
import { dictNext, dictPosition, entryKey } from "../object/dict.ts";
import { None, decref, isStr, typeInfo, typeOf, typeSlots } from "../object/reference.ts";
import { internStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { updateBehaviourFlags } from "./define-type.ts";
import { lookupType } from "./lookup.ts";
import { genericSlots, getattrHookSlot } from "./slot-dispatch.ts";
import { slotTable } from "./slot-table.ts";
import { isSubtype } from "./subtype.ts";
import { type CallSlot, type SlotName, type Slots } from "./slots.ts";
import { hashNotImplemented } from "./type-parts.ts";

const namesBySlot = lazily(() => groups(slotTable.map(([name, slot]) => [slot, name])));
/** `__add__` fills the addition of a number and the concatenation of a sequence. */
const slotsByName = lazily(() => groups(slotTable.map(([name, slot]) => [name, slot])));

function groups<K, V>(pairs: readonly (readonly [K, V])[]): ReadonlyMap<K, readonly V[]> {
  const result = new Map<K, V[]>();
  for (const [key, value] of pairs) {
    const group = result.get(key);
    if (group === undefined) result.set(key, [value]);
    else group.push(value);
  }
  return result;
}

type SlotValues = Partial<Record<SlotName, unknown>>;

/** Slots that no special method fills: taken from the base. */
const inheritedSlots: readonly SlotName[] = ["clear", "traverse"];

/** Whether setting this attribute of a class may change a slot. */
export function isSpecialName(name: string): boolean {
  return name.startsWith("__") && name.endsWith("__");
}

/** Recomputes all slots of a class and of its subclasses. */
export function updateSlots(rt: Runtime, type: number): void {
  const slots = typeSlots(rt, type);
  const table = slots as unknown as SlotValues;
  const base = rt.heap.load(type + TypeObject.base.offset);
  const baseSlots = typeSlots(rt, base) as unknown as SlotValues;
  for (const slot of inheritedSlots) table[slot] = baseSlots[slot];
  if (isExtension(rt, type, base)) {
    const inherited = slotsWithoutOverrides(rt, base);
    for (const slot of namesBySlot().keys()) table[slot] = inherited[slot];
    for (const slot of ownSpecialSlots(rt, type)) table[slot] = slotFor(rt, type, slot);
  } else for (const slot of namesBySlot().keys()) table[slot] = slotFor(rt, type, slot);
  slots.new = newSlot(rt, type);
  if (lookupType(rt, type, rt.names.__getattr__) !== 0) slots.getattro = getattrHookSlot;
  slots.visibleHash = visibleHashFor(rt, type, slots);
  updateBehaviourFlags(rt, type);
  for (const subclass of typeInfo(rt, type).subclasses) updateSlots(rt, subclass);
}

/** Whether lookup in a class finds what it finds in its base, but for the class's own attributes. */
function isExtension(rt: Runtime, type: number, base: number): boolean {
  const own = rt.heap.load(type + TypeObject.mro.offset);
  const inherited = rt.heap.load(base + TypeObject.mro.offset);
  const length = tupleLength(rt, inherited);
  if (tupleLength(rt, own) !== length + 1) return false;
  for (let index = 0; index < length; index++)
    if (tupleItem(rt, own, index + 1) !== tupleItem(rt, inherited, index)) return false;
  return true;
}

/** What lookup finds for a class that adds nothing to `base`. A class in Python has that itself; builtin types do not change. */
function slotsWithoutOverrides(rt: Runtime, base: number): SlotValues {
  if ((rt.heap.load(base + TypeObject.flags.offset) & TypeFlag.HEAP) !== 0) return typeSlots(rt, base);
  const known = rt.plainSubclassSlots.get(base);
  if (known !== undefined) return known;
  const values: SlotValues = {};
  for (const slot of namesBySlot().keys()) values[slot] = slotFor(rt, base, slot);
  rt.plainSubclassSlots.set(base, values);
  return values;
}

/** The slots that attributes of the class itself may fill. */
function ownSpecialSlots(rt: Runtime, type: number): ReadonlySet<SlotName> {
  const slots = new Set<SlotName>();
  const dict = rt.heap.load(type + TypeObject.dict.offset);
  for (
    let position = 0, entry;
    (entry = dictNext(rt, dict, position)) !== 0;
    position = dictPosition(rt, dict, entry) + 1
  ) {
    const key = entryKey(rt, entry);
    if (isStr(rt, key)) for (const slot of slotsByName().get(strValue(rt, key)) ?? []) slots.add(slot);
  }
  return slots;
}

function slotFor(rt: Runtime, type: number, slot: SlotName): unknown {
  const names = namesBySlot().get(slot) as readonly string[];
  let native: unknown = null;
  let isGeneric = false;
  for (const text of names) {
    if (text === "__getattr__") continue;
    const name = internStr(rt, text);
    const found = lookupType(rt, type, name);
    decref(rt, name);
    if (found === 0) continue;
    if (slot === "hash" && found === None) return hashNotImplemented;
    const foundType = typeOf(rt, found);
    if (foundType === rt.types.wrapperDescriptor || foundType === FixedType.method_descriptor) {
      const definition = rt.definitions.get(rt.heap.load(found + MethodDescriptorObject.handle.offset));
      const isOwn = isSubtype(rt, type, rt.heap.load(found + MethodDescriptorObject.owner.offset));
      // As in CPython, `__iadd__` of a sequence takes the addition's place too: `+=` asks it before the `__add__` of a subclass.
      const fits = definition.slot === slot || (slot === "inplaceAdd" && definition.slot === "inplaceConcat");
      if (fits && isOwn) {
        if (native !== null && native !== definition.slotFunction) isGeneric = true;
        native = definition.slotFunction;
        continue;
      }
      // `__add__` of a sequence is its concatenation, not its addition.
      if (isOwn && definition.slot !== null && names.includes(definition.name)) continue;
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
