// Builtin types and modules from data.
//
// A type gets a dict with its methods, a wrapper (`int.__add__`) for every slot it defines, and the slots of its base that it does not.
// In a machine that was restored from an image the type is there already: its specification is noted, for the host's half of it.

import { fixedTypes, FixedType, immortalRefcount } from "../layout/memory-map.ts";
import {
  BuiltinFunctionObject,
  HostObject,
  MethodDescriptorObject,
  ObjectHeader,
  TypeFlag,
  inheritedTypeFlags,
  TypeObject,
} from "../layout/objects.ts";
import { dictSet, newDict } from "../object/dict.ts";
import { allocateSized, newHostObject } from "../object/new-object.ts";
import { None, decref, incref, newRef, typeInfo, typeSlots } from "../object/reference.ts";
import { internStr } from "../object/str.ts";
import { computeMro } from "./mro.ts";
import { newTuple, tupleInit, tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinDefinition } from "./builtin-definition.ts";
import { Slots } from "./slots.ts";
import { TypeInfo } from "./type-info.ts";
import {
  type DefinitionPart,
  completeSlots,
  definitionParts,
  descriptorParts,
  isUnhashable,
  ownSlots,
} from "./type-parts.ts";
import { type TypeSpecification } from "./type-specification.ts";

/** Native modules and types that are static in CPython, so that instances have no `__module__`; all others have it in the type's dict. */
const staticTypes: ReadonlySet<string> = new Set([
  "builtins",
  "sys",
  "types",
  "weakref",
  "string.templatelib",
  "_contextvars",
  "Token",
  "pickle",
  "collections.OrderedDict",
]);

/** Makes the type objects at fixed addresses, empty. Before anything else. */
export function createFixedTypes(rt: Runtime): void {
  for (const name of fixedTypes()) createTypeObject(rt, FixedType[name], name, "builtins", true);
}

/** Types whose addresses are needed before they are defined: those of descriptors. */
export function reserveTypes(rt: Runtime): void {
  const reserved = [
    ["wrapperDescriptor", MethodDescriptorObject.size],
    ["classmethodDescriptor", MethodDescriptorObject.size],
    ["staticmethod", HostObject.size],
    ["classmethod", HostObject.size],
    ["getsetDescriptor", HostObject.size],
    ["memberDescriptor", HostObject.size],
  ] as const;
  for (const [key, size] of reserved) {
    const type = rt.heap.allocateBlock(TypeObject.size);
    createTypeObject(rt, type, key, "builtins", true);
    rt.heap.store(type + TypeObject.instanceSize.offset, size);
    rt.types[key] = type;
  }
}

function createTypeObject(
  rt: Runtime,
  address: number,
  name: string,
  module: string,
  acceptsSubclasses: boolean,
): void {
  const { heap } = rt;
  heap.fill(address, 0, TypeObject.size >>> 2);
  heap.store(address, immortalRefcount);
  heap.store(address + ObjectHeader.type.offset, FixedType.type);
  const info = new TypeInfo(address, name, module, acceptsSubclasses);
  const handle = rt.typeInfos.add(info);
  rt.slotTables[handle] = new Slots();
  heap.store(address + TypeObject.handle.offset, handle);
}

/** Makes a builtin type, or fills one at a fixed address. Returns its address, borrowed. */
export function defineType(rt: Runtime, spec: TypeSpecification): number {
  return rt.links === null || !rt.links.isReplaying ? makeType(rt, spec) : rt.links.take(spec);
}

function makeType(rt: Runtime, spec: TypeSpecification): number {
  const { heap } = rt;
  let type = spec.address ?? 0;
  if (type === 0) {
    type = heap.allocateBlock(TypeObject.size);
    createTypeObject(rt, type, spec.name, spec.module ?? "builtins", spec.acceptsSubclasses ?? true);
  }
  const info = typeInfo(rt, type);
  info.name = spec.name;
  info.qualname = spec.name;
  info.messageName = (spec.module ?? "builtins") === "builtins" ? null : `${spec.module}.${spec.name}`;
  info.module = spec.module ?? "builtins";
  info.acceptsSubclasses = spec.acceptsSubclasses ?? true;
  if (spec.register !== undefined) rt.types[spec.register] = type;
  const base = type === FixedType.object ? 0 : (spec.base ?? FixedType.object);
  const baseFlags = base === 0 ? 0 : heap.load(base + TypeObject.flags.offset);
  const layout = spec.layout ?? baseFlags & 0xff;
  heap.store(type + TypeObject.base.offset, base);
  heap.store(
    type + TypeObject.flags.offset,
    layout | (baseFlags & inheritedTypeFlags) | (spec.flags ?? 0) | TypeFlag.IMMUTABLE,
  );
  heap.store(
    type + TypeObject.instanceSize.offset,
    spec.size ?? (base === 0 ? ObjectHeader.size : heap.load(base + TypeObject.instanceSize.offset)),
  );
  heap.store(
    type + TypeObject.dictOffset.offset,
    spec.dictOffset ?? (base === 0 ? 0 : heap.load(base + TypeObject.dictOffset.offset)),
  );
  heap.store(type + TypeObject.name.offset, internStr(rt, spec.name));
  const bases = base === 0 ? [] : [base, ...(spec.otherBases ?? [])];
  info.bases = tupleOf(rt, ...bases.map((it) => newRef(rt, it)));
  const mro = spec.otherBases === undefined ? staticMro(rt, type, base) : computeMro(rt, type, info.bases);
  heap.store(type + TypeObject.mro.offset, mro);
  for (const it of bases) typeInfo(rt, it).subclasses.push(type);
  heap.store(type + TypeObject.dict.offset, newDict(rt));
  const own = ownSlots(spec);
  rt.slotTables[heap.load(type + TypeObject.handle.offset)] = completeSlots(
    own,
    base === 0 ? null : typeSlots(rt, base),
  );
  const makeParts = (): readonly number[] => addParts(rt, type, spec, own);
  if (rt.recorder === null) makeParts();
  else rt.recorder.noteType(type, makeParts);
  for (const [name, value] of Object.entries(spec.attributes ?? {})) setAttribute(rt, type, name, value);
  const isStatic = staticTypes.has(info.module) || staticTypes.has(info.messageName ?? "");
  if (!isStatic && spec.getset?.["__module__"] === undefined)
    setAttribute(rt, type, "__module__", internStr(rt, info.module));
  if (spec.getset?.["__doc__"] === undefined) setAttribute(rt, type, "__doc__", newRef(rt, None));
  updateBehaviourFlags(rt, type);
  return type;
}

function staticMro(rt: Runtime, type: number, base: number): number {
  if (base === 0) return tupleOf(rt, newRef(rt, type));
  const inherited = rt.heap.load(base + TypeObject.mro.offset);
  const length = tupleLength(rt, inherited);
  const mro = newTuple(rt, length + 1);
  tupleInit(rt, mro, 0, newRef(rt, type));
  for (let index = 0; index < length; index++)
    tupleInit(rt, mro, index + 1, newRef(rt, tupleItem(rt, inherited, index)));
  return mro;
}

/** Derives the flags that inline caches and truth tests read from the slots. */
export function updateBehaviourFlags(rt: Runtime, type: number): void {
  const slots = typeSlots(rt, type);
  const object = typeSlots(rt, FixedType.object);
  let flags =
    rt.heap.load(type + TypeObject.flags.offset) &
    ~(TypeFlag.ALWAYS_TRUE | TypeFlag.GENERIC_GETATTR | TypeFlag.GENERIC_SETATTR | TypeFlag.HAS_FINALIZER);
  if (slots.bool === null && slots.length === null) flags |= TypeFlag.ALWAYS_TRUE;
  if (slots.getattro === object.getattro) flags |= TypeFlag.GENERIC_GETATTR;
  if (slots.setattro === object.setattro) flags |= TypeFlag.GENERIC_SETATTR;
  if (slots.finalize !== null) flags |= TypeFlag.HAS_FINALIZER;
  if (slots.finalize !== null && (flags & TypeFlag.HEAP) !== 0) rt.hasFinalizers = true;
  rt.heap.store(type + TypeObject.flags.offset, flags);
}

/** Functions and descriptors. Answers with what the static methods wrap. */
function addParts(rt: Runtime, type: number, spec: TypeSpecification, own: Partial<Slots>): readonly number[] {
  const definitions = definitionParts(spec, own);
  const isSlot = ({ kind }: DefinitionPart): boolean => kind === "constructor" || kind === "slot wrapper";
  for (const part of definitions.filter(isSlot))
    setAttribute(rt, type, part.attribute, newFunctionPart(rt, type, part));
  if (isUnhashable(own)) setAttribute(rt, type, "__hash__", newRef(rt, None));
  const statics: number[] = [];
  for (const part of definitions) {
    if (isSlot(part)) continue;
    const fn = newFunctionPart(rt, type, part);
    if (part.kind === "static method") {
      statics.push(fn);
      setAttribute(rt, type, part.attribute, newHostObject(rt, rt.types.staticmethod, { callable: fn }));
    } else setAttribute(rt, type, part.attribute, fn);
  }
  for (const { kind, attribute, payload } of descriptorParts(spec, type)) {
    setAttribute(
      rt,
      type,
      attribute,
      newHostObject(rt, kind === "getset" ? rt.types.getsetDescriptor : rt.types.memberDescriptor, payload),
    );
  }
  return statics;
}

function newFunctionPart(rt: Runtime, type: number, { kind, definition }: DefinitionPart): number {
  switch (kind) {
    case "constructor":
      return newBuiltinFunction(rt, definition, type, 0);
    case "slot wrapper":
      return newMethodDescriptor(rt, rt.types.wrapperDescriptor, definition, type);
    case "method":
      return newMethodDescriptor(rt, FixedType.method_descriptor, definition, type);
    case "class method":
      return newMethodDescriptor(rt, rt.types.classmethodDescriptor, definition, type);
    case "static method":
      return newBuiltinFunction(rt, definition, 0, 0);
  }
}

/** Sets an entry of a type's dict while it is being defined. Steals `value`. */
export function setAttribute(rt: Runtime, type: number, name: string, value: number): void {
  const key = internStr(rt, name);
  dictSet(rt, rt.heap.load(type + TypeObject.dict.offset), key, value);
  decref(rt, key);
  decref(rt, value);
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
export function newMethodDescriptor(
  rt: Runtime,
  descriptorType: number,
  definition: BuiltinDefinition,
  owner: number,
): number {
  const descriptor = allocateSized(rt, descriptorType, MethodDescriptorObject.size);
  rt.heap.store(descriptor + MethodDescriptorObject.handle.offset, rt.definitions.add(definition));
  rt.heap.store(descriptor + MethodDescriptorObject.owner.offset, owner);
  return descriptor;
}
