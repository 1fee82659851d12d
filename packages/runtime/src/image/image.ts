// An image: all of a machine as it is right after the bootstrap, before it knows its host. Its state is its memory and its handle
// tables, so an image is the bytes of the one and the values of the others: texts, facts about types, and, for what is code of the
// runtime, where it comes from (`origins.ts`).

import { type HeapState } from "../heap/heap.ts";
import { type Runtime } from "../runtime.ts";
import { TypeInfo } from "../types/type-info.ts";
import { type Identifier } from "../object/identifiers.ts";
import { releaseKept } from "../object/new-object.ts";
import { VmState, vmStateAddress } from "../layout/memory-map.ts";
import { IntObject, StrObject } from "../layout/objects.ts";
import { type DefinitionSteps, Links } from "./links.ts";
import { type Origins } from "./origins.ts";
import { type PackedMemory, packMemory, unpackMemory } from "./packed-memory.ts";

/** The used and the free handles of a table. */
interface TableState {
  readonly end: number;
  readonly free: readonly number[];
}

/** A row for each type: what {@link TypeInfo} has. */
type TypeRow = readonly [address: number, name: string, module: string, acceptsSubclasses: 0 | 1, bases: number, subclasses: readonly number[], messageName: string | null];

/** A row for each entry of the method cache that is used. */
type CacheRow = readonly [at: number, version: number, name: number, value: number];

type NativeTypeRow = readonly [name: string, type: number];

/** A machine as plain data. */
export interface RuntimeImage {
  readonly memory: PackedMemory;
  readonly heap: HeapState;
  /** Texts by handle; null where there is none. */
  readonly strings: readonly (string | null)[];
  readonly freeStrings: readonly number[];
  /** Interned strings in the order in which they were made. */
  readonly interned: readonly number[];
  readonly definitions: TableState;
  readonly payloads: TableState;
  /** Payloads that are null and belong to no type. */
  readonly nullPayloads: readonly number[];
  readonly typeRows: readonly TypeRow[];
  readonly origins: Origins;
  readonly names: Readonly<Record<Identifier, number>>;
  readonly types: Readonly<Record<string, number>>;
  readonly nativeTypes: readonly NativeTypeRow[];
  readonly methodCache: readonly CacheRow[];
  readonly counters: Readonly<Record<Counter, number>>;
}

const counters = ["modules", "builtins", "nextTypeVersion", "nextFunctionVersion", "nextKeysVersion", "nextCodeVersion"] as const;
type Counter = (typeof counters)[number];

/** The image of a machine that has just been bootstrapped; nothing has run in it, and it has no host yet. */
export function takeImage(rt: Runtime): RuntimeImage {
  const { heap, strings, typeInfos, methodCache } = rt;
  if (heap.debug) throw new Error("a debug heap has no image");
  // Before memory is looked at: it may end earlier then.
  const heapState = heap.state;
  releaseKept(rt, vmStateAddress + VmState.freeStrings.offset, strings, StrObject.handle.offset, StrObject.size);
  releaseKept(rt, vmStateAddress + VmState.freeBigInts.offset, rt.bigints, IntObject.handle.offset, IntObject.size);
  const texts: (string | null)[] = [];
  for (let handle = 1; handle < strings.end; handle++) texts.push(strings.get(handle) ?? null);
  const typeRows: TypeRow[] = [];
  for (let handle = 1; handle < typeInfos.end; handle++) {
    const { address, name, module, acceptsSubclasses, bases, subclasses, messageName } = typeInfos.get(handle);
    typeRows.push([address, name, module, acceptsSubclasses ? 1 : 0, bases, subclasses, messageName]);
  }
  const cacheRows: CacheRow[] = [];
  methodCache.names.forEach((name, at) => {
    if (name !== 0) cacheRows.push([at, methodCache.versions[at] as number, name, methodCache.values[at] as number]);
  });
  return {
    memory: packMemory(heap.i32, heap.usedBytes),
    heap: heapState,
    strings: texts,
    freeStrings: strings.free,
    interned: [...rt.interned.values()],
    definitions: { end: rt.definitions.end, free: rt.definitions.free },
    payloads: { end: rt.payloads.end, free: rt.payloads.free },
    nullPayloads: Array.from({ length: rt.payloads.end }, (_, handle) => handle).filter((handle) => rt.payloads.get(handle) === null),
    typeRows,
    origins: { types: rt.origins.types, functions: rt.origins.functions },
    names: { ...rt.names },
    types: { ...rt.types },
    nativeTypes: [...rt.nativeTypes],
    methodCache: cacheRows,
    counters: Object.fromEntries(counters.map((name) => [name, rt[name]])) as Record<Counter, number>,
  };
}

/** Makes a new machine the one of an image. */
export function restoreImage(rt: Runtime, image: RuntimeImage, steps: DefinitionSteps): void {
  const { heap } = rt;
  heap.restore(image.heap);
  unpackMemory(image.memory, heap.i32);
  restoreTexts(rt, image);
  restoreTypes(rt, image);
  rt.definitions.restore(image.definitions.end, image.definitions.free);
  rt.payloads.restore(image.payloads.end, image.payloads.free);
  for (const handle of image.nullPayloads) rt.payloads.set(handle, null);
  for (const [at, version, name, value] of image.methodCache) {
    rt.methodCache.versions[at] = version;
    rt.methodCache.names[at] = name;
    rt.methodCache.values[at] = value;
  }
  Object.assign(rt, image.counters);
  rt.origins = image.origins;
  rt.links = new Links(rt, image.origins, steps);
}

// Loops over indices: this runs before every program, when iterators are slow.
function restoreTexts(rt: Runtime, { strings, freeStrings, interned, names }: RuntimeImage): void {
  rt.strings.restore(strings.length + 1, freeStrings, strings);
  for (let index = 0; index < interned.length; index++) {
    const address = interned[index] as number;
    rt.interned.set(strings[rt.heap.load(address + StrObject.handle.offset) - 1] as string, address);
  }
  for (let unit = 0; unit < 256; unit++) rt.latin1.push(rt.interned.get(String.fromCharCode(unit)) as number);
  rt.latin1.push(rt.interned.get("") as number);
  rt.names = names;
}

function restoreTypes(rt: Runtime, { typeRows, types, nativeTypes }: RuntimeImage): void {
  rt.typeInfos.restore(typeRows.length + 1, []);
  rt.typeInfos.linkWith((handle) => {
    rt.typeInfos.fill(handle, typeInfoOf(typeRows[handle - 1] as TypeRow));
  });
  for (let count = typeRows.length; count > 0; count--) rt.slotTables.push(undefined);
  Object.assign(rt.types, types);
  for (let index = 0; index < nativeTypes.length; index++) {
    const row = nativeTypes[index] as NativeTypeRow;
    rt.nativeTypes.set(row[0], row[1]);
  }
}

function typeInfoOf([address, name, module, acceptsSubclasses, bases, subclasses, messageName]: TypeRow): TypeInfo {
  const info = new TypeInfo(address, name, module, acceptsSubclasses === 1);
  info.bases = bases;
  info.subclasses.push(...subclasses);
  info.messageName = messageName;
  return info;
}
