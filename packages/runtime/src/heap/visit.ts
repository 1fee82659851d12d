// Every counted reference that an object owns: what the cycle collector subtracts and follows.

import { FixedType } from "../layout/memory-map.ts";
import {
  DictEntry,
  DictObject,
  ExceptionObject,
  HostObject,
  InstanceObject,
  LayoutKind,
  ListObject,
  ObjectHeader,
  TupleObject,
  TypeFlag,
  TypeObject,
} from "../layout/objects.ts";
import { type ExceptionState } from "../exceptions/exception-state.ts";
import { visitCode } from "../object/code.ts";
import { visitGenerator } from "../object/generator.ts";
import { dictField, inlineValues } from "../object/instance-dict.ts";
import { typeInfo, typeSlots } from "../object/reference.ts";
import { nextSlot, slotAddress } from "../object/set-table.ts";
import { type Runtime } from "../runtime.ts";
import { referenceFields } from "./fields.ts";

/** Receives references; small ints and NULL too. */
export type Visit = (reference: number) => void;

const typeOffset = ObjectHeader.type.offset;
const flagsOffset = TypeObject.flags.offset;

/** Calls `visit` with each reference that `object` owns, as often as it owns it. */
export function visitReferences(rt: Runtime, object: number, visit: Visit): void {
  const { heap } = rt;
  const type = heap.load(object + typeOffset);
  const flags = heap.load(type + flagsOffset);
  const kind = flags & 0xff;
  switch (kind) {
    case LayoutKind.TUPLE:
      visitWords(rt, object + TupleObject.size, heap.load(object + TupleObject.length.offset), visit);
      // The usual ones own nothing else.
      if (type === FixedType.tuple) return;
      break;
    case LayoutKind.LIST:
      visitWords(rt, heap.load(object + ListObject.items.offset), heap.load(object + ListObject.length.offset), visit);
      if (type === FixedType.list) return;
      break;
    case LayoutKind.DICT:
      visitDict(rt, object, visit);
      if (type === FixedType.dict) return;
      if ((flags & TypeFlag.HEAP) === 0)
        for (const offset of typeInfo(rt, type).slotOffsets) visit(heap.load(object + offset));
      break;
    case LayoutKind.INSTANCE:
      visitWords(rt, object + inlineValues, heap.load(object + InstanceObject.valueCount.offset), visit);
      break;
    case LayoutKind.SET:
      for (let at = nextSlot(rt, object, 0); at >= 0; at = nextSlot(rt, object, at + 1))
        visit(heap.load(slotAddress(rt, object, at)));
      break;
    case LayoutKind.HOST: {
      const { traverse } = typeSlots(rt, type);
      if (traverse !== null && heap.load(object + HostObject.handle.offset) !== 0) traverse(rt, object, visit);
      break;
    }
    case LayoutKind.TYPE:
      visitType(rt, object, visit);
      break;
    case LayoutKind.CODE:
      visitCode(rt, object, visit);
      break;
    case LayoutKind.GENERATOR:
      visitGenerator(rt, object, visit);
      break;
    case LayoutKind.EXCEPTION: {
      const state = heap.load(object + ExceptionObject.handle.offset);
      if (state !== 0) for (const reference of (rt.payloads.get(state) as ExceptionState).values()) visit(reference);
      break;
    }
    default:
  }
  for (const offset of referenceFields[kind] as readonly number[]) visit(heap.load(object + offset));
  if (heap.load(type + TypeObject.dictOffset.offset) !== 0) visit(heap.load(dictField(rt, object)));
  if ((flags & TypeFlag.HEAP) === 0) return;
  for (const offset of typeInfo(rt, type).slotOffsets) visit(heap.load(object + offset));
  visit(type);
}

function visitWords(rt: Runtime, address: number, count: number, visit: Visit): void {
  for (let index = 0; index < count; index++) visit(rt.heap.load(address + 4 * index));
}

function visitDict(rt: Runtime, dict: number, visit: Visit): void {
  const { heap } = rt;
  const entries = heap.load(dict + DictObject.entries.offset);
  const end = entries + DictEntry.size * heap.load(dict + DictObject.entryCount.offset);
  for (let entry = entries; entry < end; entry += DictEntry.size) {
    const key = heap.load(entry + DictEntry.key.offset);
    if (key === 0) continue;
    visit(key);
    visit(heap.load(entry + DictEntry.value.offset));
  }
}

function visitType(rt: Runtime, type: number, visit: Visit): void {
  const { heap } = rt;
  for (const field of [TypeObject.dict, TypeObject.mro, TypeObject.base]) visit(heap.load(type + field.offset));
  visit(typeInfo(rt, type).bases);
}
