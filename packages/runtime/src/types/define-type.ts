// Builtin types and modules from data.
//
// A type gets a dict with its methods, a wrapper (`int.__add__`) for every slot it defines, and the slots of its base that it does not.

import { fixedTypes, FixedType, immortalRefcount } from "../layout/memory-map.ts";
import { BuiltinFunctionObject, HostObject, MethodDescriptorObject, ObjectHeader, TypeFlag, TypeObject } from "../layout/objects.ts";
import { dictGetName, dictSet, newDict } from "../object/dict.ts";
import { allocateSized, newHostObject } from "../object/new-object.ts";
import { None, decref, incref, newRef, typeInfo, typeSlots } from "../object/reference.ts";
import { internStr, newStr } from "../object/str.ts";
import { newTuple, tupleInit, tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { type OtherTypeName, type Runtime } from "../runtime.ts";
import { type ExceptionName } from "../exceptions/hierarchy.ts";
import { callDefinition } from "./bind-arguments.ts";
import { type BuiltinDefinition, type BuiltinSpecification, type GetSetSpecification } from "./builtin-definition.ts";
import { type MemberDescription } from "./descriptors.ts";
import { newWrapperDefinition, slotWrappers } from "./slot-table.ts";
import { type Slots, type SlotName } from "./slots.ts";
import { TypeInfo } from "./type-info.ts";
import { unhashable } from "../protocols/hash.ts";

/** A builtin type as data. */
export interface TypeSpecification {
  readonly name: string;
  /** `__module__`; `builtins` unless given. */
  readonly module?: string;
  /** What messages call it, where that is not its name: `re.Match`. */
  readonly messageName?: string;
  /** For types at fixed addresses: {@link FixedType}. Others get one. */
  readonly address?: number;
  /** Also put the address into `rt.types` under this name. */
  readonly register?: OtherTypeName | ExceptionName;
  /** `object` unless given. */
  readonly base?: number;
  /** {@link LayoutKind}; that of the base unless given. */
  readonly layout?: number;
  /** Bytes of an instance's fixed part; those of the base unless given. */
  readonly size?: number;
  /** Offset of the field for `__dict__` in instances, 0 or absent: none. */
  readonly dictOffset?: number;
  /** More {@link TypeFlag}s. */
  readonly flags?: number;
  /** Whether classes may derive from it; true unless given. */
  readonly acceptsSubclasses?: boolean;
  readonly doc?: string;
  readonly slots?: Partial<Slots>;
  /** `__new__`: the receiver of the signature is `$type`. */
  readonly new?: BuiltinSpecification;
  /** `__init__`: the implementation returns a status. */
  readonly init?: BuiltinSpecification;
  readonly methods?: Readonly<Record<string, BuiltinSpecification>>;
  readonly classMethods?: Readonly<Record<string, BuiltinSpecification>>;
  readonly staticMethods?: Readonly<Record<string, BuiltinSpecification>>;
  readonly getset?: Readonly<Record<string, GetSetSpecification>>;
  /** Fields of instances that hold references, by offset. */
  readonly members?: Readonly<Record<string, MemberDescription>>;
  /** Other attributes; stolen references. */
  readonly attributes?: Readonly<Record<string, number>>;
}

const inheritedFlags =
  TypeFlag.LONG_SUBCLASS | TypeFlag.LIST_SUBCLASS | TypeFlag.TUPLE_SUBCLASS | TypeFlag.STR_SUBCLASS | TypeFlag.DICT_SUBCLASS |
  TypeFlag.EXCEPTION_SUBCLASS | TypeFlag.TYPE_SUBCLASS | TypeFlag.FLOAT_SUBCLASS;

/** Makes the type objects at fixed addresses, empty. Before anything else. */
export function createFixedTypes(rt: Runtime): void {
  for (const name of fixedTypes()) createTypeObject(rt, FixedType[name], name, "builtins", true);
}

/** Types whose addresses are needed before they are defined: those of descriptors. */
export function reserveTypes(rt: Runtime): void {
  const reserved = [
    ["wrapperDescriptor", MethodDescriptorObject.size], ["classmethodDescriptor", MethodDescriptorObject.size], ["staticmethod", HostObject.size],
    ["classmethod", HostObject.size], ["getsetDescriptor", HostObject.size], ["memberDescriptor", HostObject.size],
  ] as const;
  for (const [key, size] of reserved) {
    const type = rt.heap.allocateBlock(TypeObject.size);
    createTypeObject(rt, type, key, "builtins", true);
    rt.heap.store(type + TypeObject.instanceSize.offset, size);
    rt.types[key] = type;
  }
}

function createTypeObject(rt: Runtime, address: number, name: string, module: string, acceptsSubclasses: boolean): void {
  const { heap } = rt;
  heap.fill(address, 0, TypeObject.size >>> 2);
  heap.store(address, immortalRefcount);
  heap.store(address + ObjectHeader.type.offset, FixedType.type);
  const info = new TypeInfo(address, name, module, acceptsSubclasses);
  const handle = rt.typeInfos.add(info);
  rt.slotTables[handle] = info.slots;
  heap.store(address + TypeObject.handle.offset, handle);
}

/** Makes a builtin type, or fills one at a fixed address. Returns its address, borrowed. */
export function defineType(rt: Runtime, spec: TypeSpecification): number {
  const { heap } = rt;
  let type = spec.address ?? 0;
  if (type === 0) {
    type = heap.allocateBlock(TypeObject.size);
    createTypeObject(rt, type, spec.name, spec.module ?? "builtins", spec.acceptsSubclasses ?? true);
  }
  const info = typeInfo(rt, type);
  info.name = spec.name;
  info.qualname = spec.name;
  info.messageName = spec.messageName ?? null;
  info.module = spec.module ?? "builtins";
  info.doc = spec.doc ?? null;
  info.acceptsSubclasses = spec.acceptsSubclasses ?? true;
  if (spec.register !== undefined) rt.types[spec.register] = type;
  const base = type === FixedType.object ? 0 : (spec.base ?? FixedType.object);
  const baseFlags = base === 0 ? 0 : heap.load(base + TypeObject.flags.offset);
  const layout = spec.layout ?? baseFlags & 0xff;
  heap.store(type + TypeObject.base.offset, base);
  heap.store(type + TypeObject.flags.offset, layout | (baseFlags & inheritedFlags) | (spec.flags ?? 0) | TypeFlag.IMMUTABLE);
  heap.store(type + TypeObject.instanceSize.offset, spec.size ?? (base === 0 ? ObjectHeader.size : heap.load(base + TypeObject.instanceSize.offset)));
  heap.store(type + TypeObject.dictOffset.offset, spec.dictOffset ?? (base === 0 ? 0 : heap.load(base + TypeObject.dictOffset.offset)));
  heap.store(type + TypeObject.name.offset, internStr(rt, spec.name));
  info.bases = base === 0 ? newTuple(rt, 0) : tupleOf(rt, newRef(rt, base));
  heap.store(type + TypeObject.mro.offset, staticMro(rt, type, base));
  if (base !== 0) typeInfo(rt, base).subclasses.push(type);
  heap.store(type + TypeObject.dict.offset, newDict(rt));
  Object.assign(info.slots, spec.slots ?? {});
  addConstructors(rt, type, spec);
  addSlotWrappers(rt, type, info.slots);
  addAttributes(rt, type, spec);
  if (base !== 0) inheritSlots(rt, type, base);
  return type;
}

function staticMro(rt: Runtime, type: number, base: number): number {
  if (base === 0) return tupleOf(rt, newRef(rt, type));
  const inherited = rt.heap.load(base + TypeObject.mro.offset);
  const length = tupleLength(rt, inherited);
  const mro = newTuple(rt, length + 1);
  tupleInit(rt, mro, 0, newRef(rt, type));
  for (let index = 0; index < length; index++) tupleInit(rt, mro, index + 1, newRef(rt, tupleItem(rt, inherited, index)));
  return mro;
}

/** Copies the slots that `type` does not define from its base; comparing and hashing go together. */
export function inheritSlots(rt: Runtime, type: number, base: number): void {
  const own = typeSlots(rt, type);
  const inherited = typeSlots(rt, base);
  if (own.richcompare !== null && own.hash === null) own.hash = hashNotImplemented;
  const target = own as unknown as Record<SlotName, unknown>;
  for (const name of Object.keys(inherited) as SlotName[]) target[name] ??= inherited[name];
  updateBehaviourFlags(rt, type);
}

/** Derives the flags that inline caches and truth tests read from the slots. */
export function updateBehaviourFlags(rt: Runtime, type: number): void {
  const slots = typeSlots(rt, type);
  const object = typeSlots(rt, FixedType.object);
  let flags = rt.heap.load(type + TypeObject.flags.offset) & ~(TypeFlag.ALWAYS_TRUE | TypeFlag.GENERIC_GETATTR | TypeFlag.GENERIC_SETATTR | TypeFlag.HAS_FINALIZER);
  if (slots.bool === null && slots.length === null) flags |= TypeFlag.ALWAYS_TRUE;
  if (slots.getattro === object.getattro) flags |= TypeFlag.GENERIC_GETATTR;
  if (slots.setattro === object.setattro) flags |= TypeFlag.GENERIC_SETATTR;
  if (slots.finalize !== null) flags |= TypeFlag.HAS_FINALIZER;
  rt.heap.store(type + TypeObject.flags.offset, flags);
}

/** The hash slot of unhashable types. */
export function hashNotImplemented(rt: Runtime, self: number): number {
  return unhashable(rt, self);
}

function addConstructors(rt: Runtime, type: number, spec: TypeSpecification): void {
  const slots = typeSlots(rt, type);
  if (spec.new !== undefined) {
    const definition = define(spec.new, "__new__", spec.name);
    const named = { ...definition, name: spec.name, qualname: spec.name };
    slots.new = (rt_, cls, args, count, kwnames) => callDefinition(rt_, named, cls, args, count, kwnames);
  }
  if (spec.init !== undefined) {
    const definition = define(spec.init, spec.name, spec.name);
    slots.init = (rt_, self, args, count, kwnames) => callDefinition(rt_, definition, self, args, count, kwnames);
  }
  if (slots.new !== null) setAttribute(rt, type, "__new__", newBuiltinFunction(rt, newWrapperDefinition(spec.name), type, 0));
}

function addSlotWrappers(rt: Runtime, type: number, slots: Slots): void {
  for (const [name, definition] of slotWrappers(slots, typeInfo(rt, type).name)) {
    if (dictGetName(rt, rt.heap.load(type + TypeObject.dict.offset), borrowedName(rt, name)) !== 0) continue;
    setAttribute(rt, type, name, newMethodDescriptor(rt, rt.types.wrapperDescriptor, definition, type));
  }
  if (slots.hash === hashNotImplemented || (slots.richcompare !== null && slots.hash === null)) setAttribute(rt, type, "__hash__", newRef(rt, None));
}

function addAttributes(rt: Runtime, type: number, spec: TypeSpecification): void {
  for (const [name, it] of Object.entries(spec.methods ?? {})) {
    setAttribute(rt, type, name, newMethodDescriptor(rt, FixedType.method_descriptor, define(it, name, spec.name), type));
  }
  for (const [name, it] of Object.entries(spec.classMethods ?? {})) {
    setAttribute(rt, type, name, newMethodDescriptor(rt, rt.types.classmethodDescriptor, define(it, name, spec.name), type));
  }
  for (const [name, it] of Object.entries(spec.staticMethods ?? {})) {
    const fn = newBuiltinFunction(rt, define(it, name, spec.name), 0, 0);
    setAttribute(rt, type, name, newHostObject(rt, rt.types.staticmethod, { callable: fn }));
  }
  for (const [name, it] of Object.entries(spec.getset ?? {})) {
    setAttribute(rt, type, name, newHostObject(rt, rt.types.getsetDescriptor, { name, owner: type, get: it.get, set: it.set, doc: it.doc }));
  }
  for (const [name, it] of Object.entries(spec.members ?? {})) {
    setAttribute(rt, type, name, newHostObject(rt, rt.types.memberDescriptor, { name, owner: type, ...it }));
  }
  for (const [name, value] of Object.entries(spec.attributes ?? {})) setAttribute(rt, type, name, value);
  if (spec.doc !== undefined) setAttribute(rt, type, "__doc__", newStr(rt, spec.doc));
  else setAttribute(rt, type, "__doc__", newRef(rt, None));
}

/** Gives a specification its names. */
export function define(it: BuiltinSpecification, name: string, owner: string | null): BuiltinDefinition {
  return { ...it, name, qualname: owner === null ? name : `${owner}.${name}`, slot: null, slotFunction: null };
}

/** Sets an entry of a type's dict while it is being defined. Steals `value`. */
export function setAttribute(rt: Runtime, type: number, name: string, value: number): void {
  const key = internStr(rt, name);
  dictSet(rt, rt.heap.load(type + TypeObject.dict.offset), key, value);
  decref(rt, key);
  decref(rt, value);
}

function borrowedName(rt: Runtime, name: string): number {
  const key = internStr(rt, name);
  decref(rt, key);
  return key;
}

/** A function object of the runtime. `self` and `module`: what it is bound to and `__module__`, 0 = none; they are counted. */
export function newBuiltinFunction(rt: Runtime, definition: BuiltinDefinition, self: number, module: number): number {
  const fn = allocateSized(rt, FixedType.builtin_function_or_method, BuiltinFunctionObject.size);
  rt.heap.store(fn + BuiltinFunctionObject.handle.offset, rt.definitions.add(definition));
  if (self !== 0) incref(rt, self);
  rt.heap.store(fn + BuiltinFunctionObject.self.offset, self);
  if (module !== 0) incref(rt, module);
  rt.heap.store(fn + BuiltinFunctionObject.module.offset, module);
  return fn;
}

/** A method descriptor of some type of them: methods, class methods, slot wrappers. `owner` is borrowed: builtin types do not die. */
export function newMethodDescriptor(rt: Runtime, descriptorType: number, definition: BuiltinDefinition, owner: number): number {
  const descriptor = allocateSized(rt, descriptorType, MethodDescriptorObject.size);
  rt.heap.store(descriptor + MethodDescriptorObject.handle.offset, rt.definitions.add(definition));
  rt.heap.store(descriptor + MethodDescriptorObject.owner.offset, owner);
  return descriptor;
}
