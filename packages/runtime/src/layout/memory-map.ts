// The fixed part of memory: what lives at addresses that generated code knows.
//
//   0        nothing: address 0 is NULL
//   64       VM state words
//   240      heads of the free lists of blocks
//   512      heads of the free lists of objects
//   1024     singletons: None, True, False, Ellipsis, NotImplemented, ()
//   4096     builtin types that fast paths compare with, one TypeObject each
//   65536    data stack of frames
//   …        heap pages, to the end of memory

import { IntObject, TupleObject, TypeObject } from "./objects.ts";
import { struct } from "./struct.ts";

/** Size of a Wasm page. */
export const pageSize = 65536;

/** Allocation sizes up to this many bytes come from free lists, one per multiple of 8. */
export const largestSmallSize = 512;

/** Texts below this length are worth keeping for dead objects: the host has no views of longer ones in them. */
export const shortText = 13;

/** Address of {@link VmState}. */
export const vmStateAddress = 64;

/** Words that generated code reads and writes. */
export const VmState = struct("VmState", {
  /** The frame on top. */
  currentFrame: "i32",
  /** Where the next frame on the data stack goes, and the end of the data stack. */
  stackTop: "i32",
  stackLimit: "i32",
  /** Python calls that may still nest. */
  recursionRemaining: "i32",
  /** Back edges and function entries until the host is asked; see `periodic`. */
  evalBreaker: "i32",
  /** Reference returned to the host by an entry frame (owned). */
  result: "i32",
  /** Where the interpreter goes on after the host changed it (unwinding, a pushed frame). */
  resumePc: "i32",
  resumeSp: "i32",
  resumeFp: "i32",
  /** Second result of a runtime function that has two: the receiver after `load_method`, owned; 0 = none. */
  secondResult: "i32",
  /** The current exception (owned), 0 = none. */
  currentException: "i32",
  /** Address of the innermost ExceptionItem, and the outermost one, in place. */
  exceptionItem: "i32",
  handledException: "i32",
  previousHandled: "i32",
  /** Executor whose trace runs, for the tracer's statistics and invalidation; 0 = none. */
  currentExecutor: "i32",
  /** Callables that calls are specialized for, by address: `len`, `isinstance`, `next`, `list.append`, `set.add` (borrowed). */
  builtinLen: "i32",
  builtinNext: "i32",
  builtinIsinstance: "i32",
  listAppend: "i32",
  setAdd: "i32",
  /** Live objects, counted in debug builds only. */
  liveObjects: "i32",
  /**
   * Dead `str` objects that kept their handles, linked as in the free lists: making one again asks neither for memory nor for a handle.
   */
  freeStrings: "i32",
  /** The same of `int` objects with a handle. */
  freeBigInts: "i32",
  /** Not 0: blocks are checked (debug heap), so only the host makes and frees them. */
  checkedBlocks: "i32",
  /** By how many containers there are more than after the last collection; the host collects when it is asked next and the number is high. */
  allocationCount: "i32",
  /** How deep generated code is in releasing what released objects owned; beyond a bound the host does it. */
  deallocDepth: "i32",
  /**
   * How many objects that generated code frees by itself are referred to weakly: of builtin types, and of classes. While there are any, the
   * host frees all that could be.
   */
  weakTargets: "i32",
  weakInstances: "i32",
  /** Names that generated code looks up: `__name__`, `__builtins__` (borrowed). */
  nameName: "i32",
  nameBuiltins: "i32",
  /** Runs of the interpreter that are under way, one in the other on the host's stack; and the bound for those that generated code begins by itself. */
  hostDepth: "i32",
  hostDepthLimit: "i32",
  /** Not 0: instructions are being recorded. */
  recording: "i32",
});

/** Address of the free list head for blocks, which are not objects, of `8 * sizeClass` bytes; a free one links through its first word. */
export function blockListAddress(sizeClass: number): number {
  return blockListsAddress + 4 * sizeClass;
}

/** Heads of the free lists of blocks by size class, 1..64. */
export const blockListsAddress = 240;

/** Address of the free list head for objects of `8 * sizeClass` bytes. */
export function freeListAddress(sizeClass: number): number {
  return freeListsAddress + 4 * sizeClass;
}

/** Heads of the free lists by size class (bytes / 8), 0..64. A free cell: refcount 0, next cell in the type field. */
export const freeListsAddress = 512;

const singletonsAddress = 1024;
const singletonStride = 32;

/** Addresses of immortal singletons. */
export const Singleton = {
  None: singletonsAddress,
  False: singletonsAddress + singletonStride,
  True: singletonsAddress + 2 * singletonStride,
  Ellipsis: singletonsAddress + 3 * singletonStride,
  NotImplemented: singletonsAddress + 4 * singletonStride,
  emptyTuple: singletonsAddress + 5 * singletonStride,
} as const;

/** The index table of every dict without entries: one word, -1. Never written. */
export const emptyDictIndices = singletonsAddress + 6 * singletonStride;

const fixedTypeNames = [
  "object",
  "type",
  "NoneType",
  "bool",
  "int",
  "float",
  "str",
  "tuple",
  "list",
  "dict",
  "cell",
  "function",
  "method",
  "builtin_function_or_method",
  "method_descriptor",
  "range",
  "range_iterator",
  "list_iterator",
  "tuple_iterator",
  "slice",
  "code",
  "module",
  "ellipsis",
  "NotImplementedType",
  "BaseException",
  "set",
  "frozenset",
  "complex",
  "bytes",
  "bytearray",
  "generator",
  "coroutine",
  "async_generator",
  "list_reverseiterator",
  "dict_keys",
  "dict_values",
  "dict_items",
  "dict_keyiterator",
  "dict_valueiterator",
  "dict_itemiterator",
  "set_iterator",
  "str_iterator",
  "enumerate",
  "zip",
] as const;

/** Names of the types at fixed addresses. */
export type FixedTypeName = (typeof fixedTypeNames)[number];

const fixedTypesAddress = 4096;

/** Addresses of the builtin types that generated code and the runtime compare with. */
export const FixedType = Object.fromEntries(
  fixedTypeNames.map((name, index) => [name, fixedTypesAddress + index * TypeObject.size]),
) as Readonly<Record<FixedTypeName, number>>;

/** Every fixed type's name, in the order of their addresses. */
export function fixedTypes(): readonly FixedTypeName[] {
  return fixedTypeNames;
}

/** The data stack. */
export const dataStackAddress = 65536;
export const dataStackSize = 16 * pageSize;

/** Where heap pages start. */
export const heapAddress = dataStackAddress + dataStackSize;

/** What the reference count of an object that never dies starts at; nothing tests for it. */
export const immortalRefcount = 0x40000000;

/** The layouts of singletons must fit their stride. */
export const singletonSizes = {
  IntObject: IntObject.size,
  TupleObject: TupleObject.size,
  stride: singletonStride,
} as const;
