// Attributes and namespaces in linear memory, as inline caches see them.

import { Fault, type FrameHandle, type NameMachine, type Reference } from "@tjit/reference";
import { type Runtime, isSmallInt, isType, typeOf } from "@tjit/runtime";
import {
  DictEntry,
  DictObject,
  FixedType,
  Frame,
  InstanceObject,
  ModuleObject,
  TypeFlag,
  TypeObject,
} from "@tjit/runtime/layout";

const referenceSize = 4;

export function makeNames(rt: Runtime): NameMachine {
  const { heap } = rt;
  const globalsOf = (frame: FrameHandle): Reference => heap.load(frame + Frame.globals.offset);
  const builtinsOf = (frame: FrameHandle): Reference => heap.load(frame + Frame.builtins.offset);
  const keysVersion = (dict: Reference): number => heap.load(dict + DictObject.keysVersion.offset);
  const entry = (dict: Reference, index: number): Reference => {
    const count = heap.load(dict + DictObject.entryCount.offset);
    if (index >= count) throw new Fault("wrong-value", `entry ${index} of ${count}`);
    return heap.load(heap.load(dict + DictObject.entries.offset) + DictEntry.size * index + DictEntry.value.offset);
  };
  const isModule = (reference: Reference): boolean =>
    reference !== 0 && !isSmallInt(reference) && typeOf(rt, reference) === FixedType.module;
  const moduleDict = (module: Reference): Reference => heap.load(module + ModuleObject.dict.offset);
  const valueCount = (instance: Reference): number => heap.load(instance + InstanceObject.valueCount.offset);
  const inlineIndex = (offset: number): number => (offset - InstanceObject.size) / referenceSize;
  return {
    isOfClass: (reference) => (heap.load(typeOf(rt, reference) + TypeObject.flags.offset) & TypeFlag.HEAP) !== 0,
    typeVersion: (reference) => heap.load(typeOf(rt, reference) + TypeObject.version.offset),
    classVersion: (reference) =>
      reference !== 0 && !isSmallInt(reference) && isType(rt, reference)
        ? heap.load(reference + TypeObject.version.offset)
        : undefined,
    hasInlineValues: (instance) => heap.load(instance + InstanceObject.dict.offset) === 0,
    inlineValue: (instance, offset) => heap.load(instance + offset),
    acceptsInlineValue: (instance, offset) =>
      heap.load(instance + offset) !== 0 || inlineIndex(offset) === valueCount(instance),
    replaceInlineValue(instance, offset, value) {
      const former = heap.load(instance + offset);
      heap.store(instance + offset, value);
      if (former === 0) heap.store(instance + InstanceObject.valueCount.offset, valueCount(instance) + 1);
      return former;
    },
    replaceSlot(instance, offset, value) {
      const former = heap.load(instance + offset);
      heap.store(instance + offset, value);
      return former;
    },
    globalsVersion: (frame) => keysVersion(globalsOf(frame)),
    builtinsVersion: (frame) => keysVersion(builtinsOf(frame)),
    globalsEntry: (frame, index) => entry(globalsOf(frame), index),
    builtinsEntry: (frame, index) => entry(builtinsOf(frame), index),
    moduleVersion: (module) => (isModule(module) ? keysVersion(moduleDict(module)) : undefined),
    moduleEntry: (module, index) => entry(moduleDict(module), index),
  };
}
