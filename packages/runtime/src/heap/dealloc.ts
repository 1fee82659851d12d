// What happens when a count reaches zero: finalizer, weak references, the references an object owns, its memory.
//
// Releasing an object may release others. Beyond a depth they wait in a queue until the first is done, so that long chains do not
// recurse on the host's stack (CPython's trashcan).

import { FixedType, heapAddress, immortalRefcount } from "../layout/memory-map.ts";
import {
  BuiltinFunctionObject,
  DictEntry,
  DictObject,
  ExceptionObject,
  HostObject,
  InstanceObject,
  IntObject,
  LayoutKind,
  ListObject,
  MethodDescriptorObject,
  ObjectHeader,
  StrFlag,
  StrObject,
  TupleObject,
  TypeFlag,
  TypeObject,
} from "../layout/objects.ts";
import { alignTo } from "../layout/struct.ts";
import { emptyDictIndices } from "../layout/memory-map.ts";
import { type ExceptionState } from "../exceptions/exception-state.ts";
import { releaseCode } from "../object/code.ts";
import { DICT_AT_END, dictField, inlineValues } from "../object/instance-dict.ts";
import { decref, releaseReferences, typeInfo, typeSlots, xdecref } from "../object/reference.ts";
import { uncountContainer } from "../object/new-object.ts";
import { type Runtime } from "../runtime.ts";
import { releaseType } from "../types/release-type.ts";
import { generatorSize, releaseGenerator } from "../object/generator.ts";
import { isContainerKind } from "./container-kind.ts";
import { referenceFields } from "./fields.ts";
import { freeBigInt } from "../object/int.ts";
import { releaseTable } from "../object/set-table.ts";
import { freeStr } from "../object/str.ts";
import { runFinalizer } from "./finalize.ts";
import { clearWeakReferences } from "./weak-references.ts";

const deepest = 40;
const typeOffset = ObjectHeader.type.offset;
const flagsOffset = TypeObject.flags.offset;
const sizeOffset = TypeObject.instanceSize.offset;
const dictOffsetOffset = TypeObject.dictOffset.offset;
const tupleItems = TupleObject.size;

/** Ends an object whose count is zero. */
export function deallocate(rt: Runtime, object: number): void {
  if (object < heapAddress) {
    rt.heap.store(object, immortalRefcount);
    return;
  }
  if (!rt.heap.debug) {
    const type = rt.heap.load(object + typeOffset);
    if (type === FixedType.str && (rt.heap.load(object + StrObject.flags.offset) & StrFlag.INTERNED) === 0) {
      freeStr(rt, object);
      return;
    }
    if (type === FixedType.int && rt.heap.load(object + IntObject.handle.offset) !== 0) {
      freeBigInt(rt, object);
      return;
    }
  }
  // What is interned can be found while it waits; a str has nothing that would go any deeper.
  if (rt.deallocDepth >= deepest && rt.heap.load(object + typeOffset) !== FixedType.str) {
    rt.deallocQueue.push(object);
    return;
  }
  rt.deallocDepth++;
  release(rt, object);
  rt.deallocDepth--;
  if (rt.deallocDepth === 0 && rt.deallocQueue.length > 0) drainQueue(rt);
}

function drainQueue(rt: Runtime): void {
  rt.deallocDepth++;
  for (let object = rt.deallocQueue.pop(); object !== undefined; object = rt.deallocQueue.pop()) release(rt, object);
  rt.deallocDepth--;
}

function release(rt: Runtime, object: number): void {
  const heap = rt.heap;
  let type = heap.load(object + typeOffset);
  let flags = heap.load(type + flagsOffset);
  if ((flags & TypeFlag.HAS_FINALIZER) !== 0) {
    if (runFinalizer(rt, object, type)) return;
    // It may have assigned `__class__`.
    type = heap.load(object + typeOffset);
    flags = heap.load(type + flagsOffset);
  }
  if ((flags & TypeFlag.WEAK_REFERENCES) !== 0 && rt.weakReferences.size > 0) clearWeakReferences(rt, object);
  const size = objectSize(rt, object, type);
  clearObject(rt, object, type, flags);
  if (isContainerKind(flags & 0xff)) uncountContainer(rt);
  heap.freeObject(object, size);
  if ((flags & TypeFlag.HEAP) !== 0) decref(rt, type);
}

/** Bytes of an object: the fixed part, items of a tuple, inline values, a dict field at the end. */
export function objectSize(rt: Runtime, object: number, type: number): number {
  const heap = rt.heap;
  switch (heap.load(type + flagsOffset) & 0xff) {
    case LayoutKind.TUPLE: {
      const size = tupleItems + 4 * heap.load(object + TupleObject.length.offset);
      return heap.load(type + dictOffsetOffset) === DICT_AT_END ? alignTo(size, 8) + 8 : size;
    }
    case LayoutKind.GENERATOR:
      return generatorSize(rt, object);
    case LayoutKind.INSTANCE:
      return heap.load(type + sizeOffset) + 4 * heap.load(type + TypeObject.inlineCapacity.offset);
    default:
      return heap.load(type + sizeOffset);
  }
}

/** Releases everything an object owns. */
function clearObject(rt: Runtime, object: number, type: number, flags: number): void {
  const heap = rt.heap;
  switch (flags & 0xff) {
    case LayoutKind.FLOAT:
    case LayoutKind.STATIC:
    case LayoutKind.RANGE_ITERATOR:
      break;
    case LayoutKind.INT: {
      const handle = heap.load(object + IntObject.handle.offset);
      if (handle !== 0) rt.bigints.remove(handle);
      break;
    }
    case LayoutKind.STR:
      clearStr(rt, object);
      break;
    case LayoutKind.TUPLE:
      for (let index = heap.load(object + TupleObject.length.offset) - 1; index >= 0; index--)
        xdecref(rt, heap.load(object + tupleItems + 4 * index));
      break;
    case LayoutKind.LIST:
      clearListItems(rt, object);
      break;
    case LayoutKind.DICT:
      clearDictTables(rt, object);
      if (type !== FixedType.dict && (flags & TypeFlag.HEAP) === 0) clearSlots(rt, object, type);
      break;
    case LayoutKind.INSTANCE:
      for (let index = 0, count = heap.load(object + InstanceObject.valueCount.offset); index < count; index++) {
        xdecref(rt, heap.load(object + inlineValues + 4 * index));
      }
      break;
    case LayoutKind.SET:
      releaseTable(rt, object);
      break;
    case LayoutKind.HOST:
      clearHost(rt, object, type);
      break;
    case LayoutKind.TYPE:
      releaseType(rt, object);
      break;
    case LayoutKind.CODE:
      releaseCode(rt, object);
      break;
    case LayoutKind.GENERATOR:
      releaseGenerator(rt, object);
      break;
    case LayoutKind.METHOD_DESCRIPTOR:
      rt.definitions.remove(heap.load(object + MethodDescriptorObject.handle.offset));
      break;
    case LayoutKind.BUILTIN_FUNCTION:
      clearFields(rt, object, LayoutKind.BUILTIN_FUNCTION);
      rt.definitions.remove(heap.load(object + BuiltinFunctionObject.handle.offset));
      break;
    case LayoutKind.EXCEPTION:
      clearFields(rt, object, LayoutKind.EXCEPTION);
      clearExceptionState(rt, object);
      break;
    default:
      clearFields(rt, object, flags & 0xff);
  }
  if (heap.load(type + dictOffsetOffset) !== 0) xdecref(rt, heap.load(dictField(rt, object)));
  if ((flags & TypeFlag.HEAP) !== 0) clearSlots(rt, object, type);
}

function clearSlots(rt: Runtime, object: number, type: number): void {
  for (const offset of typeInfo(rt, type).slotOffsets) xdecref(rt, rt.heap.load(object + offset));
}

function clearFields(rt: Runtime, object: number, kind: number): void {
  for (const offset of referenceFields[kind] as readonly number[]) xdecref(rt, rt.heap.load(object + offset));
}

function clearStr(rt: Runtime, object: number): void {
  const handle = rt.heap.load(object + StrObject.handle.offset);
  if ((rt.heap.load(object + StrObject.flags.offset) & StrFlag.INTERNED) !== 0)
    rt.interned.delete(rt.strings.get(handle));
  rt.strings.remove(handle);
}

function clearListItems(rt: Runtime, object: number): void {
  const heap = rt.heap;
  const items = heap.load(object + ListObject.items.offset);
  if (items === 0) return;
  const capacity = heap.load(object + ListObject.capacity.offset);
  const length = heap.load(object + ListObject.length.offset);
  heap.store(object + ListObject.length.offset, 0);
  heap.store(object + ListObject.items.offset, 0);
  heap.store(object + ListObject.capacity.offset, 0);
  releaseReferences(rt, items, length);
  heap.freeBlock(items, 4 * capacity);
}

function clearDictTables(rt: Runtime, object: number): void {
  const heap = rt.heap;
  const entries = heap.load(object + DictObject.entries.offset);
  if (entries !== 0) {
    const end = entries + DictEntry.size * heap.load(object + DictObject.entryCount.offset);
    for (let entry = entries; entry < end; entry += DictEntry.size) {
      const key = heap.load(entry + DictEntry.key.offset);
      if (key === 0) continue;
      decref(rt, key);
      decref(rt, heap.load(entry + DictEntry.value.offset));
    }
    heap.freeBlock(entries, DictEntry.size * heap.load(object + DictObject.entryCapacity.offset));
  }
  const indices = heap.load(object + DictObject.indices.offset);
  if (indices !== emptyDictIndices && indices !== 0)
    heap.freeBlock(indices, 4 * (heap.load(object + DictObject.indexMask.offset) + 1));
}

function clearHost(rt: Runtime, object: number, type: number): void {
  const slots = typeSlots(rt, type);
  const handle = rt.heap.load(object + HostObject.handle.offset);
  if (handle === 0) return;
  if (slots.clear !== null) slots.clear(rt, object);
  rt.payloads.remove(handle);
}

function clearExceptionState(rt: Runtime, object: number): void {
  const handle = rt.heap.load(object + ExceptionObject.handle.offset);
  if (handle === 0) return;
  for (const reference of (rt.payloads.get(handle) as ExceptionState).values()) decref(rt, reference);
  rt.payloads.remove(handle);
}
